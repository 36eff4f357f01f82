"""What can be told of rows before the contracts are asked: who and what they name, and whether they came before."""

import json
from collections.abc import Sequence

from sqlalchemy import select

from tallystick.database.store import Store
from tallystick.evidence.schemas import DocumentView
from tallystick.evidence.service import EvidenceService, issuer_of
from tallystick.imports.drafts import Checked, Draft, canonical
from tallystick.imports.rows import Place
from tallystick.imports.schemas import RowDocument
from tallystick.imports.tables import ImportedRow
from tallystick.money.amount import decimal_text
from tallystick.parties.schemas import PartyView
from tallystick.parties.service import PartyService
from tallystick.programmes.schemas import ProgrammeView
from tallystick.receivables.bodies import NewReceivable
from tallystick.receivables.issuing import Issuing
from tallystick.refusal import Conflict, NotFound, Refusal
from tallystick.web.viewer import Viewer


class Checking:
    """Completes drafts, or notes what is wrong with them."""

    def __init__(
        self, store: Store, parties: PartyService, evidence: EvidenceService, issuing: Issuing
    ) -> None:
        self._store = store
        self._parties = parties
        self._evidence = evidence
        self._issuing = issuing

    def complete(self, drafts: Sequence[Draft], programme: ProgrammeView, viewer: Viewer) -> None:
        """Raises `Conflict` where another import of the same row is under way."""
        debtor = self._parties.get(viewer.party)
        named = self._parties.named(_creditor(draft) for draft in drafts)
        for draft in drafts:
            _check_currency(draft, programme)
            creditor = named.get(_creditor(draft))
            if creditor is None:
                draft.refuse(("creditor",), _no_party(draft.row.creditor))
            else:
                draft.creditor = creditor.id
                self._find_documents(draft, debtor, creditor, viewer)
        self._find_earlier([draft for draft in drafts if not draft.problems], programme, viewer)
        for draft in drafts:
            if not draft.problems and draft.existing is None:
                self._prepare(draft, programme, viewer)

    def _find_documents(self, draft: Draft, debtor: PartyView, creditor: PartyView, viewer: Viewer) -> None:
        for position, document in enumerate(draft.row.documents):
            issuer = issuer_of(document.kind, debtor, creditor)
            view = self._document(draft, position, document, issuer, viewer)
            if view is not None:
                _compare_document(draft, position, document, view)
                draft.documents.append(view)

    def _document(
        self, draft: Draft, position: int, document: RowDocument, issuer: PartyView, viewer: Viewer
    ) -> DocumentView | None:
        """The registered document that the row means; None, and noted, where there is none."""
        if document.kind is not None and document.number is not None:
            part = "number"
            fingerprint = self._evidence.fingerprint(document.kind, document.number, issuer.tax_number)
            name = f"{document.kind} {document.number} of {issuer.name}"
        else:
            part, name = "fingerprint", str(document.fingerprint)
            fingerprint = bytes.fromhex(name.removeprefix("0x"))
        try:
            return self._evidence.get(viewer, fingerprint)
        except NotFound:
            missing = NotFound(
                "document_not_found",
                f"There is no document {name} between you and the creditor.",
                "Whoever issued it registers it first: POST /v1/documents, or an import of the same UBL invoice.",
            )
            draft.refuse(("documents", position, part), missing)
            return None

    def require_untouched(self, drafts: Sequence[Draft], viewer: Viewer) -> None:
        """Refuses rows that another import has taken since they were looked at: what the contracts have against them
        may be what that one did."""
        references = [draft.row.reference for draft in drafts if draft.issue is not None]
        with self._store.reading() as session:
            taken = session.scalar(
                select(ImportedRow.reference)
                .where(ImportedRow.party == viewer.party, ImportedRow.reference.in_(references))
                .order_by(ImportedRow.reference)
                .limit(1)
            )
        if taken is not None:
            raise under_way(taken)

    def _find_earlier(self, drafts: Sequence[Draft], programme: ProgrammeView, viewer: Viewer) -> None:
        """Rows that were imported before: the same ones are there already, others must not use their reference."""
        references = [draft.row.reference for draft in drafts]
        with self._store.reading() as session:
            found = session.scalars(
                select(ImportedRow).where(
                    ImportedRow.party == viewer.party, ImportedRow.reference.in_(references)
                )
            )
            earlier = {row.reference: row for row in found}
        for draft in drafts:
            known = earlier.get(draft.row.reference)
            if known is None:
                continue
            if known.receivable is None:
                raise under_way(known.reference)
            if known.content == canonical(draft.content(programme.id)):
                draft.existing = known.receivable
            else:
                _compare_earlier(draft, known, programme)

    def _prepare(self, draft: Draft, programme: ProgrammeView, viewer: Viewer) -> None:
        content = draft.content(programme.id)
        new = NewReceivable.model_validate(
            {name: content[name] for name in ("programme", "creditor", "face", "due_date", "accept_by")}
            | {
                "evidence": [
                    {"document": view.fingerprint, "amount": drawn} for view, drawn in draft.drawings()
                ]
            }
        )
        try:
            draft.issue = self._issuing.commitment(new, viewer)
        except Refusal as refusal:
            draft.refuse_by_contract(refusal)


