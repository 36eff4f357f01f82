"""The mirror takes in what the chain has done: all of it, once, and however the blocks come."""

from threading import Thread

import pytest

from tallystick.chain.node import Header
from tallystick.database.store import Store
from tallystick.mirror import contract_state, verification
from tallystick.mirror.checkpoint import Checkpoint, move_checkpoint
from tallystick.mirror.decoding import Decoder
from tallystick.mirror.derivation import Stretch
from tallystick.mirror.digest import row_digest
from tallystick.mirror.fetching import fetch_after
from tallystick.mirror.followed import Followed
from tallystick.mirror.following import Mirror
from tallystick.mirror.undoing import header_of, undo_after
from tallystick.mirror.verification import verify
from tallystick.refusal import Unavailable
from tests.backend.mirror.rows import TABLES, all_rows, missing, rows_of
from tests.backend.mirror.scene import Scene


def test_a_new_mirror_stands_just_before_the_deployment(store: Store, bare: Scene) -> None:
    checkpoint = Mirror(store, bare.node, bare.contracts).checkpoint()
    (before,) = bare.node.headers(bare.contracts.block - 1, bare.contracts.block - 1)
    assert (checkpoint.block, checkpoint.block_hash) == (before.number, before.hash)
    assert all(not rows for name, rows in all_rows(store).items() if name != "mirror_deployment")


def test_catching_up_ends_at_the_head(mirror: Mirror, scene: Scene) -> None:
    checkpoint, head = mirror.checkpoint(), scene.node.head()
    assert (checkpoint.block, checkpoint.block_hash, checkpoint.timestamp) == (
        head.number,
        head.hash,
        head.timestamp,
    )


def test_after_everything_the_mirror_is_equal_and_every_table_was_compared(
    mirror: Mirror, store: Store, scene: Scene
) -> None:
    del mirror
    outcome = verify(store, scene.node, scene.contracts)
    assert outcome.difference is None
    assert outcome.equal
    derived = set(TABLES) - {"mirror_deployment"}
    assert set(outcome.compared) == derived
    for name in derived:
        assert outcome.compared[name] == len(rows_of(store, name)) > 0
    assert set(outcome.read_back) == {
        "mirror_account",
        "mirror_agreement",
        "mirror_allowance",
        "mirror_border_factor",
        "mirror_border_limit",
        "mirror_border_order",
        "mirror_border_purpose",
        "mirror_border_wallet",
        "mirror_claim",
        "mirror_credit_note",
        "mirror_curve_knot",
        "mirror_declared_purpose",
        "mirror_document",
        "mirror_drawing",
        "mirror_early_auction",
        "mirror_early_offer",
        "mirror_fixing",
        "mirror_fixing_fallback",
        "mirror_freeze_order",
        "mirror_hold",
        "mirror_lien",
        "mirror_listed_country",
        "mirror_milestone",
        "mirror_note_agent",
        "mirror_note_allowance",
        "mirror_note_balance",
        "mirror_note_order",
        "mirror_note_series",
        "mirror_note_wallet",
        "mirror_offer",
        "mirror_offering",
        "mirror_offering_module",
        "mirror_payment_approval",
        "mirror_programme",
        "mirror_feed_answer",
        "mirror_local_feed",
        "mirror_rate_reading",
        "mirror_receivable",
        "mirror_registry_generation",
        "mirror_required_topic",
        "mirror_revoked_quote",
        "mirror_round",
        "mirror_sale",
        "mirror_statement",
        "mirror_suspension",
        "mirror_term_rule",
        "mirror_trusted_issuer",
        "mirror_wallet",
    }


