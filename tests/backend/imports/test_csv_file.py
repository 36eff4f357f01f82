"""CSV files: every cell with its line and column, and no guessing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.imports.csv_file import OPTIONAL, REQUIRED, csv_rows, example, explanation
from tallystick.imports.rows import understood
from tallystick.imports.schemas import ReceivableRow, RowDocument, RowProblem
from tallystick.money.amount import LARGEST_AMOUNT
from tallystick.refusal import Refusal

HEADER = "reference,creditor,face,currency,due_date,document_1_kind,document_1_number"
GOOD = {
    "reference": "A-1",
    "creditor": "91310000MA1FL0AA01",
    "face": "123450",
    "currency": "CNY",
    "due_date": "2027-05-23",
    "document_1_kind": "invoice",
    "document_1_number": "4711",
}


def _line(**cells: str) -> str:
    return ",".join((GOOD | cells)[name] for name in HEADER.split(","))


def _refused(text: str) -> Refusal:
    with pytest.raises(Refusal) as refused:
        csv_rows(text)
    assert refused.value.way_out
    return refused.value


def _problems(**cells: str) -> list[RowProblem]:
    names = list(GOOD | cells)
    (row,) = csv_rows(f"{','.join(names)}\n{','.join((GOOD | cells).values())}\n")
    return understood(row)[1]


def _problem(**cells: str) -> tuple[str | None, str, Any]:
    (problem,) = _problems(**cells)
    assert problem.line == 2
    assert problem.way_out
    return problem.field, problem.code, problem.value


def test_the_example_is_a_row() -> None:
    (source,) = csv_rows(example())
    row, problems = understood(source)
    assert problems == []
    assert row is not None
    assert (row.face, row.documents[0].number) == (123450, "26312000001234567890")


def test_every_column_is_explained() -> None:
    for name in (*REQUIRED, *OPTIONAL, *(f"document_1_{name}" for name in RowDocument.model_fields)):
        assert f"`{name}`" in explanation()
    assert {*REQUIRED, *OPTIONAL, "documents"} == set(ReceivableRow.model_fields)


def test_rows_are_known_by_the_line_that_they_begin_on() -> None:
    lines = (HEADER, "", _line(), ",,,,,,", _line(reference='"A\n2"'), _line(reference="A-3"))
    text = "\r\n".join(lines)
    assert [(row.line, row.fields["reference"]) for row in csv_rows(text)] == [
        (3, "A-1"),
        (5, "A\n2"),
        (7, "A-3"),
    ]


def test_columns_come_in_any_order_and_blank_cells_are_left_out() -> None:
    names = [" accept_by", *reversed(HEADER.split(",")), "document_3_fingerprint"]
    cells = ["", *reversed(_line().split(",")), " 0x12 "]
    (row,) = csv_rows(f"{','.join(names)}\n{','.join(cells)}\n")
    assert "accept_by" not in row.fields
    assert row.fields["documents"] == [{"number": "4711", "kind": "invoice"}, {"fingerprint": "0x12"}]
    assert row.field_name(("documents", 1, "fingerprint")) == "document_3_fingerprint"


def test_a_cell_may_hold_commas_and_quotes() -> None:
    quoted = _line(reference='"A, ""B"""')
    (row,) = csv_rows(f"{HEADER}\n{quoted}\n")
    assert row.fields["reference"] == 'A, "B"'


@pytest.mark.parametrize(
    ("header", "code", "named"),
    [
        (HEADER + ",face", "column_repeated", ["face"]),
        (HEADER + ",amount", "column_unknown", ["amount"]),
        (HEADER + ",document_0_number", "column_unknown", ["document_0_number"]),
        (HEADER + ",document_10_number", "column_unknown", ["document_10_number"]),
        (HEADER + ",", "column_unknown", [""]),
        (HEADER.replace(",", ";"), "column_unknown", [HEADER.replace(",", ";")]),
        (HEADER.upper(), "column_unknown", None),
        (HEADER.replace("face,", ""), "column_missing", ["face"]),
        ("reference,creditor,face,currency,due_date", "column_missing", ["document_1_number"]),
        (_line(), "column_repeated", None),
    ],
    ids=lambda value: str(value)[-24:],
)
def test_a_header_that_is_not_as_it_should_be_is_refused(
    header: str, code: str, named: list[str] | None
) -> None:
    refusal = _refused(f"{header}\n{_line()}\n")
    if code == "column_repeated" and named is None:
        code = "column_unknown"  # a file without a header
    assert refusal.code == code
    if named is not None:
        assert refusal.values == {"line": 1, "columns": named}


@pytest.mark.parametrize("cells", ['"A"1', '"A'])
def test_quoting_that_is_wrong_is_refused_with_its_line(cells: str) -> None:
    refusal = _refused(f"{HEADER}\n{_line()}\n{_line(reference=cells)}\n")
    assert (refusal.code, refusal.values) == ("csv_malformed", {"line": 3})


