"""JSON files: a list of objects, each known by its line."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.imports.json_file import json_rows
from tallystick.imports.rows import understood
from tallystick.imports.schemas import RowProblem
from tallystick.refusal import Refusal

GOOD: dict[str, Any] = {
    "reference": "A-1",
    "creditor": "91310000MA1FL0AA01",
    "face": 123450,
    "currency": "CNY",
    "due_date": "2027-05-23",
    "documents": [{"kind": "invoice", "number": "4711"}],
}


def _problems(text: str) -> list[RowProblem]:
    return [problem for row in json_rows(text) for problem in understood(row)[1]]


def _problem(**fields: Any) -> tuple[str | None, str]:
    (problem,) = _problems(json.dumps([GOOD | fields]))
    assert problem.way_out
    return problem.field, problem.code


def test_rows_are_known_by_the_line_that_they_begin_on() -> None:
    text = f"\n[\n {json.dumps(GOOD)},\n\n{json.dumps(GOOD, indent=1)}\n, {json.dumps(GOOD)} ]\n"
    rows = json_rows(text)
    assert [row.line for row in rows] == [3, 5, 5 + json.dumps(GOOD, indent=1).count("\n") + 1]
    assert all(understood(row)[0] is not None for row in rows)


def test_a_list_may_be_empty() -> None:
    assert json_rows(" [ ] ") == []


@given(st.lists(st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=4)))
def test_items_are_found_as_any_reader_finds_them(values: list[Any]) -> None:
    rows = json_rows(json.dumps(values, indent=1))
    assert len(rows) == len(values)
    assert all(row.broken is not None for row in rows)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[", 1),
        ("[{}", 1),
        ("[{},", 1),
        ("[{},]", 1),
        ("[\n{}\n{}]", 3),
        ("[{}]\nx", 2),
        ("[\n\n{'a': 1}]", 3),
        ('[\n{"a": NaN}]', None),
        ('[\n{"a": 01}]', 2),
    ],
)
def test_what_is_no_json_is_refused_with_its_line(text: str, line: int | None) -> None:
    with pytest.raises(Refusal) as refused:
        json_rows(text)
    assert refused.value.code == "json_malformed"
    assert line is None or refused.value.values == {"line": line}


@pytest.mark.parametrize("text", ["{}", "null", '"x"', "7", "x", "﻿[]"])
def test_what_is_no_list_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        json_rows(text)
    assert refused.value.code == "json_not_a_list"


def test_a_row_is_an_object() -> None:
    assert [problem.code for problem in _problems('[1, [], "x", null]')] == ["not_an_object"] * 4


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("1234.50", "amount_not_minor_units"),
        ("1.0", "amount_not_minor_units"),
        ("1e3", "amount_not_minor_units"),
        ('"1234.50"', "amount_not_minor_units"),
        ('"1000"', "amount_not_an_integer"),
        ("true", "amount_not_an_integer"),
        ("null", "amount_not_an_integer"),
        ("[]", "amount_not_an_integer"),
        ("0", "amount_not_positive"),
        ("-1", "amount_not_positive"),
        ("9007199254740992", "amount_too_large"),
        ("9" * 5000, "amount_not_minor_units"),
    ],
    ids=lambda value: value[:24],
)
def test_an_amount_is_an_integer_of_minor_units(amount: str, code: str) -> None:
    text = json.dumps([GOOD]).replace("123450", amount)
    (problem,) = _problems(text)
    assert (problem.field, problem.code) == ("#/0/face", code)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"due_date": "2027-02-30"}, ("#/0/due_date", "no_such_day")),
        ({"due_date": 20270523}, ("#/0/due_date", "date_malformed")),
        ({"reference": 7}, ("#/0/reference", "not_text")),
        ({"reference": None}, ("#/0/reference", "not_text")),
        ({"amount": 7}, ("#/0/amount", "unknown_field")),
        ({"a/b~中": 7}, ("#/0/a~1b~0%E4%B8%AD", "unknown_field")),
        ({"\ud800": 7}, (None, "malformed")),
        ({"documents": []}, ("#/0/documents", "documents_missing")),
        ({"documents": {}}, ("#/0/documents", "documents_missing")),
        ({"documents": [7]}, ("#/0/documents/0", "not_an_object")),
        ({"documents": [{"kind": "invoice"}]}, ("#/0/documents/0", "document_not_named")),
        ({"documents": GOOD["documents"] * 10}, ("#/0/documents", "too_many_documents")),
        (
            {"documents": [GOOD["documents"][0] | {"total": 1.5}]},
            ("#/0/documents/0/total", "amount_not_minor_units"),
        ),
    ],
    ids=ascii,
)
def test_what_is_wrong_is_told_by_pointer_and_code(fields: dict[str, Any], expected: tuple[str, str]) -> None:
    assert _problem(**fields) == expected


def test_a_field_that_stands_twice_is_refused_wherever_it_stands() -> None:
    text = json.dumps([GOOD])
    twice = text.replace('"face": 123450', '"face": 123450, "face": 123450')
    assert [(problem.field, problem.code) for problem in _problems(twice)] == [("#/0/face", "field_repeated")]
    within = text.replace('"number": "4711"', '"number": "4711", "number": "4712"')
    assert [problem.field for problem in _problems(within)] == ["#/0/documents/0/number"]


def test_a_missing_field_is_named() -> None:
    (problem,) = _problems(json.dumps([{name: GOOD[name] for name in GOOD if name != "face"}]))
    assert (problem.field, problem.code, problem.value) == ("#/0/face", "missing", None)


def test_what_is_long_and_wrong_is_told_in_few_words() -> None:
    for fields in ({"face": "9" * 100_000}, {"reference": "x" * 100_000}, {"x" * 100_000: 1}):
        (problem,) = _problems(json.dumps([GOOD | fields]))
        assert len(problem.model_dump_json()) < 1_000
