"""Registering trade documents and telling what is left of them."""

from typing import Any, ClassVar

from sqlalchemy import Select, delete, or_, select
from sqlalchemy.orm import Session

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Receipt
from tallystick.database.conflict import conflict_aware_insert
from tallystick.database.store import Store
from tallystick.evidence.fingerprint import canonical, fingerprint
from tallystick.evidence.schemas import DOCUMENT_KINDS, DocumentView, DrawingView, NewDocument
from tallystick.evidence.tables import DocumentRecord
from tallystick.mirror.tables import Document, Drawing
from tallystick.parties.service import PartyService
from tallystick.refusal import Forbidden, NotFound, Refusal
from tallystick.sending.command import Call, Command, Outcome, Recording, Requester
from tallystick.sending.dispatch import Dispatcher
from tallystick.web.viewer import Viewer


class RegisterDocument(Command, frozen=True, kw_only=True):
    """Puts a document's budget on the chain under the registrar's key."""

    kind: ClassVar[str] = "register_document"
    registrar: bytes
    fingerprint: bytes
    buyer: bytes
    seller: bytes
    amount: int
    currency: str
    document_kind: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        data = interface("EvidenceRegistry").encode(
            "register(bytes32,address,address,uint64,bytes3,uint8)",
            self.fingerprint,
            self.buyer,
            self.seller,
            self.amount,
            self.currency.encode(),
            self.document_kind,
        )
        return (Call(self.registrar, contracts.evidence, data),)


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
        dispatcher.answers(RegisterDocument, self._registered, self.take_back)

    def register(self, new: NewDocument, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Registers a document, once, for the party that issued it."""
        command, record = self.registration(new, viewer)
        return self._dispatcher.carry_out(command, requester, record, dry_run)

    def registration(self, new: NewDocument, viewer: Viewer) -> tuple[RegisterDocument, Recording]:
        """How a document is registered, and what is recorded of it.

        Refused to all but the party that issued it: anybody else could use up somebody's number.
        """
        issuer = self._parties.get(new.buyer if new.kind == "acceptance" else new.seller)
        if viewer.party != issuer.id:
            raise Forbidden(
                "document_of_others",
                "You have not issued this document.",
                "The seller registers invoices and delivery notes, the buyer acceptances.",
            )
        if not canonical(new.number):
            raise Refusal(
                "document_without_number",
                f"The number {new.number!r} has neither letters nor digits.",
                "Give the document's own number.",
            )
        command = RegisterDocument(
            registrar=self._registrar,
            fingerprint=self.fingerprint(new.kind, new.number, issuer.tax_number),
            buyer=self._parties.address(new.buyer),
            seller=self._parties.address(new.seller),
            amount=new.amount,
            currency=new.currency,
            document_kind=DOCUMENT_KINDS.index(new.kind),
        )

        def record(session: Session) -> None:
            row = {"number": new.number, "issued_on": new.issued_on, "submitted_by": viewer.party}
            statement = conflict_aware_insert(session, DocumentRecord).values(
                fingerprint=command.fingerprint, **row
            )
            # Of several attempts at once the chain takes one; the contract refuses the others before they get here.
            session.execute(statement.on_conflict_do_update(index_elements=["fingerprint"], set_=row))

        return command, record

    def fingerprint(self, kind: str, number: str, issuer_tax_number: str) -> bytes:
        """Under which the chain knows a document."""
        return fingerprint(self._fingerprint_key, kind, number, issuer_tax_number)

    def take_back(self, session: Session, command: RegisterDocument) -> None:
        """The document did not get onto the chain, unless another attempt at it did."""
        if session.get(Document, (self._deployment, command.fingerprint)) is None:
            session.execute(delete(DocumentRecord).where(DocumentRecord.fingerprint == command.fingerprint))

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
        records = {
            record.fingerprint: record
            for record in session.scalars(
                select(DocumentRecord).where(DocumentRecord.fingerprint.in_(fingerprints))
            )
        }
        drawings: dict[bytes, list[DrawingView]] = {}
        for drawing in session.scalars(
            select(Drawing)
            .where(Drawing.deployment == self._deployment, Drawing.fingerprint.in_(fingerprints))
            .order_by(Drawing.receivable, Drawing.serial)
        ):
            drawings.setdefault(drawing.fingerprint, []).append(_drawing_view(drawing))
        return [
            DocumentView.model_validate(
                {
                    "fingerprint": "0x" + row.fingerprint.hex(),
                    "kind": DOCUMENT_KINDS[row.kind],
                    "number": records[row.fingerprint].number if row.fingerprint in records else None,
                    "issued_on": records[row.fingerprint].issued_on if row.fingerprint in records else None,
                    "buyer": names[row.buyer],
                    "seller": names[row.seller],
                    "amount": row.amount,
                    "drawn": row.drawn,
                    "left": max(0, row.amount - row.drawn),  # a credit note may come too late
                    "currency": row.currency,
                    "drawings": drawings.get(row.fingerprint, []),
                }
            )
            for row in rows
        ]

    def _registered(
        self, session: Session, command: RegisterDocument, _receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        query = select(Document).where(
            Document.deployment == self._deployment, Document.fingerprint == command.fingerprint
        )
        return self._views(session, query)[0].model_dump(mode="json")


def _drawing_view(drawing: Drawing) -> DrawingView:
    """Serial 0 is the receivable's own issue; otherwise it is of the claim that a transfer made."""
    claim = f"{drawing.receivable}-{drawing.serial}" if drawing.serial else None
    return DrawingView(receivable=str(drawing.receivable), claim=claim, amount=drawing.amount)
