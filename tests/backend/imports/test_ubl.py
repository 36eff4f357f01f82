"""UBL invoices: what is read of them, exactly, and what is not read at all."""

import time
from datetime import date
from pathlib import Path

import pytest

from tallystick.imports.ubl import Invoice, read_invoice
from tallystick.refusal import Refusal
from tests.ubl import company, elements, invoice, written

EXAMPLES = Path(__file__).parent / "examples"


def _codes(found: Invoice) -> list[tuple[str | None, str]]:
    return [(problem.field, problem.code) for problem in found.problems]


def _refused(content: bytes) -> str:
    with pytest.raises(Refusal) as refused:
        read_invoice(content)
    assert refused.value.way_out
    return refused.value.code


def test_the_example_of_the_standard_says_what_its_publisher_says() -> None:
    """The figures are those of UBL-Invoice-2.1-Example.xml, OASIS, 4 November 2013."""
    found = read_invoice((EXAMPLES / "ubl-invoice-2.1.xml").read_bytes())
    assert found.problems == ()
    assert (found.number, found.issued_on, found.due_date) == (
        "TOSL108",
        date(2009, 12, 15),
        date(2009, 12, 31),
    )
    assert (found.currency, found.payable) == ("EUR", 729_00)
    assert (found.supplier, found.customer) == (("DK12345", "5402697509"), ("BE54321", "5645342123"))
    assert found.encoding == "utf-8"


def test_names_are_told_by_namespace_and_not_by_prefix() -> None:
    text = invoice().decode().replace("cbc:", "x:").replace("cac:", "y:")
    text = text.replace("xmlns:cbc", "xmlns:x").replace("xmlns:cac", "xmlns:y")
    assert read_invoice(text.encode()).payable == 1234_50
    assert _refused(b"<Invoice/>") == "not_a_ubl_invoice"
    assert _refused(invoice().replace(b"Invoice-2", b"Invoice-1")) == "not_a_ubl_invoice"
    assert (
        _refused(invoice().replace(b"<Invoice ", b"<Order ").replace(b"</Invoice>", b"</Order>"))
        == "not_a_ubl_invoice"
    )
    foreign = invoice().replace(b"CommonBasicComponents-2", b"CommonBasicComponents-1")
    assert ("cbc:ID", "missing") in _codes(read_invoice(foreign))


@pytest.mark.parametrize(
    ("amount", "fen"),
    [("1234.50", 123450), ("729", 72900), ("0.01", 1), (" 5 ", 500), ("1.500", 150), ("+2.", 200)],
)
def test_an_amount_is_taken_to_the_fen(amount: str, fen: int) -> None:
    assert read_invoice(invoice(payable=amount)).payable == fen


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("0.001", "amount_too_fine"),
        ("1234.505", "amount_too_fine"),
        ("1e3", "amount_malformed"),
        ("1,234.50", "amount_malformed"),
        ("NaN", "amount_malformed"),
        ("１２", "amount_malformed"),
        ("1_000", "amount_malformed"),
        (".", "amount_malformed"),
        ("9" * 41, "amount_malformed"),
    ],
)
def test_an_amount_that_is_not_whole_fen_is_refused(amount: str, code: str) -> None:
    found = read_invoice(invoice(payable=amount))
    assert found.payable is None
    ((problem),) = found.problems
    assert (problem.field, problem.code, problem.value) == (
        "cac:LegalMonetaryTotal/cbc:PayableAmount",
        code,
        amount,
    )
    assert problem.line == 10


def test_a_comment_inside_an_amount_hides_nothing_of_it() -> None:
    assert read_invoice(invoice(payable="72<!-- . -->9")).payable == 729_00
    assert read_invoice(invoice(payable="72<?x y?>9")).payable == 729_00


def test_an_amount_has_one_currency() -> None:
    parts = elements(currency="CNY")
    parts["total"] = parts["total"].replace("CNY", "USD")
    assert _codes(read_invoice(written(parts))) == [("cbc:DocumentCurrencyCode", "currencies_differ")]
    parts["total"] = parts["total"].replace(' currencyID="USD"', "")
    field = "cac:LegalMonetaryTotal/cbc:PayableAmount/@currencyID"
    assert _codes(read_invoice(written(parts))) == [(field, "missing")]


def test_the_document_currency_may_be_left_out() -> None:
    found = read_invoice(written(elements() | {"currency": ""}))
    assert (found.currency, found.problems) == ("CNY", ())


def _means(*days: str) -> str:
    return "".join(
        f"<cac:PaymentMeans><cbc:PaymentDueDate>{day}</cbc:PaymentDueDate></cac:PaymentMeans>" for day in days
    )


def test_the_due_date_is_the_invoices_or_that_of_its_means_of_payment() -> None:
    assert read_invoice(invoice(due_date="2027-05-20+08:00")).due_date == date(2027, 5, 20)
    parts = elements(due_date=None) | {"means": _means("2027-05-21", "2027-05-21")}
    assert read_invoice(written(parts)).due_date == date(2027, 5, 21)
    without = read_invoice(invoice(due_date=None))
    assert (without.due_date, without.problems) == (None, ())


