"""Whatever is sent, the answer is a problem document that points at what is wrong; never an error of ours."""

import json
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.running_ledger import Caller, RunningLedger, problem
from tests.api.trade import Trade, commitment, credit_note, document

LARGEST = 2**53 - 1
NOT_AMOUNTS: list[Any] = [0, -1, 1.0, 1.5, "1", True, None, [], {}, LARGEST + 1, 2**64, 10**400, "１", 1e300]
NOT_DATES: list[Any] = [
    "2027-02-29",
    "2027-2-28",
    "20270228",
    "2027-02-28T00:00:00",
    "2027-02-28Z",
    "2027-13-01",
    "２０２７-02-28",
    "0000-01-01",
    "10000-01-01",
    "tomorrow",
    "",
    1_795_305_600,
    "1795305600",
    None,
    True,
]
UNPRINTABLE = [
    "\u202e123",
    "1\u200b2",
    "a\u2028b",
    "a\x00b",
    "\x00",
    "a\nb",
    "a\x1b[31mb",
    "a\x7f",
    "a\x85b",
    "\ud800",
    "",
    "   ",
]


@pytest.fixture(scope="module")
def trade(ledger: RunningLedger) -> Trade:
    return Trade.opened(ledger)


@pytest.fixture(scope="module")
def claim(trade: Trade) -> str:
    return trade.claim(1_000)


@pytest.fixture(scope="module")
def invoice(trade: Trade) -> str:
    return trade.invoice(1_000)


def _points_at(told: dict[str, Any], pointer: str) -> None:
    assert (told["status"], told["code"]) == (400, "malformed_request"), told
    assert pointer in [error["pointer"] for error in told["errors"]], told["errors"]
    assert all({"pointer", "detail", "value"} <= error.keys() for error in told["errors"])


def _bad(caller: Caller, path: str, body: Any) -> dict[str, Any]:
    """What is said to a body that httpx itself might refuse to write."""
    text = json.dumps(body)
    headers = {"Idempotency-Key": "malformed", "Content-Type": "application/json"}
    return problem(caller.ask("POST", path, headers, content=text.encode()))


@pytest.mark.parametrize("amount", NOT_AMOUNTS, ids=lambda value: repr(value)[:20])
def test_an_amount_is_an_integer_of_minor_units(trade: Trade, claim: str, invoice: str, amount: Any) -> None:
    body = commitment(trade.programme, trade.supplier, 1, invoice)
    _points_at(_bad(trade.debtor, "/v1/receivables", body | {"face": amount}), "#/face")
    drawn = {"evidence": [{"document": invoice, "amount": amount}]}
    _points_at(_bad(trade.debtor, "/v1/receivables", body | drawn), "#/evidence/0/amount")
    papers = document(trade.debtor, trade.supplier, 1)
    _points_at(_bad(trade.supplier, "/v1/documents", papers | {"amount": amount}), "#/amount")
    notes = f"/v1/documents/{invoice}/credit-notes"
    _points_at(_bad(trade.supplier, notes, credit_note(1) | {"amount": amount}), "#/amount")
    _points_at(_bad(trade.supplier, f"/v1/claims/{claim}/splits", {"parts": [1, amount]}), "#/parts/1")
    to = {"to": trade.debtor.party, "value": amount}
    _points_at(_bad(trade.supplier, f"/v1/claims/{claim}/transfers", to), "#/value")
    shares = {"parts": [to]}
    _points_at(_bad(trade.supplier, f"/v1/claims/{claim}/distributions", shares), "#/parts/0/value")


@pytest.mark.parametrize("day", NOT_DATES, ids=repr)
def test_a_date_is_a_day_of_the_calendar_and_nothing_else(trade: Trade, invoice: str, day: Any) -> None:
    body = commitment(trade.programme, trade.supplier, 1, invoice)
    _points_at(_bad(trade.debtor, "/v1/receivables", body | {"due_date": day}), "#/due_date")
    if day is not None:  # that is the due date
        _points_at(_bad(trade.debtor, "/v1/receivables", body | {"accept_by": day}), "#/accept_by")
    papers = document(trade.debtor, trade.supplier, 1)
    _points_at(_bad(trade.supplier, "/v1/documents", papers | {"issued_on": day}), "#/issued_on")
    note = credit_note(1) | {"issued_on": day}
    _points_at(_bad(trade.supplier, f"/v1/documents/{invoice}/credit-notes", note), "#/issued_on")


