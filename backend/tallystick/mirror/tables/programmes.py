"""Under which rules receivables are issued."""

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from tallystick.mirror.tables.base import Address, Hash, MirrorTables


class Programme(MirrorTables):
    """The rules under which receivables are issued, as opened on the chain.

    `longest_term_months` is what it was opened with; `TermRule` has what came later.
    """

    __tablename__ = "mirror_programme"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String)
    currency: Mapped[str] = mapped_column(String(3))
    kind: Mapped[int] = mapped_column(Integer)
    regime: Mapped[int] = mapped_column(Integer)
    day_count: Mapped[int] = mapped_column(Integer)
    longest_term_months: Mapped[int] = mapped_column(Integer)
    acceptance_required: Mapped[bool]
    evidence_required: Mapped[bool]
    open_accounts_only: Mapped[bool]
    token_offering: Mapped[bool]
    policy: Mapped[bytes | None] = mapped_column(Address)
    grace_days: Mapped[int] = mapped_column(Integer)
    overdue_ppm: Mapped[int] = mapped_column(Integer)
    approval: Mapped[bytes] = mapped_column(Hash)


class TermRule(MirrorTables):
    """The longest term of what is issued from a day on. A programme's own is its first rule, from day 0."""

    __tablename__ = "mirror_term_rule"

    deployment: Mapped[int] = mapped_column(Integer, primary_key=True)
    programme: Mapped[int] = mapped_column(primary_key=True)
    from_day: Mapped[int] = mapped_column(primary_key=True)
    longest_term_months: Mapped[int] = mapped_column(Integer)
