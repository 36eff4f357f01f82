"""What becomes of a nonce: raised fees, whichever attempt is mined, nonces closed, and keys that others use."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from tallystick.sending.delivery import BLOCKS_OF_PATIENCE, SECOND_LOOK_SECONDS
from tallystick.sending.tables import Attempt
from tests.anvil import Anvil, running_anvil
from tests.api.conftest import ANVILS_FIRST_KEY
from tests.api.running_ledger import problem
from tests.api.trade import Trade
from tests.faults.node_proxy import complaining, node_proxy
from tests.faults.stoppable import StoppableLedger, stoppable

pytestmark = pytest.mark.anvil

FACE = 1_000


class Slow:
    """A claim on a ledger over a node that makes blocks when it is told to, behind a proxy."""

    def __init__(self, node: Anvil, ledger: StoppableLedger) -> None:
        self.node, self.ledger = node, ledger
        trade = Trade.opened(ledger)
        self.supplier, self.taker = trade.supplier, ledger.open_party()
        self.claim = trade.claim(FACE)
        self.address = self.supplier.read("/v1/parties/me")["address"]

    def transfer(self, key: str = "transfer") -> Any:
        return self.supplier.post(
            f"/v1/claims/{self.claim}/transfers", {"to": self.taker.party, "value": 1}, key
        )

    def pending(self, key: str = "transfer") -> str:
        """The operation of a transfer that was sent, and that no block takes."""
        self.node.ask("evm_setAutomine", False)
        answer = self.transfer(key)
        assert (answer.status_code, answer.json()["stage"]) == (202, "pending")
        operation: str = answer.json()["operation"]
        return operation

    def pass_by(self, blocks: int) -> None:
        """So many blocks without what was sent."""
        self.node.ask("anvil_dropAllTransactions")
        for _ in range(blocks):
            self.node.ask("evm_mine")

    def resume(self) -> None:
        self.ledger.backend.dispatcher.resume_unfinished()

    def attempts(self, operation: str) -> list[Attempt]:
        with self.ledger.backend.store.reading() as session:
            query = select(Attempt).where(Attempt.operation == operation)
            return list(session.scalars(query.order_by(Attempt.step, Attempt.number)))

    def nonce(self) -> int:
        return int(self.node.ask("eth_getTransactionCount", self.address, "latest"), 16)

    def moved(self) -> int:
        self.ledger.backend.mirror.catch_up()
        left: int = self.supplier.read(f"/v1/claims/{self.claim}")["face"]
        return FACE - left

    def use_the_key_elsewhere(self) -> None:
        """Somebody who has the supplier's key pays nothing to itself."""
        self.node.ask("anvil_impersonateAccount", self.address)
        message = {"from": self.address, "to": self.address, "gas": hex(21_000)}
        self.node.ask("eth_sendTransaction", message)
        self.node.ask("anvil_stopImpersonatingAccount", self.address)
        self.node.ask("evm_mine")

    def used_elsewhere(self) -> int:
        senders = self.ledger.operator.read("/v1/senders")["senders"]
        (found,) = (one["used_elsewhere"] for one in senders if one["address"] == self.address)
        return int(found)

    def goes_on(self) -> None:
        """The next command is carried out, nonces are whole and the mirror equals the chain."""
        self.node.ask("evm_setAutomine", True)
        assert self.transfer("the next one").status_code == 201
        assert self.ledger.nonces_are_whole()
        assert self.ledger.host.read("/v1/verification")["verdict"] == "equal"


@pytest.fixture
def slow(anvil: Anvil, tmp_path: Path) -> Iterator[Slow]:
    with stoppable(
        tmp_path / "home", chain=anvil.url, funder_key=SecretStr(ANVILS_FIRST_KEY), finality_blocks=0
    ) as ledger:
        yield Slow(anvil, ledger)