def test_the_29th_of_february_is_a_day_in_leap_years(trade: Trade) -> None:
    papers = document(trade.debtor, trade.supplier, 1, issued_on="2024-02-29")
    assert trade.supplier.command("/v1/documents", papers)["issued_on"] == date(2024, 2, 29).isoformat()


@pytest.mark.parametrize("text", UNPRINTABLE, ids=ascii)
def test_text_is_printable_and_not_empty(trade: Trade, invoice: str, text: str) -> None:
    operator = trade.ledger.operator
    party = {"name": text, "tax_number": "123456789012345", "roles": ["supplier"]}
    _points_at(_bad(operator, "/v1/parties", party), "#/name")
    papers = document(trade.debtor, trade.supplier, 1, number=text)
    _points_at(_bad(trade.supplier, "/v1/documents", papers), "#/number")
    note = credit_note(1, number=text)
    _points_at(_bad(trade.supplier, f"/v1/documents/{invoice}/credit-notes", note), "#/number")
    for other in ("buyer", "seller"):
        papers = document(trade.debtor, trade.supplier, 1) | {other: text}
        _points_at(_bad(trade.supplier, "/v1/documents", papers), f"#/{other}")


def test_an_unknown_field_is_pointed_at(trade: Trade, claim: str) -> None:
    path = f"/v1/claims/{claim}/splits"
    _points_at(_bad(trade.supplier, path, {"parts": [1, 2], "part": 1}), "#/part")
    _points_at(_bad(trade.supplier, path, {"parts": [1, 2], "a/b~c d": 1}), "#/a~1b~0c%20d")
    _points_at(_bad(trade.supplier, path, {"parts": [1, 2], "\ud800": 1}), "#")


def test_a_missing_field_is_pointed_at(trade: Trade) -> None:
    _points_at(_bad(trade.supplier, "/v1/transfers", {"claims": ["1-1"]}), "#/to")


@pytest.mark.parametrize("roles", [[], ["operator"], ["host"], ["Supplier"], "supplier", [1], [None]])
def test_a_role_is_one_that_a_party_may_have(sqlite_ledger: RunningLedger, roles: Any) -> None:
    body = {"name": "x", "tax_number": "123456789012345", "roles": roles}
    told = _bad(sqlite_ledger.operator, "/v1/parties", body)
    assert told["errors"][0]["pointer"].startswith("#/roles")


@pytest.mark.parametrize(
    "number", ["12345678901234", "1" * 21, "1234567890-12345", "１23456789012345", "", 123]
)
def test_a_tax_number_has_15_to_20_letters_and_digits(sqlite_ledger: RunningLedger, number: Any) -> None:
    body = {"name": "x", "tax_number": number, "roles": ["supplier"]}
    _points_at(_bad(sqlite_ledger.operator, "/v1/parties", body), "#/tax_number")


@pytest.mark.parametrize("flag", ["yes", 1, 0, "true", None])
def test_a_rule_of_a_programme_is_said_plainly(sqlite_ledger: RunningLedger, flag: Any) -> None:
    terms = {"name": "x", "asset_kind": "claim", "regime": "plain_claim_register", "day_count": "ACT/360"}
    body = terms | {"longest_term_months": 6, "acceptance_required": flag}
    _points_at(_bad(sqlite_ledger.operator, "/v1/programmes", body), "#/acceptance_required")
    for months in ("6", 6.0, True, -1, 256):
        body = terms | {"longest_term_months": months}
        _points_at(_bad(sqlite_ledger.operator, "/v1/programmes", body), "#/longest_term_months")


def test_a_transfer_names_one_destination(trade: Trade, claim: str) -> None:
    path = f"/v1/claims/{claim}/transfers"
    for body in ({"value": 1}, {"value": 1, "to": trade.debtor.party, "to_claim": claim}):
        _points_at(_bad(trade.supplier, path, body), "#")


