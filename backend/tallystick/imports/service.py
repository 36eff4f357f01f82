"""Taking files in."""

from tallystick.database.store import Store
from tallystick.evidence.service import EvidenceService
from tallystick.imports.checking import Checking
from tallystick.imports.csv_file import csv_rows
from tallystick.imports.invoices import ImportedInvoices
from tallystick.imports.json_file import json_rows
from tallystick.imports.reading import SentFile, sent_file, text_of
from tallystick.imports.receivables import ImportedReceivables
from tallystick.imports.rows import SourceRow
from tallystick.imports.ubl import read_invoice
from tallystick.parties.service import PartyService
from tallystick.programmes.schemas import ProgrammeView
from tallystick.programmes.service import ProgrammeService
from tallystick.receivables.issuing import Issuing
from tallystick.refusal import Invalid
from tallystick.sending.command import Outcome, Requester
from tallystick.sending.dispatch import Dispatcher
from tallystick.web.security import Allowed
from tallystick.web.viewer import Role, Viewer

_debtors_only = Allowed(Role.DEBTOR)


class ImportService:
    """A file in, and what became of each of its rows."""

    def __init__(
        self,
        store: Store,
        dispatcher: Dispatcher,
        parties: PartyService,
        programmes: ProgrammeService,
        evidence: EvidenceService,
        issuing: Issuing,
    ) -> None:
        self._dispatcher = dispatcher
        self._programmes = programmes
        self._receivables = ImportedReceivables(dispatcher, Checking(store, parties, evidence, issuing))
        self._invoices = ImportedInvoices(dispatcher, parties, evidence)

    def take_in(
        self,
        content_type: str,
        content: bytes,
        programme: str | None,
        viewer: Viewer,
        requester: Requester,
        dry_run: bool,
    ) -> Outcome:
        """Carries the whole file out, or refuses it with a report of every row and nothing done.

        What was imported before is there already, whatever the idempotency key; a repeat under the same key is
        answered as it was.
        """
        earlier = None if dry_run else self._dispatcher.earlier(requester)
        if earlier is not None:
            return earlier
        file = sent_file(content_type, content)
        if file.kind != "ubl":
            _debtors_only.require(viewer)
            rows, encoding = _rows(file)
            return self._receivables.issue(
                rows, encoding, self._programme(programme), viewer, requester, dry_run
            )
        invoice = read_invoice(content)
        if self._invoices.side(invoice, viewer) == "seller":
            return self._invoices.register(invoice, viewer, requester, dry_run)
        _debtors_only.require(viewer)
        row = self._invoices.commitment(invoice)
        return self._receivables.issue(
            [row], invoice.encoding, self._programme(programme), viewer, requester, dry_run
        )

    def _programme(self, number: str | None) -> ProgrammeView:
        if number is None:
            raise Invalid(
                "programme_missing",
                "Receivables are issued under a programme, and none is named.",
                "Name one with ?programme=; see GET /v1/programmes.",
            )
        return self._programmes.get(int(number))


def _rows(file: SentFile) -> tuple[list[SourceRow], str]:
    """The rows and the encoding that they were read in. Raises `Invalid` where there are none."""
    text, encoding = text_of(file)
    rows = csv_rows(text) if file.kind == "csv" else json_rows(text)
    if not rows:
        raise Invalid("file_without_rows", "The file has no rows.", "Send a file with rows in it.")
    return rows, encoding
