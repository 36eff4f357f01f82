"""A portfolio's figures, and each financing's."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from sqlalchemy.orm import Session

from tallystick.database.store import Store
from tallystick.metrics.costs import Cost, cost_of, days_sales_outstanding_effect, rates, share, together
from tallystick.metrics.financings import Financing, FinancingReader
from tallystick.metrics.positions import Position, PositionReader, TierFace
from tallystick.metrics.schemas import (
    AgeView,
    Figures,
    FinancingFigures,
    FinancingList,
    FinancingSide,
    FinancingView,
    PortfolioFigures,
    PositionView,
    RungView,
    StatementView,
    TierFigures,
)
from tallystick.metrics.scope import Scope
from tallystick.money.calendar import date_of_day, day_of_moment
from tallystick.money.cost import Uses
from tallystick.money.day_count import BASES
from tallystick.parties.schemas import PartyReference
from tallystick.parties.service import PartyService
from tallystick.programmes.service import ProgrammeService
from tallystick.receivables.identifiers import claim_text
from tallystick.receivables.service import ReceivableService
from tallystick.refusal import Forbidden, NotFound
from tallystick.web.viewer import Viewer

_HHI = Decimal("0.0001")
_NAMES = {basis: name for name, basis in BASES.items()}


class Line(NamedTuple):
    """A financing with its figures, and whether those beside its baseline, and those of its statement, are for the
    viewer."""

    financing: Financing
    figures: Cost
    borrower: PartyReference
    financier: PartyReference
    shows_baseline: bool
    shows_statement: bool

    @property
    def id(self) -> str:
        return "0x" + self.financing.quote.hex()

    @property
    def kind(self) -> Literal["sale", "loan"]:
        return "loan" if self.financing.is_loan else "sale"

    @property
    def claim(self) -> str:
        return claim_text((self.financing.receivable, self.financing.serial))

    @property
    def day_count(self) -> str:
        return _NAMES[self.financing.basis]

    @property
    def tier(self) -> int | None:
        return None if self.financing.origin is None else self.financing.origin.tier

    @property
    def baseline_cost(self) -> int | None:
        return self.figures.baseline_cost if self.shows_baseline else None

    @property
    def saving(self) -> int | None:
        return self.figures.saving if self.shows_baseline else None

    @property
    def evidence(self) -> str | None:
        return self.financing.baseline.evidence if self.shows_baseline and self.financing.baseline else None

    @property
    def uses(self) -> Uses | None:
        return self.figures.uses if self.shows_statement else None

    @property
    def unexplained(self) -> int | None:
        return self.figures.unexplained if self.shows_statement else None


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What a report is made of: the figures, and of the `count` financings behind them the latest as `lines`."""

    figures: Figures
    lines: Sequence[Line]
    count: int


