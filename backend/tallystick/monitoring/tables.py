"""The tables of monitoring: amounts in whole currency with two decimals, shares as fractions, n/a left empty."""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any

import polars as pl

from tallystick.monitoring.schemas import GoodsAndMoney, Monitoring, ProgrammeMonitoring
from tallystick.reports.tables import AMOUNT, RATE, Column, ReportTable, frame_of

_LIST_SEPARATOR = " "


def monitoring_tables(monitoring: Monitoring) -> list[ReportTable]:
    """Everything on the page, row by row."""
    programmes = monitoring.programmes
    return [
        ReportTable("movements", frame_of(_MOVEMENTS, _of(programmes, lambda one: one.movements))),
        ReportTable(
            "goods_and_money", frame_of(_GOODS_AND_MONEY, _of(programmes, lambda one: one.goods_and_money))
        ),
        ReportTable(
            "differences",
            frame_of(
                _DIFFERENCES,
                [
                    (programme, (goods, difference))
                    for programme, goods in _of(programmes, lambda one: one.goods_and_money)
                    for difference in goods.differences
                ],
            ),
        ),
        ReportTable("limit_use", frame_of(_LIMIT_USE, _of(programmes, lambda one: one.limit_use))),
        ReportTable("alerts", frame_of(_ALERTS, _of(programmes, lambda one: one.alerts or ()))),
        ReportTable("attempts", frame_of(_ATTEMPTS, _of(programmes, lambda one: one.attempts or ()))),
    ]


def _of(
    programmes: Iterable[ProgrammeMonitoring], part: Callable[[ProgrammeMonitoring], Iterable[Any]]
) -> list[tuple[ProgrammeMonitoring, Any]]:
    return [(programme, row) for programme in programmes for row in part(programme)]


def _programme(name: str, kind: Any, field: str | None = None) -> Column:
    wanted = attrgetter(field or name)
    return name, kind, lambda row: wanted(row[0])


def _row(name: str, kind: Any, field: str | None = None) -> Column:
    wanted = attrgetter(field or name)
    return name, kind, lambda row: wanted(row[1])


def _of_fixing(name: str, kind: Any, field: str) -> Column:
    wanted = attrgetter(field)
    return name, kind, lambda row: None if row[1].fixing is None else wanted(row[1].fixing)


def _goods(name: str, kind: Any, field: str | None = None) -> Column:
    wanted: Callable[[GoodsAndMoney], Any] = attrgetter(field or name)
    return name, kind, lambda row: wanted(row[1][0])


def _listed(texts: Sequence[str]) -> str:
    return _LIST_SEPARATOR.join(texts)


_PROGRAMME: tuple[Column, ...] = (
    _programme("programme", pl.String),
    _programme("currency", pl.String),
)
_MOVEMENTS: tuple[Column, ...] = (
    *_PROGRAMME,
    _row("movement", pl.String, "id"),
    _row("at", pl.String),
    _row("block", pl.Int64),
    _row("transaction", pl.String),
    _row("kind", pl.String),
    _row("receivable", pl.String),
    _row("claim", pl.String),
    _row("sender", pl.String, "sender.name"),
    _row("sender_group", pl.String),
    _row("sender_country", pl.String),
    _row("recipient", pl.String, "recipient.name"),
    _row("recipient_group", pl.String),
    _row("recipient_country", pl.String),
    _row("amount", AMOUNT),
    _row("money_cny", AMOUNT, "money"),
    _row("for_interest", pl.Boolean),
    _of_fixing("fixing_answer", pl.String, "answer"),
    _of_fixing("fixing_decimals", pl.Int64, "decimals"),
    _of_fixing("fixing_quotes", pl.String, "quotes"),
    _of_fixing("fixing_round", pl.String, "round"),
    _of_fixing("fixing_updated_at", pl.String, "updated_at"),
    _row("purpose", pl.Int64),
    _row("milestone", pl.String),
    _row("transaction_use", AMOUNT),
    _row("transaction_cap", AMOUNT),
    _row("window_use", AMOUNT),
    _row("window_cap", AMOUNT),
    _row("window_seconds", pl.Int64),
    _row("counted", pl.Boolean),
    _row("matched", pl.Boolean),
)
_GOODS_AND_MONEY: tuple[Column, ...] = (
    *_PROGRAMME,
    _row("receivable", pl.String),
    _row("debtor", pl.String, "debtor.name"),
    _row("creditor", pl.String, "creditor.name"),
    _row("due_date", pl.String),
    _row("face", AMOUNT),
    _row("documents", AMOUNT),
    _row("credited", AMOUNT),
    _row("milestone", pl.String),
    _row("paid", AMOUNT),
    _row("interest", AMOUNT),
    _row("money_cny", AMOUNT, "money"),
    _row("outstanding", AMOUNT),
)
_DIFFERENCES: tuple[Column, ...] = (
    *_PROGRAMME,
    _goods("receivable", pl.String),
    _goods("debtor", pl.String, "debtor.name"),
    ("difference", pl.String, lambda row: row[1][1].name),
    ("amount", AMOUNT, lambda row: row[1][1].amount),
    ("days", pl.Int64, lambda row: row[1][1].days),
)
_LIMIT_USE: tuple[Column, ...] = (
    *_PROGRAMME,
    _row("group", pl.String),
    _row("used", AMOUNT),
    _row("window_cap", AMOUNT),
    _row("cap_share", RATE),
    _row("peak", AMOUNT),
    _row("peak_cap", AMOUNT),
    _row("peak_share", RATE),
    _row("peak_at", pl.String),
)
_ALERTS: tuple[Column, ...] = (
    *_PROGRAMME,
    _row("rule", pl.String),
    _row("group", pl.String),
    ("wallets", pl.String, lambda row: _listed([f"[{wallet.name}]" for wallet in row[1].wallets])),
    _row("amount", AMOUNT),
    _row("transaction_cap", AMOUNT),
    _row("cap_share", RATE),
    _row("first_at", pl.String),
    _row("last_at", pl.String),
    ("movements", pl.String, lambda row: _listed(row[1].movements)),
    (
        "parameters",
        pl.String,
        lambda row: _listed([f"{one.name}={one.value}" for one in row[1].parameters]),
    ),
)
_ATTEMPTS: tuple[Column, ...] = (
    *_PROGRAMME,
    _row("at", pl.String),
    _row("block", pl.Int64),
    _row("party", pl.String, "party.name"),
    _row("party_id", pl.String, "party.id"),
    _row("rule", pl.String),
    _row("command", pl.String),
    _row("amount", AMOUNT),
    _row("detail", pl.String),
    _row("further", pl.Int64),
)
