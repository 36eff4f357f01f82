"""Files in: all of a file or nothing, a report of every row, and each row once."""

import csv
import io
import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from pathlib import Path
from threading import Barrier
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from tallystick.chain.node import with_room
from tallystick.database.records import Records
from tallystick.imports.reading import MOST_DOCUMENTS, MOST_ROWS
from tallystick.money.calendar import add_months
from tallystick.turns import waiting
from tests.api.running_ledger import Caller, RunningLedger, accepted, problem
from tests.api.trade import Trade, document, row_to_import, today
from tests.ubl import elements, invoice, written

CSV, JSON, XML = "text/csv", "application/json", "application/xml"
EXAMPLES = Path(__file__).parents[1] / "backend" / "imports" / "examples"
TRANSACTION_GAS = 2**24
"""Ethereum's limit for one transaction, EIP-7825."""

Row = dict[str, Any]


@pytest.fixture
def trade(ledger: RunningLedger) -> Trade:
    return Trade.opened(ledger)


@pytest.fixture
def any_trade(any_ledger: RunningLedger) -> Trade:
    return Trade.opened(any_ledger)


def _send(
    caller: Caller, content: bytes | str, content_type: str, key: str | None = None, **query: Any
) -> httpx.Response:
    headers = {"Idempotency-Key": key or str(uuid.uuid4()), "Content-Type": content_type}
    return caller.ask("POST", "/v1/imports", headers, content=content, params=query)


def _import(trade: Trade, rows: list[Row], key: str | None = None, **query: Any) -> httpx.Response:
    return _send(trade.debtor, json.dumps(rows), JSON, key, **{"programme": trade.programme} | query)


def _imported(trade: Trade, rows: list[Row]) -> dict[str, Any]:
    response = _import(trade, rows)
    assert response.status_code == 201, response.text
    return accepted(response)


def _refused(trade: Trade, rows: list[Row], **query: Any) -> dict[str, Any]:
    """The report of a file of which nothing was done, which is the same in a dry run."""
    before = _everything(trade.ledger)
    told = problem(_import(trade, rows, **query))
    assert (told["status"], told["code"]) == (422, "import_refused"), told
    assert problem(_import(trade, rows, **query, dry_run="true")) == told
    assert _everything(trade.ledger) == before
    values: dict[str, Any] = told["values"]
    return values


def _everything(ledger: RunningLedger) -> tuple[Any, ...]:
    """Mirror, chain, and how many rows each table of the records has."""
    with ledger.backend.store.reading() as session:
        counts = [
            session.scalar(select(func.count()).select_from(table))
            for table in Records.metadata.sorted_tables
        ]
    return (*ledger.state(), *counts)


def _problems(report: dict[str, Any]) -> list[tuple[int, str | None, str]]:
    return [
        (found["line"], found["field"], found["code"]) for row in report["rows"] for found in row["problems"]
    ]


def _statuses(report: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(row["status"], row["receivable"]) for row in report["rows"]]


def _row(trade: Trade, face: int = 1_000, **fields: Any) -> Row:
    return row_to_import(trade, face, **fields)


def _tax_number(caller: Caller) -> str:
    number: str = caller.read("/v1/parties/me")["tax_number"]
    return number


# What a file does


