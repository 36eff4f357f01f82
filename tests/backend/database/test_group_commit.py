"""Who writes at the same time shares a commit, and nothing else."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError, OperationalError

from tallystick.database.store import Store

WRITERS = 8


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'shared.sqlite'}")
    with store.writing() as session:
        session.execute(text("CREATE TABLE word (text VARCHAR PRIMARY KEY)"))
    yield store
    store.close()


def _write(store: Store, word: str) -> None:
    with store.writing() as session:
        session.execute(text("INSERT INTO word VALUES (:word)"), {"word": word})


def _written(store: Store) -> set[str]:
    """As another connection sees it: what is committed."""
    with store.reading() as session:
        return {row[0] for row in session.execute(text("SELECT text FROM word"))}


def _commits(store: Store) -> list[None]:
    """One for each from now on."""
    counted: list[None] = []
    event.listen(store.engine, "commit", lambda _connection: counted.append(None))
    return counted


class _Crowd:
    """Writers that come while the first is at it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._began, self._may_end = Event(), Event()

    def write(self, words: list[str]) -> list[BaseException | None]:
        """What was in the way of each, of the first too, which writes `first`."""
        with ThreadPoolExecutor(len(words) + 1) as pool:
            first = pool.submit(self._write_slowly)
            self._began.wait()
            there = Barrier(len(words) + 1)
            others = [pool.submit(self._come_and_write, there, word) for word in words]
            there.wait()
            while self._store._group_commit is not None and self._store._group_commit._waiting < len(words):
                pass
            self._may_end.set()
            return [first.exception(), *(other.exception() for other in others)]

    def _write_slowly(self) -> None:
        with self._store.writing() as session:
            self._began.set()
            session.execute(text("INSERT INTO word VALUES ('first')"))
            self._may_end.wait()

    def _come_and_write(self, there: Barrier, word: str) -> None:
        there.wait()
        _write(self._store, word)


def test_a_lone_writer_commits_at_once(store: Store) -> None:
    commits = _commits(store)
    for number in range(3):
        _write(store, str(number))
        assert _written(store) >= {str(number)}
    assert len(commits) == 3


def test_writers_at_the_same_time_share_one_commit(store: Store) -> None:
    commits = _commits(store)
    words = [f"word {number}" for number in range(WRITERS)]
    assert _Crowd(store).write(words) == [None] * (WRITERS + 1)
    assert _written(store) == {"first", *words}
    assert len(commits) == 1


def test_what_fails_takes_nobody_along(store: Store) -> None:
    outcomes = _Crowd(store).write(["good", "first", "better"])
    failed = [outcome for outcome in outcomes if outcome is not None]
    assert [type(one) for one in failed] == [IntegrityError]
    assert _written(store) == {"first", "good", "better"}


def test_a_commit_that_fails_fails_for_all_of_them(store: Store) -> None:
    """As on a full disk: nobody is told that its words are kept."""

    def full(_connection: object) -> None:
        raise OSError("no space left on device")

    event.listen(store.engine, "commit", full)
    outcomes = _Crowd(store).write(["second", "third"])
    event.remove(store.engine, "commit", full)
    assert [str(outcome) for outcome in outcomes] == ["no space left on device"] * 3
    assert _written(store) == set()
    _write(store, "later")
    assert _written(store) == {"later"}


def test_whoever_writes_next_sees_what_came_before_in_the_same_commit(store: Store) -> None:
    """A word that two bring at the same time is there once; the other is told so."""
    outcomes = _Crowd(store).write(["same", "same"])
    assert sum(isinstance(outcome, IntegrityError) for outcome in outcomes) == 1
    assert _written(store) == {"first", "same"}


def test_who_cannot_begin_is_told_and_the_next_one_can(store: Store) -> None:
    """Another process is writing for longer than one waits."""
    with store.engine.connect() as other:
        other.exec_driver_sql("PRAGMA busy_timeout=0")
    with sqlite3.connect(str(store.engine.url.database), isolation_level=None) as another:
        another.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="locked"):
            _write(store, "now")
        another.execute("ROLLBACK")
    _write(store, "later")
    assert _written(store) == {"later"}
