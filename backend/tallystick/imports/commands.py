"""What an import does on the chain: all rows of a file in one transaction."""

from typing import ClassVar

import msgspec

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Call
from tallystick.evidence.commands import RegisterDocument
from tallystick.receivables.issuing_commands import IssueReceivable
from tallystick.sending.command import Command


class RowToIssue(msgspec.Struct, frozen=True, kw_only=True):
    """A row and its receivable: to be issued, or there already under a number."""

    line: int
    reference: str
    issue: IssueReceivable | None
    receivable: int | None


class ImportReceivables(Command, frozen=True, kw_only=True):
    """Offers the debtor's commitments of a file, all or none."""

    kind: ClassVar[str] = "import_receivables"
    party: str
    debtor: bytes
    encoding: str
    rows: list[RowToIssue]

    @property
    def to_issue(self) -> list[RowToIssue]:
        return [row for row in self.rows if row.issue is not None]

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        """One, or none where every receivable is there already."""
        data = [call.data for row in self.rows if row.issue for call in row.issue.calls(contracts)]
        if not data:
            return ()
        return (
            Call(self.debtor, contracts.issuance, interface("Issuance").encode("multicall(bytes[])", data)),
        )


class ImportInvoice(Command, frozen=True, kw_only=True):
    """Registers a seller's invoice, unless it is registered already."""

    kind: ClassVar[str] = "import_invoice"
    number: str
    encoding: str
    fingerprint: bytes
    registration: RegisterDocument | None

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return self.registration.calls(contracts) if self.registration else ()
