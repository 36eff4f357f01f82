"""A row on its way from the file to the chain: what is known of it, what is wrong with it, what is to be done."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tallystick.evidence.schemas import DocumentView
from tallystick.imports.rows import Place, SourceRow, understood
from tallystick.imports.schemas import ReceivableRow, RowProblem, RowReport, RowStatus
from tallystick.receivables.issuing_commands import IssueReceivable
from tallystick.refusal import Refusal

_PLACES: dict[str, Place] = {
    "accept_by_out_of_range": ("accept_by",),
    "account_not_open": ("creditor",),
    "creditor_is_debtor": ("creditor",),
    "due_date_out_of_range": ("due_date",),
    "evidence_does_not_match_face": ("face",),
    "party_cannot_hold": ("creditor",),
}
"""The field that a refusal of the contracts is about."""


@dataclass(slots=True)
class Checked:
    """A row and what is wrong with it.

    `existing`: the receivable that came of it in an earlier import. `tried`: false where others failed before it and
    it was not looked at any more.
    """

    source: SourceRow
    problems: list[RowProblem] = field(default_factory=list)
    existing: int | None = None
    tried: bool = True

    def refuse(self, place: Place, refusal: Refusal) -> None:
        self.problems.append(self.source.problem(place, refusal, self.source.given(place)))

    def report(self, status: RowStatus) -> RowReport:
        """As `status`, unless it is wrong or there already."""
        if self.problems:
            status = "refused"
        elif not self.tried:
            status = "untried"
        elif self.existing is not None:
            status = "exists"
        return RowReport(
            line=self.source.line,
            reference=self.source.reference,
            status=status,
            receivable=None if self.existing is None else str(self.existing),
            document=None,
            problems=self.problems,
        )


@dataclass(slots=True, kw_only=True)
class Draft(Checked):
    """A row of the right form, and what its names stand for. `documents` are in the order of the row's."""

    row: ReceivableRow
    creditor: str | None = None
    documents: list[DocumentView] = field(default_factory=list)
    issue: IssueReceivable | None = None

    def refuse_by_contract(self, refusal: Refusal) -> None:
        """Notes what the contracts say, at the field that it is about, where that can be told."""
        self.refuse(self._place(refusal), refusal)

    def drawings(self) -> Iterator[tuple[DocumentView, int]]:
        """How much the row draws on which document: all of its face, where it names only one."""
        for named, view in zip(self.row.documents, self.documents, strict=True):
            yield view, self.row.face if named.amount is None else named.amount

    def content(self, programme: str) -> dict[str, Any]:
        """What makes the row what it is, by whatever names its file calls parties and documents."""
        drawn = sorted((view.fingerprint, amount) for view, amount in self.drawings())
        return {
            "programme": programme,
            "creditor": self.creditor,
            "face": self.row.face,
            "currency": self.row.currency,
            "due_date": self.row.due_date.isoformat(),
            "accept_by": None if self.row.accept_by is None else self.row.accept_by.isoformat(),
            "documents": [{"fingerprint": fingerprint, "amount": amount} for fingerprint, amount in drawn],
        }

    def _place(self, refusal: Refusal) -> Place:
        fingerprint = refusal.values.get("fingerprint")
        for position, view in enumerate(self.documents):
            if view.fingerprint == fingerprint:
                part = "amount" if refusal.code == "evidence_exceeded" else "number"
                return ("documents", position, part)
        return _PLACES.get(refusal.code, ())


def begun(source: SourceRow) -> Checked:
    """A `Draft` where the row's form is right."""
    row, problems = understood(source)
    return Checked(source, problems) if row is None else Draft(source, problems, row=row)


def canonical(content: dict[str, Any]) -> str:
    return json.dumps(content, sort_keys=True)
