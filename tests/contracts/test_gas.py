"""What operations cost, in gas on Cancun rules: within budget, as announced, and close to what they must cost."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from eth.vm.forks.berlin.state import BerlinState

from tallystick.bench.gas.ground import Call, Ground, address
from tallystick.bench.gas.measurement import Measured, measure
from tallystick.bench.gas.operation import Operation
from tallystick.bench.gas.operations import OPERATIONS
from tallystick.bench.gas.reference import BUDGETS, GAS
from tallystick.chain.node import Receipt

README = Path(__file__).parents[2] / "README.md"
SNAPSHOT = Path(__file__).parent / "gas_snapshot.json"
RENEW = f"if that is meant: tallystick bench gas --json tests/contracts/{SNAPSHOT.name}"
NAMES = [operation.name for operation in OPERATIONS]

DETOURS = {"accept_offer": 3, "note_admit_investor": 1}
"""Words that are looked at and could be spared: whether the recipient has a wider power than its allowance; at
registration, whether nobody is an issuer."""

CLOSE = 4 / 3
COMPUTED = {"note_transfer_batch_10": 7 / 4}
"""Each of ten transfers asks the registry and three modules: calls that cost no first look, and no word that is new to
weigh against them."""


class Watched(Ground):
    """Remembers the storage words and accounts of each transaction, as the EVM itself marks them touched."""

    def __init__(self) -> None:
        self.touched = [Touched()]
        super().__init__()

    def do(self, call: Call) -> Receipt:
        self.touched.append(Touched({address(call.sender), call.to}))
        return super().do(call)


@dataclass(frozen=True, slots=True)
class Touched:
    """By one transaction. Sender and recipient are never cold, nor are the miner and the protocol's own contracts."""

    ends: set[bytes] = field(default_factory=set)
    words: set[tuple[bytes, int]] = field(default_factory=set)
    accounts: set[bytes] = field(default_factory=set)

    def other_accounts(self) -> set[bytes]:
        return {account for account in self.accounts - self.ends if int.from_bytes(account, "big") > 0xFF}


Figures = tuple[Measured, int, int]
"""What was measured, with the number of storage words and of other accounts touched."""


@pytest.fixture(scope="module")
def figures() -> Iterator[dict[str, Figures]]:
    mark_word, mark_account = BerlinState.mark_storage_warm, BerlinState.mark_address_warm
    with pytest.MonkeyPatch.context() as patch:
        ground: Watched

        def word(state: BerlinState, account: bytes, slot: int) -> None:
            ground.touched[-1].words.add((account, slot))
            mark_word(state, account, slot)  # type: ignore[arg-type]

        def account(state: BerlinState, someone: bytes) -> None:
            ground.touched[-1].accounts.add(someone)
            mark_account(state, someone)  # type: ignore[arg-type]

        ground = Watched()
        patch.setattr(BerlinState, "mark_storage_warm", word)
        patch.setattr(BerlinState, "mark_address_warm", account)
        yield {operation.name: _figures(ground, operation) for operation in OPERATIONS}
        ground.node.close()


def _figures(ground: Watched, operation: Operation) -> Figures:
    measured = measure(ground, operation)
    touched = ground.touched[-len(measured.receipts) :]
    return (
        measured,
        sum(len(one.words) for one in touched),
        sum(len(one.other_accounts()) for one in touched),
    )


@pytest.mark.parametrize("name", BUDGETS)
def test_an_operation_stays_within_its_budget(figures: dict[str, Figures], name: str) -> None:
    assert figures[name][0].gas <= BUDGETS[name]


@pytest.mark.parametrize("name", GAS)
def test_an_operation_costs_less_than_in_the_public_reference(figures: dict[str, Figures], name: str) -> None:
    assert figures[name][0].gas < GAS[name]


@pytest.mark.parametrize("name", NAMES)
def test_no_operation_costs_other_than_announced(figures: dict[str, Figures], name: str) -> None:
    announced = {one["name"]: one["gas"] for one in json.loads(SNAPSHOT.read_text("utf-8"))["operations"]}
    assert figures[name][0].gas == announced.get(name), RENEW


def test_the_snapshot_names_every_operation_and_no_other() -> None:
    announced = [one["name"] for one in json.loads(SNAPSHOT.read_text("utf-8"))["operations"]]
    assert announced == NAMES, RENEW


def test_the_readme_tells_what_is_announced() -> None:
    announced = {
        one["name"]: f"{one['gas']:,}" for one in json.loads(SNAPSHOT.read_text("utf-8"))["operations"]
    }
    told = dict(re.findall(r"^\|[^|]*\| `(\w+)` \| ([\d,]+) \|", README.read_text("utf-8"), re.MULTILINE))
    assert told
    assert told.items() <= announced.items()


@pytest.mark.parametrize("name", NAMES)
def test_a_floor_names_exactly_the_words_and_accounts_that_are_touched(
    figures: dict[str, Figures], name: str
) -> None:
    measured, words, accounts = figures[name]
    floor = measured.operation.floor
    assert words == sum(word.count for word in floor.words) + DETOURS.get(name, 0)
    assert accounts == sum(count for _, count in floor.accounts) + len(floor.creations)


@pytest.mark.parametrize("name", NAMES)
def test_a_floor_counts_exactly_the_events_that_are_emitted(figures: dict[str, Figures], name: str) -> None:
    measured = figures[name][0]
    logs = [log for receipt in measured.receipts for log in receipt.logs]
    emitted = sorted((len(log.topics), len(log.data)) for log in logs)
    floor = measured.operation.floor
    counted = sorted((event.topics, event.data_bytes) for event in floor.events for _ in range(event.count))
    assert emitted == counted


@pytest.mark.parametrize("name", NAMES)
def test_nothing_costs_less_than_its_floor_nor_much_more(figures: dict[str, Figures], name: str) -> None:
    measured = figures[name][0]
    assert 1 < measured.ratio < COMPUTED.get(name, CLOSE)


def test_of_many_claims_handed_over_at_once_each_costs_less_than_alone(figures: dict[str, Figures]) -> None:
    together, alone = figures["claims_30_one_call"][0].gas, figures["claim_existing_owner"][0].gas
    assert together / 30 < alone / 3


@pytest.mark.parametrize("holders", ["", "_new"])
def test_of_ten_notes_transferred_at_once_each_costs_half_of_one_alone(
    figures: dict[str, Figures], holders: str
) -> None:
    together = figures[f"note_transfer_batch_10{holders}"][0].gas
    alone = figures[f"note_transfer_3_modules{holders}"][0].gas
    assert together / 10 < alone / 2
