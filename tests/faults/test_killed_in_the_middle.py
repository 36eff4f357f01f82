"""Killed at any point of a command, the server finishes it when it is started again: never twice, never lost."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from sqlalchemy import URL

from tests.faults.conftest import Tell
from tests.faults.furnishing import Furnished, furnish, opening_errand
from tests.faults.house import House
from tests.faults.ordeal import ONCE, Outcome, Seen, ordeal
from tests.postgresql import postgresql_database

Outcomes = dict["Case", "Future[Outcome]"]


@dataclass(frozen=True)
class Case:
    """Where to kill (point@nth), and what must be on disk then: the command's stage, and how many of its transactions.

    `behind` counts the blocks that the mirror must not have taken in by then.
    """

    errand: str
    place: str
    stage: str
    mined: int
    behind: int

    def __str__(self) -> str:
        return f"{self.errand}, {self.place}"


def _at_length(case: Case) -> ParameterSet:
    """One that `make fuzz` kills for real, and the suite stops in process."""
    return pytest.param(case, marks=pytest.mark.fuzz)


TRANSFERS = [
    Case("transfer", "intent stored@1", "intent", 0, 0),
    _at_length(Case("transfer", "signed@1", "signed", 0, 0)),
    Case("transfer", "sent@1", "signed", 1, 1),
    _at_length(Case("transfer", "mined@1", "signed", 1, 1)),
    Case("transfer", "half mirrored@1", "signed", 1, 1),
    _at_length(Case("transfer", "mirrored@1", "signed", 1, 0)),
    Case("transfer", "answer stored@1", "done", 1, 0),
]
# Both are paid for gas first: of their two transactions the first is the funder's.
WITH_PAYMENT = [
    _at_length(Case("issue", "sent@1", "signed", 1, 1)),
    Case("issue", "sent@2", "signed", 2, 2),
    _at_length(Case("opening", "intent stored@1", "intent", 0, 0)),
    Case("opening", "sent@1", "signed", 1, 1),
    _at_length(Case("opening", "half mirrored@1", "signed", 2, 2)),
]
ON_POSTGRESQL = [
    _at_length(Case("transfer", "signed@1", "signed", 0, 0)),
    Case("transfer", "sent@1", "signed", 1, 1),
    _at_length(Case("transfer", "half mirrored@1", "signed", 1, 1)),
]


@pytest.fixture(scope="module")
def on_sqlite(
    furnished: Furnished,
    two_at_a_time: ThreadPoolExecutor,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Outcomes:
    return {
        case: two_at_a_time.submit(_ordeal, furnished, tmp_path_factory.mktemp("killed"), case)
        for case in _selected(request, "on_sqlite")
    }


@pytest.fixture(scope="module")
def on_postgresql(
    postgresql_url: URL,
    two_at_a_time: ThreadPoolExecutor,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Outcomes]:
    with postgresql_database(postgresql_url) as url:
        furnished = furnish(House(tmp_path_factory.mktemp("furnished") / "home", url))
        yield {
            case: two_at_a_time.submit(_ordeal, furnished, tmp_path_factory.mktemp("killed"), case)
            for case in _selected(request, "on_postgresql")
        }


@pytest.mark.parametrize("case", [*TRANSFERS, *WITH_PAYMENT], ids=str)
def test_the_command_has_happened_once_and_is_answered_alike_ever_after(
    on_sqlite: Outcomes, case: Case, tell: Tell
) -> None:
    _judge(on_sqlite[case].result(), case, "SQLite", tell)


@pytest.mark.parametrize("case", ON_POSTGRESQL, ids=str)
def test_so_it_has_on_postgresql(on_postgresql: Outcomes, case: Case, tell: Tell) -> None:
    _judge(on_postgresql[case].result(), case, "PostgreSQL", tell)


def _judge(outcome: Outcome, case: Case, where: str, tell: Tell) -> None:
    tell(f"{where}: {outcome.line}")
    assert outcome.verdict == ONCE, outcome.line
    assert outcome.seen_at_kill is not None
    assert (outcome.stage_at_kill, outcome.mirror_behind_at_kill) == (case.stage, case.behind)
    assert outcome.seen_at_kill.head == case.mined
    assert outcome.busy == ("201" if case.stage == "done" else "operation_in_progress")
    payments = 0 if case.errand == "transfer" else 1
    assert outcome.seen_in_the_end == Seen(1, sender_nonce=1, funder_nonce=payments, head=1 + payments)


def _ordeal(furnished: Furnished, home: Path, case: Case) -> Outcome:
    if case.errand == "opening":
        return ordeal(House(home / "home"), opening_errand(), case.place)
    errand = furnished.transfer_errand() if case.errand == "transfer" else furnished.issue_errand()
    return ordeal(furnished.copy(home / "home"), errand, case.place)


def _selected(request: pytest.FixtureRequest, fixture: str) -> list[Case]:
    """The cases that this run will ask for, in order."""
    return [
        case
        for item in request.session.items
        if isinstance(item, pytest.Function) and fixture in item.fixturenames
        if isinstance(case := item.callspec.params["case"], Case)
    ]