def test_a_cell_without_end_is_refused() -> None:
    assert _refused(f"{HEADER}\n{_line(reference='x' * 200_000)}\n").code == "csv_malformed"


def test_a_row_has_as_many_cells_as_there_are_columns() -> None:
    for line in (_line() + ",1", _line().rsplit(",", 1)[0]):
        (row,) = csv_rows(f"{HEADER}\n{line}\n")
        (problem,) = understood(row)[1]
        assert (problem.line, problem.field, problem.code) == (2, None, "cells_do_not_match_columns")


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("1234.50", "amount_not_minor_units"),
        ("1234.", "amount_not_minor_units"),
        ("0", "amount_not_positive"),
        ("-5", "amount_not_positive"),
        (str(LARGEST_AMOUNT + 1), "amount_too_large"),
        ("9" * 30, "amount_too_large"),
        ("9" * 31, "amount_not_an_integer"),
        ("1e5", "amount_not_an_integer"),
        ("１２３", "amount_not_an_integer"),
        ("1 000", "amount_not_an_integer"),
        ("+5", "amount_not_an_integer"),
        ("¥5", "amount_not_an_integer"),
        ("0x5", "amount_not_an_integer"),
        ("1_000", "amount_not_an_integer"),
        ("true", "amount_not_an_integer"),
    ],
)
def test_an_amount_is_an_integer_of_minor_units(amount: str, code: str) -> None:
    for name in ("face", "document_1_amount", "document_1_total"):
        field, found, value = _problem(**{name: amount})
        assert (field, found) == (name, code)
        assert str(value) in {
            amount,
            repr(int(amount)) if amount.isascii() and amount.lstrip("-").isdigit() else "",
        }


def test_the_way_out_of_a_decimal_point_names_the_minor_units() -> None:
    (problem,) = _problems(face="1234.50")
    assert "123450" in problem.way_out
    (problem,) = _problems(face="1234.567")
    assert "1234" not in problem.way_out


@given(st.integers(-(2**70), 2**70))
def test_exactly_the_amounts_of_the_ledger_are_taken(amount: int) -> None:
    (row,) = csv_rows(f"{HEADER}\n{_line(face=str(amount))}\n")
    parsed, _ = understood(row)
    assert (parsed is not None) == (1 <= amount <= LARGEST_AMOUNT)
    assert parsed is None or parsed.face == amount


@given(st.text(st.characters(exclude_characters=',"\r\n')))
def test_no_cell_whatever_is_taken_for_an_amount_but_plain_digits(text: str) -> None:
    (row,) = csv_rows(f"{HEADER}\n{_line(face=f'x{text}')}\n")
    assert understood(row)[0] is None


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"due_date": "2027-02-30"}, ("due_date", "no_such_day", "2027-02-30")),
        ({"due_date": "23.05.2027"}, ("due_date", "date_malformed", "23.05.2027")),
        ({"due_date": "2027/5/23"}, ("due_date", "date_malformed", "2027/5/23")),
        ({"accept_by": "0000-01-01"}, ("accept_by", "no_such_day", "0000-01-01")),
        ({"document_1_issued_on": "2027-13-01"}, ("document_1_issued_on", "no_such_day", "2027-13-01")),
        ({"currency": "EUR"}, ("currency", "not_one_of", "EUR")),
        ({"currency": "cny"}, ("currency", "not_one_of", "cny")),
        ({"creditor": "Müller & Co"}, ("creditor", "malformed", "Müller & Co")),
        ({"reference": ""}, ("reference", "missing", None)),
        ({"reference": "x" * 101}, ("reference", "too_long", None)),
        ({"reference": "a\x00b"}, ("reference", "not_printable", None)),
        ({"document_1_kind": "receipt"}, ("document_1_kind", "not_one_of", "receipt")),
        ({"document_1_kind": ""}, ("document_1", "document_not_named", None)),
        ({"document_1_fingerprint": "0x" + "0" * 64}, ("document_1", "document_not_named", None)),
        ({"document_1_fingerprint": "0x0"}, ("document_1_fingerprint", "malformed", "0x0")),
        ({"document_1_kind": "", "document_1_number": ""}, ("document_1", "documents_missing", None)),
        ({"document_2_fingerprint": "0x" + "0" * 64}, (None, "document_amount_missing", None)),
    ],
    ids=str,
)
def test_what_is_wrong_is_told_by_line_column_and_code(
    cells: dict[str, str], expected: tuple[str | None, str, Any]
) -> None:
    field, code, value = _problem(**cells)
    assert (field, code) == expected[:2]
    if expected[2] is not None:
        assert value == expected[2]


def test_all_that_is_wrong_with_a_row_is_told_at_once() -> None:
    found = {
        (problem.field, problem.code) for problem in _problems(face="1.5", due_date="never", reference="")
    }
    assert found == {
        ("face", "amount_not_minor_units"),
        ("due_date", "date_malformed"),
        ("reference", "missing"),
    }
