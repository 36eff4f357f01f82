"""Reads loans and recourses and what was paid on them. Every query starts from what its viewer may see."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from tallystick.mirror.joins import its_programme, its_receivable
from tallystick.mirror.tables import Agreement, Claim, DebtPayment, Programme, Receivable, RecourseDemand
from tallystick.money.calendar import day_of_moment
from tallystick.money.day_count import BASES_ON_CHAIN
from tallystick.money.debt import Debt
from tallystick.receivables.identifiers import ClaimKey
from tallystick.web.viewer import Viewer


class AgreementRow(NamedTuple):
    agreement: Agreement
    currency: str


class Owing(NamedTuple):
    """What is owed under an agreement on one claim, as of a day. `holder` is None where the claim is tied no longer."""

    claim: ClaimKey
    holder: bytes | None
    debt: Debt


class AgreementRepository:
    """One deployment's agreements."""

    def __init__(self, deployment: int) -> None:
        self._deployment = deployment

    def all(self, session: Session, viewer: Viewer) -> list[AgreementRow]:
        """The latest first."""
        found = session.execute(self._rows(viewer).order_by(Agreement.number.desc()))
        return [AgreementRow(*row) for row in found]

    def one(self, session: Session, viewer: Viewer, number: int) -> AgreementRow | None:
        row = session.execute(self._rows(viewer).where(Agreement.number == number)).one_or_none()
        return None if row is None else AgreementRow(*row)

    def of_claim(self, session: Session, claim: ClaimKey) -> Agreement | None:
        """By which a claim is pledged, or carries recourse. Not filtered: the caller has to."""
        query = select(Agreement).join(
            Claim, and_(Claim.deployment == Agreement.deployment, Claim.agreement == Agreement.number)
        )
        return session.scalar(
            query.where(
                Agreement.deployment == self._deployment,
                Claim.receivable == claim[0],
                Claim.serial == claim[1],
            )
        )

    def owing(self, session: Session, agreement: Agreement, today: int) -> list[Owing]:
        """Of a loan one; of a recourse one for each claim that carries it. Not filtered: the caller has to."""
        payments = self.payments(session, agreement.number)
        tied = select(Claim).where(Claim.deployment == self._deployment, Claim.agreement == agreement.number)
        by_key = {(claim.receivable, claim.serial): claim for claim in session.scalars(tied)}
        keys = [_pledged(agreement)] if agreement.pledge else sorted(by_key)
        found = []
        for key in keys:
            claim = by_key.get(key)
            paid = [row for row in payments if (row.receivable, row.serial) == key]
            debt = _opened(agreement, claim.face if claim else 0, paid)
            for row in paid:
                debt = debt.on(row.through).after(row.amount)
            found.append(Owing(key, None if claim is None else claim.holder, debt.on(today)))
        return found

    def payments(self, session: Session, agreement: int) -> Sequence[DebtPayment]:
        """In order. Not filtered: the caller has to."""
        query = select(DebtPayment).where(
            DebtPayment.deployment == self._deployment, DebtPayment.agreement == agreement
        )
        return session.scalars(query.order_by(DebtPayment.block, DebtPayment.log_index)).all()

    def demands(self, session: Session, agreements: Iterable[int]) -> Sequence[RecourseDemand]:
        """In order. Not filtered: the caller has to."""
        query = select(RecourseDemand).where(
            RecourseDemand.deployment == self._deployment, RecourseDemand.agreement.in_(list(agreements))
        )
        return session.scalars(query.order_by(RecourseDemand.block, RecourseDemand.log_index)).all()

    def _rows(self, viewer: Viewer) -> Select[Agreement, str]:
        return (
            select(Agreement, Programme.currency)
            .join(
                Receivable,
                its_receivable(Agreement),
            )
            .join(
                Programme,
                its_programme(),
            )
            .where(Agreement.deployment == self._deployment, self._seen(viewer))
        )

    def _seen(self, viewer: Viewer) -> ColumnElement[bool]:
        """By both sides, and by who holds a claim that carries the recourse."""
        if viewer.sees_all:
            return Agreement.number == Agreement.number
        carries = exists().where(
            Claim.deployment == Agreement.deployment,
            Claim.agreement == Agreement.number,
            Claim.holder == viewer.address,
        )
        return or_(Agreement.creditor == viewer.address, Agreement.obligor == viewer.address, carries)


def _pledged(agreement: Agreement) -> ClaimKey:
    return agreement.receivable, agreement.serial


def _opened(agreement: Agreement, face: int, paid: Sequence[DebtPayment]) -> Debt:
    """As it began: a loan with what was lent, a recourse with the face of the claim before anything was paid on it."""
    if agreement.pledge:
        principal, through = agreement.paid, day_of_moment(agreement.at)
    else:
        principal = paid[0].principal + paid[0].amount - paid[0].interest if paid else face
        through = agreement.due_day
    return Debt(principal, agreement.rate_ppm, BASES_ON_CHAIN[agreement.day_count], through)
