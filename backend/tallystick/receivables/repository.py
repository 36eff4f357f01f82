"""Reads receivables, claims and lots. Every query starts from what its viewer may see."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from tallystick.database.core import Prepared
from tallystick.mirror.joins import its_programme, its_rate_is_fixed, its_receivable
from tallystick.mirror.tables import (
    Claim,
    Deployment,
    Drawing,
    Entry,
    Holding,
    Lot,
    Posting,
    Programme,
    Receivable,
    Round,
)
from tallystick.receivables.identifiers import ClaimKey
from tallystick.web.viewer import Viewer

THE_ISSUE = 0
"""The serial under which documents are drawn on for the receivable itself."""


@dataclass(frozen=True, slots=True)
class Page:
    """At most `size` rows, after the row that `after` names."""

    size: int
    after: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Movement:
    """Value that one entry of the journal took from a claim to another."""

    receivable: int
    from_serial: int
    to_serial: int
    recipient: bytes
    amount: int
    currency: str


class ReceivableRow(NamedTuple):
    """A receivable with what its programme says of it, when its debtor last set money aside for it (seconds since 1970;
    None where it never has), and whether it can: nobody can before the rate of a foreign currency is fixed."""

    receivable: Receivable
    currency: str
    grace_days: int
    overdue_ppm: int
    funded_at: int | None
    fixed: bool


class ReceivableRepository:
    """One deployment's receivables in the mirror."""

    def __init__(self, deployment: int, clock: Callable[[], int]) -> None:
        self._deployment = deployment
        self._clock = clock

    def time(self, session: Session) -> int:
        """The ledger's now, in seconds since 1970: what the chain's clock says, and never before its last block."""
        query = select(Deployment.block_timestamp).where(Deployment.id == self._deployment)
        return max(session.execute(query).scalar_one(), self._clock())

    def receivable(self, session: Session, viewer: Viewer, number: int) -> ReceivableRow | None:
        """None where there is none for this viewer."""
        query = self._receivables(viewer).where(Receivable.number == number)
        row = session.execute(query).one_or_none()
        return None if row is None else ReceivableRow(*row)

    def receivables(self, session: Session, viewer: Viewer, page: Page) -> list[ReceivableRow]:
        query = self._receivables(viewer).order_by(Receivable.number).limit(page.size)
        if page.after is not None:
            query = query.where(Receivable.number > page.after[0])
        return [ReceivableRow(*row) for row in session.execute(query)]

    def claims(self, session: Session, viewer: Viewer, page: Page, receivable: int | None) -> list[Claim]:
        """The claims that the viewer may see and that are worth anything."""
        query = self._claims(viewer).where(Claim.face > 0)
        if receivable is not None:
            query = query.where(Claim.receivable == receivable)
        if page.after is not None:
            query = query.where(tuple_(Claim.receivable, Claim.serial) > page.after)
        return list(session.scalars(query.order_by(Claim.receivable, Claim.serial).limit(page.size)))

    def claims_named(self, session: Session, viewer: Viewer, keys: Iterable[ClaimKey]) -> list[Claim]:
        """Those of the named claims that the viewer may see."""
        query = self._claims(viewer).where(tuple_(Claim.receivable, Claim.serial).in_(list(keys)))
        return list(session.scalars(query.order_by(Claim.receivable, Claim.serial)))

    def tiers(self, session: Session, claims: Sequence[Claim]) -> dict[ClaimKey, list[int]]:
        """The tiers that each claim's lots have, lowest first."""
        found: dict[ClaimKey, list[int]] = {}
        query = (
            select(Lot.receivable, Lot.serial, Lot.tier)
            .distinct()
            .where(
                Lot.deployment == self._deployment,
                Lot.remaining > 0,
                tuple_(Lot.receivable, Lot.serial).in_(
                    [(claim.receivable, claim.serial) for claim in claims]
                ),
            )
            .order_by(Lot.tier)
        )
        for receivable, serial, tier in session.execute(query):
            found.setdefault((receivable, serial), []).append(tier)
        return found

    def lots(self, session: Session, receivable: int) -> list[tuple[Lot, Entry]]:
        """Every lot of a receivable with the entry that made it, oldest first. Not filtered: the caller is."""
        query = (
            select(Lot, Entry)
            .join(
                Entry,
                and_(
                    Entry.deployment == Lot.deployment,
                    Entry.block == Lot.block,
                    Entry.log_index == Lot.log_index,
                ),
            )
            .where(Lot.deployment == self._deployment, Lot.receivable == receivable)
            .order_by(Lot.lot)
        )
        return [(lot, entry) for lot, entry in session.execute(query)]

    def last_passed_on(self, session: Session, viewer: Viewer, claim: ClaimKey) -> Entry | None:
        """The entry by which the viewer gave this whole claim away most recently."""
        given = exists().where(
            Posting.deployment == Entry.deployment,
            Posting.block == Entry.block,
            Posting.log_index == Entry.log_index,
            Posting.receivable == claim[0],
            Posting.serial == claim[1],
            Posting.holder == viewer.address,
            Posting.amount < 0,
        )
        return session.scalar(
            select(Entry)
            .where(Entry.deployment == self._deployment, Entry.kind == "assign", given)
            .order_by(Entry.block.desc(), Entry.log_index.desc())
            .limit(1)
        )

    def moved(self, session: Session, block: int, transaction: bytes) -> list[Movement]:
        """What a transaction moved between claims, in order. Not filtered: the transaction's sender is asking."""
        named = {"deployment": self._deployment, "block": block, "transaction": transaction}
        return [Movement(*row) for row in _MOVED.within(session, named)]

    def ever_held(self, session: Session, viewer: Viewer, receivable: int) -> bool:
        """Whether anything of a receivable was ever the viewer's."""
        query = select(Posting.line).where(
            Posting.deployment == self._deployment,
            Posting.receivable == receivable,
            Posting.holder == viewer.address,
        )
        return session.execute(query.limit(1)).first() is not None

    def drawings(self, session: Session, fingerprint: bytes) -> list[Drawing]:
        """What draws on a document. Not filtered: the caller is one of its two sides."""
        query = select(Drawing).where(
            Drawing.deployment == self._deployment, Drawing.fingerprint == fingerprint
        )
        return list(session.scalars(query.order_by(Drawing.receivable, Drawing.serial)))

    def documents(self, session: Session, receivable: int) -> list[bytes]:
        """The documents that a receivable's issue rests on. Not filtered: they go into a call, not into an answer."""
        query = select(Drawing.fingerprint).where(
            Drawing.deployment == self._deployment,
            Drawing.receivable == receivable,
            Drawing.serial == THE_ISSUE,
        )
        return list(session.scalars(query.order_by(Drawing.fingerprint)))

    def claims_of(self, session: Session, receivable: int, holder: bytes) -> list[ClaimKey]:
        """A holder's claims of a receivable that are worth anything. Not filtered, for the same reason."""
        query = select(Claim.receivable, Claim.serial).where(
            Claim.deployment == self._deployment,
            Claim.receivable == receivable,
            Claim.holder == holder,
            Claim.face > 0,
        )
        return [(row[0], row[1]) for row in session.execute(query.order_by(Claim.serial))]

    def holders(self, session: Session, claims: Iterable[ClaimKey]) -> dict[ClaimKey, bytes]:
        """Who holds those of these claims that exist. Not filtered: it goes into a call, or the caller has just moved
        value into the claim."""
        query = select(Claim.receivable, Claim.serial, Claim.holder).where(
            Claim.deployment == self._deployment, tuple_(Claim.receivable, Claim.serial).in_(list(claims))
        )
        return {(row[0], row[1]): row[2] for row in session.execute(query)}

    def _receivables(self, viewer: Viewer) -> Select[Receivable, str, int, int, int | None, bool]:
        funded_at = (
            select(func.max(Round.at))
            .where(Round.deployment == Receivable.deployment, Round.receivable == Receivable.number)
            .scalar_subquery()
        )
        query = (
            select(
                Receivable,
                Programme.currency,
                Programme.grace_days,
                Programme.overdue_ppm,
                funded_at,
                its_rate_is_fixed(),
            )
            .join(
                Programme,
                its_programme(),
            )
            .where(Receivable.deployment == self._deployment)
        )
        if viewer.sees_all:
            return query
        holds = exists().where(
            Holding.deployment == Receivable.deployment,
            Holding.receivable == Receivable.number,
            Holding.holder == viewer.address,
        )
        return query.where(
            or_(Receivable.debtor == viewer.address, Receivable.creditor == viewer.address, holds)
        )

    def _claims(self, viewer: Viewer) -> Select[Claim]:
        query = select(Claim).where(Claim.deployment == self._deployment)
        if viewer.sees_all:
            return query
        owes = exists().where(
            Receivable.deployment == Claim.deployment,
            Receivable.number == Claim.receivable,
            Receivable.debtor == viewer.address,
        )
        return query.where(or_(Claim.holder == viewer.address, owes))


def _moved() -> Select[int, int, int, bytes, int, str]:
    """Entries of one transaction with both their postings; composed once, since every movement is told by it."""
    given, gained = aliased(Posting), aliased(Posting)

    def of_entry(posting: type[Posting]) -> ColumnElement[bool]:
        return and_(
            posting.deployment == Entry.deployment,
            posting.block == Entry.block,
            posting.log_index == Entry.log_index,
        )

    return (
        select(
            Entry.receivable,
            given.serial,
            gained.serial,
            gained.holder,
            gained.amount,
            Programme.currency,
        )
        .join(given, and_(of_entry(given), given.amount < 0))
        .join(gained, and_(of_entry(gained), gained.amount > 0))
        .join(
            Receivable,
            its_receivable(Entry),
        )
        .join(
            Programme,
            its_programme(),
        )
        .where(
            Entry.deployment == bindparam("deployment"),
            Entry.block == bindparam("block"),
            Entry.transaction_hash == bindparam("transaction"),
        )
        .order_by(Entry.log_index)
    )


_MOVED = Prepared(_moved())
