"""What a desk carries is a sale and no trade transfer: another holder, the same tier."""

from tallystick.database.store import Store
from tallystick.mirror.derivation import project_all
from tallystick.mirror.events import (
    NO_CLAIM,
    CarriedByDesk,
    ClaimCreated,
    Event,
    Place,
    ReceivableAccepted,
    ReceivableOffered,
    ValueTransferred,
)
from tallystick.mirror.following import Mirror
from tallystick.mirror.state import State
from tests.backend.mirror.rows import rows_of
from tests.backend.mirror.scene import Scene, claim_id
from tests.backend.mirror.test_lineage import begin, lots

DEBTOR, SELLER, BUYER = (bytes([number]) * 20 for number in (1, 2, 3))


def test_what_a_desk_carries_adds_no_tier_and_what_follows_it_does(store: Store, bare: Scene) -> None:
    begin(bare, 500)
    desk = bare.admit_desk()
    bare.split((1, 1), [100, 400], by="tier1")
    bare.ledger("tier1", "setApprovalForAll(address,bool)", desk, True)
    whole = "transferFrom(address,address,uint256)"
    bare.by_desk(desk, whole, bare.address("tier1"), bare.address("B"), claim_id((1, 1)))
    bare.by_desk(desk, "transferFrom(uint256,address,uint256)", claim_id((1, 2)), bare.address("B"), 150)
    bare.pass_value((1, 2), "B", 50, by="tier1")
    Mirror(store, bare.node, bare.contracts).catch_up()
    kinds = [row["kind"] for row in rows_of(store, "mirror_entry")]
    assert kinds == ["mint", "divide", "sell", "sell", "pass"]
    tiers = {lot["serial"]: lot["tier"] for lot in lots(store) if lot["holder"] == bare.address("B")}
    assert tiers == {1: 1, 3: 1, 4: 2}


def test_a_desk_carries_the_next_movement_only_even_within_one_transaction() -> None:
    events: list[Event] = [
        ReceivableOffered(1, DEBTOR, SELLER, 1, 100, 0, 10, 20),
        ReceivableAccepted(1),
        ClaimCreated((1, 1), SELLER),
        ValueTransferred(NO_CLAIM, (1, 1), 100),
        ClaimCreated((1, 2), BUYER),
        CarriedByDesk((1, 1)),
        ValueTransferred((1, 1), (1, 2), 0),  # nothing, and still the next
        ValueTransferred((1, 1), (1, 2), 30),
        CarriedByDesk((1, 1)),
        ValueTransferred((1, 1), (1, 2), 20),
    ]
    state = State()
    project_all(state, ((Place(1, index, bytes(32), 0), event) for index, event in enumerate(events)))
    assert [entry["kind"] for entry in state.entries] == ["mint", "pass", "sell"]
    assert [lot["tier"] for lot in state.lots.rows()] == [1, 2, 1]
