"""What came to nothing is told as such, gives its evidence back, and leaves nothing behind but its history."""

import pytest

from tallystick.database.store import Store
from tallystick.mirror.following import Mirror
from tests.backend.mirror.rows import rows_of
from tests.backend.mirror.scene import SECONDS_PER_DAY, Scene

DECLINED, WITHDRAWN, LAPSED, CANCELLED = 3, 4, 5, 6


def follow(store: Store, scene: Scene) -> None:
    Mirror(store, scene.node, scene.contracts).catch_up()


def begin(scene: Scene) -> None:
    scene.open_accounts()
    scene.open_programme()


@pytest.mark.parametrize(
    ("how", "by", "status"),
    [("decline", "tier1", DECLINED), ("withdraw", "debtor", WITHDRAWN), ("lapse", "C", LAPSED)],
)
def test_an_offer_that_came_to_nothing_owes_nothing_and_draws_on_nothing(
    store: Store, bare: Scene, how: str, by: str, status: int
) -> None:
    begin(bare)
    receivable = bare.issue(500, accept_days=0)
    follow(store, bare)
    drawn = [(row["receivable"], row["serial"], row["amount"]) for row in rows_of(store, "mirror_drawing")]
    assert drawn == [(receivable, 0, 500)]
    if how == "lapse":
        bare.advance_clock(SECONDS_PER_DAY)
    bare.end(how, receivable, by=by)
    follow(store, bare)
    (row,) = rows_of(store, "mirror_receivable")
    assert (row["status"], row["outstanding"], row["next_serial"]) == (status, 0, 1)
    assert rows_of(store, "mirror_drawing") == []
    assert [row["drawn"] for row in rows_of(store, "mirror_document")] == [0]


def test_a_cancelled_receivable_is_owed_no_more_and_its_claims_are_gone(store: Store, bare: Scene) -> None:
    begin(bare)
    bare.issue_and_accept(500)
    bare.split((1, 1), [200, 300], by="tier1")
    bare.cancel(1, [(1, 1), (1, 2)])
    follow(store, bare)
    (row,) = rows_of(store, "mirror_receivable")
    assert (row["status"], row["outstanding"], row["cancellation_proposer"]) == (CANCELLED, 0, None)
    assert rows_of(store, "mirror_claim") == rows_of(store, "mirror_holding") == []
    assert {lot["remaining"] for lot in rows_of(store, "mirror_lot")} == {0}
    assert [row["kind"] for row in rows_of(store, "mirror_entry")] == ["mint", "divide", "cancel", "cancel"]
    account = next(r for r in rows_of(store, "mirror_account") if r["address"] == bare.address("tier1"))
    assert account["claims"] == 0


def test_who_proposes_to_cancel_is_told_until_it_takes_that_back(store: Store, bare: Scene) -> None:
    begin(bare)
    bare.issue_and_accept(500)
    proposers = []
    for step in ("proposeCancellation", "retractCancellation"):
        bare.issuance("tier1", f"{step}(uint64)", 1)
        follow(store, bare)
        proposers += [row["cancellation_proposer"] for row in rows_of(store, "mirror_receivable")]
    assert proposers == [bare.address("tier1"), None]


def test_a_credit_note_lowers_what_its_document_is_good_for(store: Store, bare: Scene) -> None:
    invoice = bare.register(1_000)
    bare.credit(invoice, 300)
    follow(store, bare)
    assert [row["amount"] for row in rows_of(store, "mirror_document")] == [700]
    notes = [(row["fingerprint"], row["amount"]) for row in rows_of(store, "mirror_credit_note")]
    assert notes == [(invoice, 300)]
