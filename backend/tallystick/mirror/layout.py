"""The mirror's tables as one sees them from outside: which there are, and what tells their rows apart."""

from functools import cache
from typing import cast

from sqlalchemy import ColumnElement, Table

from tallystick.mirror.tables import Block, Deployment, Entry, Event, MirrorTables, Posting

BY_BLOCK: tuple[type[MirrorTables], ...] = (Block, Event, Entry, Posting)
"""What is kept by block, in an order in which each table refers only to earlier ones."""


def table_of(kind: type[MirrorTables]) -> Table:
    return cast("Table", kind.__table__)


@cache
def key_of(table: Table) -> tuple[str, ...]:
    """The columns that tell a deployment's rows of this table apart."""
    return tuple(column.name for column in table.primary_key if column is not deployment_of(table))


@cache
def columns_of(table: Table) -> tuple[str, ...]:
    """Every column but the deployment's number, which a database gives as it likes."""
    return tuple(column.name for column in table.c if column is not deployment_of(table))


def deployment_of(table: Table) -> ColumnElement[int]:
    return table.c.id if table is Deployment.__table__ else table.c.deployment


def block_of(table: Table) -> ColumnElement[int]:
    """The block that a row of a table in `BY_BLOCK` belongs to."""
    return table.c.number if table is Block.__table__ else table.c.block
