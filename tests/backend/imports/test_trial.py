"""The rows at fault are found with nothing but the question whether some would go together."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.imports.trial import WORK, Attempt, tried
from tallystick.refusal import Refusal

REFUSED = Refusal("no", "No.", "Stop.")


@dataclass(frozen=True)
class Row:
    """Draws on a document; a budget below zero is a row that no ledger takes."""

    document: int
    amount: int


def _ledger(budgets: dict[int, int], tries: list[int]) -> Attempt[Row]:
    """Takes rows one after the other, all or none, and counts."""

    def attempt(rows: Sequence[Row]) -> Refusal | None:
        tries.append(len(rows))
        left = dict(budgets)
        for row in rows:
            left[row.document] -= row.amount
            if left[row.document] < 0:
                return REFUSED
        return None

    return attempt


def _one_by_one(rows: Sequence[Row], budgets: dict[int, int]) -> set[int]:
    """Those that fail, where each that fails is left out: the plain way, far slower on a chain."""
    left, failing = dict(budgets), set()
    for position, row in enumerate(rows):
        if row.amount <= left[row.document]:
            left[row.document] -= row.amount
        else:
            failing.add(position)
    return failing


def test_where_nothing_is_wrong_one_attempt_tells() -> None:
    tries: list[int] = []
    rows = [Row(0, 1)] * 50
    assert tried(rows, _ledger({0: 50}, tries), lambda row: [row.document]).refused == {}
    assert tries == [50]
    assert tried([], _ledger({}, tries), lambda row: [row.document]).refused == {}
    assert tries == [50]


@given(
    st.lists(st.builds(Row, st.integers(0, 4), st.integers(1, 9)), max_size=20),
    st.lists(st.integers(0, 30), min_size=5, max_size=5),
)
def test_it_finds_exactly_those_that_fail_one_after_the_other(rows: list[Row], amounts: list[int]) -> None:
    budgets = dict(enumerate(amounts))
    tries: list[int] = []
    verdict = tried(rows, _ledger(budgets, tries), lambda row: [row.document])
    failing = _one_by_one(rows, budgets)
    assert verdict.refused.keys() <= failing
    assert failing - verdict.refused.keys() <= verdict.untried
    assert bool(verdict.refused) == bool(failing)
    if len(failing) <= 2:
        assert verdict.untried == set()


@given(st.lists(st.integers(0, 3), min_size=2, max_size=60))
def test_the_work_is_bounded(documents: list[int]) -> None:
    tries: list[int] = []
    rows = [Row(document, 1) for document in documents]
    tried(rows, _ledger(dict.fromkeys(range(4), 1), tries), lambda row: [row.document])
    assert sum(tries) <= (WORK + 10) * len(rows)


def test_rows_that_share_nothing_and_yet_fail_together_are_found_too() -> None:
    tries: list[int] = []
    rows = [Row(0, 1), Row(0, 1), Row(0, 1)]
    verdict = tried(rows, _ledger({0: 2}, tries), lambda _row: [])
    assert set(verdict.refused) == {2}


@pytest.mark.parametrize("shared", [("", "ab", "bc", "ad"), ("", "ab", "cd", "bc")])
def test_those_related_by_way_of_others_are_one_group(shared: tuple[str, ...]) -> None:
    """The first fails alone; of the others the third, after both that it has something in common with."""

    def attempt(some: Sequence[int]) -> Refusal | None:
        return REFUSED if 0 in some or len(some) == 3 else None

    verdict = tried(range(4), attempt, lambda item: shared[item])
    assert set(verdict.refused) == {0, 3}
