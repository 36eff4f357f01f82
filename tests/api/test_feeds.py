"""Local feeds: what a file or a web address says goes on the chain as it stands, and what makes no sense does not."""

import gzip
import json
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from tallystick.feeds import sources
from tallystick.money.calendar import instant_text
from tallystick.settings import Settings
from tests.api.border_trade import DAY, RATE, local_feed, put_quotation
from tests.api.running_ledger import RunningLedger

HOUR = 3_600


class Silently(BaseHTTPRequestHandler):
    def log_message(self, *_told: object) -> None:
        pass


@contextmanager
def answering(status: int, content: bytes, headers: Mapping[str, str] | None = None) -> Iterator[str]:
    """A web address that says so to everybody."""

    class Answer(Silently):
        def do_GET(self) -> None:
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/elsewhere")
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

    with served(Answer) as location:
        yield location


@contextmanager
def dripping() -> Iterator[str]:
    """A web address that says a byte, and after a while another one."""
    enough = Event()

    class Drip(Silently):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            while not enough.wait(0.2):
                self.wfile.write(b" ")

    with served(Drip) as location:
        yield location
        enough.set()


@contextmanager
def served(answer: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), answer) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/usd-cny"
        finally:
            server.shutdown()


def seen(ledger: RunningLedger, address: str) -> dict[str, Any]:
    return next(feed for feed in ledger.host.read("/v1/local-feeds")["feeds"] if feed["address"] == address)


def test_a_feed_says_what_its_file_says(any_ledger: RunningLedger) -> None:
    address, source = local_feed(any_ledger)
    assert (seen(any_ledger, address)["answer"], seen(any_ledger, address)["round"]) == (None, None)
    hour_ago = any_ledger.backend.node.clock() - HOUR
    for round_, (answer, said) in enumerate((("7.1234", "71234"), ("7.2", "72000")), start=1):
        put_quotation(source, answer, hour_ago + round_)
        told = any_ledger.host.command(f"/v1/local-feeds/{address}/reading")["feed"]
        assert (told["answer"], told["decimals"], told["round"]) == (said, 4, str(round_))
        assert told["updated_at"] == instant_text(hour_ago + round_)
        assert seen(any_ledger, address) == told
    again = any_ledger.host.refused(f"/v1/local-feeds/{address}/reading")
    assert again["code"] == "feed_has_it_already"
    put_quotation(source, "7.3", hour_ago)
    assert any_ledger.host.refused(f"/v1/local-feeds/{address}/reading")["code"] == "source_went_back"


def test_a_feed_says_what_a_web_address_says(sqlite_ledger: RunningLedger) -> None:
    content = json.dumps({"answer": 7.1234, "updated_at": sqlite_ledger.moment(0)}).encode()
    with answering(200, content) as location:
        body = {"description": "USD / CNY", "decimals": 8, "source": {"kind": "http", "location": location}}
        address = sqlite_ledger.host.command("/v1/local-feeds", body)["feed"]["address"]
        told = sqlite_ledger.host.command(f"/v1/local-feeds/{address}/reading")["feed"]
    assert told["answer"] == "712340000", "a number in JSON is read as it is written, by no float"
    silent = sqlite_ledger.host.refused(f"/v1/local-feeds/{address}/reading")
    assert (silent["code"], silent["status"]) == ("source_silent", 503)


@pytest.mark.parametrize(("status", "content"), [(302, b""), (500, b"{}"), (404, b"")])
def test_nobody_follows_a_web_address_that_sends_elsewhere_or_fails(
    sqlite_ledger: RunningLedger, status: int, content: bytes
) -> None:
    with answering(status, content) as location:
        body = {"description": "USD / CNY", "decimals": 4, "source": {"kind": "http", "location": location}}
        address = sqlite_ledger.host.command("/v1/local-feeds", body)["feed"]["address"]
        silent = sqlite_ledger.host.refused(f"/v1/local-feeds/{address}/reading")
    assert silent["code"] == "source_silent"
    assert f"it answers {status}" in silent["detail"]


