"""A file's rows as receivables: all of them are offered in one transaction, or none is."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tallystick.chain.interface import interface
from tallystick.chain.node import Receipt
from tallystick.imports.checking import Checking, refuse_repeated_references, under_way
from tallystick.imports.commands import ImportReceivables, RowToIssue
from tallystick.imports.drafts import Draft, begun, canonical
from tallystick.imports.reading import not_too_many
from tallystick.imports.rows import SourceRow, lines_text
from tallystick.imports.schemas import ImportRehearsal, ImportReport, RowReport
from tallystick.imports.tables import ImportedRow
from tallystick.imports.trial import tried
from tallystick.programmes.schemas import ProgrammeView
from tallystick.refusal import Refusal, Unavailable
from tallystick.sending.command import Outcome, Requester
from tallystick.sending.dispatch import Dispatcher
from tallystick.web.viewer import Viewer


class ImportedReceivables:
    """Checks rows, has the contracts try them, and carries them out."""

    def __init__(self, dispatcher: Dispatcher, checking: Checking) -> None:
        self._dispatcher = dispatcher
        self._checking = checking
        dispatcher.answers(ImportReceivables, _report, _take_back, _note)

    def issue(
        self,
        rows: Sequence[SourceRow],
        encoding: str,
        programme: ProgrammeView,
        viewer: Viewer,
        requester: Requester,
        dry_run: bool,
    ) -> Outcome:
        """Issues what is not there yet; refused with the report of every row where any is wrong."""
        checked = [begun(row) for row in rows]
        drafts = [row for row in checked if isinstance(row, Draft)]
        not_too_many(len(checked), sum(len(draft.row.documents) for draft in drafts))
        refuse_repeated_references(checked)
        self._checking.complete(drafts, programme, viewer)
        self._try(drafts, encoding, viewer, requester)
        report = [row.report("ready") for row in checked]
        if any(row.problems for row in checked):
            self._checking.require_untouched(drafts, viewer)
            raise refusal_of(report, encoding)
        contents = {
            draft.row.reference: canonical(draft.content(programme.id)) for draft in drafts if draft.issue
        }

        def record(session: Session) -> None:
            _claim(session, viewer.party, contents)

        command = _command(drafts, encoding, viewer)
        try:
            outcome = self._dispatcher.carry_out(command, requester, record, dry_run)
        except Refusal:
            self._checking.require_untouched(drafts, viewer)
            raise
        return rehearsed(outcome, report, encoding) if dry_run else outcome

    def _try(self, drafts: Sequence[Draft], encoding: str, viewer: Viewer, requester: Requester) -> None:
        """Asks the contracts what they would say to the rows that nothing is known against, one after the other."""
        sound = [draft for draft in drafts if draft.issue is not None and not draft.problems]

        def attempt(some: Sequence[Draft]) -> Refusal | None:
            try:
                self._dispatcher.carry_out(_command(some, encoding, viewer), requester, dry_run=True)
            except Unavailable:
                raise
            except Refusal as refusal:
                return refusal
            return None

        verdict = tried(sound, attempt, lambda draft: {view.fingerprint for view in draft.documents})
        for position, refusal in sorted(verdict.refused.items()):
            if refusal.code == "evidence_exceeded":
                _name_what_draws(refusal, sound[position], sound)
            sound[position].refuse_by_contract(refusal)
        for position in verdict.untried:
            sound[position].tried = False


def refusal_of(rows: Sequence[RowReport], encoding: str) -> Refusal:
    """Nothing of the file, with all that is wrong with it."""
    wrong = [row.line for row in rows if row.status == "refused"]
    return Refusal(
        "import_refused",
        f"{len(wrong)} of {len(rows)} rows cannot be imported ({lines_text(wrong)}), so none was.",
        "Correct what `values.rows` names and send the whole file again, first with dry_run=true.",
        {"encoding": encoding, "refused": len(wrong), "rows": [row.model_dump(mode="json") for row in rows]},
    )


def rehearsed(outcome: Outcome, rows: list[RowReport], encoding: str) -> Outcome:
    """A dry run's answer with what would become of each row."""
    told = ImportRehearsal(**json.loads(outcome.body), encoding=encoding, rows=rows)
    return replace(outcome, body=told.model_dump_json())


def _command(drafts: Sequence[Draft], encoding: str, viewer: Viewer) -> ImportReceivables:
    return ImportReceivables(
        party=viewer.party,
        debtor=viewer.address,
        encoding=encoding,
        rows=[
            RowToIssue(
                line=draft.source.line,
                reference=draft.row.reference,
                issue=draft.issue,
                receivable=draft.existing,
            )
            for draft in drafts
        ],
    )


def _name_what_draws(refusal: Refusal, draft: Draft, drafts: Sequence[Draft]) -> None:
    """The buyer of a document is entitled to know which of its receivables, and of its rows, draw on it."""
    fingerprint = refusal.values["fingerprint"]
    for view in draft.documents:
        if view.fingerprint == fingerprint:
            refusal.values["drawn_by"] = [drawing.model_dump() for drawing in view.drawings]
    lines = [
        other.source.line
        for other in drafts
        if other is not draft and any(view.fingerprint == fingerprint for view in other.documents)
    ]
    if lines:
        refusal.detail += f" The file draws on it on {lines_text(lines)} too."
        refusal.values["drawn_by_lines"] = lines


def _claim(session: Session, party: str, contents: dict[str, str]) -> None:
    """Takes the references for this import, all or none. In one order, so that two imports never wait in a circle."""
    for reference in sorted(contents):
        session.add(
            ImportedRow(party=party, reference=reference, content=contents[reference], receivable=None)
        )
        try:
            session.flush()
        except IntegrityError:  # another import of the same row came first since we looked
            raise under_way(reference) from None


def _take_back(session: Session, command: ImportReceivables) -> None:
    """Nothing was issued: the references are free again."""
    references = [row.reference for row in command.to_issue]
    session.execute(
        delete(ImportedRow).where(ImportedRow.party == command.party, ImportedRow.reference.in_(references))
    )


def _note(session: Session, command: ImportReceivables, receipts: tuple[Receipt, ...]) -> None:
    for row, number in zip(command.to_issue, _numbers(receipts), strict=True):
        session.execute(
            update(ImportedRow)
            .where(ImportedRow.party == command.party, ImportedRow.reference == row.reference)
            .values(receivable=number)
        )


def _report(_session: Session, command: ImportReceivables, receipts: tuple[Receipt, ...]) -> dict[str, Any]:
    numbers = iter(_numbers(receipts))
    rows = [
        RowReport(
            line=row.line,
            reference=row.reference,
            status="exists" if row.issue is None else "issued",
            receivable=str(row.receivable if row.issue is None else next(numbers)),
            document=None,
            problems=[],
        )
        for row in command.rows
    ]
    return ImportReport(
        encoding=command.encoding,
        rows=rows,
        transaction="0x" + receipts[-1].transaction_hash.hex() if receipts else None,
    ).model_dump(mode="json")


def _numbers(receipts: tuple[Receipt, ...]) -> list[int]:
    """The receivables' numbers, in the order of the calls."""
    offered = interface("Issuance").told("ReceivableOffered", receipts[-1]) if receipts else []
    return [int.from_bytes(topics[1]) for topics in offered]
