"""Tables as CSV, Parquet and XLSX."""

import io
from collections.abc import Iterable
from typing import Any

import polars as pl
from xlsxwriter import Workbook

from tallystick.reports.tables import AMOUNT, DAYS, RATE, ReportTable

_FORMULA_BEGINS = r"^[=+\-@\t\r]"
"""What a spreadsheet that opens a CSV file would take for a formula (OWASP, CSV Injection)."""

MOST_ROWS = 1_048_575
"""A sheet has 1,048,576 rows, the heading among them."""

_WIDTH = 10
_LARGEST_NUMBER = 10**13

_FORMATS: dict[Any, str] = {AMOUNT: "#,##0.00", RATE: "0.0000%", DAYS: "#,##0.00"}


def csv_of(table: ReportTable) -> bytes:
    """UTF-8 with a byte order mark, without which spreadsheets misread Chinese names."""
    texts = [name for name, kind in table.frame.schema.items() if kind == pl.String]
    harmless = table.frame.with_columns(
        pl.when(pl.col(name).str.contains(_FORMULA_BEGINS))
        .then(pl.lit("'") + pl.col(name))
        .otherwise(pl.col(name))
        .alias(name)
        for name in texts
    )
    out = io.BytesIO()
    harmless.write_csv(out, include_bom=True)
    return out.getvalue()


def parquet_of(table: ReportTable) -> bytes:
    out = io.BytesIO()
    table.frame.write_parquet(out)
    return out.getvalue()


def xlsx_of(tables: Iterable[ReportTable]) -> bytes:
    """A sheet for each table. Texts are never formulas or links."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, options) as workbook:
        heading = workbook.add_format({"bold": True, "bottom": 1})
        for table in tables:
            _write_sheet(workbook, table, heading)
    return out.getvalue()


def _write_sheet(workbook: Workbook, table: ReportTable, heading: Any) -> None:
    frame = table.frame.head(MOST_ROWS)
    sheet = workbook.add_worksheet(table.name)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, frame.columns, heading)
    for position, (name, kind) in enumerate(frame.schema.items()):
        form = workbook.add_format({"num_format": _FORMATS[kind]}) if kind in _FORMATS else None
        if kind == pl.Date:
            form = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet.set_column(position, position, max(len(name), _WIDTH) + 2, form)
        _write_column(sheet, position, kind, frame.get_column(name), form)
    sheet.autofilter(0, 0, frame.height, max(frame.width - 1, 0))


def _write_column(sheet: Any, position: int, kind: pl.DataType, values: pl.Series, form: Any) -> None:
    """What is n/a stays empty. A sheet's numbers have fifteen digits: a larger amount is written as text."""
    for row, value in enumerate(values, start=1):
        if value is None:
            continue
        if kind == pl.String or (kind == AMOUNT and abs(value) >= _LARGEST_NUMBER):
            sheet.write_string(row, position, str(value))
        elif kind == pl.Date:
            sheet.write_datetime(row, position, value, form)
        else:
            sheet.write_number(row, position, value, form)
