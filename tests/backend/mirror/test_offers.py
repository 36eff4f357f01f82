"""What holders let others take: every offer and allowance as it stands, and what came of it."""

from datetime import UTC, datetime

import pytest
from eth_abi.abi import decode

from tallystick.database.store import Store
from tallystick.mirror.following import Mirror
from tallystick.mirror.verification import verify
from tests.backend.mirror.rows import rows_of
from tests.backend.mirror.scene import Scene, claim_id
from tests.backend.mirror.test_lineage import tiers_and_amounts

UNLIMITED = 2**256 - 1
LATEST_EXPIRY = int(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC).timestamp())


@pytest.fixture
def begun(bare: Scene) -> Scene:
    bare.open_accounts()
    bare.open_programme()
    bare.issue_and_accept(500)
    return bare


@pytest.fixture
def mirror(store: Store, begun: Scene) -> Mirror:
    return Mirror(store, begun.node, begun.contracts)


def states(store: Store) -> list[tuple[str, int | None]]:
    return [(row["state"], row["into_serial"]) for row in rows_of(store, "mirror_offer")]


@pytest.mark.parametrize(
    ("value", "into"), [(200, 2), (500, 1)], ids=["a part makes a new claim", "all of it hands it over"]
)
def test_an_accepted_offer_names_the_claim_that_came_of_it_and_what_it_rests_on(
    mirror: Mirror, store: Store, begun: Scene, value: int, into: int
) -> None:
    invoice = begun.register(value, seller="A", buyer="tier1")
    offer = begun.offer((1, 1), "A", value, by="tier1", drawings=[(invoice, value)])
    mirror.catch_up()
    (row,) = rows_of(store, "mirror_offer")
    assert decode(["(bytes32,uint64)[]"], row["drawings"]) == (((invoice, value),),)
    begun.answer_offer("acceptOffer", offer, by="A")
    mirror.catch_up()
    assert states(store) == [("accepted", into)]
    drawn = {
        row["fingerprint"]: (row["receivable"], row["serial"]) for row in rows_of(store, "mirror_drawing")
    }
    assert drawn[invoice] == (1, into)
    assert tiers_and_amounts(store, into) == [(2, value)]


@pytest.mark.parametrize(
    ("answer", "by", "state"),
    [("declineOffer", "A", "declined"), ("withdrawOffer", "tier1", "withdrawn")],
)
def test_an_offer_that_has_ended_can_be_made_again(
    mirror: Mirror, store: Store, begun: Scene, answer: str, by: str, state: str
) -> None:
    offer = begun.offer((1, 1), "A", 100, by="tier1")
    mirror.catch_up()
    (first,) = rows_of(store, "mirror_offer")
    begun.answer_offer(answer, offer, by=by)
    mirror.catch_up()
    assert states(store) == [(state, None)]
    begun.answer_offer("offer", offer, by="tier1")
    mirror.catch_up()
    (again,) = rows_of(store, "mirror_offer")
    moved = {"block", "log_index", "at"}
    assert {name for name in first if first[name] != again[name]} <= moved
    assert again["block"] > first["block"]


def test_the_latest_end_that_the_contract_takes_is_kept_as_it_is(
    mirror: Mirror, store: Store, begun: Scene
) -> None:
    begun.answer_offer("offer", (claim_id((1, 1)), begun.address("A"), 1, LATEST_EXPIRY, ()), by="tier1")
    mirror.catch_up()
    assert [row["expiry"] for row in rows_of(store, "mirror_offer")] == [LATEST_EXPIRY]
    assert verify(store, begun.node, begun.contracts).equal


def test_what_is_left_of_an_allowance_is_told_until_it_is_spent_or_turned_down(
    mirror: Mirror, store: Store, begun: Scene
) -> None:
    begun.allow((1, 1), begun.address("A"), 50, by="tier1")
    begun.allow((1, 1), begun.address("B"), UNLIMITED, by="tier1")
    begun.allow((1, 1), begun.address("C"), 20, by="tier1")
    begun.pass_value((1, 1), "A", 30, by="A")
    begun.pass_value((1, 1), "B", 30, by="B")
    begun.ledger("C", "renounceAllowance(uint256)", claim_id((1, 1)))
    mirror.catch_up()
    left = {row["operator"]: int(row["value"]) for row in rows_of(store, "mirror_allowance")}
    assert left == {begun.address("A"): 20, begun.address("B"): UNLIMITED}


def test_allowances_are_gone_when_the_claim_changes_hands(mirror: Mirror, store: Store, begun: Scene) -> None:
    begun.allow((1, 1), begun.address("A"), 50, by="tier1")
    mirror.catch_up()
    begun.assign((1, 1), "B", by="tier1")
    mirror.catch_up()
    assert rows_of(store, "mirror_allowance") == []


def test_claims_put_together_keep_the_order_of_their_lots(mirror: Mirror, store: Store, begun: Scene) -> None:
    begun.distribute((1, 1), [("A", 100), ("A", 50)], by="tier1")  # claims 2 and 3
    begun.assign((1, 2), "B", by="A")
    begun.assign((1, 2), "A", by="B")
    begun.merge([(1, 2)], (1, 3), by="A")
    mirror.catch_up()
    assert tiers_and_amounts(store, 3) == [(2, 50), (4, 100)]
    assert {row["serial"] for row in rows_of(store, "mirror_claim")} == {1, 3}
    assert [row["claims"] for row in rows_of(store, "mirror_holding")].count(1) == 2
