"""What banks are instructed to carry out: each movement of money, once and in order, and nothing that is taken back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tallystick.backend import opened_backend
from tallystick.rail.instructions import InstructionRail
from tallystick.rail.interface import Movement
from tallystick.rail.runner import RailRunner
from tallystick.settings import Settings
from tests.api.running_ledger import Firm, RunningLedger
from tests.api.test_wallets import Money, money  # noqa: F401 (a fixture)

Told = list[tuple[str, int]]


def told(bank: Firm, **query: object) -> Told:
    rows = bank.read("/v1/instructions", size=500, **query)["instructions"]
    return [(row["kind"], row["amount"]) for row in rows]


def test_each_movement_is_for_the_payers_bank_to_carry_out_in_order(money: Money) -> None:  # noqa: F811
    hold = money.hold()
    money.poor.command(f"/v1/holds/{hold}/payments", {"amount": 1_500, "to": money.poor.party})
    money.poor.command(f"/v1/holds/{hold}/return")
    money.rich.command("/v1/payments", {"to": money.poor.party, "amount": 100})
    money.rich.command("/v1/payment-approvals", {"spender": money.bank.party, "amount": 50})
    money.bank.command(f"/v1/wallets/{money.rich.party}/redemptions", {"amount": 50})
    money.ledger.backend.rail.tell_what_is_new()
    assert told(money.bank) == [
        ("issue", 10_000),
        ("hold", 4_000),
        ("draw", 1_500),
        ("pay", 1_500),
        ("return", 2_500),
        ("pay", 100),
        ("redeem", 50),
    ]
    first = money.bank.read("/v1/instructions", size=1)
    (issue,) = first["instructions"]
    assert (issue["payer"], issue["payee"]["id"], issue["state"]) == (None, money.rich.party, "open")
    second = money.bank.read("/v1/instructions", size=1, after=first["next"])["instructions"]
    assert second[0]["hold"] == hold
    assert told(money.ledger.open_bank()) == []


def test_a_bank_reports_once_what_came_of_an_instruction(money: Money) -> None:  # noqa: F811
    money.ledger.backend.rail.tell_what_is_new()
    (row,) = money.bank.read("/v1/instructions")["instructions"]
    path = f"/v1/instructions/{row['id']}/report"
    report = {"carried_out": False, "reference": "wallet closed"}
    other = money.ledger.open_bank()
    assert other.refused(path, report)["code"] == "instruction_not_found"
    reported = money.bank.command(path, report)
    assert (reported["state"], reported["reference"]) == ("refused", "wallet closed")
    again = money.bank.refused(path, {"carried_out": True, "reference": "x"})
    assert again["code"] == "instruction_reported_already"
    assert told(money.bank, state="refused") == [("issue", 10_000)]
    assert told(money.bank, state="open") == []


def test_who_tells_the_rail_twice_tells_it_once(money: Money) -> None:  # noqa: F811
    backend = money.ledger.backend
    backend.rail.tell_what_is_new()
    before = told(money.bank)
    assert backend.rail.tell_what_is_new() == 0
    rail = InstructionRail(backend.store, backend.contracts.directory)
    last = rail.last()
    assert last is not None
    again = Movement(last, "pay", b"\1" * 20, None, None, 1, None, 1, bytes(32))
    rail.tell([again])
    assert told(money.bank) == before


class Forked:
    """A node of which only the first blocks are final."""

    def __init__(self, final: int) -> None:
        self._final = final

    def finalized(self) -> int:
        return self._final


def test_what_may_be_taken_back_is_not_carried_out(money: Money) -> None:  # noqa: F811
    backend = money.ledger.backend
    rail = InstructionRail(backend.store, b"\7" * 20)  # another one's instructions
    head = backend.node.head().number
    runner: Callable[[int], RailRunner] = lambda final: RailRunner(  # noqa: E731
        backend.store,
        Forked(final),  # type: ignore[arg-type] # nothing else is asked of it
        rail,
        backend.mirror.deployment_id,
    )
    runner(head - 1).tell_what_is_new()
    before = rail.last()
    assert before is None or before[0] < head
    assert runner(head).tell_what_is_new() >= 1
    last = rail.last()
    assert last is not None
    assert last[0] == head


def test_a_ledger_whose_contract_is_the_money_instructs_nobody(tmp_path: Path) -> None:
    with opened_backend(Settings(home=tmp_path)) as backend:
        assert backend.rail.tell_what_is_new() == 0
    ledger = RunningLedger(Settings(home=tmp_path, port=0))
    ledger.start()
    try:
        bank, owner = ledger.open_bank(), ledger.open_party()
        bank.command("/v1/wallets", {"party": owner.party})
        bank.command(f"/v1/wallets/{owner.party}/issues", {"amount": 10})
        assert ledger.backend.rail.tell_what_is_new() == 1
        assert told(bank) == []
    finally:
        ledger.close()


@pytest.mark.parametrize("identifier", ["0-0", "5-5"])
def test_an_instruction_that_is_not_there_is_not_reported(money: Money, identifier: str) -> None:  # noqa: F811
    refused = money.bank.refused(
        f"/v1/instructions/{identifier}/report", {"carried_out": True, "reference": "x"}
    )
    assert refused["code"] == "instruction_not_found"