def test_what_blocks_pass_by_is_signed_again_for_an_eighth_more_at_the_same_nonce(slow: Slow) -> None:
    nonce, operation = slow.nonce(), slow.pending()
    slow.pass_by(BLOCKS_OF_PATIENCE)
    slow.resume()
    first, second = slow.attempts(operation)
    assert 8 * second.max_fee >= 9 * first.max_fee
    assert 8 * second.priority_fee >= 9 * first.priority_fee
    waiting = slow.node.ask("eth_getTransactionByHash", "0x" + second.hash.hex())
    assert int(waiting["nonce"], 16) == nonce
    assert slow.moved() == 0
    slow.node.ask("evm_mine")
    slow.resume()
    assert (slow.transfer().status_code, slow.moved(), slow.nonce()) == (201, 1, nonce + 1)
    slow.goes_on()


def test_fees_are_not_raised_before_blocks_have_passed_by(slow: Slow) -> None:
    operation = slow.pending()
    slow.pass_by(BLOCKS_OF_PATIENCE - 1)
    slow.resume()
    assert len(slow.attempts(operation)) == 1
    slow.node.ask("evm_mine")
    slow.resume()
    assert slow.moved() == 1


def test_the_first_attempt_counts_where_it_is_the_one_that_was_mined(slow: Slow) -> None:
    operation = slow.pending()
    slow.pass_by(BLOCKS_OF_PATIENCE)
    slow.resume()
    first, _second = slow.attempts(operation)
    slow.node.ask("anvil_dropAllTransactions")
    slow.node.ask("eth_sendRawTransaction", "0x" + first.signed.hex())
    slow.node.ask("evm_mine")
    slow.resume()
    answer = slow.transfer()
    assert (answer.status_code, answer.json()["transaction"]) == (201, "0x" + first.hash.hex())
    assert slow.moved() == 1
    slow.goes_on()


def test_a_nonce_that_no_node_takes_a_command_for_is_closed_and_the_command_refused(tmp_path: Path) -> None:
    with (
        running_anvil() as node,
        node_proxy(node.url) as proxy,
        stoppable(
            tmp_path / "home", chain=proxy.url, funder_key=SecretStr(ANVILS_FIRST_KEY), finality_blocks=0
        ) as ledger,
    ):
        slow = Slow(node, ledger)
        nonce = slow.nonce()
        proxy.misbehave("eth_sendRawTransaction", complaining(-32000, "oversized data", does_it=False))
        told = problem(slow.transfer())
        assert (told["status"], told["code"]) == (409, "transaction_rejected")
        assert slow.moved() == 0
        assert slow.nonce() == nonce + 1
        operation = slow.supplier.read("/v1/operations", size=1)["operations"][0]
        assert operation["stage"] == "failed"
        assert [attempt.closing for attempt in slow.attempts(operation["id"])] == [False, True]
        assert problem(slow.transfer())["code"] == "transaction_rejected"
        slow.goes_on()


def test_a_nonce_that_somebody_else_has_used_ends_the_command_and_is_told(slow: Slow) -> None:
    operation = slow.pending()
    slow.node.ask("anvil_dropAllTransactions")
    slow.use_the_key_elsewhere()
    slow.resume()
    assert slow.supplier.read(f"/v1/operations/{operation}")["stage"] == "pending"  # the node may be mistaken
    time.sleep(SECOND_LOOK_SECONDS)
    slow.resume()
    told = problem(slow.transfer())
    assert (told["status"], told["code"]) == (409, "key_used_elsewhere")
    assert (slow.moved(), slow.used_elsewhere()) == (0, 1)
    slow.goes_on()


def test_a_key_that_is_used_elsewhere_between_commands_is_noticed(slow: Slow) -> None:
    assert slow.transfer("before").status_code == 201
    assert slow.used_elsewhere() == 0
    slow.use_the_key_elsewhere()
    assert slow.transfer("after").status_code == 201
    assert (slow.moved(), slow.used_elsewhere()) == (2, 1)