@pytest.mark.parametrize(
    "content",
    [  # where there is a moment, it is one that no machine's clock is behind
        "",
        "7.1234",
        "[]",
        "[" * 60_000,
        '{"answer": "7.1234"}',
        '{"answer": "much", "updated_at": "2020-02-29T10:00:00+08:00"}',
        '{"answer": "NaN", "updated_at": "2020-02-29T10:00:00+08:00"}',
        '{"answer": NaN, "updated_at": "2020-02-29T10:00:00+08:00"}',
        '{"answer": "1e-99999999", "updated_at": "2020-02-29T10:00:00+08:00"}',
        '{"answer": "1e9999999999", "updated_at": "2020-02-29T10:00:00+08:00"}',
        '{"answer": 1e99999999999999999999, "updated_at": "2020-02-29T10:00:00+08:00"}',
        '{"answer": "1_0", "updated_at": "2020-02-29T10:00:00+08:00"}',
        '{"answer": "７.１", "updated_at": "2020-02-29T10:00:00+08:00"}',
        '{"answer": "7.1234", "updated_at": "2020-W09-6T10:00:00Z"}',
        '{"answer": "' + "9" * 58 + '", "updated_at": "2020-02-29T10:00:00Z"}',
        '{"answer": "1e58", "updated_at": "2020-02-29T10:00:00+08:00"}',
        '{"answer": "1e400", "updated_at": "2020-02-29T10:00:00+08:00"}',
        '{"answer": true, "updated_at": "2020-02-29T10:00:00+08:00"}',
        '{"answer": "7.1234", "updated_at": "2020-02-29T10:00:00"}',
        '{"answer": "7.1234", "updated_at": "today"}',
        '{"answer": "7.1234", "updated_at": 1582941600}',
        '{"answer": "7.1234", "updated_at": "1969-11-29T10:00:00+08:00"}',
        '{"answer": "7.1234", "updated_at": "2020-02-29T10:00:00+08:00"}' + " " * 70_000,
    ],
)
def test_what_makes_no_sense_is_not_pushed(sqlite_ledger: RunningLedger, content: str) -> None:
    address, source = local_feed(sqlite_ledger)
    source.write_text(content, "utf-8")
    refused = sqlite_ledger.host.refused(f"/v1/local-feeds/{address}/reading")
    assert (refused["code"], refused["status"]) == ("source_senseless", 422)
    assert seen(sqlite_ledger, address)["answer"] is None


def test_nothing_is_rounded_on_the_way(sqlite_ledger: RunningLedger) -> None:
    address, source = local_feed(sqlite_ledger)
    now = sqlite_ledger.backend.node.clock()
    put_quotation(source, "7.12345", now)
    assert sqlite_ledger.host.refused(f"/v1/local-feeds/{address}/reading")["code"] == "source_too_precise"
    put_quotation(source, "7.12340000000000000000000000000000000000001", now)
    assert sqlite_ledger.host.refused(f"/v1/local-feeds/{address}/reading")["code"] == "source_too_precise"
    put_quotation(source, "7.12340", now)
    assert sqlite_ledger.host.command(f"/v1/local-feeds/{address}/reading")["feed"]["answer"] == "71234", (
        "zeros at the end say nothing more"
    )


@pytest.mark.parametrize(
    "source",
    [
        {"kind": "file", "location": "quotes.json"},
        {"kind": "http", "location": "ftp://example.org/usd"},
        {"kind": "http", "location": "usd-cny"},
        {"kind": "http", "location": "https://"},
        {"kind": "http", "location": "http://a..b/"},
        {"kind": "http", "location": "http://xn--a/"},
        {"kind": "http", "location": "http://user:secret@127.0.0.1/"},
        {"kind": "pipe", "location": "/x"},
    ],
)
def test_a_source_is_named_completely(sqlite_ledger: RunningLedger, source: dict[str, str]) -> None:
    body = {"description": "USD / CNY", "decimals": 4, "source": source}
    assert sqlite_ledger.host.refused("/v1/local-feeds", body)["status"] == 400


def test_what_is_no_file_is_not_waited_for(sqlite_ledger: RunningLedger) -> None:
    address, source = local_feed(sqlite_ledger)
    os.mkfifo(source)
    silent = sqlite_ledger.host.refused(f"/v1/local-feeds/{address}/reading")
    assert (silent["code"], "it is no file" in silent["detail"]) == ("source_silent", True)


