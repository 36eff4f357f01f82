"""A UBL invoice as what it means to whoever sends it: a document to its seller, a commitment to its buyer."""

from typing import Any, Literal

from pydantic import ValidationError
from sqlalchemy.orm import Session

from tallystick.chain.node import Receipt
from tallystick.evidence.schemas import DocumentView, NewDocument
from tallystick.evidence.service import EvidenceService
from tallystick.imports import ubl
from tallystick.imports.commands import ImportInvoice
from tallystick.imports.receivables import refusal_of, rehearsed
from tallystick.imports.rows import Place, SourceRow, malformed
from tallystick.imports.schemas import ImportReport, RowProblem, RowReport, RowStatus
from tallystick.imports.ubl import Invoice
from tallystick.money.amount import decimal_text
from tallystick.parties.schemas import PartyView
from tallystick.parties.service import PartyService
from tallystick.refusal import Conflict, Forbidden, NotFound, Refusal
from tallystick.sending.command import Outcome, Recording, Requester
from tallystick.sending.dispatch import Dispatcher
from tallystick.web.viewer import Viewer

Side = Literal["seller", "buyer"]

_ELEMENTS: dict[Place, str] = {
    ("reference",): ubl.NUMBER,
    ("creditor",): ubl.SUPPLIER_ID,
    ("face",): ubl.PAYABLE,
    ("currency",): ubl.PAYABLE_CURRENCY,
    ("due_date",): ubl.DUE_DATE,
    ("documents",): ubl.NUMBER,
    ("documents", 0): ubl.NUMBER,
    ("documents", 0, "number"): ubl.NUMBER,
    ("documents", 0, "amount"): ubl.PAYABLE,
    ("documents", 0, "total"): ubl.PAYABLE,
    ("documents", 0, "issued_on"): ubl.ISSUE_DATE,
    ("number",): ubl.NUMBER,
    ("issued_on",): ubl.ISSUE_DATE,
    ("amount",): ubl.PAYABLE,
    ("buyer",): ubl.CUSTOMER_ID,
    ("seller",): ubl.SUPPLIER_ID,
}
"""The element that a field of a row, or of a new document, comes from."""


