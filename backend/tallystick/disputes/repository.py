"""Reads disputed claims, and what credit notes have left without ground."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import and_, case, exists, or_, select
from sqlalchemy.orm import Session

from tallystick.disputes.tables import DisputeReason
from tallystick.mirror.joins import its_programme, its_receivable
from tallystick.mirror.tables import Claim, CreditNote, Document, Drawing, Programme, Receivable
from tallystick.receivables.identifiers import ClaimKey
from tallystick.web.viewer import Viewer


class DisputedClaim(NamedTuple):
    """`reason` is the text; None where nobody has told it here. `credited` where a credit note says it."""

    claim: Claim
    debtor: bytes
    currency: str
    reason: str | None
    credited: bool


class Ungrounded(NamedTuple):
    """A drawing on a document that is good for `short` less than was drawn on it in all. Minor units."""

    fingerprint: bytes
    seller: bytes
    short: int
    receivable: int
    serial: int
    drawn: int
    credit_note: bytes


class DisputeRepository:
    """One deployment's disputes."""

    def __init__(self, deployment: int) -> None:
        self._deployment = deployment

    def disputed(
        self, session: Session, viewer: Viewer, claim: ClaimKey | None = None
    ) -> list[DisputedClaim]:
        """Those that the viewer holds or owes, or one of them."""
        credited = exists().where(
            CreditNote.deployment == Claim.deployment, CreditNote.credit_note == Claim.dispute_reason
        )
        query = (
            select(Claim, Receivable.debtor, Programme.currency, DisputeReason.text, credited)
            .join(Receivable, its_receivable(Claim))
            .join(
                Programme,
                its_programme(),
            )
            .outerjoin(DisputeReason, DisputeReason.hash == Claim.dispute_reason)
            .where(Claim.deployment == self._deployment, Claim.disputed)
            .order_by(Claim.receivable, Claim.serial)
        )
        if not viewer.sees_all:
            query = query.where(or_(Claim.holder == viewer.address, Receivable.debtor == viewer.address))
        if claim is not None:
            query = query.where(Claim.receivable == claim[0], Claim.serial == claim[1])
        return [DisputedClaim(*row) for row in session.execute(query)]

    def owes(self, session: Session, debtor: bytes, claim: ClaimKey) -> Claim | None:
        """A claim on a receivable that `debtor` owes."""
        query = select(Claim).join(Receivable, its_receivable(Claim))
        return session.scalar(
            query.where(
                Claim.deployment == self._deployment,
                Claim.receivable == claim[0],
                Claim.serial == claim[1],
                Receivable.debtor == debtor,
            )
        )

    def ungrounded(self, session: Session) -> list[Ungrounded]:
        """What rests on documents that are good for less than was drawn on them, each with one of their notes."""
        query = (
            select(
                Document.fingerprint,
                Document.seller,
                Document.drawn - Document.amount,
                Drawing.receivable,
                Drawing.serial,
                Drawing.amount,
                CreditNote.credit_note,
            )
            .join(
                Drawing,
                and_(Drawing.deployment == Document.deployment, Drawing.fingerprint == Document.fingerprint),
            )
            .join(
                CreditNote,
                and_(
                    CreditNote.deployment == Document.deployment,
                    CreditNote.fingerprint == Document.fingerprint,
                ),
            )
            .where(Document.deployment == self._deployment, Document.drawn > Document.amount)
            .order_by(Document.fingerprint, Drawing.receivable, Drawing.serial, CreditNote.credit_note)
        )
        found: dict[tuple[bytes, int, int], Ungrounded] = {}
        for row in session.execute(query):
            one = Ungrounded(*row)
            found.setdefault((one.fingerprint, one.receivable, one.serial), one)
        return list(found.values())

    def financeable(
        self, session: Session, drawing: Ungrounded, today: int, without: Iterable[ClaimKey]
    ) -> list[Claim]:
        """Claims that rest on a drawing and could still be financed: its seller's own first, the newest first."""
        query = (
            select(Claim)
            .join(Receivable, its_receivable(Claim))
            .where(
                Claim.deployment == self._deployment,
                Claim.receivable == drawing.receivable,
                Claim.face > 0,
                ~Claim.disputed,
                ~Claim.frozen,
                Claim.beneficiary.is_(None),
                ~Claim.recourse,
                Receivable.due_day >= today,
                ~Receivable.paused,
            )
            .order_by(case((Claim.holder == drawing.seller, 0), else_=1), Claim.serial.desc())
        )
        if drawing.serial:
            query = query.where(Claim.serial == drawing.serial)
        skipped = set(without)
        return [claim for claim in session.scalars(query) if (claim.receivable, claim.serial) not in skipped]
