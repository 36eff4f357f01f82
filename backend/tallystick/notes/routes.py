"""Notes: wrapping claims, passing notes on, having them paid"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from tallystick.money.amount import LARGEST_AMOUNT
from tallystick.notes.schemas import (
    CollectedNotes,
    NewConsolidation,
    NewNoteApproval,
    NewNoteCollection,
    NewNoteTransfer,
    NewUnwrapping,
    NewWrapping,
    NoteApprovalReceipt,
    NoteBalanceList,
    NoteMovementList,
    NotePaymentList,
    NoteTransferReceipt,
    SeriesReceipt,
    SeriesView,
    TransferCheck,
    UnwrappedNotes,
    WrappedClaim,
)
from tallystick.notes.service import NoteService
from tallystick.parties.schemas import PARTY_ID
from tallystick.receivables.access import Reader, Trader
from tallystick.receivables.identifiers import ClaimPath, ReceivablePath
from tallystick.receivables.reading_routes import PageSize
from tallystick.web.bodies import Identifier
from tallystick.web.cursors import EventCursor, event_place
from tallystick.web.requests import COMMAND_RESPONSES, DryRun, Requesting, respond
from tallystick.web.security import Allowed
from tallystick.web.viewer import TRADING_ROLES, Role, Viewer

router = APIRouter(prefix="/v1", tags=["notes"])


async def service(request: Request) -> NoteService:
    found: NoteService = request.app.state.notes
    return found


Service = Annotated[NoteService, Depends(service)]
SeriesReader = Annotated[Viewer, Depends(Allowed(*TRADING_ROLES, Role.SUPERVISOR, Role.TRANSFER_AGENT))]


@router.post(
    "/claims/{claim}/notes",
    operation_id="wrap_claim",
    status_code=201,
    response_model=WrappedClaim,
    responses=COMMAND_RESPONSES,
)
def wrap_claim(
    claim: ClaimPath,
    new: NewWrapping,
    notes: Service,
    viewer: Trader,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Makes notes of a claim of yours, or of a part of it, unit for unit. The note desk holds the claim meanwhile."""
    return respond(notes.wrap(claim, new, viewer, requester, dry_run))


@router.post(
    "/receivables/{receivable}/notes",
    operation_id="open_series",
    status_code=201,
    response_model=SeriesReceipt,
    responses=COMMAND_RESPONSES,
)
def open_series(
    receivable: ReceivablePath,
    notes: Service,
    viewer: Trader,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Makes the series of a receivable's notes. Wrapping a claim for the first time does it too."""
    return respond(notes.open_series(receivable, viewer, requester, dry_run))


@router.get("/receivables/{receivable}/notes", operation_id="get_series")
def get_series(receivable: ReceivablePath, notes: Service, viewer: SeriesReader) -> SeriesView:
    """The notes on a receivable: how many there are, what they stand on, and who has them as far as you may know."""
    return notes.series(receivable, viewer)


@router.post(
    "/receivables/{receivable}/notes/unwrapping",
    operation_id="unwrap_notes",
    status_code=201,
    response_model=UnwrappedNotes,
    responses=COMMAND_RESPONSES,
)
def unwrap_notes(
    receivable: ReceivablePath,
    new: NewUnwrapping,
    notes: Service,
    viewer: Trader,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Makes a claim of notes of yours again, unit for unit."""
    return respond(notes.unwrap(receivable, new, viewer, requester, dry_run))


@router.post(
    "/receivables/{receivable}/notes/consolidation",
    operation_id="consolidate_claims",
    status_code=201,
    response_model=SeriesReceipt,
    responses=COMMAND_RESPONSES,
)
def consolidate_claims(
    receivable: ReceivablePath,
    new: NewConsolidation,
    notes: Service,
    viewer: Trader,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Puts wrapped claims of a receivable together. It makes no difference to whoever has notes."""
    return respond(notes.consolidate(receivable, new, viewer, requester, dry_run))


@router.post(
    "/receivables/{receivable}/notes/transfers",
    operation_id="transfer_notes",
    status_code=201,
    response_model=NoteTransferReceipt,
    responses=COMMAND_RESPONSES,
)
def transfer_notes(
    receivable: ReceivablePath,
    new: NewNoteTransfer,
    notes: Service,
    viewer: Trader,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Passes notes on to a verified party, where the rules of the offering agree."""
    return respond(notes.transfer(receivable, new, viewer, requester, dry_run))


@router.get("/receivables/{receivable}/notes/transfer-check", operation_id="check_note_transfer")
def check_note_transfer(
    receivable: ReceivablePath,
    notes: Service,
    viewer: Trader,
    to: Annotated[Identifier, Query(description="Who would get them.", examples=[PARTY_ID])],
    amount: Annotated[int, Query(ge=1, le=LARGEST_AMOUNT, description="Minor units.", examples=[100])],
) -> TransferCheck:
    """Whether you could pass so many notes on now, or which rule refuses and why. It costs no gas."""
    return notes.check_transfer(receivable, to, amount, viewer)


@router.post(
    "/receivables/{receivable}/notes/approvals",
    operation_id="approve_notes",
    status_code=201,
    response_model=NoteApprovalReceipt,
    responses=COMMAND_RESPONSES,
)
def approve_notes(
    receivable: ReceivablePath,
    new: NewNoteApproval,
    notes: Service,
    viewer: Trader,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Lets a party move notes of yours, up to an amount; 0 ends it."""
    return respond(notes.approve(receivable, new, viewer, requester, dry_run))


@router.post(
    "/receivables/{receivable}/notes/collections",
    operation_id="collect_notes",
    status_code=201,
    response_model=CollectedNotes,
    responses=COMMAND_RESPONSES,
)
def collect_notes(
    receivable: ReceivablePath,
    new: NewNoteCollection,
    notes: Service,
    viewer: Trader,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Has holders of notes paid what the debtor has funded, straight from its own wallet. The ledger does it by itself
    too."""
    return respond(notes.collect(receivable, new, viewer, requester, dry_run))


@router.get("/notes", operation_id="list_notes")
def list_notes(notes: Service, viewer: Reader) -> NoteBalanceList:
    """The notes that you have."""
    return notes.balances(viewer)


@router.get("/note-movements", operation_id="list_note_movements")
def list_note_movements(
    notes: Service, viewer: Reader, size: PageSize = 100, before: EventCursor = None
) -> NoteMovementList:
    """Notes that came to you and left you, newest first."""
    return notes.movements(viewer, size, event_place(before))


@router.get("/note-payments", operation_id="list_note_payments")
def list_note_payments(
    notes: Service, viewer: Reader, size: PageSize = 100, before: EventCursor = None
) -> NotePaymentList:
    """What you were paid on notes, newest first."""
    return notes.payments(viewer, size, event_place(before))
