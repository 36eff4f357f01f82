"""Loans and recourses as the API shows them, each side its own part."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from tallystick.financing.agreement_repository import AgreementRepository, AgreementRow, Owing
from tallystick.financing.agreement_schemas import AgreementState, AgreementView
from tallystick.mirror.tables import Agreement
from tallystick.money.calendar import date_of_day, day_of_moment, instant_text
from tallystick.parties.service import PartyService
from tallystick.programmes.schemas import DAY_COUNTS
from tallystick.receivables.identifiers import claim_text
from tallystick.web.viewer import Viewer


class AgreementPresenter:
    """Puts names to addresses and reckons what is owed."""

    def __init__(self, parties: PartyService, repository: AgreementRepository) -> None:
        self._parties = parties
        self._repository = repository

    def views(
        self, session: Session, viewer: Viewer, rows: Sequence[AgreementRow], now: int
    ) -> list[AgreementView]:
        """`now` is the chain's time in seconds, up to whose day interest is reckoned."""
        return [self._view(session, viewer, row, now) for row in rows]

    def _view(self, session: Session, viewer: Viewer, row: AgreementRow, now: int) -> AgreementView:
        agreement, today = row.agreement, day_of_moment(now)
        owing = self._repository.owing(session, agreement, today)
        shown = [one for one in owing if _concerns(viewer, agreement, one)]
        claims = {one.claim for one in shown}
        everything = viewer.sees_all or agreement.pledge or viewer.address == agreement.obligor
        payments = [
            payment
            for payment in self._repository.payments(session, agreement.number)
            if everything or (payment.receivable, payment.serial) in claims
        ]
        demands = [
            demand
            for demand in self._repository.demands(session, [agreement.number])
            if everything or (demand.receivable, demand.serial) in claims
        ]
        sides = {agreement.creditor, agreement.obligor}
        sides |= {one.holder for one in shown if one.holder is not None}
        sides |= {payment.payer for payment in payments} | {demand.holder for demand in demands}
        if agreement.buyer is not None:
            sides.add(agreement.buyer)
        names = self._parties.references(session, sides)
        return AgreementView.model_validate(
            {
                "id": str(agreement.number),
                "kind": "loan" if agreement.pledge else "recourse",
                "quote": "0x" + agreement.quote.hex(),
                "claim": claim_text((agreement.receivable, agreement.serial)),
                "creditor": names[agreement.creditor],
                "obligor": names[agreement.obligor],
                "value": agreement.value,
                "paid_out": agreement.paid,
                "currency": row.currency,
                "rate_ppm": agreement.rate_ppm,
                "day_count": DAY_COUNTS[agreement.day_count],
                "due_date": date_of_day(agreement.due_day),
                "reserve_rate_ppm": agreement.reserve_ppm if agreement.pledge else None,
                "state": _state(agreement, owing, today),
                "owing": [
                    {
                        "claim": claim_text(one.claim),
                        "holder": None if one.holder is None else names[one.holder],
                        "principal": one.debt.principal,
                        "interest": one.debt.interest,
                        "owed": one.debt.owed,
                    }
                    for one in shown
                ],
                "payments": [
                    {
                        "claim": claim_text((payment.receivable, payment.serial)),
                        "payer": names[payment.payer],
                        "amount": payment.amount,
                        "interest": payment.interest,
                        "at": instant_text(payment.at),
                        "transaction": "0x" + payment.transaction_hash.hex(),
                    }
                    for payment in payments
                ],
                "demands": [
                    {
                        "claim": claim_text((demand.receivable, demand.serial)),
                        "holder": names[demand.holder],
                        "owed": demand.owed,
                        "at": instant_text(demand.at),
                        "transaction": "0x" + demand.transaction_hash.hex(),
                    }
                    for demand in demands
                ],
                "enforcement": None
                if agreement.buyer is None
                else {
                    "buyer": names[agreement.buyer],
                    "proceeds": agreement.proceeds,
                    "surplus": agreement.surplus,
                },
                "at": instant_text(agreement.at),
                "transaction": "0x" + agreement.transaction_hash.hex(),
            }
        )


def _concerns(viewer: Viewer, agreement: Agreement, owing: Owing) -> bool:
    """Of a recourse, who bought sees only what it still holds."""
    if viewer.sees_all or viewer.address in {agreement.obligor, owing.holder}:
        return True
    return agreement.pledge and viewer.address == agreement.creditor


def _state(agreement: Agreement, owing: Sequence[Owing], today: int) -> AgreementState:
    if not sum(one.debt.owed for one in owing):
        return "ended"
    return "overdue" if today > agreement.due_day else "running"