class FigureService:
    """Reads one deployment's mirror, and what was stated about it."""

    def __init__(
        self,
        store: Store,
        deployment: int,
        parties: PartyService,
        programmes: ProgrammeService,
        receivables: ReceivableService,
    ) -> None:
        self._store = store
        self._parties = parties
        self._programmes = programmes
        self._receivables = receivables
        self._financings = FinancingReader(deployment)
        self._positions = PositionReader(deployment)

    def figures(self, viewer: Viewer, programme: int | None, party: str | None) -> Figures:
        """Raises `Forbidden` for other parties' figures, and `NotFound`."""
        scope = self._scope(viewer, programme, party)
        with self._store.reading() as session:
            return self._figures(session, scope, self._financings.all(session, scope))

    def financings(
        self, viewer: Viewer, programme: int | None, after: bytes | None, size: int
    ) -> FinancingList:
        """A page of those that the viewer took or gave, the latest first."""
        scope = self._scope(viewer, programme, None)
        with self._store.reading() as session:
            rows = self._financings.page(session, scope, after, size + 1)
            page, more = rows[:size], len(rows) > size
            return FinancingList(
                financings=[_view(line) for line in self._lines(session, viewer, page)],
                next="0x" + page[-1].quote.hex() if more else None,
            )

    def portfolio(
        self, viewer: Viewer, programme: int | None, party: str | None, most: int | None = None
    ) -> Portfolio:
        """Figures and financings of one moment, these all, or so many at most. Raises as `figures` does."""
        scope = self._scope(viewer, programme, party)
        with self._store.reading() as session:
            rows = self._financings.all(session, scope)
            return Portfolio(
                figures=self._figures(session, scope, rows),
                lines=self._lines(session, viewer, rows[::-1][:most]),
                count=len(rows),
            )

    def _scope(self, viewer: Viewer, programme: int | None, party: str | None) -> Scope:
        if programme is not None:
            self._programmes.get(programme)
        if viewer.sees_all:
            return Scope(programme, None if party is None else self._parties.any_address(party))
        if party not in {None, viewer.party}:
            raise Forbidden(
                "figures_not_yours",
                f"The figures of {party} are for itself and the supervisor to know.",
                "Leave the party out to see your own.",
            )
        return Scope(programme, viewer.address)

    def _figures(self, session: Session, scope: Scope, rows: Sequence[Financing]) -> Figures:
        today = day_of_moment(self._receivables.now(session))
        positions = self._positions.positions(session, scope, today)
        tiers = self._positions.tiers(session, scope)
        received = self._financings.received(session, scope)
        currencies = sorted(
            received.keys() | {row.currency for row in rows} | {one.currency for one in positions}
        )
        party = None
        if scope.party is not None:
            party = self._parties.references(session, {scope.party})[scope.party]
        return Figures(
            as_of=date_of_day(today),
            programme=None if scope.programme is None else str(scope.programme),
            party=party,
            portfolios=[
                _portfolio(
                    scope,
                    currency,
                    received.get(currency, 0),
                    [one for one in positions if one.currency == currency],
                    tiers.get(currency, []),
                    [row for row in rows if row.currency == currency],
                )
                for currency in currencies
            ],
        )

    def _lines(self, session: Session, viewer: Viewer, rows: Sequence[Financing]) -> list[Line]:
        sides = {side for row in rows for side in (row.borrower, row.financier)}
        names = self._parties.references(session, sides)
        return [
            Line(
                financing=row,
                figures=cost_of(row),
                borrower=names[row.borrower],
                financier=names[row.financier],
                shows_baseline=viewer.sees_all or viewer.address == row.borrower,
                shows_statement=viewer.sees_all or viewer.address == row.financier,
            )
            for row in rows
        ]


def statement_of(row: Financing, found: Cost) -> StatementView:
    """Where a financing's cost goes, and whether that adds up."""
    return StatementView(
        financing="0x" + row.quote.hex(),
        cost=found.cost,
        income=found.uses.income,
        fees=found.uses.fees,
        taxes=found.uses.taxes,
        loss_reserve=found.uses.loss_reserve,
        subsidies=found.uses.subsidies,
        stated=row.uses is not None,
        unexplained=found.unexplained,
    )


def financing_not_found(quote: str) -> NotFound:
    return NotFound(
        "financing_not_found", f"You have given no money on the quote {quote}.", "See GET /v1/financings."
    )


def _view(line: Line) -> FinancingView:
    row, found = line.financing, line.figures
    return FinancingView.model_validate(
        {
            "id": line.id,
            "kind": line.kind,
            "claim": line.claim,
            "programme": str(row.programme),
            "borrower": line.borrower,
            "financier": line.financier,
            "currency": row.currency,
            "face": row.face,
            "proceeds": row.paid,
            "fees": row.fees,
            "cost": found.cost,
            "rate_ppm": row.rate_ppm,
            "day_count": line.day_count,
            "value_date": date_of_day(row.value_day),
            "end_date": date_of_day(row.end_day),
            "days": row.days,
            "discount_rate": found.q,
            "simple_cost": found.s,
            "effective_annual_cost": found.e,
            "tier": line.tier,
            "seconds_to_cash": found.seconds_to_cash,
            "baseline": _beside_baseline(line),
            "statement": statement_of(row, found) if line.shows_statement else None,
        }
    )