def test_a_csv_file_becomes_receivables_in_one_transaction(any_trade: Trade) -> None:
    trade = any_trade
    papers = [document(trade.debtor, trade.supplier, face) for face in (700, 800)]
    fingerprints = [trade.supplier.command("/v1/documents", paper)["fingerprint"] for paper in papers]
    due, accept_by = add_months(today(), 5).isoformat(), (today() + timedelta(days=10)).isoformat()
    common = {"creditor": _tax_number(trade.supplier).lower(), "currency": "CNY", "due_date": due}
    first = common | {"reference": "订单 1", "face": 1_000, "accept_by": accept_by}
    for position, (paper, drawn) in enumerate(zip(papers, (300, 700), strict=True), 1):
        cells = {name: paper[name] for name in ("kind", "number", "issued_on")}
        cells |= {"amount": drawn, "total": paper["amount"]}
        first |= {f"document_{position}_{name}": cell for name, cell in cells.items()}
    second = common | {"reference": "订单 2", "face": 100}
    second |= {"document_1_kind": "invoice", "document_1_number": papers[1]["number"]}
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, first)
    writer.writeheader()
    writer.writerows([first, second])
    response = _send(trade.debtor, text.getvalue().encode("utf-8-sig"), CSV, programme=trade.programme)
    assert response.status_code == 201, response.text
    report = response.json()
    assert report["encoding"] == "utf-8"
    assert [(row["line"], row["reference"], row["status"]) for row in report["rows"]] == [
        (2, "订单 1", "issued"),
        (3, "订单 2", "issued"),
    ]
    issued = [trade.debtor.read(f"/v1/receivables/{row['receivable']}") for row in report["rows"]]
    assert [(found["face"], found["due_date"], found["status"]) for found in issued] == [
        (1000, due, "offered"),
        (100, due, "offered"),
    ]
    assert issued[0]["accept_by"] == accept_by
    assert issued[0]["creditor"]["id"] == trade.supplier.party
    left = [trade.supplier.read(f"/v1/documents/{fingerprint}")["left"] for fingerprint in fingerprints]
    assert left == [400, 0]
    receipt = trade.ledger.backend.node.receipt(bytes.fromhex(report["transaction"][2:]))
    assert receipt is not None
    assert receipt.succeeded
    trade.supplier.command(f"/v1/receivables/{report['rows'][0]['receivable']}/acceptance")


def test_a_dry_run_tells_what_a_file_would_do_and_does_nothing(any_trade: Trade) -> None:
    rows = [_row(any_trade), _row(any_trade)]
    before = _everything(any_trade.ledger)
    told = accepted(_import(any_trade, rows, dry_run="true"))
    assert (told["dry_run"], told["would"], told["command"]) == (True, "succeed", "import_receivables")
    assert _statuses(told) == [("ready", None), ("ready", None)]
    assert _everything(any_trade.ledger) == before
    assert [status for status, _ in _statuses(_imported(any_trade, rows))] == ["issued", "issued"]


def test_an_acceptance_is_the_debtors_own_document(trade: Trade) -> None:
    papers = document(trade.debtor, trade.supplier, 500, kind="acceptance")
    row = _row(trade, 500, documents=[{"kind": "acceptance", "number": papers["number"]}])
    assert _problems(_refused(trade, [row])) == [(1, "#/0/documents/0/number", "document_not_found")]
    trade.debtor.command("/v1/documents", papers)
    assert _statuses(_imported(trade, [row]))[0][0] == "issued"


def test_a_file_of_a_spreadsheet_in_china_is_read_and_said_so(trade: Trade) -> None:
    names = ["reference", "creditor", "face", "currency", "due_date", "document_1_fingerprint"]
    row = _row(trade, reference=f"采购订单{uuid.uuid4().int % 10**6}")
    cells = [*(str(row[name]) for name in names[:-1]), row["documents"][0]["fingerprint"]]
    content = f"{','.join(names)}\r\n{','.join(cells)}\r\n".encode("gb18030")
    report = accepted(_send(trade.debtor, content, CSV, programme=trade.programme))
    assert (report["encoding"], report["rows"][0]["reference"]) == ("gb18030", row["reference"])


# Nothing half-imported


def test_one_wrong_row_keeps_every_other_out(any_trade: Trade) -> None:
    rows = [
        _row(any_trade),
        _row(any_trade, due_date="2027-02-30"),
        _row(any_trade) | {"face": 0},
        _row(any_trade),
    ]
    report = _refused(any_trade, rows)
    assert _problems(report) == [
        (1, "#/1/due_date", "no_such_day"),
        (1, "#/2/face", "amount_not_positive"),
    ]
    assert [status for status, _ in _statuses(report)] == ["ready", "refused", "refused", "ready"]
    assert report["refused"] == 2


