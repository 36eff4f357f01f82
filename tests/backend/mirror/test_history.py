"""Who held what at any past block is in the journal, and it is what the chain says of that block."""

from collections import Counter

from tallystick.database.store import Store
from tallystick.mirror.contract_state import ContractState
from tallystick.mirror.following import Mirror
from tests.backend.mirror.rows import rows_of
from tests.backend.mirror.scene import Scene


def test_postings_up_to_a_block_add_up_to_the_chains_state_at_that_block(
    mirror: Mirror, store: Store, scene: Scene
) -> None:
    postings = rows_of(store, "mirror_posting")
    seen = set()
    for block in range(scene.contracts.block, mirror.checkpoint().block + 1):
        state = ContractState(scene.node, scene.contracts, block)
        claims = {
            (claim["receivable"], claim["serial"], claim["holder"]): claim["face"]
            for claim in state.claims(list(state.receivables()))
            if claim["face"]
        }
        posted: Counter[tuple[int, int, bytes]] = Counter()
        for posting in postings:
            if posting["block"] <= block and posting["serial"] and posting["receivable"]:
                posted[posting["receivable"], posting["serial"], posting["holder"]] += posting["amount"]
        assert {account: amount for account, amount in posted.items() if amount} == claims
        seen.add(frozenset(claims.items()))
    assert len(seen) > 10


def test_every_entry_balances_and_says_what_kind_of_movement_it_was(
    mirror: Mirror, store: Store, scene: Scene
) -> None:
    del mirror
    kinds = Counter(row["kind"] for row in rows_of(store, "mirror_entry"))
    # A value to oneself, merges and the pieces of splits, sales, pledges and disputes; what a desk carried, there and
    # back; the rest went to others.
    of_claims = {"mint": 14, "divide": 24, "pass": 9, "assign": 9, "sell": 11, "cancel": 2, "retire": 12}
    # Of three holds, one is paid in two parts, one in part, one returned; eleven fund. Thirteen shares are paid, one of
    # them in two: to the lender, and to the pledgor.
    of_money = {"issue": 5, "pay": 29, "redeem": 1, "hold": 14, "draw": 17, "return": 1}
    # Two parts of a claim are wrapped, one is taken back; what is left is burnt as it is paid, as claims are.
    of_notes = {"wrap": 2, "unwrap": 1, "transfer": 2, "order": 1, "recover": 1}
    of_claims["retire"] += 1
    # On the market a claim is wrapped and its notes sold three times for money; a debtor buys some early, out of the
    # first of two holds, of which it has back what is left.
    for kind, times in {"mint": 1, "sell": 1}.items():
        of_claims[kind] += times
    for kind, times in {"wrap": 1, "transfer": 4}.items():
        of_notes[kind] += times
    for kind, times in {"issue": 2, "pay": 4, "hold": 2, "draw": 1, "return": 2}.items():
        of_money[kind] += times
    # Across the border a part of a claim is passed on; what is released of both is paid and retired.
    for kind, times in {"mint": 1, "pass": 1, "retire": 2}.items():
        of_claims[kind] += times
    for kind, times in {"issue": 1, "hold": 1, "draw": 2, "pay": 2}.items():
        of_money[kind] += times
    assert dict(kinds) == of_claims | of_money | of_notes
    for entry in rows_of(store, "mirror_entry"):
        sides = [
            row
            for row in rows_of(store, "mirror_posting")
            if (row["block"], row["log_index"]) == (entry["block"], entry["log_index"])
        ]
        assert [row["line"] for row in sides] == [0, 1]
        assert sides[0]["amount"] == -sides[1]["amount"] < 0
        assert {row["receivable"] for row in sides} == {entry["receivable"]}
        (header,) = scene.node.headers(entry["block"], entry["block"])
        assert entry["timestamp"] == header.timestamp


def test_the_debtors_commitment_is_the_other_side_of_what_all_claims_have(
    mirror: Mirror, store: Store, scene: Scene
) -> None:
    del mirror
    for receivable in rows_of(store, "mirror_receivable"):
        owed = [
            row["amount"]
            for row in rows_of(store, "mirror_posting")
            if row["receivable"] == receivable["number"] and row["holder"] == scene.address("debtor")
        ]
        assert sum(owed) == -receivable["outstanding"]
