"""Tables as CSV, Parquet and XLSX."""

import io
from collections.abc import Iterable
from typing import Any

import polars as pl
from rustpy_xlsxwriter import FastExcel, Format

from tallystick.reports.tables import AMOUNT, DAYS, RATE, ReportTable

_FORMULA_BEGINS = r"^[=+\-@\t\r]"
"""What a spreadsheet that opens a CSV file would take for a formula (OWASP, CSV Injection)."""

MOST_ROWS = 1_048_575
"""A sheet has 1,048,576 rows, the heading among them."""

_COLUMN_WIDTH = 16
_LARGEST_NUMBER = 10**13
_FORMATS: dict[Any, str] = {AMOUNT: "#,##0.00", RATE: "0.0000%", DAYS: "#,##0.00", pl.Date: "yyyy-mm-dd"}


def csv_of(table: ReportTable) -> bytes:
    """UTF-8 with a byte order mark, without which spreadsheets misread Chinese names."""
    harmless = table.frame.with_columns(
        pl.when(pl.col(pl.String).str.contains(_FORMULA_BEGINS))
        .then(pl.lit("'") + pl.col(pl.String))
        .otherwise(pl.col(pl.String))
        .name.keep()
    )
    out = io.BytesIO()
    harmless.write_csv(out, include_bom=True)
    return out.getvalue()


def parquet_of(table: ReportTable) -> bytes:
    out = io.BytesIO()
    table.frame.write_parquet(out)
    return out.getvalue()


def xlsx_of(tables: Iterable[ReportTable]) -> bytes:
    """A sheet for each table. Texts are texts, never formulas or links, and what is n/a stays empty."""
    out = io.BytesIO()
    workbook = FastExcel(out).format(bold_headers=True).freeze(row=1)
    for table in tables:
        frame = table.frame.head(MOST_ROWS)
        workbook.sheet(
            table.name,
            frame.select(_in_a_sheet(column) for column in frame),
            column_width=_COLUMN_WIDTH,
            column_formats={
                name: Format().set_num_format(_FORMATS[kind])
                for name, kind in frame.schema.items()
                if kind in _FORMATS
            },
            autofilter=frame.height > 0,
        )
    workbook.save()
    return out.getvalue()


def _in_a_sheet(column: pl.Series) -> pl.Series:
    """A sheet's numbers are doubles, exact to fifteen digits: a column with an amount beyond that is one of texts."""
    if not column.dtype.is_decimal():
        return column
    largest: Any = column.abs().max()
    return column.cast(pl.String if largest is not None and largest >= _LARGEST_NUMBER else pl.Float64)
