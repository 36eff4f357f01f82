"""Two servers over one database and one node: the same request at both is one command, and one takes the other's up."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from itertools import cycle
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from tallystick.sending import senders
from tests.anvil import running_anvil
from tests.api.conftest import ANVILS_FIRST_KEY
from tests.api.running_ledger import Firm
from tests.api.trade import Trade
from tests.faults.injector import Stopped
from tests.faults.stoppable import StoppableLedger, stoppable

pytestmark = pytest.mark.anvil

FACE = 1_000_000
AT_ONCE = 8
ROUNDS = 5
SHORT_LEASE_SECONDS = 2
PATIENCE_SECONDS = 20.0


class Pair:
    """Two servers, and a claim of a supplier that is known to both."""

    def __init__(self, ledgers: list[StoppableLedger]) -> None:
        self.ledgers = ledgers
        trade = Trade.opened(ledgers[0])
        self.suppliers = [replace(trade.supplier, ledger=ledger) for ledger in ledgers]
        self.taker: Firm = ledgers[0].open_party()
        self.claim = trade.claim(FACE)

    def transfer(self, server: int, key: str) -> httpx.Response:
        body = {"to": self.taker.party, "value": 1}
        return self.suppliers[server].post(f"/v1/claims/{self.claim}/transfers", body, key)

    def answered(self, server: int, key: str) -> httpx.Response:
        """As soon as there is an answer."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            answer = self.transfer(server, key)
            if answer.status_code not in {202, 409} or time.monotonic() > deadline:
                return answer
            self.ledgers[server].backend.dispatcher.resume_unfinished()
            time.sleep(0.05)

    def left(self) -> int:
        ledger = self.ledgers[1]
        ledger.backend.mirror.catch_up()
        face: int = self.suppliers[1].read(f"/v1/claims/{self.claim}")["face"]
        return face

    def verified(self) -> bool:
        verdict: str = self.ledgers[1].host.read("/v1/verification")["verdict"]
        return verdict == "equal" and self.ledgers[1].nonces_are_whole()


@pytest.fixture(scope="module")
def ledgers(
    fresh_postgresql_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[StoppableLedger]]:
    folder = tmp_path_factory.mktemp("two")
    with ExitStack() as opened:
        node = opened.enter_context(running_anvil())
        shared: dict[str, Any] = {
            "chain": node.url,
            "database_url": fresh_postgresql_database,
            "funder_key": SecretStr(ANVILS_FIRST_KEY),
            "key_encryption_key": SecretStr("42" * 32),
            "receipt_timeout_seconds": PATIENCE_SECONDS,
            "finality_blocks": 0,
        }
        yield [opened.enter_context(stoppable(folder / name, **shared)) for name in ("first", "second")]


@pytest.fixture
def pair(ledgers: list[StoppableLedger]) -> Pair:
    return Pair(ledgers)


def test_the_same_key_at_both_at_once_is_one_command(pair: Pair) -> None:
    for number in range(ROUNDS):
        key = f"both {number}"
        with ThreadPoolExecutor(AT_ONCE) as pool:
            told = list(pool.map(lambda server, key=key: pair.transfer(server, key), [0, 1] * (AT_ONCE // 2)))
        assert {answer.status_code for answer in told} <= {201, 409}, [answer.text for answer in told]
        assert len({answer.content for answer in told if answer.status_code == 201}) == 1
        assert [pair.answered(server, key).status_code for server in (0, 1)] == [201, 201]
        assert pair.left() == FACE - 1 - number
    assert pair.verified()


def test_commands_of_one_party_through_both_each_happen_once(pair: Pair) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        servers = cycle((0, 1))
        told = list(pool.map(pair.transfer, servers, [f"command {number}" for number in range(2 * AT_ONCE)]))
    assert {answer.status_code for answer in told} == {201}, [answer.text for answer in told]
    assert pair.left() == FACE - 2 * AT_ONCE
    assert pair.verified()


def test_what_a_server_dies_over_another_takes_up_when_its_lease_is_over(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first has signed and not sent. Until its lease is over it might still send, so nobody else does."""
    monkeypatch.setattr(senders, "LEASE_SECONDS", SHORT_LEASE_SECONDS)
    first, second = pair.ledgers

    def dies(_signed: bytes, _timeout_seconds: float) -> None:
        first.injector.stopped = True
        raise Stopped

    monkeypatch.setattr(first.backend.node, "send_and_wait", dies)
    with pytest.raises(httpx.ReadError):
        pair.transfer(0, "dies")
    second.backend.dispatcher.resume_unfinished()
    operation = pair.suppliers[1].read("/v1/operations", size=1)["operations"][0]
    assert (operation["kind"], operation["stage"]) == ("transfer_value", "pending")
    assert pair.left() == FACE

    assert pair.answered(1, "dies").status_code == 201
    assert pair.left() == FACE - 1
    assert pair.answered(1, "the next one").status_code == 201
    assert pair.left() == FACE - 2
    assert pair.verified()
    first.restart()