def test_rows_that_draw_too_much_on_one_document_together_are_found_before_anything_is_sent(
    any_trade: Trade,
) -> None:
    shared = any_trade.invoice(1_000)
    draw = [{"fingerprint": shared, "amount": 400}]
    rows = [_row(any_trade, 400, documents=draw) for _ in range(3)]
    rows.insert(1, _row(any_trade))
    text = json.dumps(rows, indent=1)
    lines = [1 + text[: text.index(row["reference"])].count("\n") - 1 for row in rows]
    before = _everything(any_trade.ledger)
    told = problem(_send(any_trade.debtor, text, JSON, programme=any_trade.programme))
    assert _problems(told["values"]) == [(lines[3], "#/3/documents/0/amount", "evidence_exceeded")]
    values = told["values"]["rows"][3]["problems"][0]["values"]
    assert (values["amount"], values["drawn"], values["requested"]) == (1_000, 800, 400)
    assert values["drawn_by_lines"] == [lines[0], lines[2]]
    assert _everything(any_trade.ledger) == before
    assert len(_imported(any_trade, rows[:3])["rows"]) == 3


def test_what_other_receivables_draw_on_a_document_is_named(trade: Trade) -> None:
    shared = trade.invoice(1_000)
    number = trade.offer(1_000, shared)
    report = _refused(trade, [_row(trade, 1, documents=[{"fingerprint": shared}])])
    (found,) = report["rows"][0]["problems"]
    assert (found["code"], found["value"]) == ("evidence_exceeded", None)
    assert [drawing["receivable"] for drawing in found["values"]["drawn_by"]] == [number]


def test_every_row_is_told_what_is_wrong_with_it(trade: Trade) -> None:
    stranger = trade.ledger.open_party("supplier")
    cases: list[tuple[Row, str | None, str]] = [
        (_row(trade, creditor=str(uuid.uuid4())), "creditor", "party_not_found"),
        (_row(trade, creditor="0" * 18), "creditor", "party_not_found"),
        (_row(trade, creditor=stranger.party), "documents/0/number", "document_of_others"),
        (_row(trade, creditor=trade.debtor.party), "creditor", "creditor_is_debtor"),
        (_row(trade, currency="USD"), "currency", "currency_of_other_programme"),
        (_row(trade, due_date=today().isoformat()), "due_date", "due_date_out_of_range"),
        (_row(trade, due_date="1969-12-31"), "due_date", "due_date_out_of_range"),
        (_row(trade, due_date="2126-01-01"), "due_date", "due_date_out_of_range"),
        (_row(trade, accept_by="2126-01-01"), "accept_by", "accept_by_out_of_range"),
        (
            _row(trade, documents=[{"fingerprint": "0x" + "0" * 64}]),
            "documents/0/fingerprint",
            "document_not_found",
        ),
        (
            _row(trade, documents=[{"kind": "delivery", "number": "none"}]),
            "documents/0/number",
            "document_not_found",
        ),
        (
            _row(trade, documents=[{"fingerprint": trade.invoice(10), "amount": 9}]),
            "face",
            "evidence_does_not_match_face",
        ),
        (
            _row(trade, documents=[{"fingerprint": trade.invoice(1_000), "issued_on": "2020-01-01"}]),
            "documents/0/issued_on",
            "document_differs",
        ),
        (
            _row(trade, documents=[{"fingerprint": trade.invoice(1_000), "total": 1_001}]),
            "documents/0/total",
            "document_differs",
        ),
    ]
    report = _refused(trade, [row for row, _, _ in cases])
    found = [(field, code) for _, field, code in _problems(report)]
    assert found == [(f"#/{index}/{field}", code) for index, (_, field, code) in enumerate(cases)]
    for row in report["rows"]:
        assert row["status"] == "refused"
        assert all(told["way_out"] and told["detail"] for told in row["problems"])


def test_a_row_stands_once_in_a_file(trade: Trade) -> None:
    row = _row(trade)
    report = _refused(trade, [row, row, _row(trade, reference=f" {row['reference']} ")])
    assert _problems(report) == [
        (1, "#/1/reference", "reference_repeated"),
        (1, "#/2/reference", "reference_repeated"),
    ]


