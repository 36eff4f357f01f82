"""A holder's way back to the issue: exactly the ancestors of what it holds, with what of them arrived."""

import random
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from tallystick.mirror.tables import Lot
from tests.api.running_ledger import Firm, RunningLedger
from tests.api.trade import Trade, hand_over, pass_value, split

FACE = 10_000
MOVES = 10


@dataclass(frozen=True)
class History:
    """What became of a receivable after random transfers."""

    ledger: RunningLedger
    receivable: int
    debtor: Firm
    holders: list[Firm]


@pytest.fixture(scope="module", params=[1, 2])
def history(ledger: RunningLedger, request: pytest.FixtureRequest) -> History:
    chance = random.Random(request.param)
    trade = Trade.opened(ledger)
    holders = [trade.supplier, *(ledger.open_party() for _ in range(3))]
    claim = trade.claim(FACE)
    moves: list[Callable[[random.Random, list[Firm]], None]] = [
        _hand_over,
        _pass_value,
        _top_up,
        _split,
        _merge,
    ]
    for _ in range(MOVES):
        chance.choice(moves)(chance, holders)
    return History(ledger, int(claim.split("-")[0]), trade.debtor, holders)


def _owned(chance: random.Random, holders: list[Firm], at_least: int = 1) -> tuple[Firm, str, int]:
    """Somebody with one of its claims and that claim's face."""
    owners = [(firm, claim) for firm in holders for claim in firm.claims() if claim["face"] >= at_least]
    firm, claim = chance.choice(owners)
    return firm, claim["id"], claim["face"]


def _hand_over(chance: random.Random, holders: list[Firm]) -> None:
    giver, claim, _ = _owned(chance, holders)
    hand_over(giver, _another(chance, holders, giver), [claim])


def _pass_value(chance: random.Random, holders: list[Firm]) -> None:
    giver, claim, face = _owned(chance, holders)
    pass_value(giver, _another(chance, holders, giver), claim, chance.randint(1, face))


def _another(chance: random.Random, holders: list[Firm], giver: Firm) -> Firm:
    return chance.choice([firm for firm in holders if firm.party != giver.party])


def _top_up(chance: random.Random, holders: list[Firm]) -> None:
    giver, claim, face = _owned(chance, holders)
    others = [other["id"] for other in giver.read("/v1/claims")["claims"] if other["id"] != claim]
    if others:
        body = {"to_claim": chance.choice(others), "value": chance.randint(1, face)}
        giver.command(f"/v1/claims/{claim}/transfers", body)


def _split(chance: random.Random, holders: list[Firm]) -> None:
    giver, claim, face = _owned(chance, holders, at_least=2)
    first = chance.randint(1, face - 1)
    split(giver, claim, [first, face - first])


def _merge(chance: random.Random, holders: list[Firm]) -> None:
    giver, claim, _ = _owned(chance, holders)
    others = [other["id"] for other in giver.claims() if other["id"] != claim]
    if others:
        giver.command(f"/v1/claims/{claim}/merges", {"claims": others})


def _all_lots(history: History) -> dict[int, Lot]:
    """Straight from the mirror's table."""
    query = select(Lot).where(
        Lot.deployment == history.ledger.backend.mirror.deployment_id, Lot.receivable == history.receivable
    )
    with history.ledger.backend.store.reading() as session:
        return {lot.lot: lot for lot in session.scalars(query)}


def _expected(lots: dict[int, Lot], own: list[Lot]) -> dict[str, int]:
    """Up from every lot that is held to the issue, counting what of it passed through."""
    flow: dict[str, int] = {}
    for held in own:
        step: Lot | None = held
        while step is not None:
            flow[str(step.lot)] = flow.get(str(step.lot), 0) + held.remaining
            step = None if step.parent is None else lots[step.parent]
    return flow


def test_a_holder_sees_exactly_the_ancestors_of_its_lots(history: History) -> None:
    lots = _all_lots(history)
    addresses = {
        firm.party: bytes.fromhex(firm.read("/v1/parties/me")["address"][2:]) for firm in history.holders
    }
    held = 0
    for firm in history.holders:
        own = [lot for lot in lots.values() if lot.holder == addresses[firm.party] and lot.remaining]
        faces = {claim["id"]: claim["face"] for claim in firm.claims()}
        assert sum(faces.values()) == sum(lot.remaining for lot in own)
        held += sum(faces.values())
        if not own:
            assert firm.get(f"/v1/receivables/{history.receivable}/lineage").status_code in {200, 404}
            continue
        told = firm.read(f"/v1/receivables/{history.receivable}/lineage")["lots"]
        assert {lot["lot"]: lot["flow"] for lot in told} == _expected(lots, own)
        for claim, face in faces.items():
            told = firm.read(f"/v1/claims/{claim}/lineage")["lots"]
            serial = int(claim.split("-")[1])
            assert {lot["lot"]: lot["flow"] for lot in told} == _expected(
                lots, [lot for lot in own if lot.serial == serial]
            )
            assert [lot["flow"] for lot in told if lot["parent"] is None] == [face]
    assert held == FACE


def test_a_parent_stands_before_its_children_and_its_flow_is_theirs_and_what_stayed(history: History) -> None:
    for firm in (history.debtor, *history.holders):
        answer = firm.get(f"/v1/receivables/{history.receivable}/lineage")
        if answer.status_code == 404:
            continue
        seen: dict[str, int] = {}
        below: dict[str, int] = {}
        for lot in answer.json()["lots"]:
            assert lot["parent"] is None or lot["parent"] in seen
            seen[lot["lot"]] = lot["flow"]
            if lot["parent"] is not None:
                below[lot["parent"]] = below.get(lot["parent"], 0) + lot["flow"]
        assert all(below.get(lot, 0) <= flow for lot, flow in seen.items())


def test_each_step_to_another_owner_is_a_tier_deeper(history: History) -> None:
    lots = history.debtor.read(f"/v1/receivables/{history.receivable}/lineage")["lots"]
    by_number = {lot["lot"]: lot for lot in lots}
    for lot in lots:
        if lot["parent"] is None:
            assert (lot["kind"], lot["tier"]) == ("mint", 1)
            continue
        parent = by_number[lot["parent"]]
        other_owner = parent["holder"]["id"] != lot["holder"]["id"]
        assert lot["tier"] == parent["tier"] + other_owner