@pytest.mark.parametrize(
    "message", ["", "0x1", "abcd", "0xzz", "0X00", "0x" + "00" * 1_025, 7, True, ["0x00"]]
)
def test_a_message_is_so_many_bytes_in_hex(trade: Trade, claim: str, message: Any) -> None:
    body = {"to": trade.debtor.party, "claims": [claim], "safely": True}
    _points_at(_bad(trade.supplier, "/v1/transfers", body | {"message": message}), "#/message")


def test_a_message_goes_to_who_is_asked_and_with_claims_that_fit_one_transaction(trade: Trade) -> None:
    claims = [f"1-{serial}" for serial in range(1, 52)]
    for named, safely in ((claims[:1], None), (claims[:1], False), (claims, True)):
        asked = {} if safely is None else {"safely": safely}
        body = {"to": trade.debtor.party, "claims": named, "message": "0x00"} | asked
        _points_at(_bad(trade.supplier, "/v1/transfers", body), "#")


@pytest.mark.parametrize("safely", ["yes", 1, "true", None])
def test_whether_the_recipient_is_asked_is_said_plainly(trade: Trade, claim: str, safely: Any) -> None:
    body = {"to": trade.debtor.party, "claims": [claim], "safely": safely}
    _points_at(_bad(trade.supplier, "/v1/transfers", body), "#/safely")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"not json",
        b"\xff\xfe\x00",
        b'{"parts": [NaN, Infinity]}',
        b'{"parts": [1, 2], "parts": 3}',
        b'{"parts": [' + b"1" * 5_000 + b", 2]}",
        b"[" * 100_000,
        b'{"parts":' * 10_000,
        b"\x00",
        "{}".encode("utf-16"),
        b"parts=1&parts=2",
    ],
    ids=lambda content: repr(content[:24]),
)
def test_a_body_that_is_not_the_json_asked_for(trade: Trade, claim: str, content: bytes) -> None:
    for content_type in ("application/json", "text/plain", "multipart/form-data", ""):
        headers = {"Idempotency-Key": "not json", "Content-Type": content_type}
        told = problem(trade.supplier.ask("POST", f"/v1/claims/{claim}/splits", headers, content=content))
        assert told["status"] == 400, content_type


@pytest.mark.parametrize(
    "content",
    [
        '{"parts": [1], "parts": [400, 600]}',
        '{"parts": [400, 600], "p\\u0061rts": [400, 600]}',
        ' {"parts": [400, 600], "x": {"y": 1, "y": 2}}',
    ],
)
def test_a_member_that_stands_twice_is_refused(trade: Trade, claim: str, content: str) -> None:
    """Whoever looked at the request before us may have seen the other value."""
    headers = {"Idempotency-Key": "twice", "Content-Type": "application/json"}
    told = problem(
        trade.supplier.ask("POST", f"/v1/claims/{claim}/splits", headers, content=content.encode())
    )
    assert (told["status"], told["code"]) in {(400, "member_repeated"), (400, "malformed_request")}
    assert trade.supplier.read(f"/v1/claims/{claim}")["face"] == 1_000


def test_a_body_of_brackets_does_not_end_the_process(trade: Trade) -> None:
    """Not even one that nobody known sends: bodies are parsed before keys are looked at."""
    for content in (b"[" * 900_000, b'{"a":' * 100_000, "[".encode("utf-16") * 100_000):
        for caller in (trade.supplier, trade.ledger.stranger(None)):
            told = problem(caller.ask("POST", "/v1/transfers", {"Idempotency-Key": "deep"}, content=content))
            assert told["status"] == 400
    assert trade.ledger.stranger(None).get("/v1/health").is_success


def test_ten_megabytes_are_refused_in_few_words(trade: Trade) -> None:
    response = trade.supplier.post("/v1/transfers", {"to": "x" * 10 * 1024 * 1024, "claims": ["1-1"]})
    told = problem(response)
    assert (told["status"], told["code"]) == (413, "body_too_large")
    assert trade.supplier.get("/v1/claims").is_success


