"""An invoice in UBL 2.1 (OASIS Standard, 4 November 2013), which is ISO/IEC 19845:2015.

Element names, namespaces and cardinalities are those of UBL-Invoice-2.1.xsd and the libraries that it includes.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from lxml import etree
from pydantic_core import PydanticCustomError

from tallystick.imports.rows import refusal_of_value
from tallystick.imports.schemas import RowProblem
from tallystick.imports.values import amount, day
from tallystick.money.amount import FractionOfMinorUnit, NotDecimal, minor_units
from tallystick.refusal import Invalid, Refusal
from tallystick.web.problems import told

_SCHEMA = "urn:oasis:names:specification:ubl:schema:xsd:"
NAMESPACES = {
    "ubl": _SCHEMA + "Invoice-2",
    "cac": _SCHEMA + "CommonAggregateComponents-2",
    "cbc": _SCHEMA + "CommonBasicComponents-2",
}
_INVOICE = f"{{{NAMESPACES['ubl']}}}Invoice"
_CREDIT_NOTE = f"{{{_SCHEMA}CreditNote-2}}CreditNote"

COMMERCIAL_INVOICE = "380"
CREDIT_NOTE = "381"
"""Of UN/CEFACT's code list 1001."""

NUMBER = "cbc:ID"
ISSUE_DATE = "cbc:IssueDate"
DUE_DATE = "cbc:DueDate"
PAYMENT_DUE_DATE = "cac:PaymentMeans/cbc:PaymentDueDate"
TYPE_CODE = "cbc:InvoiceTypeCode"
CURRENCY = "cbc:DocumentCurrencyCode"
PAYABLE = "cac:LegalMonetaryTotal/cbc:PayableAmount"
PAYABLE_CURRENCY = PAYABLE + "/@currencyID"
SUPPLIER = "cac:AccountingSupplierParty"
CUSTOMER = "cac:AccountingCustomerParty"
_COMPANY_ID = "cac:Party/cac:PartyTaxScheme/cbc:CompanyID"
_REGISTER_ID = "cac:Party/cac:PartyLegalEntity/cbc:CompanyID"
SUPPLIER_ID = f"{SUPPLIER}/{_COMPANY_ID}"
CUSTOMER_ID = f"{CUSTOMER}/{_COMPANY_ID}"

FIRST_LINE = 1
"""Of an invoice, which is the whole file."""

_XML_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:\+08:00)?")


@dataclass(frozen=True, slots=True)
class Invoice:
    """What the ledger takes from an invoice. `payable` in minor units; companies by all numbers that are given.

    What could not be read is None, and `problems` says why.
    """

    encoding: str
    number: str | None
    issued_on: date | None
    due_date: date | None
    currency: str | None
    payable: int | None
    supplier: tuple[str, ...]
    customer: tuple[str, ...]
    lines: dict[str, int]
    problems: tuple[RowProblem, ...]

    def problem(self, path: str, refusal: Refusal, value: Any = None) -> RowProblem:
        """What is refused about an element."""
        return _problem(self.lines.get(path, FIRST_LINE), path, refusal, value)


def read_invoice(content: bytes) -> Invoice:
    """The invoice. Raises `Invalid` where the file is none, or not safe to read."""
    return _Reader(_root(content)).invoice()


