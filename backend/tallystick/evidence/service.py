"""Registering trade documents, crediting them, and telling what is left of them."""

from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Select, delete, or_, select
from sqlalchemy.orm import Session

from tallystick.chain.node import Receipt
from tallystick.database.conflict import conflict_aware_insert
from tallystick.database.store import Store
from tallystick.evidence.commands import CreditDocument, RegisterDocument
from tallystick.evidence.fingerprint import canonical, fingerprint
from tallystick.evidence.schemas import (
    DOCUMENT_KINDS,
    ISSUED_BY_BUYERS,
    DocumentView,
    DrawingView,
    NewCreditNote,
    NewDocument,
)
from tallystick.evidence.tables import DocumentRecord
from tallystick.mirror.tables import CreditNote, Document, Drawing
from tallystick.parties.service import PartyService
from tallystick.refusal import Forbidden, NotFound, Refusal
from tallystick.sending.command import Outcome, Recording, Requester
from tallystick.sending.dispatch import Dispatcher
from tallystick.web.viewer import Viewer


class EvidenceService:
    """Documents as budgets."""

    def __init__(
        self,
        store: Store,
        dispatcher: Dispatcher,
        parties: PartyService,
        deployment: int,
        registrar: bytes,
        fingerprint_key: bytes,
    ) -> None:
        self._store = store
        self._dispatcher = dispatcher
        self._parties = parties
        self._deployment = deployment
        self._registrar = registrar
        self._fingerprint_key = fingerprint_key
        dispatcher.answers(RegisterDocument, self._answer, self.take_back)
        dispatcher.answers(CreditDocument, self._answer, self._take_note_back)

    def register(self, new: NewDocument, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Registers a document, once, for the party that issued it."""
        command, record = self.registration(new, viewer)
        return self._dispatcher.carry_out(command, requester, record, dry_run)

    def registration(self, new: NewDocument, viewer: Viewer) -> tuple[RegisterDocument, Recording]:
        """How a document is registered, and what is recorded of it.

        Refused to all but the party that issued it: anybody else could use up somebody's number.
        """
        issuer = issuer_of(new.kind, new.buyer, new.seller)
        command = RegisterDocument(
            registrar=self._registrar,
            fingerprint=self._fingerprint_by(viewer, issuer, new.kind, new.number),
            buyer=self._parties.address(new.buyer),
            seller=self._parties.address(new.seller),
            amount=new.amount,
            currency=new.currency,
            document_kind=DOCUMENT_KINDS.index(new.kind),
        )
        return command, _recording(command.fingerprint, new.number, new.issued_on, viewer)

    def credit(
        self, of: bytes, new: NewCreditNote, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Lowers what a document is good for by a credit note of the party that issued both.

        A note is numbered as documents of that kind are, so it goes by a fingerprint of the same kind.
        """
        document = self.get(viewer, of)
        issuer = issuer_of(document.kind, document.buyer.id, document.seller.id)
        command = CreditDocument(
            registrar=self._registrar,
            fingerprint=of,
            credit_note=self._fingerprint_by(viewer, issuer, document.kind, new.number),
            amount=new.amount,
        )
        record = _recording(command.credit_note, new.number, new.issued_on, viewer)
        return self._dispatcher.carry_out(command, requester, record, dry_run)

    def fingerprint(self, kind: str, number: str, issuer_tax_number: str) -> bytes:
        """Under which the chain knows a document."""
        return fingerprint(self._fingerprint_key, kind, number, issuer_tax_number)

    def _fingerprint_by(self, viewer: Viewer, issuer: str | None, kind: str, number: str) -> bytes:
        """Under which the chain is to know what the viewer has issued. Raises `Forbidden`, `Refusal`."""
        if viewer.party != issuer:
            raise Forbidden(
                "document_of_others",
                "You have not issued this document.",
                "Acceptances and rebates, and what credits them, are sent in by the buyer, all else by the seller.",
            )
        if not canonical(number):
            raise Refusal(
                "document_without_number",
                f"The number {number!r} has neither letters nor digits.",
                "Give the document's own number.",
            )
        return self.fingerprint(kind, number, self._parties.get(viewer.party).tax_number)

    def take_back(self, session: Session, command: RegisterDocument) -> None:
        """The document did not get onto the chain, unless another attempt at it did."""
        self._strike_out(session, command.fingerprint)

    def _take_note_back(self, session: Session, command: CreditDocument) -> None:
        self._strike_out(session, command.credit_note)

    def _strike_out(self, session: Session, of: bytes) -> None:
        """Forgets what was recorded under a fingerprint, unless the chain knows a document or a note by it."""
        if all(session.get(table, (self._deployment, of)) is None for table in (Document, CreditNote)):
            session.execute(delete(DocumentRecord).where(DocumentRecord.fingerprint == of))

    def all(self, viewer: Viewer) -> list[DocumentView]:
        """The documents that the viewer is a side of; all of them for a supervisor."""
        with self._store.reading() as session:
            return self._views(session, self._visible(viewer).order_by(Document.fingerprint))

    def get(self, viewer: Viewer, of: bytes) -> DocumentView:
        with self._store.reading() as session:
            views = self._views(session, self._visible(viewer).where(Document.fingerprint == of))
        if not views:
            raise NotFound(
                "document_not_found", f"There is no document 0x{of.hex()} for you.", "See GET /v1/documents."
            )
        return views[0]

    def _visible(self, viewer: Viewer) -> Select[Document]:
        everything = select(Document).where(Document.deployment == self._deployment)
        if viewer.sees_all:
            return everything
        return everything.where(or_(Document.buyer == viewer.address, Document.seller == viewer.address))

    def _views(self, session: Session, documents: Select[Document]) -> list[DocumentView]:
        rows = session.scalars(documents).all()
        names = self._parties.references(session, {side for row in rows for side in (row.buyer, row.seller)})
        fingerprints = [row.fingerprint for row in rows]
        notes = self._credit_notes(session, fingerprints)
        noted = [note.credit_note for of_one in notes.values() for note in of_one]
        records = {
            record.fingerprint: record
            for record in session.scalars(
                select(DocumentRecord).where(DocumentRecord.fingerprint.in_([*fingerprints, *noted]))
            )
        }
        drawings = self._drawings(session, fingerprints)
        return [
            DocumentView.model_validate(
                {
                    "fingerprint": "0x" + row.fingerprint.hex(),
                    "kind": DOCUMENT_KINDS[row.kind],
                    **_recorded(records.get(row.fingerprint)),
                    "buyer": names[row.buyer],
                    "seller": names[row.seller],
                    "amount": row.amount,
                    "credited": sum(note.amount for note in notes[row.fingerprint]),
                    "drawn": row.drawn,
                    "left": max(0, row.amount - row.drawn),  # a credit note may come too late
                    "currency": row.currency,
                    "credit_notes": [
                        {
                            "fingerprint": "0x" + note.credit_note.hex(),
                            **_recorded(records.get(note.credit_note)),
                            "amount": note.amount,
                        }
                        for note in notes[row.fingerprint]
                    ],
                    "drawings": [_drawing_view(drawing) for drawing in drawings[row.fingerprint]],
                }
            )
            for row in rows
        ]

    def _credit_notes(self, session: Session, documents: list[bytes]) -> dict[bytes, list[CreditNote]]:
        found = session.scalars(
            select(CreditNote)
            .where(CreditNote.deployment == self._deployment, CreditNote.fingerprint.in_(documents))
            .order_by(CreditNote.credit_note)
        )
        notes: dict[bytes, list[CreditNote]] = {document: [] for document in documents}
        for note in found:
            notes[note.fingerprint].append(note)
        return notes

    def _drawings(self, session: Session, documents: list[bytes]) -> dict[bytes, list[Drawing]]:
        found = session.scalars(
            select(Drawing)
            .where(Drawing.deployment == self._deployment, Drawing.fingerprint.in_(documents))
            .order_by(Drawing.receivable, Drawing.serial)
        )
        drawings: dict[bytes, list[Drawing]] = {document: [] for document in documents}
        for drawing in found:
            drawings[drawing.fingerprint].append(drawing)
        return drawings

    def _answer(
        self, session: Session, command: RegisterDocument | CreditDocument, _receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        query = select(Document).where(
            Document.deployment == self._deployment, Document.fingerprint == command.fingerprint
        )
        return self._views(session, query)[0].model_dump(mode="json")


Side = TypeVar("Side")


def issuer_of(kind: str | None, buyer: Side, seller: Side) -> Side:
    """Who issues documents of this kind, and credit notes on them."""
    return buyer if kind in ISSUED_BY_BUYERS else seller


def _recording(of: bytes, number: str, issued_on: date, viewer: Viewer) -> Recording:
    """Writes down what a document, or a credit note on one, says."""

    def record(session: Session) -> None:
        row = {"number": number, "issued_on": issued_on, "submitted_by": viewer.party}
        statement = conflict_aware_insert(session, DocumentRecord).values(fingerprint=of, **row)
        # Of several attempts at once the chain takes one; the contract refuses the others before they get here.
        session.execute(statement.on_conflict_do_update(index_elements=["fingerprint"], set_=row))

    return record


def _recorded(record: DocumentRecord | None) -> dict[str, Any]:
    """What is recorded beside the chain; nulls where the chain alone knows the document."""
    return {"number": record and record.number, "issued_on": record and record.issued_on}


def _drawing_view(drawing: Drawing) -> DrawingView:
    """Serial 0 is the receivable's own issue; otherwise it is of the claim that a transfer made."""
    claim = f"{drawing.receivable}-{drawing.serial}" if drawing.serial else None
    return DrawingView(receivable=str(drawing.receivable), claim=claim, amount=drawing.amount)