def test_an_answer_that_drips_is_not_waited_for(
    sqlite_ledger: RunningLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time is for the whole answer, not for each of its bytes."""
    monkeypatch.setattr(sources, "TIMEOUT_SECONDS", 1.0)
    with dripping() as location:
        body = {"description": "USD / CNY", "decimals": 4, "source": {"kind": "http", "location": location}}
        address = sqlite_ledger.host.command("/v1/local-feeds", body)["feed"]["address"]
        silent = sqlite_ledger.host.refused(f"/v1/local-feeds/{address}/reading")
    assert (silent["code"], "more than 1 seconds" in silent["detail"]) == ("source_silent", True)


def test_what_is_packed_is_not_unpacked(sqlite_ledger: RunningLedger) -> None:
    with answering(200, gzip.compress(b" " * 10_000_000), {"Content-Encoding": "gzip"}) as location:
        body = {"description": "USD / CNY", "decimals": 4, "source": {"kind": "http", "location": location}}
        address = sqlite_ledger.host.command("/v1/local-feeds", body)["feed"]["address"]
        silent = sqlite_ledger.host.refused(f"/v1/local-feeds/{address}/reading")
    assert "encoding" in silent["detail"]


def test_a_clock_that_runs_ahead_is_told_and_does_no_lasting_harm(sqlite_ledger: RunningLedger) -> None:
    address, source = local_feed(sqlite_ledger)
    now = sqlite_ledger.backend.node.clock()
    put_quotation(source, "7.1234", now + 10_000)
    assert sqlite_ledger.host.refused(f"/v1/local-feeds/{address}/reading")["code"] == "source_ahead"
    put_quotation(source, "7.1234", now)
    assert sqlite_ledger.host.command(f"/v1/local-feeds/{address}/reading")["feed"]["round"] == "1"


def test_of_several_who_ask_at_once_one_has_it_pushed(sqlite_ledger: RunningLedger) -> None:
    address, source = local_feed(sqlite_ledger)
    put_quotation(source, "7.1234", sqlite_ledger.backend.node.clock())
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(sqlite_ledger.host.post, f"/v1/local-feeds/{address}/reading") for _ in range(8)]
        statuses = sorted(one.result().status_code for one in asked)
    assert statuses == [201, *[409] * 7]
    assert seen(sqlite_ledger, address)["round"] == "1"


def test_only_feeds_with_a_source_are_read(sqlite_ledger: RunningLedger) -> None:
    unknown = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
    assert sqlite_ledger.host.refused(f"/v1/local-feeds/{unknown}/reading")["code"] == "feed_not_found"


def test_sources_are_read_by_themselves_and_what_is_wrong_with_one_is_told(tmp_path: Path) -> None:
    """The keeper of the running backend reads every source again and again; a bad one holds up no other."""
    settings = Settings(home=tmp_path, port=0, collect_seconds=0, feed_seconds=0)
    with closing(RunningLedger(settings)) as ledger:
        ledger.start()
        lost, _ = local_feed(ledger, "A / B")
        address, source = local_feed(ledger)
        keeper = ledger.backend.feed_keeper
        put_quotation(source, "7.1234", ledger.backend.node.head().timestamp)
        assert keeper.push_what_is_new() == 1
        assert keeper.push_what_is_new() == 0, "it has said so"
        assert (seen(ledger, address)["answer"], seen(ledger, address)["round"]) == ("71234", "1")
        problem = seen(ledger, lost)["source"]
        assert problem["problem_code"] == "source_silent"
        assert "No such file" in problem["problem"]
        source.write_text("{", "utf-8")
        assert keeper.push_what_is_new() == 0
        assert seen(ledger, address)["source"]["problem_code"] == "source_senseless"
        put_quotation(source, "7.2", ledger.backend.node.head().timestamp)
        assert keeper.push_what_is_new() == 1
        assert seen(ledger, address)["source"]["problem_code"] is None


def test_a_feed_that_its_source_leaves_behind_is_not_believed(sqlite_ledger: RunningLedger) -> None:
    """The whole way: a file that nobody writes any more, its feed, the guards, and what the API says of it."""
    ledger = sqlite_ledger
    feeds = []
    for _ in range(2):
        address, source = local_feed(ledger)
        put_quotation(source, "7.1234", ledger.backend.node.head().timestamp - 2 * DAY)
        ledger.host.command(f"/v1/local-feeds/{address}/reading")
        feeds.append((address, source))
    named = [
        {
            "source": address,
            "quotes": "cny_per_unit",
            "heartbeat_seconds": DAY,
            "least": str(RATE // 2),
            "most": str(RATE * 2),
        }
        for address, _ in feeds
    ]
    body = {"currency": "USD", "main": named[0], "second": named[1], "deviation_ppm": 10_000}
    ledger.host.command("/v1/exchange-feeds", body)
    health = ledger.open_party().read("/v1/exchange-rates/USD")
    assert (health["good"], health["code"]) == (False, "rate_stale")
    for answer, good, code in (("7.1234", True, None), ("70", False, "rate_out_of_bounds")):
        for address, source in feeds:
            put_quotation(source, answer, ledger.backend.node.head().timestamp)
            ledger.host.command(f"/v1/local-feeds/{address}/reading")
        told = ledger.open_party().read("/v1/exchange-rates/USD")
        assert (told["good"], told["code"]) == (good, code)
