"""The mirror is equal to the chain, and whoever touches a single value of it is found out."""

from collections.abc import Callable, Iterator

import pytest

from tallystick.database.store import Store
from tallystick.mirror.balances import imbalances
from tallystick.mirror.comparison import Comparison, Difference, Row
from tallystick.mirror.following import Mirror
from tallystick.mirror.layout import columns_of, key_of
from tallystick.mirror.verification import Verification, verify
from tests.backend.mirror.conftest import Stage, empty_mirror
from tests.backend.mirror.plays import play_a_little
from tests.backend.mirror.rows import TABLES, added, changed, missing, replace_in, rows_of
from tests.backend.mirror.scene import Scene

Check = Callable[[], Verification]

EXISTS_UNDER_ANY_KEY = {("mirror_account", "address"), ("mirror_offer", "id"), ("mirror_hold", "number")}
"""On the chain: an account that has nothing, an offer that does not stand, a hold of which nothing is left."""

ASKED_FOR_BY = {("mirror_rate_reading", "currency"), ("mirror_rate_reading", "at")}
"""What the chain is asked for a row by, beside its key in the mirror: with another there is none."""

DERIVED = sorted(name for name in TABLES if name != "mirror_deployment")


@pytest.fixture(scope="module")
def store(store_url: str) -> Iterator[Store]:
    """Kept from test to test: each of them puts right again what it has tampered with."""
    store = empty_mirror(store_url)
    yield store
    store.close()


@pytest.fixture
def scene(stage: Stage) -> Scene:
    """As little as puts a row into every table: these tests verify hundreds of times."""
    return stage.at("a little", play_a_little)


@pytest.fixture
def check(mirror: Mirror, store: Store, scene: Scene) -> Check:
    """Verifies what `mirror` has taken in."""
    mirror.catch_up()
    return lambda: verify(store, scene.node, scene.contracts)


def first_difference(verification: Verification) -> Difference:
    assert not verification.equal
    assert verification.difference is not None
    return verification.difference


def test_an_empty_mirror_of_a_bare_deployment_is_equal(sqlite: Store, bare: Scene) -> None:
    Mirror(sqlite, bare.node, bare.contracts).catch_up()
    assert verify(sqlite, bare.node, bare.contracts).equal


@pytest.mark.parametrize("name", DERIVED)
def test_a_changed_value_is_named_by_table_and_column(check: Check, store: Store, name: str) -> None:
    """Every column; on PostgreSQL one of each table, since rows are compared in Python all the same."""
    row, columns = rows_of(store, name)[-1], columns_of(TABLES[name])
    for column in columns if store.is_sqlite else columns[-1:]:
        with changed(store, name, row, column):
            difference = first_difference(check())
        assert difference.table == name, column
        if (name, column) not in EXISTS_UNDER_ANY_KEY:
            is_found_by = column in key_of(TABLES[name]) or (name, column) in ASKED_FOR_BY
            assert difference.column == (None if is_found_by else column)


@pytest.mark.parametrize("name", DERIVED)
def test_a_missing_row_is_named(check: Check, store: Store, name: str) -> None:
    for row in (rows_of(store, name)[0], rows_of(store, name)[-1]):
        with missing(store, name, row):
            difference = first_difference(check())
        assert (difference.table, difference.column, difference.mirror) == (name, None, None)
        assert tuple(difference.key) == key_of(TABLES[name])


@pytest.mark.parametrize("name", DERIVED)
def test_a_row_too_many_is_named(check: Check, store: Store, name: str) -> None:
    with added(store, name, rows_of(store, name)[-1]):
        difference = first_difference(check())
    assert difference.table == name
    if (name, key_of(TABLES[name])[-1]) not in EXISTS_UNDER_ANY_KEY:
        assert (difference.column, difference.chain) == (None, None)
    assert check().equal


@pytest.mark.parametrize("column", columns_of(TABLES["mirror_deployment"]))
def test_a_changed_checkpoint_is_named(check: Check, store: Store, column: str) -> None:
    with changed(store, "mirror_deployment", rows_of(store, "mirror_deployment")[0], column):
        assert first_difference(check()).table == "mirror_deployment"
    assert check().equal