def refuse_repeated_references(rows: Sequence[Checked]) -> None:
    """Within one file every receivable has a reference of its own, and every row stands once."""
    first: dict[str, int] = {}
    for row in rows:
        reference = row.source.reference
        if reference in first:
            detail = f"Line {first[reference]} has the reference {reference!r} too."
            way_out = "Give each receivable a reference of its own, and each row once."
            row.refuse(("reference",), Refusal("reference_repeated", detail, way_out))
        elif reference is not None:
            first[reference] = row.source.line


def under_way(reference: str) -> Conflict:
    return Conflict(
        "import_in_progress",
        f"The row {reference!r} is being imported by another request.",
        "Send the file again in a moment; no row is imported twice.",
        {"reference": reference},
    )


def _creditor(draft: Draft) -> str:
    """As parties are registered: tax numbers in capitals, ids as they come."""
    name = draft.row.creditor
    return name if "-" in name else name.upper()


def _no_party(name: str) -> Refusal:
    way_out = "Name a party by id or tax number as in GET /v1/parties; the operator opens new ones."
    return NotFound("party_not_found", f"There is no party {name!r}.", way_out)


def _check_currency(draft: Draft, programme: ProgrammeView) -> None:
    if draft.row.currency != programme.currency:
        detail = f"The row is in {draft.row.currency}, programme {programme.id} in {programme.currency}."
        way_out = "Import it under a programme in its currency."
        draft.refuse(("currency",), Refusal("currency_of_other_programme", detail, way_out))


def _compare_document(draft: Draft, position: int, document: RowDocument, view: DocumentView) -> None:
    """What the row says of a document must be what its issuer has registered."""
    way_out = "Correct the row, or settle it with whoever issued the document."
    if document.issued_on is not None and view.issued_on not in {None, document.issued_on}:
        detail = f"The document was registered as issued on {view.issued_on}, not {document.issued_on}."
        draft.refuse(("documents", position, "issued_on"), Conflict("document_differs", detail, way_out))
    if document.total is not None and document.total != view.amount:
        detail = (
            f"The document is registered for {decimal_text(view.amount)}, not {decimal_text(document.total)}."
        )
        values = {"registered": view.amount, "given": document.total}
        draft.refuse(("documents", position, "total"), Conflict("document_differs", detail, way_out, values))


def _compare_earlier(draft: Draft, known: ImportedRow, programme: ProgrammeView) -> None:
    """Says of each field in what it differs from the row that was imported under the same reference."""
    before = json.loads(known.content)
    for name, now in draft.content(programme.id).items():
        if now == before[name]:
            continue
        place: Place = (name,) if name != "programme" else ()
        draft.refuse(
            place,
            Conflict(
                "differs_from_imported",
                f"Receivable {known.receivable} was imported as {known.reference!r} with {name} {before[name]}, "
                f"not {now}.",
                "Use a reference of its own for another receivable, or send the row as it was.",
                {"receivable": str(known.receivable), "field": name, "before": before[name], "now": now},
            ),
        )
