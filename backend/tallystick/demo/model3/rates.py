"""What a dollar is worth: two feeds, a file and a web server, and what is believed of them."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from tallystick.demo.model3.ninety_days import CURRENCY, NinetyDays
from tallystick.demo.portal import Portal
from tallystick.demo.stage import DAY_SECONDS
from tallystick.money.calendar import instant_text
from tallystick.money.exchange import Direction, Rate

STEPS = 1
DECIMALS = 4
LEAST, MOST = 65_000, 78_000
DEVIATION_PPM = 5_000
HEARTBEAT_SECONDS = DAY_SECONDS
HOUR = 3_600
FIRST_RATE, RATE_MIDWAY = 71_234, 71_302


def rate_of(answer: int) -> Rate:
    """What the feeds say, as it is reckoned with."""
    return Rate(answer, DECIMALS, Direction.CNY_PER_UNIT)


def rate_text(answer: int) -> str:
    """Yuan for a dollar, as the feeds write it."""
    whole, fraction = divmod(answer, 10**DECIMALS)
    return f"{whole}.{fraction:0{DECIMALS}}"


def open_feed(host: Portal, description: str, source: dict[str, str]) -> str:
    """Returns the address of a feed that takes its answers from there."""
    body = {"description": description, "decimals": DECIMALS, "source": source}
    address: str = host.command("/v1/local-feeds", body)["feed"]["address"]
    return address


def read_source(host: Portal, feed: str) -> None:
    """The feed says what its source says."""
    host.command(f"/v1/local-feeds/{feed}/reading")


def believe(host: Portal, feeds: Sequence[str]) -> None:
    """The host names both feeds, the main one first, and what their answers have to keep to."""
    main, second = (
        {
            "source": feed,
            "quotes": "cny_per_unit",
            "heartbeat_seconds": HEARTBEAT_SECONDS,
            "least": str(LEAST),
            "most": str(MOST),
        }
        for feed in feeds
    )
    told = {"currency": CURRENCY, "main": main, "second": second, "deviation_ppm": DEVIATION_PPM}
    host.command("/v1/exchange-feeds", told)


class Feeds:
    """Where the sources say what a dollar is worth, and how the ledger hears of it."""

    def __init__(self, border: NinetyDays, file: Path, server: "QuoteServer") -> None:
        self._border = border
        self._file = file
        self._server = server
        self._feeds: list[str] = []
        self._said_at = 0

    def open(self) -> None:
        """The host names both feeds and what their answers have to keep to."""
        border = self._border
        border.stage.screen.step("What a dollar is worth: two feeds, and what they have to keep to")
        self._write(FIRST_RATE, FIRST_RATE)
        sources = (
            {"kind": "file", "location": str(self._file.resolve())},
            {"kind": "http", "location": self._server.url},
        )
        host = border.stage.host()
        for source, name in zip(sources, ("«file»", "«web»"), strict=True):
            feed = open_feed(host, "USD / CNY", source)
            self._feeds.append(feed)
            border.names[feed] = name
        believe(host, self._feeds)
        self._push()
        self.observe()
        border.stage.say(
            "A file on this machine and a web server beside it: the backend reads both and tells the chain what they "
            f"say. An answer is believed where it is at most 24 hours old, from {rate_text(LEAST)} to "
            f"{rate_text(MOST)}, and within {DEVIATION_PPM:,} ppm of the other feed's. Now it is "
            f"{rate_text(FIRST_RATE)} yuan for a dollar."
        )

    def say(self, main: int, second: int | None = None) -> None:
        """Both sources say the same, unless told otherwise, an hour ago, and the ledger hears of it."""
        self._write(main, second or main)
        self._push()

    def observe(self) -> dict[str, Any]:
        """The platform has the present answer looked at; it is believed."""
        reading: dict[str, Any] = self._border.stage.portals["platform"].command(
            "/v1/exchange-rates", {"currency": CURRENCY}
        )["reading"]
        return reading

    def not_believed(self, code: str, attempt: str) -> None:
        """The same, where the present answer must not be."""
        platform = self._border.stage.portals["platform"]
        self._border.stopped(code, attempt, platform, "/v1/exchange-rates", {"currency": CURRENCY})

    def _write(self, main: int, second: int) -> None:
        self._said_at = max(self._said_at + 1, self._border.stage.now() - HOUR)
        updated_at = instant_text(self._said_at)
        self._file.write_text(json.dumps({"answer": rate_text(main), "updated_at": updated_at}), "utf-8")
        self._server.document = json.dumps({"answer": rate_text(second), "updated_at": updated_at})

    def _push(self) -> None:
        host = self._border.stage.host()
        for feed in self._feeds:
            read_source(host, feed)


class QuoteServer(ThreadingHTTPServer):
    """Answers with the one document that it has."""

    document = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/usd-cny"


class _Answer(BaseHTTPRequestHandler):
    server: QuoteServer

    def do_GET(self) -> None:
        body = self.server.document.encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """The story is told elsewhere."""


@contextmanager
def quote_server() -> Iterator[QuoteServer]:
    """On a port of this machine that the system chooses."""
    with QuoteServer(("127.0.0.1", 0), _Answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