def _beside_baseline(line: Line) -> dict[str, Any] | None:
    baseline = line.financing.baseline
    if baseline is None or not line.shows_baseline:
        return None
    return {
        "rate_ppm": baseline.ppm,
        "day_count": baseline.day_count,
        "evidence": baseline.evidence,
        "cost": line.figures.baseline_cost,
        "saving": line.figures.saving,
    }


def _portfolio(
    scope: Scope,
    currency: str,
    received: int,
    positions: Sequence[Position],
    tiers: Sequence[TierFace],
    rows: Sequence[Financing],
) -> PortfolioFigures:
    issued = tiers[0].reached if tiers else 0
    if scope.party is None:
        sides = [_together("all", rows, received, hide=())]
    else:
        taken = [row for row in rows if row.borrower == scope.party]
        given = [row for row in rows if row.financier == scope.party]
        sides = [
            _together("taken", taken, received, hide=STATED),
            _together("given", given, 0, hide=EVIDENCED),
        ]
    return PortfolioFigures(
        currency=currency,
        received=received,
        positions=[_position(one) for one in positions],
        tiers=[_tier(one, issued, rows if scope.party is None else None) for one in tiers],
        financings=sides,
    )


STATED = ("unexplained", "unexplained_count")
"""What a financier's own books say: not for its borrowers."""

EVIDENCED = ("baseline_cost", "saving", "baseline_rate", "rate_beside_baseline", "baseline_share")
"""What money cost a borrower elsewhere: not for its financiers."""


def _together(
    side: FinancingSide, rows: Sequence[Financing], received: int, hide: Sequence[str]
) -> FinancingFigures:
    found = together(rows)
    beside = found.beside_baseline
    figures: dict[str, Any] = {
        "side": side,
        "count": found.count,
        "face": found.face,
        "proceeds": found.proceeds,
        "fees": found.fees,
        "cost": found.cost,
        "discount_rate": found.q,
        "simple_cost": found.s,
        "xirr": found.xirr,
        "weighted_average_life": found.weighted_average_life,
        "days_sales_outstanding_effect": days_sales_outstanding_effect(found.face_days, received)
        if rows
        else None,
        "seconds_to_cash_p50": found.seconds_to_cash_p50,
        "seconds_to_cash_p95": found.seconds_to_cash_p95,
        "same_day_share": found.same_day_share,
        "baseline_cost": None if beside is None else beside.cost,
        "saving": None if beside is None else beside.saving,
        "baseline_rate": None if beside is None else beside.baseline_rate,
        "rate_beside_baseline": None if beside is None else beside.rate,
        "baseline_share": None if beside is None else beside.share,
        "unexplained": found.unexplained,
        "unexplained_count": found.unexplained_count,
    }
    return FinancingFigures.model_validate(figures | dict.fromkeys(hide))


def _position(one: Position) -> PositionView:
    return PositionView(
        side=one.side,
        outstanding=one.outstanding,
        count=one.count,
        weighted_average_life=one.weighted_average_life,
        debtors_hhi=None if one.debtors_hhi is None else one.debtors_hhi.quantize(_HHI),
        holders_hhi=None if one.holders_hhi is None else one.holders_hhi.quantize(_HHI),
        maturity_ladder=[RungView(month=month, face=face) for month, face in one.ladder.items()],
        ageing=[AgeView.model_validate({"age": age, "face": face}) for age, face in one.ageing.items()],
    )


def _tier(one: TierFace, issued: int, rows: Sequence[Financing] | None) -> TierFigures:
    here = [row for row in rows or () if row.origin is not None and row.origin.tier == one.tier]
    q, s = rates(here)
    return TierFigures(
        tier=one.tier,
        reached=one.reached,
        penetration=share(one.reached, issued),
        lies=one.lies,
        financed=None if rows is None else sum(row.face for row in here),
        discount_rate=q,
        simple_cost=s,
    )