def test_what_is_long_and_wrong_is_told_in_few_words(trade: Trade, claim: str) -> None:
    long = 900_000
    for path, body in (
        (f"/v1/claims/{claim}/splits", {"parts": "x" * long}),
        (f"/v1/claims/{claim}/splits", {"x" * 10_000: 1}),
        (f"/v1/claims/{claim}/splits", {"parts": [0] * (long // 3)}),
        ("/v1/transfers", {"to": "x" * long, "claims": [claim]}),
        ("/v1/documents", document(trade.debtor, trade.supplier, 1, number="1" * long)),
    ):
        response = trade.supplier.post(path, body)
        assert problem(response)["status"] == 400
        assert len(response.content) < 16_000


@pytest.mark.parametrize(
    "path",
    [
        "/v1/claims/0-1",
        "/v1/claims/1",
        "/v1/claims/1-1-1",
        "/v1/claims/-1-1",
        "/v1/claims/9999999999999999999-1",
        "/v1/claims/1-99999999999999999999",
        "/v1/claims/%00",
        "/v1/claims/1-1%0A",
        "/v1/claims/١-١",
        "/v1/claims/%ff",
        "/v1/receivables/0",
        "/v1/receivables/-1",
        "/v1/receivables/1.5",
        "/v1/receivables/9223372036854775808",
        "/v1/receivables/x/lineage",
        "/v1/documents/0x12",
        "/v1/documents/%00",
        "/v1/parties/%00",
        "/v1/parties/%ff",
        "/v1/parties/" + "x" * 5_000,
        "/v1/operations/%00",
        "/v1/operations/%ED%A0%80",
        "/v1/operations/%00/events",
        "/v1/operations?after=%00",
        "/v1/operations?size=0",
        "/v1/operations?size=501",
        "/v1/programmes/0",
        "/v1/programmes/-1",
        "/v1/programmes/99999999999999999999",
        "/v1/programmes/%00",
        "/v1/claims?size=0",
        "/v1/claims?size=501",
        "/v1/claims?size=ten",
        "/v1/claims?receivable=9223372036854775808",
        "/v1/claims?after=7",
        "/v1/claims?after=9999999999999999999-1",
        "/v1/claims?after=%00",
        "/v1/receivables?after=7-1",
        "/v1/receivables/1/holders?at_block=-1",
        "/v1/receivables/1/holders?at_block=9223372036854775808",
        "/v1/receivables/1/holders?on=2027-02-29",
        "/v1/receivables/1/holders?on=0",
        "/v1/receivables/1/holders?on=%00",
        "/v1/receivables?after=9223372036854775808",
    ],
)
def test_a_path_or_query_that_cannot_be_is_refused(trade: Trade, path: str) -> None:
    assert problem(trade.supplier.ask("GET", path))["status"] == 400


@pytest.mark.parametrize("day", ["0", "1795305600", "20270228", "2027-02-28T00:00:00"])
@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/v1/returns", "as_of"),
        ("/v1/wallets/{party}/loop", "as_of"),
        ("/v1/programmes/{programme}/note-figures", "changed_on"),
    ],
)
def test_no_day_is_made_of_a_number_in_a_query(trade: Trade, path: str, name: str, day: str) -> None:
    filled = path.format(party=trade.debtor.party, programme=trade.programme)
    refused = problem(trade.debtor.get(filled, **{name: day}))
    assert refused["errors"] == [
        {"pointer": f"query/{name}", "detail": "It should be a date as in 2027-05-23", "value": day}
    ]


@pytest.mark.parametrize("movement", ["7", "031-4", "31-4-1", "x"])
def test_what_names_no_movement_is_called_an_id_and_no_cursor(trade: Trade, movement: str) -> None:
    refused = problem(trade.supplier.get(f"/v1/border-movements/{movement}/pacs008"))
    assert refused["errors"] == [
        {
            "pointer": "path/movement",
            "detail": "It should be an id: the block and the place in it as in 31-4",
            "value": movement,
        }
    ]


def test_what_is_not_there_is_a_problem_document_too(trade: Trade) -> None:
    assert problem(trade.supplier.get("/v1/nothing"))["code"] == "no_such_route"
    assert problem(trade.supplier.get("/nothing"))["code"] == "no_such_route"
    response = trade.supplier.ask("DELETE", "/v1/claims")
    assert problem(response)["status"] == 405
    assert response.headers["allow"] == "GET"


# Anything at all

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-5, 5),
    st.sampled_from([LARGEST, LARGEST + 1, 2**63, 2**64, 10**300]),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(["1-1", "2027-05-23", "0x" + "00" * 32, "CNY", "claim", "invoice", "\x00", "\ud800"]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
COMMANDS = {
    "/v1/parties": ("name", "tax_number", "roles"),
    "/v1/programmes": ("name", "asset_kind", "regime", "approval", "day_count", "longest_term_months"),
    "/v1/documents": ("kind", "number", "issued_on", "buyer", "seller", "amount", "currency"),
    "/v1/documents/{invoice}/credit-notes": ("number", "issued_on", "amount"),
    "/v1/receivables": ("programme", "creditor", "face", "accept_by", "due_date", "evidence"),
    "/v1/transfers": ("to", "claims", "safely", "message"),
    "/v1/claims/{claim}/splits": ("parts", "count", "value"),
    "/v1/claims/{claim}/distributions": ("parts",),
    "/v1/claims/{claim}/merges": ("claims",),
    "/v1/claims/{claim}/transfers": ("value", "to", "to_claim"),
}


@st.composite
def _damaged(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A command and, for some of its fields, values to put in place of the good ones."""
    path = draw(st.sampled_from(sorted(COMMANDS)))
    fields = draw(st.sets(st.sampled_from(COMMANDS[path]), min_size=1))
    return path, {field: draw(VALUES) for field in sorted(fields)}


@pytest.mark.hypothesis
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage=_damaged())
def test_no_body_whatever_makes_the_ledger_stumble(
    trade: Trade, claim: str, invoice: str, damage: tuple[str, dict[str, Any]]
) -> None:
    """As a dry run: that goes the same way, and what happens to be well formed leaves no mark."""
    path, values = damage
    good: dict[str, dict[str, Any]] = {
        "/v1/parties": {"name": "x", "tax_number": "123456789012345", "roles": ["supplier"]},
        "/v1/programmes": {
            "name": "x",
            "asset_kind": "claim",
            "regime": "plain_claim_register",
            "day_count": "ACT/360",
            "longest_term_months": 6,
        },
        "/v1/documents": document(trade.debtor, trade.supplier, 1),
        "/v1/documents/{invoice}/credit-notes": credit_note(1),
        "/v1/receivables": commitment(trade.programme, trade.supplier, 1_000, invoice),
        "/v1/transfers": {"to": trade.debtor.party, "claims": [claim]},
        "/v1/claims/{claim}/splits": {"parts": [1, 999]},
        "/v1/claims/{claim}/distributions": {"parts": [{"to": trade.debtor.party, "value": 1}]},
        "/v1/claims/{claim}/merges": {"claims": ["1-1"]},
        "/v1/claims/{claim}/transfers": {"value": 1, "to": trade.debtor.party},
    }
    caller = {"/v1/parties": trade.ledger.operator, "/v1/programmes": trade.ledger.operator}.get(
        path, trade.debtor if path == "/v1/receivables" else trade.supplier
    )
    text = json.dumps(good[path] | values)
    headers = {"Idempotency-Key": "fuzz", "Content-Type": "application/json"}
    where = path.format(claim=claim, invoice=invoice) + "?dry_run=true"
    response = caller.ask("POST", where, headers, content=text.encode())
    assert response.status_code < 500, text
    if response.is_error:
        problem(response)


@pytest.mark.hypothesis
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    below=st.sampled_from(
        ["", "claims/", "receivables/", "parties/", "operations/", "claims?after=", "claims?size="]
    ),
)
def test_no_path_whatever_makes_the_ledger_stumble(trade: Trade, path: str, below: str) -> None:
    assert trade.supplier.ask("GET", f"/v1/{below}{quote(path)}").status_code < 500
