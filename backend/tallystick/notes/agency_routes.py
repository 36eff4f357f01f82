"""Offerings of notes, and the powers of transfer agents"""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from tallystick.notes.agency import NoteAgencyService
from tallystick.notes.schemas import (
    AgentDecision,
    AgentReceipt,
    NewAgent,
    NewForcedTransfer,
    NewNoteFreeze,
    NewNotePause,
    NewOffering,
    NewRecovery,
    NewRules,
    NewWalletFreeze,
    NoteTransferReceipt,
    OfferingList,
    OfferingReceipt,
    SeriesReceipt,
)
from tallystick.programmes.routes import ProgrammePath
from tallystick.receivables.identifiers import ReceivablePath
from tallystick.web.requests import COMMAND_RESPONSES, DryRun, Requesting, respond
from tallystick.web.security import Allowed
from tallystick.web.viewer import PARTY_ROLES, Role, Viewer

router = APIRouter(prefix="/v1", tags=["notes"])


async def service(request: Request) -> NoteAgencyService:
    found: NoteAgencyService = request.app.state.note_agency
    return found


Service = Annotated[NoteAgencyService, Depends(service)]
Host = Annotated[Viewer, Depends(Allowed(Role.HOST))]
Agent = Annotated[Viewer, Depends(Allowed(Role.TRANSFER_AGENT))]


@router.get("/offerings", operation_id="list_offerings")
def list_offerings(
    agency: Service, _viewer: Annotated[Viewer, Depends(Allowed(*PARTY_ROLES))]
) -> OfferingList:
    """Programmes whose claims can be made notes of, and the rules of those."""
    return agency.offerings()


@router.post(
    "/programmes/{programme}/offering",
    operation_id="open_offering",
    status_code=201,
    response_model=OfferingReceipt,
    responses=COMMAND_RESPONSES,
)
def open_offering(
    programme: ProgrammePath,
    new: NewOffering,
    agency: Service,
    requester: Requesting,
    _viewer: Host,
    dry_run: DryRun = False,
) -> Response:
    """Opens a programme for notes, where its regime allows a token offering."""
    return respond(agency.open_offering(programme, new, requester, dry_run))


@router.post(
    "/programmes/{programme}/offering/agent",
    operation_id="name_transfer_agent",
    status_code=201,
    response_model=OfferingReceipt,
    responses=COMMAND_RESPONSES,
)
def name_transfer_agent(
    programme: ProgrammePath,
    new: NewAgent,
    agency: Service,
    requester: Requesting,
    _viewer: Host,
    dry_run: DryRun = False,
) -> Response:
    """Names the transfer agent of series to come; those that are there keep theirs."""
    return respond(agency.name_agent(programme, new.agent, requester, dry_run))


@router.post(
    "/programmes/{programme}/offering/rules",
    operation_id="set_offering_rules",
    status_code=201,
    response_model=OfferingReceipt,
    responses=COMMAND_RESPONSES,
)
def set_offering_rules(
    programme: ProgrammePath,
    new: NewRules,
    agency: Service,
    requester: Requesting,
    _viewer: Host,
    dry_run: DryRun = False,
) -> Response:
    """Sets the rules of a programme's notes from now on, in place of those before."""
    return respond(agency.set_rules(programme, new.rules, requester, dry_run))


@router.post(
    "/receivables/{receivable}/notes/agents",
    operation_id="decide_on_agent",
    status_code=201,
    response_model=AgentReceipt,
    responses=COMMAND_RESPONSES,
)
def decide_on_agent(
    receivable: ReceivablePath,
    new: AgentDecision,
    agency: Service,
    requester: Requesting,
    _viewer: Host,
    dry_run: DryRun = False,
) -> Response:
    """Gives somebody the powers of a transfer agent over a series that is there, or takes them. Never the operator."""
    return respond(agency.decide_on_agent(receivable, new, requester, dry_run))


@router.post(
    "/receivables/{receivable}/notes/wallet-freezes",
    operation_id="freeze_note_wallet",
    status_code=201,
    response_model=SeriesReceipt,
    responses=COMMAND_RESPONSES,
)
def freeze_note_wallet(
    receivable: ReceivablePath,
    new: NewWalletFreeze,
    agency: Service,
    viewer: Agent,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Has a wallet give and get none of these notes, and be paid nothing on them; or ends that."""
    return respond(agency.freeze_wallet(receivable, new, viewer, requester, dry_run))


@router.post(
    "/receivables/{receivable}/notes/freezes",
    operation_id="freeze_notes",
    status_code=201,
    response_model=SeriesReceipt,
    responses=COMMAND_RESPONSES,
)
def freeze_notes(
    receivable: ReceivablePath,
    new: NewNoteFreeze,
    agency: Service,
    viewer: Agent,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Sets how many of a holder's notes stay where they are; 0 ends it."""
    return respond(agency.freeze_notes(receivable, new, viewer, requester, dry_run))


@router.post(
    "/receivables/{receivable}/notes/forced-transfers",
    operation_id="force_note_transfer",
    status_code=201,
    response_model=NoteTransferReceipt,
    responses=COMMAND_RESPONSES,
)
def force_note_transfer(
    receivable: ReceivablePath,
    new: NewForcedTransfer,
    agency: Service,
    viewer: Agent,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Moves notes without their holder on a court's or regulator's order, whose hash the chain keeps. Whoever gets them
    must be verified."""
    return respond(agency.force(receivable, new, viewer, requester, dry_run))


@router.post(
    "/receivables/{receivable}/notes/recoveries",
    operation_id="recover_notes",
    status_code=201,
    response_model=NoteTransferReceipt,
    responses=COMMAND_RESPONSES,
)
def recover_notes(
    receivable: ReceivablePath,
    new: NewRecovery,
    agency: Service,
    viewer: Agent,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Moves the notes of a wallet whose key is lost to another wallet of the same identity, with what is frozen of
    them."""
    return respond(agency.recover(receivable, new, viewer, requester, dry_run))


@router.post(
    "/receivables/{receivable}/notes/pauses",
    operation_id="pause_notes",
    status_code=201,
    response_model=SeriesReceipt,
    responses=COMMAND_RESPONSES,
)
def pause_notes(
    receivable: ReceivablePath,
    new: NewNotePause,
    agency: Service,
    viewer: Agent,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Has the notes of a series stay where they are, or move again. Payment at maturity goes on all the while."""
    return respond(agency.pause(receivable, new, viewer, requester, dry_run))
