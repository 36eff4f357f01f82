"""Writers who wait for each other share a transaction, and none of them notices."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from tallystick.database.migration import migrate
from tallystick.database.store import Store
from tallystick.sending.tables import Secret

WRITERS = 8
SECONDS = 20

Part = Callable[[Session], Any]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    migrate(store)
    yield store
    store.close()


def _keep(purpose: str) -> Part:
    def keep(session: Session) -> str:
        session.add(Secret(purpose=purpose, sealed=b"x"))
        return purpose

    return keep


def _kept(store: Store) -> set[str]:
    with store.reading() as session:
        return set(session.scalars(select(Secret.purpose)))


def _at_once(store: Store, parts: list[Part]) -> list[Future[Any]]:
    """What becomes of parts that all come while somebody else is writing."""
    with ThreadPoolExecutor(len(parts)) as pool:
        with store.writing():
            joint = store._joint_writing
            first = pool.submit(store.write, parts[0])
            while not joint._busy or joint._queue:
                pass  # the first has not come to the door yet
            others = [pool.submit(store.write, part) for part in parts[1:]]
            while len(joint._queue) < len(others):
                pass
        return [first, *others]


@contextmanager
def _counting_commits(store: Store) -> Iterator[list[None]]:
    commits: list[None] = []

    def count(_connection: Connection) -> None:
        commits.append(None)

    event.listen(store.engine, "commit", count)
    yield commits
    event.remove(store.engine, "commit", count)


def test_everybody_is_told_what_its_own_part_came_to(store: Store) -> None:
    names = [f"writer {number}" for number in range(WRITERS)]
    with _counting_commits(store) as commits:
        told = [future.result(SECONDS) for future in _at_once(store, [_keep(name) for name in names])]
    assert told == names
    assert _kept(store) == set(names)
    assert len(commits) == 2  # of the first, and of all who came meanwhile


def test_what_fails_takes_nothing_of_the_others_with_it(store: Store) -> None:
    def fail(session: Session) -> None:
        _keep("half")(session)
        session.flush()
        raise LookupError("mine alone")

    parts = [_keep("first"), _keep("second"), fail, _keep("third")]
    first, second, failing, third = _at_once(store, parts)
    assert [future.result(SECONDS) for future in (first, second, third)] == ["first", "second", "third"]
    with pytest.raises(LookupError, match="mine alone"):
        failing.result(SECONDS)
    assert _kept(store) == {"first", "second", "third"}


def test_a_row_that_is_there_already_is_told_to_the_one_who_brought_it_second(store: Store) -> None:
    futures = _at_once(store, [_keep("first"), _keep("twice"), _keep("twice"), _keep("last")])
    failures = [future.exception(SECONDS) for future in futures]
    assert [isinstance(failure, IntegrityError) for failure in failures] in (
        [False, True, False, False],
        [False, False, True, False],
    )
    assert _kept(store) == {"first", "twice", "last"}


def test_a_commit_that_fails_is_tried_again_for_each(store: Store) -> None:
    commits = 0

    def fail_once(_connection: Connection) -> None:
        nonlocal commits
        commits += 1
        if commits == 2:  # that of those who share one
            raise OperationalError("COMMIT", {}, Exception("disk I/O error"))

    event.listen(store.engine, "commit", fail_once)
    names = [f"writer {number}" for number in range(WRITERS)]
    told = [future.result(SECONDS) for future in _at_once(store, [_keep(name) for name in names])]
    assert told == names
    assert _kept(store) == set(names)
    assert commits == 2 + WRITERS - 1


def test_when_the_process_ends_in_the_middle_nobody_is_told_that_its_part_is_kept(store: Store) -> None:
    def end(_session: Session) -> None:
        raise SystemExit

    _first, *others = _at_once(store, [_keep("first"), _keep("second"), end, _keep("third")])
    assert all(isinstance(future.exception(SECONDS), SystemExit) for future in others)
    assert _kept(store) == {"first"}
    assert store.write(_keep("afterwards")) == "afterwards"