def test_a_checkpoint_one_block_back_is_named(check: Check, store: Store) -> None:
    row = rows_of(store, "mirror_deployment")[0]
    for block in (row["block"] - 1, row["block"] + 1):
        replace_in(store, "mirror_deployment", row, {"block": block})
        assert first_difference(check()).table == "mirror_deployment"
        replace_in(store, "mirror_deployment", row, {"block": row["block"]})


def test_the_difference_says_what_the_mirror_has_and_what_the_chain(check: Check, store: Store) -> None:
    row = next(row for row in rows_of(store, "mirror_claim") if row["face"])
    with changed(store, "mirror_claim", row, "face"):
        difference = first_difference(check())
    assert difference.key == {"receivable": row["receivable"], "serial": row["serial"]}
    assert (difference.mirror, difference.chain) == (row["face"] + 10_000, row["face"])
    assert str(difference) == (
        f"mirror_claim receivable {row['receivable']}, serial {row['serial']}: "
        f"face is {row['face'] + 10_000} in the mirror and {row['face']} on the chain"
    )


def test_of_two_differences_the_same_one_is_named_every_time(check: Check, store: Store) -> None:
    claim, lot = rows_of(store, "mirror_claim")[0], rows_of(store, "mirror_lot")[0]
    with changed(store, "mirror_lot", lot, "tier"), changed(store, "mirror_claim", claim, "epoch"):
        assert first_difference(check()) == first_difference(check())


def test_a_mirror_behind_the_chain_is_verified_as_of_its_checkpoint(
    mirror: Mirror, store: Store, scene: Scene
) -> None:
    checkpoint = mirror.catch_up()
    scene.issue_and_accept(5_000)
    verification = verify(store, scene.node, scene.contracts)
    assert verification.equal
    assert verification.block == checkpoint.block < scene.node.head().number


def test_a_mirror_of_nothing_is_a_difference(sqlite: Store, scene: Scene) -> None:
    difference = first_difference(verify(sqlite, scene.node, scene.contracts))
    assert (difference.table, difference.column, difference.mirror) == ("mirror_deployment", None, None)


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("mirror_posting", "amount"),
        ("mirror_posting", "holder"),
        ("mirror_claim", "face"),
        ("mirror_claim", "holder"),
        ("mirror_holding", "face"),
        ("mirror_holding", "claims"),
        ("mirror_receivable", "outstanding"),
        ("mirror_lot", "remaining"),
        ("mirror_drawing", "amount"),
        ("mirror_document", "drawn"),
        ("mirror_claim", "frozen"),
        ("mirror_freeze_order", "serial"),
        ("mirror_account", "suspended"),
        ("mirror_suspension", "account"),
        ("mirror_note_series", "supply"),
        ("mirror_note_series", "holders"),
        ("mirror_note_balance", "balance"),
    ],
)
def test_sums_that_do_not_agree_are_found_without_the_chain(
    mirror: Mirror, store: Store, scene: Scene, name: str, column: str
) -> None:
    note_desk = scene.contracts.note_desk
    assert _imbalances(mirror, store, note_desk) == []
    with changed(store, name, rows_of(store, name)[0], column):
        assert _imbalances(mirror, store, note_desk)


def _imbalances(mirror: Mirror, store: Store, note_desk: bytes) -> list[Difference]:
    with store.reading() as session:
        return list(imbalances(session, mirror.deployment_id, note_desk))


def test_rows_are_compared_in_the_order_of_their_key() -> None:
    ours: list[Row] = [{"k": 1, "v": 1}, {"k": 2, "v": 2}, {"k": 4, "v": 4}]
    theirs: list[Row] = [{"k": 2, "v": 9}, {"k": 3, "v": 3}, {"k": 4, "v": 4}, {"k": 5, "v": b"\1"}]
    found = list(Comparison().differences("t", ("k",), ours, theirs))
    assert found == [
        Difference("t", {"k": 1}, None, "present", None),
        Difference("t", {"k": 2}, "v", 2, 9),
        Difference("t", {"k": 3}, None, None, "present"),
        Difference("t", {"k": 5}, None, None, "present"),
    ]
