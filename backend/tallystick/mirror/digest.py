"""One number for all rows of a deployment's mirror."""

from hashlib import sha256
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tallystick.database.store import Store
from tallystick.mirror.layout import columns_of, deployment_of, key_of
from tallystick.mirror.tables import MirrorTables

ROWS_A_FETCH = 5_000


def row_digest(store: Store, deployment: int) -> bytes:
    """SHA-256 over every row of every mirror table in the order of its key; the same on every database.

    The deployment's own number, which a database gives as it likes, is left out.
    """
    with store.reading() as session:
        return row_digest_within(session, deployment)


def row_digest_within(session: Session, deployment: int) -> bytes:
    """The same, as a transaction sees it."""
    digest = sha256()
    for name, query in _queries(deployment):
        digest.update(f"{name}\n".encode())
        for row in session.execute(query.execution_options(yield_per=ROWS_A_FETCH)):
            digest.update(b"".join(map(_encoded, row)) + b"\n")
    return digest.digest()


def _queries(deployment: int) -> list[tuple[str, Select[Any]]]:
    queries = []
    for name, table in sorted(MirrorTables.metadata.tables.items()):
        columns = [table.c[column] for column in columns_of(table)]
        order = [table.c[column] for column in key_of(table)]
        queries.append((name, select(*columns).where(deployment_of(table) == deployment).order_by(*order)))
    return queries


def _encoded(value: object) -> bytes:
    """Type and length before the value, so that no two rows read the same."""
    match value:
        case None:
            return b"n"
        case bool() | int():
            return b"i%d;" % value
        case bytes():
            return b"b%d:%b" % (len(value), value)
        case str():
            encoded = value.encode()
            return b"s%d:%b" % (len(encoded), encoded)
    raise TypeError(f"A mirror row holds {type(value).__name__}, which has no place in the digest.")