def test_documents_of_others_are_as_unknown_as_those_that_are_not_there(trade: Trade) -> None:
    other = Trade.opened(trade.ledger)
    row = _row(trade, documents=[{"fingerprint": other.invoice(1_000)}])
    assert _problems(_refused(trade, [row])) == [(1, "#/0/documents/0/fingerprint", "document_not_found")]


def test_a_file_larger_than_a_transaction_is_refused(trade: Trade) -> None:
    row = _row(trade)
    for rows in (
        [row] * (MOST_ROWS + 1),
        [row | {"documents": row["documents"] * 5}] * (MOST_DOCUMENTS // 5 + 1),
    ):
        few = [
            row | {"documents": [{"fingerprint": "0x" + "0" * 64, "amount": 1}] * len(row["documents"])}
            for row in rows
        ]
        told = problem(_import(trade, few))
        assert (told["status"], told["code"]) == (422, "file_too_large")
        assert str(MOST_ROWS) in told["way_out"]


def test_the_largest_file_fits_one_transaction(sqlite_ledger: RunningLedger) -> None:
    """Measured on rows that cost as much as rows can: nothing that they write was there before."""
    trade, largest = Trade.opened(sqlite_ledger), 2**53 - 1

    def gas(rows: int, documents: int) -> int:
        file = []
        for number in range(rows):
            supplier = sqlite_ledger.open_party("supplier")
            drawn = [
                {
                    "fingerprint": supplier.command(
                        "/v1/documents", document(trade.debtor, supplier, largest)
                    )["fingerprint"],
                    "amount": largest // documents - 1,
                }
                for _ in range(documents)
            ]
            due = (today() + timedelta(days=30 + number)).isoformat()
            face = sum(drawing["amount"] for drawing in drawn)
            accept_by = (today() + timedelta(days=number)).isoformat()
            file.append(
                _row(trade, face, documents=drawn, creditor=supplier.party, due_date=due, accept_by=accept_by)
            )
        given: int = accepted(_import(trade, file, dry_run="true"))["gas"]
        return given * 3 // 4  # what it needs, without the room that comes on top

    one, two, with_more = gas(1, 1), gas(2, 1), gas(1, 3)
    row, further = two - one, (with_more - one) // 2
    most = one + (MOST_ROWS - 1) * row + (MOST_DOCUMENTS - MOST_ROWS) * further
    assert TRANSACTION_GAS * 0.7 < most < TRANSACTION_GAS == with_room(most)


# The same file twice


def test_the_same_file_under_the_same_key_is_answered_as_before(trade: Trade) -> None:
    rows, key = [_row(trade), _row(trade)], str(uuid.uuid4())
    first = _import(trade, rows, key)
    done = _everything(trade.ledger)
    again = _import(trade, rows, key)
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["idempotency-replayed"] == "true"
    assert _everything(trade.ledger) == done
    other = problem(_import(trade, rows[:1], key))
    assert other["code"] == "idempotency_key_reused"


def test_the_same_file_under_another_key_changes_nothing(any_trade: Trade) -> None:
    rows = [_row(any_trade), _row(any_trade)]
    numbers = [number for _, number in _statuses(_imported(any_trade, rows))]
    done = any_trade.ledger.state()
    again = _imported(any_trade, rows)
    assert _statuses(again) == [("exists", number) for number in numbers]
    assert again["transaction"] is None
    tried = accepted(_import(any_trade, rows, dry_run="true"))
    assert _statuses(tried) == _statuses(again)
    assert any_trade.ledger.state() == done


def test_a_file_with_rows_of_before_issues_only_the_others(trade: Trade) -> None:
    old, new = _row(trade), _row(trade)
    (known,) = _statuses(_imported(trade, [old]))
    report = _imported(trade, [new, old])
    assert _statuses(report)[1] == ("exists", known[1])
    assert _statuses(report)[0][0] == "issued"
    assert trade.debtor.read(f"/v1/receivables/{report['rows'][0]['receivable']}")["face"] == new["face"]
    assert len(trade.debtor.read("/v1/receivables")["receivables"]) == 2


def test_a_row_is_known_again_after_a_restart_and_in_another_kind_of_file(trade: Trade) -> None:
    row = _row(trade)
    (known,) = _statuses(_imported(trade, [row]))
    trade.ledger.restart()
    names = [
        "document_1_fingerprint",
        "reference",
        "due_date",
        "creditor",
        "currency",
        "face",
        "document_1_amount",
    ]
    values = row | {"document_1_fingerprint": row["documents"][0]["fingerprint"].upper().replace("0X", "0x")}
    values |= {"document_1_amount": row["face"], "creditor": _tax_number(trade.supplier)}
    content = f"{','.join(names)}\n{','.join(str(values[name]) for name in names)}"
    report = accepted(_send(trade.debtor, content, CSV, programme=trade.programme))
    assert _statuses(report) == [("exists", known[1])]


def test_a_reference_with_another_content_is_refused_and_says_what_differs(trade: Trade) -> None:
    row = _row(trade)
    (known,) = _statuses(_imported(trade, [row]))
    other_due = add_months(today(), 5).isoformat()
    report = _refused(trade, [row | {"due_date": other_due, "face": 999}])
    found = report["rows"][0]["problems"]
    assert [(told["field"], told["code"]) for told in found] == [
        ("#/0/face", "differs_from_imported"),
        ("#/0/due_date", "differs_from_imported"),
        ("#/0/documents", "differs_from_imported"),
    ]
    assert found[0]["values"] == {"receivable": known[1], "field": "face", "before": 1_000, "now": 999}
    other = trade.ledger.open_programme()
    found = _refused(trade, [row], programme=other)["rows"][0]["problems"]
    assert [(told["field"], told["values"]["field"]) for told in found] == [(None, "programme")]


def test_references_are_each_debtors_own(trade: Trade) -> None:
    other = Trade.opened(trade.ledger)
    for one in (trade, other):
        assert _statuses(_imported(one, [_row(one, reference="the same")]))[0][0] == "issued"


def test_a_file_that_was_refused_leaves_its_references_free(trade: Trade) -> None:
    good, bad = _row(trade), _row(trade) | {"face": -1}
    _refused(trade, [good, bad])
    assert len(_imported(trade, [good, bad | {"face": 1_000}])["rows"]) == 2


def test_two_imports_of_one_file_at_once_issue_each_row_once(any_trade: Trade) -> None:
    rows, sent = [_row(any_trade), _row(any_trade)], 4
    barrier = Barrier(sent)

    def send(number: int) -> httpx.Response:
        headers = {
            "Authorization": f"Bearer {any_trade.debtor.api_key}",
            "Idempotency-Key": f"{rows[0]} {number}"[-255:],
        }
        url = f"{any_trade.ledger.url}/v1/imports?programme={any_trade.programme}"
        with httpx.Client(timeout=60, trust_env=False) as client:
            barrier.wait()
            return client.post(url, headers=headers, json=rows if number % 2 else rows[::-1])

    with ThreadPoolExecutor(sent) as pool:
        answers = list(pool.map(send, range(sent)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert {problem(answer)["code"] for answer in answers if answer.is_error} <= {"import_in_progress"}
    issued = [
        row
        for answer in answers
        if answer.is_success
        for row in answer.json()["rows"]
        if row["status"] == "issued"
    ]
    assert len(issued) == 2
    assert len(any_trade.debtor.read("/v1/receivables")["receivables"]) == 2
    assert sorted(_statuses(_imported(any_trade, rows))) == sorted(
        ("exists", row["receivable"]) for row in issued
    )


@pytest.mark.parametrize("at", [1, 2], ids=["when its rows are tried", "when it is carried out"])
def test_an_import_that_another_of_the_same_rows_overtakes_is_not_told_that_they_are_wrong(
    trade: Trade, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    rows, attempts = [_row(trade)], count(1)
    preparation = trade.ledger.backend.dispatcher._preparation
    really = preparation.plan

    def overtaken(command: Any) -> Any:
        if next(attempts) == at:
            with waiting():
                assert _statuses(_imported(trade, rows))[0][0] == "issued"
        return really(command)

    monkeypatch.setattr(preparation, "plan", overtaken)
    refused = _import(trade, rows)
    assert (refused.status_code, problem(refused)["code"]) == (409, "import_in_progress")
    assert _statuses(_imported(trade, rows))[0][0] == "exists"


# Files that cannot be taken in


@pytest.mark.parametrize(
    ("content", "content_type", "status", "code"),
    [
        (b"", CSV, 400, "file_empty"),
        (b"", XML, 400, "file_empty"),
        (b"[]", JSON, 400, "file_without_rows"),
        (b"reference,creditor,face,currency,due_date,document_1_number\n", CSV, 400, "file_without_rows"),
        (b"reference,reference\n", CSV, 400, "column_repeated"),
        (b"reference;face\n", CSV, 400, "column_unknown"),
        (b"reference\n1\n", CSV, 400, "column_missing"),
        ("Société,".encode("latin-1"), CSV, 400, "encoding_unknown"),
        ("reference".encode("utf-16"), CSV, 400, "encoding_unknown"),
        (b"{}", JSON, 400, "json_not_a_list"),
        (b"[{]", JSON, 400, "json_malformed"),
        (b"<Invoice", XML, 400, "xml_malformed"),
        (invoice()[:-10], "text/xml", 400, "xml_malformed"),
        (b"<a/>", XML, 400, "not_a_ubl_invoice"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', XML, 400, "xml_with_document_type"),
        (invoice(type_code="381"), XML, 422, "credit_note_not_imported"),
        (b"x", "text/plain", 415, "file_type_unknown"),
        (b"x", "", 415, "file_type_unknown"),
        (b"[" * 2_000, JSON, 400, "malformed_request"),
        (b"x" * 1_100_000, CSV, 413, "body_too_large"),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(
    trade: Trade, content: bytes, content_type: str, status: int, code: str
) -> None:
    told = problem(_send(trade.debtor, content, content_type, programme=trade.programme))
    assert (told["status"], told["code"]) == (status, code)


def test_receivables_are_issued_by_debtors_under_a_programme(trade: Trade) -> None:
    rows = json.dumps([_row(trade)])
    assert problem(_send(trade.debtor, rows, JSON))["code"] == "programme_missing"
    assert problem(_send(trade.debtor, rows, JSON, programme="999999"))["code"] == "programme_not_found"
    assert problem(_send(trade.debtor, rows, JSON, programme="x"))["code"] == "malformed_request"
    told = problem(_send(trade.supplier, rows, JSON, programme=trade.programme))
    assert (told["status"], told["code"]) == (403, "role_not_allowed")


@pytest.mark.hypothesis
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200), kind=st.sampled_from([CSV, JSON, XML, "text/csv; charset=gb18030"]))
def test_no_bytes_whatever_make_the_ledger_stumble(trade: Trade, content: bytes, kind: str) -> None:
    response = _send(trade.debtor, content, kind, programme=trade.programme, dry_run="true")
    assert 400 <= response.status_code < 500
    problem(response)


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=10),
    st.sampled_from(
        ["1-1", "2027-05-23", "0x" + "00" * 32, "CNY", "invoice", "\x00", "\ud800", 2**63, 10**300]
    ),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)


@pytest.mark.hypothesis
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    damage=st.dictionaries(
        st.sampled_from(
            ["reference", "creditor", "face", "currency", "due_date", "accept_by", "documents", "more"]
        ),
        CELLS,
        min_size=1,
    ),
    inside=st.dictionaries(
        st.sampled_from(["kind", "number", "fingerprint", "amount", "issued_on", "total", "x"]), CELLS
    ),
)
def test_no_row_whatever_makes_the_ledger_stumble(trade: Trade, damage: Row, inside: Row) -> None:
    row = {"documents": [{"kind": "invoice", "number": "1"} | inside]} | damage
    response = _import(trade, [row], dry_run="true")
    assert 400 <= response.status_code < 500
    problem(response)


# Invoices in UBL


def _invoice(trade: Trade, **fields: Any) -> bytes:
    return invoice(
        **{  # type: ignore[arg-type]
            "number": f"INV{uuid.uuid4().int % 10**12}",
            "issued_on": (today() - timedelta(days=1)).isoformat(),
            "due_date": add_months(today(), 3),
            "payable": "1234.50",
            "seller": _tax_number(trade.supplier),
            "buyer": _tax_number(trade.debtor),
        }
        | fields
    )


def test_an_invoice_is_registered_by_its_seller_and_issued_on_by_its_buyer(any_trade: Trade) -> None:
    trade, number = any_trade, f"INV{uuid.uuid4().int % 10**12}"
    content = _invoice(trade, number=number)
    sold = accepted(_send(trade.supplier, content, XML))
    (row,) = sold["rows"]
    assert (row["status"], row["reference"], row["line"]) == ("registered", number, 1)
    registered = trade.supplier.read(f"/v1/documents/{row['document']}")
    assert (registered["kind"], registered["number"], registered["amount"]) == ("invoice", number, 123450)
    assert registered["issued_on"] == (today() - timedelta(days=1)).isoformat()
    assert (registered["buyer"]["id"], registered["seller"]["id"]) == (
        trade.debtor.party,
        trade.supplier.party,
    )

    bought = accepted(_send(trade.debtor, content, XML, programme=trade.programme))
    (row,) = bought["rows"]
    assert (row["status"], row["reference"]) == ("issued", f"{_tax_number(trade.supplier)}/{number}")
    issued = trade.debtor.read(f"/v1/receivables/{row['receivable']}")
    assert (issued["face"], issued["due_date"]) == (123450, add_months(today(), 3).isoformat())
    assert issued["creditor"]["id"] == trade.supplier.party
    assert trade.supplier.read(f"/v1/documents/{registered['fingerprint']}")["left"] == 0


def test_an_invoice_sent_twice_changes_nothing(trade: Trade) -> None:
    content = _invoice(trade)
    first = accepted(_send(trade.supplier, content, XML))
    issued = accepted(_send(trade.debtor, content, XML, programme=trade.programme))
    done = trade.ledger.state()
    again = accepted(_send(trade.supplier, content, XML))
    assert (again["rows"][0]["status"], again["rows"][0]["document"]) == (
        "exists",
        first["rows"][0]["document"],
    )
    assert again["transaction"] is None
    once_more = accepted(_send(trade.debtor, content, XML, programme=trade.programme))
    assert _statuses(once_more) == [("exists", issued["rows"][0]["receivable"])]
    assert trade.ledger.state() == done


def test_an_invoice_can_be_tried_without_effect(trade: Trade) -> None:
    content = _invoice(trade)
    before = _everything(trade.ledger)
    told = accepted(_send(trade.supplier, content, XML, dry_run="true"))
    assert (told["command"], told["rows"][0]["status"]) == ("import_invoice", "ready")
    assert _everything(trade.ledger) == before


def _ubl_problems(response: httpx.Response) -> list[tuple[str | None, str]]:
    told = problem(response)
    assert (told["status"], told["code"]) == (422, "import_refused"), told
    return [(field, code) for _, field, code in _problems(told["values"])]


NUMBER, PAYABLE = "cbc:ID", "cac:LegalMonetaryTotal/cbc:PayableAmount"


def test_a_buyer_issues_on_what_its_seller_has_registered(trade: Trade) -> None:
    number = f"INV{uuid.uuid4().int % 10**12}"
    buyer = {"programme": trade.programme}
    content = _invoice(trade, number=number)
    assert _ubl_problems(_send(trade.debtor, content, XML, **buyer)) == [(NUMBER, "document_not_found")]
    accepted(_send(trade.supplier, content, XML))
    more = _invoice(trade, number=number, payable="1234.51")
    assert _ubl_problems(_send(trade.debtor, more, XML, **buyer)) == [(PAYABLE, "document_differs")]
    older = _invoice(trade, number=number, issued_on="2026-01-01")
    assert _ubl_problems(_send(trade.debtor, older, XML, **buyer)) == [("cbc:IssueDate", "document_differs")]
    without = _invoice(trade, number=number, due_date=None)
    assert _ubl_problems(_send(trade.debtor, without, XML, **buyer)) == [("cbc:DueDate", "missing")]
    late = _invoice(trade, number=number, due_date="2126-01-01")
    assert _ubl_problems(_send(trade.debtor, late, XML, **buyer)) == [
        ("cbc:DueDate", "due_date_out_of_range")
    ]


def test_a_seller_sends_an_invoice_as_it_was_registered(trade: Trade) -> None:
    number = f"INV{uuid.uuid4().int % 10**12}"
    accepted(_send(trade.supplier, _invoice(trade, number=number), XML))
    other = trade.ledger.open_party("debtor")
    done = trade.ledger.state()
    changed = _invoice(
        trade, number=number, payable="1", currency="USD", issued_on="2026-01-01", buyer=_tax_number(other)
    )
    assert _ubl_problems(_send(trade.supplier, changed, XML)) == [
        (PAYABLE, "document_differs"),
        (f"{PAYABLE}/@currencyID", "document_differs"),
        ("cbc:IssueDate", "document_differs"),
        ("cac:AccountingCustomerParty/cac:Party/cac:PartyTaxScheme/cbc:CompanyID", "document_differs"),
    ]
    assert trade.ledger.state() == done


def test_an_invoice_between_others_is_refused(trade: Trade) -> None:
    stranger = trade.ledger.open_party("debtor", "supplier")
    told = problem(_send(stranger, _invoice(trade), XML, programme=trade.programme))
    assert (told["status"], told["code"]) == (403, "document_of_others")
    to_oneself = _invoice(trade, buyer=_tax_number(trade.supplier))
    assert problem(_send(trade.supplier, to_oneself, XML))["code"] == "document_of_others"
    example = (EXAMPLES / "ubl-invoice-2.1.xml").read_bytes()
    assert problem(_send(trade.supplier, example, XML))["code"] == "document_of_others"


SUPPLIER = "cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme/cbc:CompanyID"
CUSTOMER = "cac:AccountingCustomerParty/cac:Party/cac:PartyTaxScheme/cbc:CompanyID"


def test_a_company_that_takes_no_part_is_named(trade: Trade) -> None:
    unknown = _invoice(trade, buyer="0" * 18)
    assert _ubl_problems(_send(trade.supplier, unknown, XML)) == [(CUSTOMER, "party_not_found")]
    unknown = _invoice(trade, seller="0" * 18)
    assert _ubl_problems(_send(trade.debtor, unknown, XML, programme=trade.programme)) == [
        (SUPPLIER, "party_not_found")
    ]


def test_what_is_wrong_with_an_invoice_is_told_to_either_side(trade: Trade) -> None:
    for caller in (trade.supplier, trade.debtor):
        for fields, field, code in (
            ({"payable": "0.001"}, PAYABLE, "amount_too_fine"),
            ({"payable": "0"}, PAYABLE, "amount_not_positive"),
            ({"payable": "-5"}, PAYABLE, "amount_not_positive"),
            ({"payable": "90071992547409.92"}, PAYABLE, "amount_too_large"),
            ({"currency": "EUR"}, f"{PAYABLE}/@currencyID", "not_one_of"),
            ({"number": "-"}, NUMBER, "malformed" if caller is trade.supplier else "document_not_found"),
            ({"number": "x" * 65}, NUMBER, "too_long"),
            ({"issued_on": "2026-02-30"}, "cbc:IssueDate", "no_such_day"),
        ):
            response = _send(caller, _invoice(trade, **fields), XML, programme=trade.programme)
            found = _ubl_problems(response)
            assert (field, code) in found, (caller, fields, found)


def test_an_invoice_under_a_programme_in_another_currency_is_refused(trade: Trade) -> None:
    content = _invoice(trade, currency="USD")
    accepted(_send(trade.supplier, content, XML))
    found = _ubl_problems(_send(trade.debtor, content, XML, programme=trade.programme))
    assert found == [(f"{PAYABLE}/@currencyID", "currency_of_other_programme")]


def test_an_element_is_named_with_its_line(trade: Trade) -> None:
    parts = elements(payable="1.001", seller=_tax_number(trade.supplier), buyer=_tax_number(trade.debtor))
    told = problem(_send(trade.supplier, written(parts), XML))
    assert _problems(told["values"]) == [(10, PAYABLE, "amount_too_fine")]
