"""GET /v1/changes tells that something has happened on the ledger, to everybody, and not what."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import ExitStack, closing
from time import monotonic, sleep

import httpx
from anyio.from_thread import start_blocking_portal

from tallystick.operations.streams import MOST_OF_A_PARTY, Streams
from tests.api.running_ledger import Caller, RunningLedger, problem
from tests.api.trade import Trade

SECONDS = 10


def _changes(caller: Caller) -> Generator[dict[str, object]]:
    headers = {"Authorization": f"Bearer {caller.api_key}"}
    url = f"{caller.ledger.url}/v1/changes"
    with httpx.stream("GET", url, headers=headers, timeout=20.0, trust_env=False) as response:
        assert response.headers["content-type"].partition(";")[0] == "text/event-stream"
        for line in response.iter_lines():
            if line.startswith("data: "):
                yield json.loads(line.removeprefix("data: "))


def test_a_command_of_anybodys_is_told_with_its_block(ledger: RunningLedger) -> None:
    trade = Trade.opened(ledger)
    onlooker = ledger.open_party("investor")
    with closing(_changes(onlooker)) as changes:
        first = next(changes)
        assert first.keys() == {"block", "state"}
        trade.offer(1_000)
        later = next(changes)
        assert later["state"] != first["state"]
        assert later["block"] > first["block"]  # type: ignore[operator]


def test_what_is_kept_beside_the_chain_is_told_too(ledger: RunningLedger) -> None:
    trade = Trade.opened(ledger)
    claim = trade.claim(1_000)
    financier = ledger.open_party("financier")
    with closing(_changes(financier)) as changes:
        first = next(changes)
        asking = {"value": 1_000, "financiers": [financier.party]}
        trade.supplier.command(f"/v1/claims/{claim}/quote-requests", asking)
        later = next(changes)
        while financier.read("/v1/quote-requests")["requests"] == []:
            later = next(changes)
        assert (later["block"], later["state"] != first["state"]) == (first["block"], True)


def test_nothing_is_told_while_nothing_happens(sqlite_ledger: RunningLedger) -> None:
    trade = Trade.opened(sqlite_ledger)
    trade.supplier.read("/v1/receivables")
    with closing(_changes(trade.supplier)) as one, closing(_changes(trade.debtor)) as other:
        assert next(one) == next(other)
        trade.supplier.post("/v1/documents", {}, dry_run=True)
        trade.offer(1_000)
        assert next(one)["block"] == next(other)["block"]


def test_a_party_has_so_many_streams_open_and_no_more(sqlite_ledger: RunningLedger) -> None:
    one, other = sqlite_ledger.open_party(), sqlite_ledger.open_party()
    with ExitStack() as opened:
        streams = [opened.enter_context(closing(_changes(one))) for _ in range(MOST_OF_A_PARTY)]
        for stream in streams:
            next(stream)
        refused = problem(one.get("/v1/changes"))
        assert (refused["code"], refused["status"], refused["values"]) == (
            "too_many_streams",
            429,
            {"most": MOST_OF_A_PARTY},
        )
        with closing(_changes(other)) as changes:
            next(changes)
        streams[0].close()
        assert _soon(lambda: one.begun("/v1/changes")[0] == 200), "the one that was closed counts no longer"


def test_however_many_follow_the_ledger_it_is_looked_at_once() -> None:
    looks = []

    def look() -> tuple[int, str]:
        looks.append(monotonic())
        return len(looks), "state"

    async def follow() -> None:
        streams = Streams(look, 0.1)
        told = await asyncio.gather(*(streams.state() for _ in range(50)))
        assert told == [(1, "state")] * 50
        await asyncio.sleep(0.15)
        assert await streams.state() == (2, "state")

    with start_blocking_portal() as loop:
        loop.call(follow)


def _soon(happened: Callable[[], bool]) -> bool:
    until = monotonic() + SECONDS
    while not happened():
        if monotonic() > until:
            return False
        sleep(0.1)
    return True


def test_the_command_line_tells_it_line_by_line_until_it_is_told_to_stop(
    sqlite_ledger: RunningLedger,
) -> None:
    trade = Trade.opened(sqlite_ledger)
    own = {"TALLYSTICK_URL": sqlite_ledger.url, "TALLYSTICK_API_KEY": str(trade.debtor.api_key)}
    words = [sys.executable, "-m", "tallystick", "follow-ledger"]
    with subprocess.Popen(words, env=os.environ | own, stdout=subprocess.PIPE, text=True) as following:
        assert following.stdout is not None
        first = json.loads(following.stdout.readline())
        trade.offer(1_000)
        later = json.loads(following.stdout.readline())
        following.send_signal(signal.SIGINT)
    assert later["block"] > first["block"]
