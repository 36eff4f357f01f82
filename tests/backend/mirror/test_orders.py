"""What is stopped, by whom, and that it is free only when nobody stops it any more."""

import pytest

from tallystick.database.store import Store
from tallystick.mirror.following import Mirror
from tests.backend.mirror.rows import rows_of
from tests.backend.mirror.scene import Scene, claim_id


@pytest.fixture
def begun(bare: Scene) -> Scene:
    bare.open_accounts()
    bare.open_programme()
    bare.appoint_authorities()
    bare.issue_and_accept(500)
    return bare


@pytest.fixture
def mirror(store: Store, begun: Scene) -> Mirror:
    """Catches up before each order, so that the orders before come out of the database."""
    return Mirror(store, begun.node, begun.contracts)


def test_a_claim_is_frozen_until_the_last_order_is_lifted(mirror: Mirror, store: Store, begun: Scene) -> None:
    frozen = []
    for order, by in (
        ("freeze", "court"),
        ("freeze", "regulator"),
        ("unfreeze", "court"),
        ("unfreeze", "regulator"),
    ):
        getattr(begun, order)((1, 1), by=by)
        mirror.catch_up()
        orders = [row["authority"] for row in rows_of(store, "mirror_freeze_order")]
        frozen += [(row["frozen"], len(orders)) for row in rows_of(store, "mirror_claim")]
    assert frozen == [(True, 1), (True, 2), (True, 1), (False, 0)]


def test_an_account_is_suspended_until_the_last_order_is_lifted(
    mirror: Mirror, store: Store, begun: Scene
) -> None:
    suspended = []
    for order, by in (
        ("suspend", "court"),
        ("suspend", "regulator"),
        ("reinstate", "court"),
        ("reinstate", "regulator"),
    ):
        getattr(begun, order)("C", by=by)
        mirror.catch_up()
        orders = rows_of(store, "mirror_suspension")
        account = next(r for r in rows_of(store, "mirror_account") if r["address"] == begun.address("C"))
        suspended.append((account["suspended"], len(orders)))
    assert suspended == [(True, 1), (True, 2), (True, 1), (False, 0)]


def test_an_encumbered_claim_names_its_beneficiary_until_released(
    mirror: Mirror, store: Store, begun: Scene
) -> None:
    begun.ledger("tier1", "encumber(uint256,address)", claim_id((1, 1)), begun.address("A"))
    mirror.catch_up()
    assert [row["beneficiary"] for row in rows_of(store, "mirror_claim")] == [begun.address("A")]
    begun.ledger("A", "release(uint256)", claim_id((1, 1)))
    mirror.catch_up()
    assert [row["beneficiary"] for row in rows_of(store, "mirror_claim")] == [None]


def test_a_receivable_is_paused_until_it_is_resumed(mirror: Mirror, store: Store, begun: Scene) -> None:
    paused = []
    for step in ("pauseReceivable", "resumeReceivable"):
        begun.ledger("operator", f"{step}(uint64)", 1)
        mirror.catch_up()
        paused += [row["paused"] for row in rows_of(store, "mirror_receivable")]
    assert paused == [True, False]


def test_a_later_term_rule_stands_beside_the_first(mirror: Mirror, store: Store, begun: Scene) -> None:
    begun.set_term_rule(months=3, days_ahead=30)
    mirror.catch_up()
    rules = [(row["from_day"], row["longest_term_months"]) for row in rows_of(store, "mirror_term_rule")]
    assert rules == [(0, 6), (begun.today() + 30, 3)]