def test_an_invoice_with_two_due_dates_has_none() -> None:
    for parts in (
        elements(due_date="2027-05-20") | {"means": _means("2027-05-21")},
        elements(due_date=None) | {"means": _means("2027-05-20", "2027-05-21")},
    ):
        found = read_invoice(written(parts))
        assert found.due_date is None
        assert [problem.code for problem in found.problems] == ["due_dates_differ"]
        assert "2027-05-20, 2027-05-21" in found.problems[0].detail


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2027-02-30", "no_such_day"),
        ("20.05.2027", "date_malformed"),
        ("2027-05-20-05:00", "date_malformed"),
        ("2027-05-20T00:00:00", "date_malformed"),
    ],
)
def test_a_day_is_one_of_the_calendar_here(day: str, code: str) -> None:
    found = read_invoice(invoice(due_date=day))
    assert _codes(found) == [("cbc:DueDate", code)]
    assert (found.problems[0].line, found.problems[0].value) == (5, day)


def test_only_invoices_of_type_380_or_none_are_imported() -> None:
    assert read_invoice(invoice(type_code=None)).problems == ()
    assert _codes(read_invoice(invoice(type_code="389"))) == [
        ("cbc:InvoiceTypeCode", "invoice_type_not_imported")
    ]
    assert _refused(invoice(type_code="381")) == "credit_note_not_imported"
    credit_note = written(elements(), "CreditNote").replace(b"xsd:Invoice-2", b"xsd:CreditNote-2")
    assert _refused(credit_note) == "credit_note_not_imported"


def test_all_that_is_missing_is_told_at_once() -> None:
    found = read_invoice(written({}))
    assert _codes(found) == [
        ("cac:LegalMonetaryTotal/cbc:PayableAmount", "missing"),
        ("cbc:IssueDate", "missing"),
        ("cbc:ID", "missing"),
        ("cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme/cbc:CompanyID", "missing"),
        ("cac:AccountingCustomerParty/cac:Party/cac:PartyTaxScheme/cbc:CompanyID", "missing"),
    ]
    assert _codes(read_invoice(invoice(number=" "))) == [("cbc:ID", "missing")]


def test_what_stands_twice_is_not_guessed_at() -> None:
    parts = elements()
    parts["number"] *= 2
    assert _codes(read_invoice(written(parts))) == [("cbc:ID", "element_repeated")]


def test_a_company_goes_by_every_number_that_it_gives() -> None:
    legal = (
        "<cac:PartyLegalEntity><cbc:CompanyID> 9131 0000ma1fl0cc03 </cbc:CompanyID></cac:PartyLegalEntity>"
    )
    parts = elements(seller="DK12345")
    parts["seller"] = parts["seller"].replace("</cac:Party></cac:Acc", f"{legal}</cac:Party></cac:Acc")
    assert read_invoice(written(parts)).supplier == ("DK12345", "91310000MA1FL0CC03")
    assert company("Supplier", "DK12345") != parts["seller"]


# What is not safe to read

LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    ("prolog", "number", "code"),
    [
        (f'<!DOCTYPE Invoice [<!ENTITY a0 "lol">{LAUGHS}]>', "&a11;", "xml_malformed"),
        (f'<!DOCTYPE Invoice [<!ENTITY a0 "lol">{LAUGHS}]>', "&a2;", "xml_with_document_type"),
        ('<!DOCTYPE Invoice [<!ENTITY a "x">]>', "1", "xml_with_document_type"),
        ('<!DOCTYPE Invoice SYSTEM "file:///dev/zero">', "1", "xml_with_document_type"),
        ('<!DOCTYPE Invoice [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;", "xml_with_document_type"),
        ('<!DOCTYPE Invoice [<!ENTITY % a SYSTEM "file:///dev/zero"> %a;]>', "1", "xml_with_document_type"),
        ("", "&a;", "xml_malformed"),
    ],
    ids=[
        "billion laughs",
        "a few laughs",
        "entity",
        "external subset",
        "external entity",
        "parameter",
        "undeclared",
    ],
)
def test_entities_and_document_types_are_refused_at_once(prolog: str, number: str, code: str) -> None:
    begun = time.monotonic()
    assert _refused(written(elements(number=number), prolog=prolog)) == code
    assert time.monotonic() - begun < 1


def test_laughs_in_an_attribute_are_refused_too() -> None:
    prolog = f'<!DOCTYPE Invoice [<!ENTITY a0 "lol">{LAUGHS}]>'
    parts = elements() | {"number": '<cbc:ID schemeID="&a11;">1</cbc:ID>'}
    assert _refused(written(parts, prolog=prolog)) == "xml_malformed"


@pytest.mark.parametrize(
    "content",
    [
        b"not xml",
        b"<Invoice",
        b"\x00" * 100,
        b"\xff\xfe",
        b"<a>" * 100_000,
        b"<?xml version='1.0' encoding='nonsense'?><a/>",
        "<Invoice>中</Invoice>".encode("gbk"),
    ],
    ids=lambda content: repr(content[:20]),
)
def test_what_is_no_xml_is_refused_with_its_line(content: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        read_invoice(content)
    assert refused.value.code == "xml_malformed"
    assert refused.value.values == {"line": 1}


def test_an_invoice_cut_off_anywhere_is_refused() -> None:
    whole = invoice()
    assert {_refused(whole[:end]) for end in range(0, len(whole) - 1, 37)} == {"xml_malformed"}


def test_invoices_are_read_in_the_encoding_that_they_name() -> None:
    text = invoice(number="发票１").decode()
    for encoding in ("UTF-16", "GB18030"):
        found = read_invoice(text.replace("UTF-8", encoding).encode(encoding))
        assert (found.number, found.encoding) == ("发票１", encoding.lower())
