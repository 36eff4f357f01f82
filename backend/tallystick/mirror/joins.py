"""How rows of the mirror belong together."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_

from tallystick.mirror.tables import Fixing, Programme, Receivable
from tallystick.money.amount import HOME


def its_receivable(row: Any) -> ColumnElement[bool]:
    """Of a claim, or of any other row that names one: `row` is a table or an alias of one."""
    return and_(Receivable.deployment == row.deployment, Receivable.number == row.receivable)


def its_programme() -> ColumnElement[bool]:
    """Of a receivable."""
    return and_(Programme.deployment == Receivable.deployment, Programme.number == Receivable.programme)


def its_rate_is_fixed() -> ColumnElement[bool]:
    """Of a receivable, beside its programme: whether it is known what is to be paid; at home it always is."""
    fixed = exists().where(Fixing.deployment == Receivable.deployment, Fixing.receivable == Receivable.number)
    return or_(Programme.currency == HOME, fixed)


def its_parent(lot: Any, parent: Any) -> ColumnElement[bool]:
    """The lot that a lot was cut from; `parent` is an alias for it."""
    return and_(
        parent.deployment == lot.deployment, parent.receivable == lot.receivable, parent.lot == lot.parent
    )
