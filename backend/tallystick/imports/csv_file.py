"""Rows of a CSV file (RFC 4180): a header that names the columns, then one receivable a line."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

from tallystick.imports.rows import LONGEST_FIELD, Place, SourceRow
from tallystick.imports.schemas import MOST_DOCUMENTS_A_ROW, ReceivableRow, RowDocument
from tallystick.refusal import Invalid, Refusal
from tallystick.web.problems import MOST_ERRORS

REQUIRED = tuple(
    name for name, field in ReceivableRow.model_fields.items() if name != "documents" and field.is_required()
)
OPTIONAL = tuple(name for name in ReceivableRow.model_fields if name != "documents" and name not in REQUIRED)
DOCUMENT = tuple(RowDocument.model_fields)
_AMOUNTS = {"face", "amount", "total"}
_DOCUMENT_COLUMN = re.compile(rf"document_([1-{MOST_DOCUMENTS_A_ROW}])_({'|'.join(DOCUMENT)})")
_INTEGER = re.compile(r"-?[0-9]{1,30}")


def csv_rows(text: str) -> list[SourceRow]:
    """Every row that is not blank. Raises `Invalid` where the file as a whole cannot be understood."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines = _numbered(reader)
    _, header = next(lines, (1, []))
    columns = [name.strip() for name in header]
    _check(columns)
    return [_row(line, cells, columns) for line, cells in lines if any(cell.strip() for cell in cells)]


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line that it begins on: quoted cells may run over several."""
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Invalid(
                "csv_malformed",
                f"The record that begins on line {line} is not CSV: {error}.",
                'Quote a cell as "…" and double the quotes in it, or leave them out.',
                {"line": line},
            ) from error
        yield line, cells


def _check(columns: list[str]) -> None:
    repeated = sorted({name for name in columns if columns.count(name) > 1})
    unknown = [
        name for name in columns if name not in REQUIRED + OPTIONAL and not _DOCUMENT_COLUMN.fullmatch(name)
    ]
    missing = [name for name in REQUIRED if name not in columns]
    if not any(_DOCUMENT_COLUMN.fullmatch(name) for name in columns):
        missing.append("document_1_number")
    known = f"Use the columns {', '.join(_known())}, separated by commas."
    for code, names, said, way_out in (
        ("column_repeated", repeated, "These columns are there more than once", "Name each column once."),
        ("column_unknown", unknown, "There are no such columns", known),
        (
            "column_missing",
            missing,
            "These columns are missing",
            f"Begin the file with a line of column names. {known}",
        ),
    ):
        if names:
            columns = [ascii(name)[1:-1][:LONGEST_FIELD] for name in names[:MOST_ERRORS]]
            raise Invalid(code, f"{said}: {', '.join(columns)}.", way_out, {"line": 1, "columns": columns})


def _known() -> list[str]:
    return [
        *REQUIRED,
        *OPTIONAL,
        *(f"document_1_{name}" for name in DOCUMENT),
        f"… document_{MOST_DOCUMENTS_A_ROW}_…",
    ]


def _row(line: int, cells: list[str], columns: list[str]) -> SourceRow:
    fields: dict[str, Any] = {}
    documents: dict[str, dict[str, Any]] = {}
    for name, cell in zip(columns, cells, strict=False):
        value = cell.strip()
        if not value:
            continue
        column = _DOCUMENT_COLUMN.fullmatch(name)
        if column is None:
            fields[name] = _value(name, value)
        else:
            documents.setdefault(column[1], {})[column[2]] = _value(column[2], value)
    numbers = sorted(documents)
    fields["documents"] = [documents[number] for number in numbers]

    def field_name(place: Place) -> str:
        if place[0] != "documents":
            return str(place[0])
        number = numbers[int(place[1])] if len(place) > 1 else "1"
        return f"document_{number}_{place[2]}" if len(place) > 2 else f"document_{number}"

    broken = None
    if len(cells) != len(columns):
        broken = Refusal(
            "cells_do_not_match_columns",
            f"The row has {len(cells)} cells, the header {len(columns)} columns.",
            "Give every row as many cells as there are columns; quote a cell that has a comma in it.",
        )
    return SourceRow(line, fields, field_name, broken=broken)


def _value(name: str, text: str) -> Any:
    return int(text) if name in _AMOUNTS and _INTEGER.fullmatch(text) else text


def explanation() -> str:
    """The columns, for those who make such files."""
    fields = ReceivableRow.model_fields
    return "\n".join(
        [
            _FORM,
            *(f"`{name}`: {fields[name].description}" for name in REQUIRED),
            *(f"`{name}` (optional): {fields[name].description}" for name in OPTIONAL),
            *(
                f"`document_1_{name}`: {field.description}"
                for name, field in RowDocument.model_fields.items()
            ),
            f"Further documents: `document_2_…` to `document_{MOST_DOCUMENTS_A_ROW}_…`.",
        ]
    )


_FORM = """RFC 4180 with a header line, separated by commas, in UTF-8 with or without BOM; other encodings are named
with charset= (gb18030, gbk). Blank cells are left out, blank lines skipped. The columns, in any order:"""


def example() -> str:
    return (
        "reference,creditor,face,currency,due_date,document_1_kind,document_1_number\r\n"
        "PO-2026-000123,91310000MA1FL0AA01,123450,CNY,2027-05-23,invoice,26312000001234567890\r\n"
    )