def _root(content: bytes) -> Any:
    """The document's root, read without a network, entities or comments.

    A document type is refused altogether: UBL has no use for one, and entities live there.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Invalid(
            "xml_malformed",
            f"Line {error.lineno or 1} is not XML: {told(' '.join((error.msg or 'unreadable').split()))}.",
            "Send one well-formed UBL invoice.",
            {"line": error.lineno or 1},
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Invalid(
            "xml_with_document_type",
            "The file has a DOCTYPE.",
            "Send the invoice without one; UBL knows none.",
        )
    if root.tag == _CREDIT_NOTE:
        raise _credit_note("a credit note")
    if root.tag != _INVOICE:
        raise Invalid(
            "not_a_ubl_invoice",
            f"The root of the file is {told(root.tag)}.",
            f"Send one Invoice of the namespace {NAMESPACES['ubl']}.",
        )
    return root


def _credit_note(what: str) -> Refusal:
    return Refusal(
        "credit_note_not_imported",
        f"The file is {what}, which lowers what an invoice is good for.",
        "Import invoices (type 380) only; register the note with POST /v1/documents/<fingerprint>/credit-notes.",
    )


class _Reader:
    """Takes the fields from an invoice and notes what is wrong with them."""

    def __init__(self, root: Any) -> None:
        self._root = root
        self._lines: dict[str, int] = {}
        self._problems: list[RowProblem] = []

    def invoice(self) -> Invoice:
        self._check_type()
        currency, payable = self._amount()
        issued_on = self._date(ISSUE_DATE)
        return Invoice(
            encoding=(self._root.getroottree().docinfo.encoding or "utf-8").lower(),
            number=self._text(NUMBER),
            issued_on=issued_on,
            due_date=self._due_date(),
            currency=currency,
            payable=payable,
            supplier=self._company(SUPPLIER),
            customer=self._company(CUSTOMER),
            lines=self._lines,
            problems=tuple(self._problems),
        )

    def _check_type(self) -> None:
        """UBL leaves the type out where it is a plain invoice."""
        code = self._text(TYPE_CODE, required=False)
        if code == CREDIT_NOTE:
            raise _credit_note("of type 381, a credit note")
        if code not in {None, COMMERCIAL_INVOICE}:
            other = f"The invoice is of type {code}."
            self._wrong(
                TYPE_CODE, Refusal("invoice_type_not_imported", other, "Import invoices of type 380."), code
            )

    def _amount(self) -> tuple[str | None, int | None]:
        text = self._text(PAYABLE)
        if text is None:
            return None, None
        currency = self._root.find(PAYABLE, NAMESPACES).get("currencyID", "").strip()
        stated = self._text(CURRENCY, required=False)
        if not currency:
            missing = Refusal("missing", "The amount has no currency.", "Fill it in.")
            self._wrong(PAYABLE_CURRENCY, missing)
        elif stated not in {None, currency}:
            differ = f"The invoice is in {stated}, payable in {currency}."
            self._wrong(CURRENCY, Refusal("currencies_differ", differ, "Let both be the same."), stated)
        return currency or None, self._minor_units(text)

    def _minor_units(self, text: str) -> int | None:
        try:
            return amount(minor_units(text))
        except NotDecimal:
            malformed = "The amount is not a decimal number in plain digits."
            self._wrong(PAYABLE, Refusal("amount_malformed", malformed, "Write it as in 1234.50."), text)
        except FractionOfMinorUnit:
            too_fine = "The amount has a fraction of a fen or cent."
            self._wrong(PAYABLE, Refusal("amount_too_fine", too_fine, "Let it have two decimals."), text)
        except PydanticCustomError as error:
            self._wrong(PAYABLE, refusal_of_value(error, text), text)
        return None

    def _due_date(self) -> date | None:
        """The invoice's own due date, or that of its means of payment. More than one day is nobody's due date."""
        path = DUE_DATE if self._all(DUE_DATE) else PAYMENT_DUE_DATE
        days = {text for place in (DUE_DATE, PAYMENT_DUE_DATE) for text in self._texts(place)}
        if len(days) <= 1:
            return self._date(path, required=False, repeated=True)
        several = f"The invoice names {len(days)} due dates: {told(', '.join(sorted(days)))}."
        self._wrong(path, Refusal("due_dates_differ", several, "Let the invoice name one due date."))
        return None

    def _date(self, path: str, *, required: bool = True, repeated: bool = False) -> date | None:
        """A date as XML writes it, in China's time zone where it names one."""
        text = self._text(path, required=required, repeated=repeated)
        if text is None:
            return None
        found = _XML_DATE.fullmatch(text)
        try:
            return day(found[1] if found else text)
        except PydanticCustomError as error:
            self._wrong(path, refusal_of_value(error, text), text)
            return None

    def _company(self, side: str) -> tuple[str, ...]:
        """Under which numbers a side goes: in a tax scheme, or in a register of companies."""
        texts = [text for path in (_COMPANY_ID, _REGISTER_ID) for text in self._texts(f"{side}/{path}")]
        self._note(f"{side}/{_COMPANY_ID}", self._all(side))
        if not texts:
            missing = Refusal("missing", "The company has no number.", "Fill its tax number in.")
            self._wrong(f"{side}/{_COMPANY_ID}", missing)
        return tuple(dict.fromkeys("".join(text.split()).upper() for text in texts))

    def _text(self, path: str, *, required: bool = True, repeated: bool = False) -> str | None:
        elements = self._all(path)
        self._note(path, elements)
        if len(elements) > 1 and not repeated:
            times = f"The element stands {len(elements)} times."
            self._wrong(path, Refusal("element_repeated", times, "Give it once."))
            return None
        texts = self._texts(path)
        if texts:
            return texts[0]
        if required or elements:
            self._wrong(path, Refusal("missing", "The element is missing or empty.", "Fill it in."))
        return None

    def _texts(self, path: str) -> list[str]:
        return [text for element in self._all(path) if (text := (element.text or "").strip())]

    def _all(self, path: str) -> list[Any]:
        found: list[Any] = self._root.findall(path, NAMESPACES)
        return found

    def _note(self, path: str, elements: list[Any]) -> None:
        if elements and elements[0].sourceline:
            self._lines[path] = elements[0].sourceline

    def _wrong(self, path: str, refusal: Refusal, value: Any = None) -> None:
        line = self._lines.get(path, FIRST_LINE)
        self._problems.append(_problem(line, path, refusal, value))


def _problem(line: int, path: str, refusal: Refusal, value: Any) -> RowProblem:
    return RowProblem(
        line=line,
        field=path,
        code=refusal.code,
        detail=refusal.detail,
        value=told(value),
        way_out=refusal.way_out,
        values=refusal.values,
    )
