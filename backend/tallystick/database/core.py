"""What SQLAlchemy's types do not say of tables and results, said once."""

from typing import Any, cast

from sqlalchemy import CursorResult, Result, Table
from sqlalchemy.orm import DeclarativeBase


def table_of(model: type[DeclarativeBase]) -> Table:
    """The table behind a class."""
    return cast("Table", model.__table__)


def affected(result: Result[Any]) -> int:
    """How many rows a statement has changed."""
    return cast("CursorResult[Any]", result).rowcount
