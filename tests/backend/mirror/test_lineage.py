"""Every part of a receivable knows its way back to the issue and how many hands it went through."""

from fractions import Fraction
from typing import Any

from tallystick.database.store import Store
from tallystick.mirror.following import Mirror
from tests.backend.mirror.rows import rows_of
from tests.backend.mirror.scene import Scene

MILLION = 100_000_000
"""¥1,000,000 in fen."""


def lots(store: Store, serial: int | None = None) -> list[dict[str, Any]]:
    """Of the first receivable; those with something in them, if a claim is named."""
    rows = [row for row in rows_of(store, "mirror_lot") if row["receivable"] == 1]
    return rows if serial is None else [row for row in rows if row["serial"] == serial and row["remaining"]]


def tiers_and_amounts(store: Store, serial: int) -> list[tuple[int, int]]:
    return [(lot["tier"], lot["remaining"]) for lot in lots(store, serial)]


def follow(store: Store, scene: Scene) -> None:
    Mirror(store, scene.node, scene.contracts).catch_up()


def begin(scene: Scene, face: int) -> None:
    scene.open_accounts()
    scene.open_programme()
    scene.issue_and_accept(face)


def test_model_1_ends_in_its_golden_state(store: Store, model_1: Scene) -> None:
    follow(store, model_1)
    names = {model_1.address(name): name for name in ("tier1", "A", "B", "C")}
    open_lots = [lot for lot in lots(store) if lot["remaining"]]
    held = dict.fromkeys(names.values(), 0)
    for lot in open_lots:
        held[names[lot["holder"]]] += lot["remaining"]
    assert held == {"tier1": 50 * MILLION, "A": 20 * MILLION, "B": 20 * MILLION, "C": 10 * MILLION}
    assert held == {names[row["holder"]]: row["face"] for row in rows_of(store, "mirror_holding")}
    total = sum(held.values())
    assert Fraction(sum(lot["tier"] * lot["remaining"] for lot in open_lots), total) == Fraction("1.60")
    assert sum(Fraction(face, total) ** 2 for face in held.values()) == Fraction("0.34")


def test_in_model_1_what_c_holds_came_from_tier_1_by_way_of_a(store: Store, model_1: Scene) -> None:
    follow(store, model_1)
    by_number = {lot["lot"]: lot for lot in lots(store)}
    for lot in lots(store):
        if lot["holder"] == model_1.address("C"):
            way = [lot]
            while way[-1]["parent"] is not None:
                way.append(by_number[way[-1]["parent"]])
            # C, A, tier 1 after the split, tier 1 at issue; the first claim was never split off.
            hands = [model_1.address(name) for name in ("C", "A", "tier1", "tier1")]
            assert [step["holder"] for step in way] == (hands if lot["serial"] > 1 else hands[:3])
            assert [step["tier"] for step in way] == ([3, 2, 1, 1] if lot["serial"] > 1 else [3, 2, 1])
            assert way[-1]["lot"] == 1


def test_where_value_merges_what_came_in_first_goes_out_first(store: Store, bare: Scene) -> None:
    begin(bare, 1_000)
    bare.pass_value((1, 1), "A", 300, by="tier1")  # claim 2
    bare.pass_value((1, 2), "B", 200, by="A")  # claim 3, tier 3
    bare.move((1, 1), (1, 3), 50, by="tier1")  # tier 2, came in later
    bare.pass_value((1, 3), "C", 220, by="B")  # claim 4: the 200 first, then 20 of the 50
    follow(store, bare)
    assert tiers_and_amounts(store, 4) == [(4, 200), (3, 20)]
    assert tiers_and_amounts(store, 3) == [(2, 30)]


def test_only_another_owner_adds_a_tier(store: Store, bare: Scene) -> None:
    begin(bare, 1_000)
    bare.split((1, 1), [400, 600], by="tier1")
    bare.pass_value((1, 2), "tier1", 100, by="tier1")
    bare.move((1, 2), (1, 3), 100, by="tier1")
    bare.assign((1, 3), "tier1", by="tier1")
    follow(store, bare)
    assert {lot["tier"] for lot in lots(store)} == {1}
    bare.assign((1, 3), "A", by="tier1")
    bare.pass_value((1, 3), "tier1", 50, by="A")  # and back to the first owner: still another owner
    follow(store, bare)
    assert tiers_and_amounts(store, 3) == [(2, 50), (2, 100)]
    assert tiers_and_amounts(store, 4) == [(3, 50)]


def test_a_claim_handed_to_oneself_leaves_its_lots_and_books_nothing(store: Store, bare: Scene) -> None:
    begin(bare, 1_000)
    follow(store, bare)
    before = rows_of(store, "mirror_lot"), rows_of(store, "mirror_entry")
    bare.assign((1, 1), "tier1", by="tier1")
    follow(store, bare)
    assert (rows_of(store, "mirror_lot"), rows_of(store, "mirror_entry")) == before
    assert [claim["epoch"] for claim in rows_of(store, "mirror_claim")] == [1]


def test_a_whole_claim_takes_all_its_lots_along(store: Store, bare: Scene) -> None:
    begin(bare, 1_000)
    bare.pass_value((1, 1), "A", 300, by="tier1")
    bare.move((1, 1), (1, 2), 100, by="tier1")
    bare.assign((1, 2), "B", by="A")
    follow(store, bare)
    assert tiers_and_amounts(store, 2) == [(3, 300), (3, 100)]
    emptied = [lot for lot in lots(store) if lot["holder"] == bare.address("A")]
    assert [(lot["amount"], lot["remaining"]) for lot in emptied] == [(300, 0), (100, 0)]


def test_lots_are_numbered_by_receivable_and_name_their_event(store: Store, scene: Scene) -> None:
    follow(store, scene)
    entries = {(row["block"], row["log_index"]): row for row in rows_of(store, "mirror_entry")}
    for receivable in rows_of(store, "mirror_receivable"):
        numbers = [
            row["lot"] for row in rows_of(store, "mirror_lot") if row["receivable"] == receivable["number"]
        ]
        assert numbers == list(range(1, receivable["next_lot"]))
    for lot in rows_of(store, "mirror_lot"):
        assert entries[lot["block"], lot["log_index"]]["receivable"] == lot["receivable"]
    assert [lot["parent"] for lot in lots(store) if lot["parent"] is None] == [None]
