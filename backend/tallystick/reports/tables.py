"""The tables of a report: amounts in whole currency with two decimals, rates as fractions, n/a left empty."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import polars as pl

from tallystick.metrics.figures import Portfolio
from tallystick.metrics.schemas import PortfolioFigures
from tallystick.money.calendar import date_of_day

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
        ReportTable("positions", frame_of(_POSITIONS, _of(portfolios, lambda one: one.positions))),
        ReportTable("maturity_ladder", frame_of(_LADDER, _within(portfolios, "maturity_ladder"))),
        ReportTable("ageing", frame_of(_AGEING, _within(portfolios, "ageing"))),
        ReportTable("tiers", frame_of(_TIERS, _of(portfolios, lambda one: one.tiers))),
        ReportTable("cost", frame_of(_COST, _of(portfolios, lambda one: one.financings))),
        ReportTable("financings", frame_of(_FINANCINGS, portfolio.lines)),
    ]


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


def frame_of(columns: Sequence[Column], rows: Sequence[Any]) -> pl.DataFrame:
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
    return name, kind, attrgetter(name)


def _of_terms(name: str, kind: Any, field: str | None = None) -> Column:
    return name, kind, attrgetter(f"financing.{field or name}")


def _of_figures(name: str, kind: Any, field: str | None = None) -> Column:
    return name, kind, attrgetter(f"figures.{field or name}")


def _of_uses(name: str) -> Column:
    return name, AMOUNT, lambda line: None if line.uses is None else getattr(line.uses, name)


_FINANCINGS: tuple[Column, ...] = (
    _plain("id", pl.String),
    _plain("kind", pl.String),
    _plain("claim", pl.String),
    _of_terms("programme", pl.Int64),
    ("borrower", pl.String, attrgetter("borrower.name")),
    ("financier", pl.String, attrgetter("financier.name")),
    ("value_date", pl.Date, lambda line: date_of_day(line.financing.value_day)),
    ("end_date", pl.Date, lambda line: date_of_day(line.financing.end_day)),
    _of_terms("days", pl.Int64),
    _plain("day_count", pl.String),
    _of_terms("currency", pl.String),
    _of_terms("face", AMOUNT),
    _of_terms("proceeds", AMOUNT, "paid"),
    _of_terms("fees", AMOUNT),
    _of_figures("cost", AMOUNT),
    _of_terms("agreed_rate_ppm", pl.Int64, "rate_ppm"),
    _of_figures("discount_rate", RATE, "q"),
    _of_figures("simple_cost", RATE, "s"),
    _of_figures("effective_annual_cost", RATE, "e"),
    _plain("tier", pl.Int64),
    _of_figures("seconds_to_cash", pl.Int64),
    _plain("baseline_cost", AMOUNT),
    _plain("saving", AMOUNT),
    ("baseline_evidence", pl.String, attrgetter("evidence")),
    _of_uses("income"),
    _of_uses("taxes"),
    _of_uses("loss_reserve"),
    _of_uses("subsidies"),
    _plain("unexplained", AMOUNT),
)
