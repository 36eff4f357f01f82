"""Reads requests, quotes, liens and sales. Every query starts from what its viewer may see."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from tallystick.financing.tables import QuoteRecord, QuoteRequestAddressee, QuoteRequestRecord
from tallystick.mirror.joins import its_programme, its_receivable
from tallystick.mirror.tables import (
    Agreement,
    Claim,
    Lien,
    Programme,
    Receivable,
    RevokedQuote,
    Sale,
)
from tallystick.receivables.identifiers import ClaimKey
from tallystick.web.viewer import Viewer


class Behind(NamedTuple):
    """What one must know of the receivable behind a claim, and of the claim as it is now.

    `creditor` has lent on it, where it is pledged.
    """

    debtor: bytes
    due_day: int
    currency: str
    day_count: int
    holder: bytes
    face: int
    epoch: int
    creditor: bytes | None


class FinancingRepository:
    """What was asked and quoted, and what of it one deployment's mirror has seen accepted."""

    def __init__(self, deployment: int) -> None:
        self._deployment = deployment

    def behind(self, session: Session, claim: ClaimKey) -> Behind | None:
        """Not filtered: the caller has shown that the viewer may know of the claim."""
        query = (
            select(
                Receivable.debtor,
                Receivable.due_day,
                Programme.currency,
                Programme.day_count,
                Claim.holder,
                Claim.face,
                Claim.epoch,
                Agreement.creditor,
            )
            .join(
                Receivable,
                its_receivable(Claim),
            )
            .join(
                Programme,
                its_programme(),
            )
            .outerjoin(
                Agreement,
                and_(
                    Agreement.deployment == Claim.deployment,
                    Agreement.number == Claim.agreement,
                    Agreement.pledge,
                ),
            )
            .where(
                Claim.deployment == self._deployment,
                Claim.receivable == claim[0],
                Claim.serial == claim[1],
            )
        )
        row = session.execute(query).one_or_none()
        return None if row is None else Behind(*row)

    def request(self, session: Session, viewer: Viewer, request: str) -> QuoteRequestRecord | None:
        query = select(QuoteRequestRecord).where(QuoteRequestRecord.id == request)
        return session.scalar(query.where(_asked(viewer)))

    def requests(self, session: Session, viewer: Viewer) -> Sequence[QuoteRequestRecord]:
        query = select(QuoteRequestRecord).where(_asked(viewer))
        return session.scalars(query.order_by(QuoteRequestRecord.id.desc())).all()

    def was_asked(self, session: Session, viewer: Viewer, claim: ClaimKey) -> bool:
        """Whether a request on this claim was made to the viewer."""
        query = select(QuoteRequestRecord.id).where(
            QuoteRequestRecord.receivable == claim[0], QuoteRequestRecord.serial == claim[1], _asked(viewer)
        )
        return session.scalar(query.limit(1)) is not None

    def financiers(self, session: Session, requests: Iterable[str]) -> dict[str, list[bytes]]:
        """Whom these requests are for. Not filtered: the caller tells each only what it may know."""
        query = select(QuoteRequestAddressee).where(QuoteRequestAddressee.request.in_(list(requests)))
        found: dict[str, list[bytes]] = {}
        for row in session.scalars(query.order_by(QuoteRequestAddressee.financier)):
            found.setdefault(row.request, []).append(row.financier)
        return found

    def quote(self, session: Session, viewer: Viewer, digest: bytes) -> QuoteRecord | None:
        query = select(QuoteRecord).where(QuoteRecord.digest == digest)
        return session.scalar(query.where(_quoted(viewer)))

    def quotes(self, session: Session, viewer: Viewer) -> Sequence[QuoteRecord]:
        query = select(QuoteRecord).where(_quoted(viewer))
        return session.scalars(query.order_by(QuoteRecord.created_at.desc(), QuoteRecord.digest)).all()

    def ended(self, session: Session, digests: Iterable[bytes]) -> dict[bytes, str]:
        """Which of these quotes were accepted or revoked. Not filtered: the caller has read them."""
        wanted = list(digests)
        found: dict[bytes, str] = {}
        for kind, state in ((Sale, "accepted"), (Agreement, "accepted"), (RevokedQuote, "revoked")):
            query = select(kind.quote).where(kind.deployment == self._deployment, kind.quote.in_(wanted))
            found |= dict.fromkeys(session.scalars(query), state)
        return found

    def has_lien(self, session: Session, quote: QuoteRecord) -> bool:
        """Whether its financier's registration is on record for the claim that it quotes."""
        key = (self._deployment, quote.receivable, quote.serial, quote.epoch, quote.financier)
        return session.get(Lien, key) is not None

    def agreement_of_quote(self, session: Session, digest: bytes) -> int | None:
        """What was agreed by accepting a quote. Not filtered: the caller has just accepted it."""
        query = select(Agreement.number).where(
            Agreement.deployment == self._deployment, Agreement.quote == digest
        )
        return session.scalar(query)

    def sale(self, session: Session, digest: bytes) -> Sale:
        """Not filtered: the caller has just made it."""
        return session.get_one(Sale, (self._deployment, digest))

    def sales(self, session: Session, viewer: Viewer) -> Sequence[Sale]:
        query = select(Sale).where(Sale.deployment == self._deployment)
        if not viewer.sees_all:
            query = query.where(or_(Sale.seller == viewer.address, Sale.financier == viewer.address))
        return session.scalars(query.order_by(Sale.block.desc(), Sale.log_index.desc())).all()


def _asked(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.sees_all:
        return QuoteRequestRecord.id == QuoteRequestRecord.id
    addressed = exists().where(
        QuoteRequestAddressee.request == QuoteRequestRecord.id,
        QuoteRequestAddressee.financier == viewer.address,
    )
    return or_(QuoteRequestRecord.holder == viewer.address, addressed)


def _quoted(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.sees_all:
        return QuoteRecord.digest == QuoteRecord.digest
    return or_(QuoteRecord.holder == viewer.address, QuoteRecord.financier == viewer.address)
