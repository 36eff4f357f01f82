"""The tables of a report: amounts in whole currency with two decimals, rates as fractions, n/a left empty."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from tallystick.metrics.figures import Portfolio
from tallystick.metrics.schemas import FinancingView, PortfolioFigures

AMOUNT = pl.Decimal(38, 2)
RATE = pl.Decimal(38, 6)
DAYS = pl.Decimal(38, 2)
_MINOR_UNITS = 100

Column = tuple[str, Any, Callable[[Any], Any]]
"""Its name, its type, and how a row gives it."""


@dataclass(frozen=True, slots=True)
class ReportTable:
    """`name` is that of its file and sheet."""

    name: str
    frame: pl.DataFrame


def report_tables(portfolio: Portfolio) -> list[ReportTable]:
    """Every figure on the page, and every financing behind them."""
    portfolios = portfolio.figures.portfolios
    return [
        ReportTable("positions", _frame(_POSITIONS, _of(portfolios, lambda one: one.positions))),
        ReportTable("maturity_ladder", _frame(_LADDER, _within(portfolios, "maturity_ladder"))),
        ReportTable("ageing", _frame(_AGEING, _within(portfolios, "ageing"))),
        ReportTable("tiers", _frame(_TIERS, _of(portfolios, lambda one: one.tiers))),
        ReportTable("cost", _frame(_COST, _of(portfolios, lambda one: one.financings))),
        ReportTable("financings", financing_frame(portfolio.financings)),
    ]


def financing_frame(rows: Sequence[FinancingView]) -> pl.DataFrame:
    """One row each."""
    return _frame(_FINANCINGS, rows)


def _of(
    portfolios: Iterable[PortfolioFigures], part: Callable[[PortfolioFigures], Iterable[Any]]
) -> list[tuple[str, Any]]:
    return [(portfolio.currency, row) for portfolio in portfolios for row in part(portfolio)]


def _within(portfolios: Iterable[PortfolioFigures], part: str) -> list[tuple[str, str, Any]]:
    return [
        (portfolio.currency, position.side, row)
        for portfolio in portfolios
        for position in portfolio.positions
        for row in getattr(position, part)
    ]


def _frame(columns: Sequence[Column], rows: Sequence[Any]) -> pl.DataFrame:
    """Amounts come as minor units and are brought to whole currency without a detour through floats."""
    found = []
    for name, kind, value in columns:
        values = [value(row) for row in rows]
        if kind is AMOUNT:
            minor = pl.Series(name, values, dtype=pl.Int64)
            found.append(minor.cast(pl.Decimal(38, 0)).cast(AMOUNT))
        else:
            found.append(pl.Series(name, values, dtype=kind, strict=True))
    frame = pl.DataFrame(found)
    amounts = [name for name, kind, _ in columns if kind is AMOUNT]
    return frame.with_columns((pl.col(name) / _MINOR_UNITS).cast(AMOUNT) for name in amounts)


def _figure(name: str, kind: Any, field: str | None = None) -> Column:
    """Of a figure that stands behind its currency."""
    wanted = field or name
    return name, kind, lambda row: getattr(row[-1], wanted)


_CURRENCY: Column = ("currency", pl.String, lambda row: row[0])
_SIDE: Column = ("side", pl.String, lambda row: row[1])

_POSITIONS = (
    _CURRENCY,
    _figure("side", pl.String),
    _figure("outstanding", AMOUNT),
    _figure("count", pl.Int64),
    _figure("weighted_average_life_days", DAYS, "weighted_average_life"),
    _figure("debtors_hhi", RATE),
    _figure("holders_hhi", RATE),
)
_LADDER = (_CURRENCY, _SIDE, _figure("month", pl.String), _figure("face", AMOUNT))
_AGEING = (_CURRENCY, _SIDE, _figure("days_overdue", pl.String, "age"), _figure("face", AMOUNT))
_TIERS = (
    _CURRENCY,
    _figure("tier", pl.Int64),
    _figure("reached", AMOUNT),
    _figure("penetration", RATE),
    _figure("lies", AMOUNT),
    _figure("financed", AMOUNT),
    _figure("discount_rate", RATE),
    _figure("simple_cost", RATE),
)
_COST = (
    _CURRENCY,
    _figure("side", pl.String),
    _figure("count", pl.Int64),
    _figure("face", AMOUNT),
    _figure("proceeds", AMOUNT),
    _figure("fees", AMOUNT),
    _figure("cost", AMOUNT),
    _figure("discount_rate", RATE),
    _figure("simple_cost", RATE),
    _figure("xirr", RATE),
    _figure("weighted_average_life_days", DAYS, "weighted_average_life"),
    _figure("days_sales_outstanding_effect", DAYS),
    _figure("seconds_to_cash_p50", pl.Int64),
    _figure("seconds_to_cash_p95", pl.Int64),
    _figure("same_day_share", RATE),
    _figure("baseline_cost", AMOUNT),
    _figure("saving", AMOUNT),
    _figure("baseline_rate", RATE),
    _figure("rate_beside_baseline", RATE),
    _figure("baseline_share", RATE),
    _figure("unexplained", AMOUNT),
    _figure("unexplained_count", pl.Int64),
)


def _plain(name: str, kind: Any) -> Column:
    return name, kind, lambda row: getattr(row, name)


def _part(name: str, kind: Any, whole: str, field: str) -> Column:
    """Of what is not there for everybody."""

    def value(row: Any) -> Any:
        found = getattr(row, whole)
        return None if found is None else getattr(found, field)

    return name, kind, value


_FINANCINGS: tuple[Column, ...] = (
    _plain("id", pl.String),
    _plain("kind", pl.String),
    _plain("claim", pl.String),
    _plain("programme", pl.String),
    _part("borrower", pl.String, "borrower", "name"),
    _part("financier", pl.String, "financier", "name"),
    _plain("value_date", pl.Date),
    _plain("end_date", pl.Date),
    _plain("days", pl.Int64),
    _plain("day_count", pl.String),
    _plain("currency", pl.String),
    _plain("face", AMOUNT),
    _plain("proceeds", AMOUNT),
    _plain("fees", AMOUNT),
    _plain("cost", AMOUNT),
    ("agreed_rate", RATE, lambda row: Decimal(row.rate_ppm).scaleb(-6)),
    _plain("discount_rate", RATE),
    _plain("simple_cost", RATE),
    _plain("effective_annual_cost", RATE),
    _plain("tier", pl.Int64),
    _plain("seconds_to_cash", pl.Int64),
    _part("baseline_cost", AMOUNT, "baseline", "cost"),
    _part("saving", AMOUNT, "baseline", "saving"),
    _part("baseline_evidence", pl.String, "baseline", "evidence"),
    _part("income", AMOUNT, "statement", "income"),
    _part("taxes", AMOUNT, "statement", "taxes"),
    _part("loss_reserve", AMOUNT, "statement", "loss_reserve"),
    _part("subsidies", AMOUNT, "statement", "subsidies"),
    _part("unexplained", AMOUNT, "statement", "unexplained"),
)