class ImportedInvoices:
    """Tells what an invoice means, and registers those of sellers."""

    def __init__(self, dispatcher: Dispatcher, parties: PartyService, evidence: EvidenceService) -> None:
        self._dispatcher = dispatcher
        self._parties = parties
        self._evidence = evidence
        dispatcher.answers(ImportInvoice, _report, self._take_back)

    def side(self, invoice: Invoice, viewer: Viewer) -> Side:
        """Whether the viewer is its seller or its buyer. Refused to others."""
        own = self._parties.get(viewer.party).tax_number
        sells, buys = own in invoice.supplier, own in invoice.customer
        if sells != buys:
            return "seller" if sells else "buyer"
        sides = "both the seller's and the buyer's" if sells else "neither the seller's nor the buyer's"
        raise Forbidden(
            "document_of_others",
            f"Your tax number {own} is {sides} of the invoice.",
            f"Its seller ({ubl.SUPPLIER}) registers an invoice, its buyer ({ubl.CUSTOMER}) issues on it.",
            {"supplier": list(invoice.supplier), "customer": list(invoice.customer)},
        )

    def commitment(self, invoice: Invoice) -> SourceRow:
        """The row that the invoice amounts to for its buyer. Refused with all that is wrong with the invoice."""
        problems = list(invoice.problems)
        seller = self._company(invoice, ubl.SUPPLIER_ID, invoice.supplier, problems)
        if invoice.due_date is None and not problems:
            nothing = Refusal("missing", "The invoice has no due date.", "Fill it in.")
            problems.append(invoice.problem(ubl.DUE_DATE, nothing))
        if problems or seller is None:
            raise _refused(invoice, problems)
        document = {
            "kind": "invoice",
            "number": invoice.number,
            "amount": invoice.payable,
            "total": invoice.payable,
            "issued_on": invoice.issued_on,
        }
        return _source(
            invoice,
            {
                "reference": f"{seller.tax_number}/{invoice.number}",
                "creditor": seller.id,
                "face": invoice.payable,
                "currency": invoice.currency,
                "due_date": invoice.due_date,
                "documents": [document],
            },
        )

    def register(self, invoice: Invoice, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Registers the viewer's invoice, unless it is there already and the same."""
        command, record = self._registration(invoice, self._document(invoice, viewer), viewer)
        outcome = self._dispatcher.carry_out(command, requester, record, dry_run)
        return rehearsed(outcome, [_row(command, "ready")], command.encoding) if dry_run else outcome

    def _document(self, invoice: Invoice, viewer: Viewer) -> NewDocument:
        problems = list(invoice.problems)
        buyer = self._company(invoice, ubl.CUSTOMER_ID, invoice.customer, problems)
        if problems or buyer is None:
            raise _refused(invoice, problems)
        fields = {
            "kind": "invoice",
            "number": invoice.number,
            "issued_on": None if invoice.issued_on is None else invoice.issued_on.isoformat(),
            "buyer": buyer.id,
            "seller": viewer.party,
            "amount": invoice.payable,
            "currency": invoice.currency,
        }
        try:
            return NewDocument.model_validate(fields)
        except ValidationError as error:
            raise _refused(invoice, malformed(_source(invoice, fields), error)) from error

    def _registration(
        self, invoice: Invoice, new: NewDocument, viewer: Viewer
    ) -> tuple[ImportInvoice, Recording | None]:
        registration, record = self._evidence.registration(new, viewer)
        command = ImportInvoice(
            number=new.number,
            encoding=invoice.encoding,
            fingerprint=registration.fingerprint,
            registration=registration,
        )
        try:
            there = self._evidence.get(viewer, registration.fingerprint)
        except NotFound:
            return command, record
        differences = _differences(invoice, new, there)
        if differences:
            raise _refused(invoice, differences)
        return ImportInvoice(
            number=command.number,
            encoding=command.encoding,
            fingerprint=command.fingerprint,
            registration=None,
        ), None

    def _company(
        self, invoice: Invoice, path: str, numbers: tuple[str, ...], problems: list[RowProblem]
    ) -> PartyView | None:
        """The one party that goes by any of the numbers; None, and noted, where there is none."""
        found = {party.id: party for party in self._parties.named(numbers).values()}
        if len(found) == 1:
            return next(iter(found.values()))
        if numbers:
            how_many = "more than one party" if found else "no party"
            unclear = NotFound(
                "party_not_found",
                f"There is {how_many} with the number {' or '.join(numbers)}.",
                "Use the tax number as in GET /v1/parties; the operator opens new parties.",
            )
            problems.append(invoice.problem(path, unclear, " ".join(numbers)))
        return None

    def _take_back(self, session: Session, command: ImportInvoice) -> None:
        if command.registration is not None:
            self._evidence.take_back(session, command.registration)


def _source(invoice: Invoice, fields: dict[str, Any]) -> SourceRow:
    lines = {place: invoice.lines[path] for place, path in _ELEMENTS.items() if path in invoice.lines}
    return SourceRow(ubl.FIRST_LINE, fields, lambda place: _ELEMENTS.get(place, str(place[-1])), lines)


def _differences(invoice: Invoice, new: NewDocument, there: DocumentView) -> list[RowProblem]:
    """In what the invoice is another than the one that is registered under its number."""
    pairs = (
        (ubl.PAYABLE, decimal_text(new.amount), decimal_text(there.amount)),
        (ubl.PAYABLE_CURRENCY, new.currency, there.currency),
        (ubl.ISSUE_DATE, str(new.issued_on), str(there.issued_on or new.issued_on)),
        (ubl.CUSTOMER_ID, new.buyer, str(there.buyer.id)),
    )
    return [
        invoice.problem(
            path,
            Conflict(
                "document_differs",
                f"Invoice {new.number} is registered with {before}, not {now}.",
                "Send it as it was registered; an invoice of its own needs a number of its own.",
                {"document": there.fingerprint},
            ),
            now,
        )
        for path, now, before in pairs
        if now != before
    ]


def _refused(invoice: Invoice, problems: list[RowProblem]) -> Refusal:
    row = RowReport(
        line=ubl.FIRST_LINE,
        reference=invoice.number,
        status="refused",
        receivable=None,
        document=None,
        problems=problems,
    )
    return refusal_of([row], invoice.encoding)


def _row(command: ImportInvoice, done: RowStatus) -> RowReport:
    return RowReport(
        line=ubl.FIRST_LINE,
        reference=command.number,
        status="exists" if command.registration is None else done,
        receivable=None,
        document="0x" + command.fingerprint.hex(),
        problems=[],
    )


def _report(_session: Session, command: ImportInvoice, receipts: tuple[Receipt, ...]) -> dict[str, Any]:
    return ImportReport(
        encoding=command.encoding,
        rows=[_row(command, "registered")],
        transaction="0x" + receipts[-1].transaction_hash.hex() if receipts else None,
    ).model_dump(mode="json")