def test_verified_in_small_pieces_it_is_equal_too(
    mirror: Mirror, store: Store, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    del mirror
    monkeypatch.setattr(verification, "BLOCKS_A_LOOK", 7)
    monkeypatch.setattr(contract_state, "CLAIMS_A_CALL", 2)
    assert verify(store, scene.node, scene.contracts).equal


def test_every_event_can_be_found_with_its_block_and_transaction(
    mirror: Mirror, store: Store, scene: Scene
) -> None:
    del mirror
    headers = {header.number: header for header in scene.node.headers(0, scene.node.head().number)}
    blocks = {row["number"]: row["hash"] for row in rows_of(store, "mirror_block")}
    assert blocks == {number: headers[number].hash for number in blocks}
    for event in rows_of(store, "mirror_event"):
        receipt = scene.node.receipt(event["transaction_hash"])
        assert receipt is not None
        assert receipt.block_number == event["block"]
        (log,) = (log for log in receipt.logs if log.log_index == event["log_index"])
        assert (log.address, b"".join(log.topics), log.data) == (
            event["address"],
            event["topics"],
            event["data"],
        )


def test_an_event_that_means_nothing_to_the_mirror_is_kept_as_it_was(
    mirror: Mirror, store: Store, scene: Scene
) -> None:
    before = all_rows(store)
    receipt = scene.ledger("A", "setApprovalForAll(address,bool)", scene.address("B"), True)
    mirror.catch_up()
    after = all_rows(store)
    assert [row[2] for row in after["mirror_event"]][-1] == receipt.transaction_hash
    unchanged = set(before) - {"mirror_event", "mirror_block", "mirror_deployment"}
    assert {name: after[name] for name in unchanged} == {name: before[name] for name in unchanged}


def test_catching_up_twice_changes_nothing(mirror: Mirror, store: Store) -> None:
    before = all_rows(store)
    mirror.catch_up()
    assert all_rows(store) == before


def test_taking_in_the_same_range_again_changes_nothing(store: Store, scene: Scene) -> None:
    mirror = Mirror(store, scene.node, scene.contracts)
    start = mirror.checkpoint()
    whole = _everything_after(start, scene)
    mirror._take_in(start, start, whole)
    before = all_rows(store)
    mirror._take_in(start, start, whole)
    assert all_rows(store) == before


@pytest.mark.parametrize("blocks", [1, 2, 7, 1_000])
def test_the_rows_do_not_depend_on_how_many_blocks_go_in_at_once(
    mirror: Mirror, store: Store, scene: Scene, sqlite: Store, blocks: int
) -> None:
    other = Mirror(sqlite, scene.node, scene.contracts, blocks_a_transaction=blocks)
    assert other.catch_up().digest == mirror.checkpoint().digest
    assert all_rows(sqlite) == all_rows(store)
    assert row_digest(sqlite, other.deployment_id) == row_digest(store, mirror.deployment_id)


def test_following_block_by_block_gives_the_same_rows(sqlite: Store, store: Store, scene: Scene) -> None:
    following = Mirror(sqlite, scene.node, scene.contracts)
    for block in range(scene.contracts.block, scene.node.head().number + 1):
        assert following.catch_up(until=block).block == block
    Mirror(store, scene.node, scene.contracts).catch_up()
    assert all_rows(sqlite) == all_rows(store)


def test_two_mirrors_on_one_database_take_every_block_in_once(store: Store, scene: Scene) -> None:
    mirrors = [Mirror(store, scene.node, scene.contracts, blocks_a_transaction=1) for _ in range(4)]
    failures: list[Exception] = []

    def follow(mirror: Mirror) -> None:
        try:
            mirror.catch_up()
        except Exception as failure:  # noqa: BLE001  # a thread's exceptions are lost otherwise
            failures.append(failure)

    threads = [Thread(target=follow, args=(mirror,)) for mirror in mirrors for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert verify(store, scene.node, scene.contracts).equal


def test_two_deployments_on_one_chain_are_kept_apart(store: Store, bare: Scene) -> None:
    bare.open_accounts()
    bare.open_programme()
    bare.issue_and_accept(100)
    head = bare.node.head()
    first = Mirror(store, bare.node, bare.contracts)
    first.catch_up()
    digest = row_digest(store, first.deployment_id)
    second = Scene(bare.node, first_key=2_000)
    other = Mirror(store, bare.node, second.contracts)
    second.open_accounts()
    second.open_programme()
    second.issue_and_accept(70)
    other.catch_up()
    second.pass_value((1, 1), "A", 20, by="tier1")
    second.assign((1, 1), "B", by="tier1")  # the same numbers as the first deployment's
    other.catch_up()
    assert other.deployment_id != first.deployment_id
    assert first.checkpoint().block == head.number
    assert row_digest(store, first.deployment_id) == digest
    first.catch_up()
    for contracts in (bare.contracts, second.contracts):
        assert verify(store, bare.node, contracts).equal


def test_waiting_for_a_block_takes_it_in(mirror: Mirror, scene: Scene) -> None:
    scene.issue(50)
    head = scene.node.head()
    assert mirror.wait_for(head.number, timeout_seconds=5).block == head.number


def test_who_waits_is_answered_by_what_the_database_has_and_not_by_what_it_had(
    mirror: Mirror, store: Store, scene: Scene
) -> None:
    """Another process has begun to derive the rows anew."""
    before = mirror.checkpoint()
    scene.issue(50)
    head = scene.node.head()
    mirror.wait_for(head.number, timeout_seconds=5)
    rows = all_rows(store)
    with store.writing() as session:
        undo_after(session, before, Decoder(scene.contracts))
        move_checkpoint(session, before)
    assert all_rows(store) != rows
    assert mirror.wait_for(head.number, timeout_seconds=5).block == head.number
    assert all_rows(store) == rows


def test_waiting_for_a_block_that_does_not_come_says_so(mirror: Mirror, scene: Scene) -> None:
    block = scene.node.head().number + 1
    with pytest.raises(Unavailable) as refused:
        mirror.wait_for(block, timeout_seconds=0.2)
    assert refused.value.code == "mirror_behind"
    assert refused.value.values == {"block": block, "checkpoint": block - 1}


def test_a_row_changed_behind_the_mirrors_back_stops_it_by_name(
    mirror: Mirror, store: Store, scene: Scene
) -> None:
    claim = next(row for row in rows_of(store, "mirror_claim") if row["face"])
    holder = next(name for name in ("tier1", "A", "B", "C") if scene.address(name) == claim["holder"])
    scene.pass_value((claim["receivable"], claim["serial"]), "C", 1, by=holder)
    with missing(store, "mirror_claim", claim), pytest.raises(Unavailable) as refused:
        mirror.catch_up()
    assert refused.value.code == "mirror_contradicts_chain"
    mirror.catch_up()
    assert verify(store, scene.node, scene.contracts).equal


def test_whatever_a_programme_is_called_the_mirror_goes_on(store: Store, bare: Scene) -> None:
    bare.open_programme("应收账款 🧾".encode())
    bare.open_programme(b"zero \0 and \xff\xfe, no UTF-8")
    Mirror(store, bare.node, bare.contracts).catch_up()
    names = [row["name"] for row in rows_of(store, "mirror_programme")]
    assert names == ["应收账款 🧾", "zero � and ��, no UTF-8"]
    assert verify(store, bare.node, bare.contracts).equal


def _everything_after(start: Checkpoint, scene: Scene) -> Stretch:
    parent: Header = header_of(start)
    return fetch_after(scene.node, Followed(scene.contracts), parent, scene.node.head().number)
