"""Requests, quotes and sales as the API shows them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from tallystick.financing.repository import Behind, FinancingRepository
from tallystick.financing.schemas import QuoteRequestView, QuoteView, SaleView
from tallystick.financing.tables import QuoteRecord, QuoteRequestRecord
from tallystick.mirror.events import NOBODY
from tallystick.mirror.tables import Sale
from tallystick.money.calendar import date_of_day, day_of_moment, instant_text
from tallystick.money.day_count import BASES_ON_CHAIN
from tallystick.money.debt import Debt
from tallystick.money.discount import effective_annual_cost, simple_cost
from tallystick.parties.service import PartyService
from tallystick.programmes.schemas import DAY_COUNTS
from tallystick.receivables.identifiers import ClaimKey, claim_text
from tallystick.web.viewer import Viewer

PRECISION = Decimal("0.000001")


class FinancingPresenter:
    """Puts names to addresses, dates to days and costs to prices."""

    def __init__(self, parties: PartyService, repository: FinancingRepository) -> None:
        self._parties = parties
        self._repository = repository

    def requests(
        self, session: Session, viewer: Viewer, rows: Sequence[QuoteRequestRecord]
    ) -> list[QuoteRequestView]:
        asked = self._repository.financiers(session, [row.id for row in rows])
        behind = {row.id: self._behind(session, (row.receivable, row.serial)) for row in rows}
        sides = {address for addresses in asked.values() for address in addresses}
        sides |= {row.holder for row in rows} | {found.debtor for found in behind.values()}
        names = self._parties.references(session, sides)
        return [
            QuoteRequestView(
                id=row.id,
                claim=claim_text((row.receivable, row.serial)),
                holder=names[row.holder],
                debtor=names[behind[row.id].debtor],
                value=row.value,
                currency=behind[row.id].currency,
                due_date=date_of_day(behind[row.id].due_day),
                financiers=[
                    names[address]
                    for address in asked.get(row.id, [])
                    if viewer.sees_all or viewer.address in {row.holder, address}
                ],
                asked_at=instant_text(row.created_at),
            )
            for row in rows
        ]

    def quotes(self, session: Session, rows: Sequence[QuoteRecord], now: int) -> list[QuoteView]:
        """`now` is the chain's time in seconds: whether a quote still stands is read off it."""
        ended = self._repository.ended(session, [row.digest for row in rows])
        names = self._parties.references(
            session, {side for row in rows for side in (row.holder, row.financier)}
        )
        views = []
        for row in rows:
            behind = self._behind(session, (row.receivable, row.serial))
            views.append(
                QuoteView.model_validate(
                    {
                        "id": "0x" + row.digest.hex(),
                        "kind": "sale" if row.repay_day is None else "loan",
                        "request": row.request,
                        "claim": claim_text((row.receivable, row.serial)),
                        "holder": names[row.holder],
                        "financier": names[row.financier],
                        "value": row.value,
                        "proceeds": row.proceeds,
                        "currency": behind.currency,
                        "rate_ppm": row.rate_ppm,
                        "day_count": DAY_COUNTS[row.day_count],
                        "value_date": date_of_day(row.value_day),
                        "recourse": row.recourse,
                        "repay_date": None if row.repay_day is None else date_of_day(row.repay_day),
                        "reserve_rate_ppm": row.reserve_ppm,
                        "expires_at": instant_text(row.expiry),
                        "lien_recorded": self._repository.has_lien(session, row),
                        "state": ended.get(row.digest) or _state(row, behind, now),
                        **_costs(row, behind),
                    }
                )
            )
        return views

    def sales(self, session: Session, rows: Sequence[Sale]) -> list[SaleView]:
        names = self._parties.references(
            session, {side for row in rows for side in (row.seller, row.financier)}
        )
        return [
            SaleView.model_validate(
                {
                    "quote": "0x" + row.quote.hex(),
                    "claim": claim_text((row.receivable, row.serial)),
                    "seller": names[row.seller],
                    "financier": names[row.financier],
                    "value": row.value,
                    "proceeds": row.proceeds,
                    "currency": self._behind(session, (row.receivable, row.serial)).currency,
                    "rate_ppm": row.rate_ppm,
                    "day_count": DAY_COUNTS[row.day_count],
                    "recourse": row.agreement is not None,
                    "at": instant_text(row.at),
                    "transaction": "0x" + row.transaction_hash.hex(),
                }
            )
            for row in rows
        ]

    def _behind(self, session: Session, claim: ClaimKey) -> Behind:
        """A claim that was merged away or cancelled since is nobody's, and worth nothing."""
        return self._repository.behind(session, claim) or Behind(NOBODY, 0, "CNY", 1, NOBODY, 0, -1, None)


def _state(row: QuoteRecord, behind: Behind, now: int) -> str:
    if now >= row.expiry or day_of_moment(now) != row.value_day:
        return "expired"
    may = row.holder in {behind.holder, behind.creditor}
    return "open" if may and behind.epoch == row.epoch and behind.face >= row.value else "void"


def _costs(row: QuoteRecord, behind: Behind) -> dict[str, Any]:
    """What the money costs: of a sale what the value brings at the due date, of a loan what is to be repaid."""
    until = behind.due_day if row.repay_day is None else row.repay_day
    days, basis = max(until - row.value_day, 0), BASES_ON_CHAIN[row.day_count]
    back = row.value
    if row.repay_day is not None:
        back = Debt(row.proceeds, row.rate_ppm, basis, row.value_day).on(row.repay_day).owed
    costs: dict[str, Any] = {
        "discount": back - row.proceeds,
        "days": days,
        "simple_cost": None,
        "effective_annual_cost": None,
    }
    if days > 0:
        costs["simple_cost"] = _rounded(simple_cost(back, row.proceeds, 0, days, basis))
        costs["effective_annual_cost"] = _rounded(effective_annual_cost(back, row.proceeds, 0, days))
    return costs


def _rounded(figure: Decimal) -> Decimal:
    return figure.quantize(PRECISION)
