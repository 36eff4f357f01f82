"""One database, SQLite or PostgreSQL, and the two ways into it: reading and writing."""

import fcntl
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, Row, create_engine, event, make_url, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from tallystick.database.core import Prepared, Values
from tallystick.database.joint_writing import JointWriting
from tallystick.turns import Turns, holding

T = TypeVar("T")

_BEGIN = "begin"

POOL_SIZE = 20
BUSY_TIMEOUT_SECONDS = 30
STARTING_LOCK = 0x7461_6C6C_79
"""`tally` in ASCII: the advisory lock under which one process at a time starts up."""


class Store:
    """The database behind the mirror and the records. Safe to share between threads; sessions are not.

    A writing session takes the write lock when it opens (SQLite) or leaves it to row locks (PostgreSQL), and commits
    when its block ends without an exception.
    """

    def __init__(self, url: str | URL) -> None:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        self.engine: Engine = create_engine(
            parsed, pool_size=POOL_SIZE, max_overflow=0, pool_timeout=BUSY_TIMEOUT_SECONDS
        )
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        # SQLite waits for another writer by sleeping and trying again; among threads a lock neither sleeps too long nor
        # passes anybody over.
        self._writer = Lock()
        self._joint_writing = JointWriting(self.writing)
        self._turns = Turns()
        if self.is_sqlite:
            _prepare_sqlite(self.engine)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one consistent state and changes nothing."""
        with self.engine.connect() as connection:
            if not self.is_sqlite:
                connection.execution_options(isolation_level="REPEATABLE READ")
            with Session(connection) as session:
                yield session

    def look(self, statement: Prepared, values: Values) -> Sequence[Row[*tuple[Any, ...]]]:
        """What a single query finds, without a transaction around it: for what every request asks."""
        with self.engine.connect() as connection:
            if not self.is_sqlite:
                connection.execution_options(isolation_level="AUTOCOMMIT")
            with _beginning_with(None, connection):
                return statement.on(connection, values).all()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose changes are all kept when the block ends, or none of them."""
        with (
            self.engine.connect() as connection,
            _beginning_with("BEGIN IMMEDIATE", connection),
            Session(connection, expire_on_commit=False) as session,
            holding(self._writer) if self.is_sqlite else nullcontext(),
            session.begin(),
        ):
            yield session

    def write(self, part: Callable[[Session], T]) -> T:
        """What `part` returns once all that it has written in the session is kept, or what it raises, with nothing
        kept. It may be done twice, and together with those of other threads: it does nothing but read and write.

        On SQLite only: PostgreSQL has many writers at a time, who would keep rows locked for each other.
        """
        if self.is_sqlite:
            return self._joint_writing.do(part)
        with self.writing() as session:
            return part(session)

    def turn(self) -> AbstractContextManager[object]:
        """For threads that compute and ask the database much, one at a time. None of it for PostgreSQL, whose answers
        come over a wire: whoever waits for one holds nobody up."""
        return self._turns.taken() if self.is_sqlite else nullcontext()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Only one process at a time gets in, whatever else it does with the database: how starting up is done."""
        if self.is_sqlite:
            with Path(f"{self.engine.url.database}.starting").open("w") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                yield
        else:
            with self.engine.connect() as connection:
                connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": STARTING_LOCK})
                connection.commit()
                try:
                    yield
                finally:
                    connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": STARTING_LOCK})
                    connection.commit()

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def _beginning_with(statement: str | None, connection: Connection) -> Iterator[None]:
    """How transactions begin on SQLite meanwhile; None: not at all, each statement is for itself."""
    info = connection.info  # which a connection that has broken off no longer gives
    info[_BEGIN] = statement
    try:
        yield
    finally:
        del info[_BEGIN]


def _prepare_sqlite(engine: Engine) -> None:
    """WAL, foreign keys, and transactions that begin when SQLAlchemy says so rather than at the first write.

    https://docs.sqlalchemy.org/en/21/dialects/sqlite.html (pysqlite, serializable isolation and transactional DDL)
    """

    @event.listens_for(engine, "connect")
    def configure(connection: object, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # type: ignore[attr-defined]
        cursor = connection.cursor()  # type: ignore[attr-defined]
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_SECONDS * 1000}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        begin = connection.info.get(_BEGIN, "BEGIN")
        if begin is not None:
            connection.exec_driver_sql(begin)
