"""/v1/parties"""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from tallystick.parties.groups import GroupService
from tallystick.parties.offices import OfficeService
from tallystick.parties.schemas import (
    PARTY_ID,
    GroupList,
    GroupMember,
    NewGroup,
    NewOffice,
    NewParty,
    NewVerifier,
    OpenedParty,
    PartyList,
    PartyView,
)
from tallystick.parties.service import PartyService
from tallystick.web.bodies import Identifier
from tallystick.web.requests import COMMAND_RESPONSES, DryRun, Requesting, respond
from tallystick.web.security import Allowed
from tallystick.web.viewer import PARTY_ROLES, Role, Viewer

router = APIRouter(prefix="/v1/parties", tags=["parties"])
offices_router = APIRouter(prefix="/v1", tags=["parties"])


async def service(request: Request) -> PartyService:
    found: PartyService = request.app.state.parties
    return found


async def office_service(request: Request) -> OfficeService:
    found: OfficeService = request.app.state.offices
    return found


async def group_service(request: Request) -> GroupService:
    found: GroupService = request.app.state.groups
    return found


Groups = Annotated[GroupService, Depends(group_service)]
Service = Annotated[PartyService, Depends(service)]
Offices = Annotated[OfficeService, Depends(office_service)]
PartyPath = Annotated[Identifier, Path(description="The party's id.", examples=[PARTY_ID])]
Anybody = Annotated[Viewer, Depends(Allowed(*PARTY_ROLES))]


@router.post(
    "", operation_id="open_party", status_code=201, response_model=OpenedParty, responses=COMMAND_RESPONSES
)
def open_party(
    new: NewParty,
    parties: Service,
    requester: Requesting,
    _viewer: Annotated[Viewer, Depends(Allowed(Role.OPERATOR))],
    dry_run: DryRun = False,
) -> Response:
    """Registers a firm, makes its wallet and API key, and opens its account on the chain."""
    return respond(parties.open(new, requester, dry_run))


@router.get("", operation_id="list_parties")
def list_parties(parties: Service, _viewer: Anybody) -> PartyList:
    """Who takes part, by name."""
    return PartyList(parties=parties.all())


@router.get("/me", operation_id="get_own_party")
def get_own_party(parties: Service, viewer: Anybody) -> PartyView:
    """The party that the API key belongs to."""
    return parties.get(viewer.party)


@router.get("/{party}", operation_id="get_party")
def get_party(party: PartyPath, parties: Service, _viewer: Anybody) -> PartyView:
    """One party."""
    return parties.get(party)


@router.post(
    "/{party}/group",
    operation_id="record_group",
    status_code=201,
    response_model=GroupMember,
    responses=COMMAND_RESPONSES,
)
def record_group(
    party: PartyPath,
    new: NewGroup,
    groups: Groups,
    requester: Requesting,
    _viewer: Annotated[Viewer, Depends(Allowed(Role.OPERATOR))],
    dry_run: DryRun = False,
) -> Response:
    """Records that a party is under one control with others: trades among them count for no figure of a market."""
    return respond(groups.record(party, new.group, requester, dry_run))


@offices_router.get("/groups", operation_id="list_groups")
def list_groups(
    groups: Groups, _viewer: Annotated[Viewer, Depends(Allowed(Role.OPERATOR, Role.SUPERVISOR))]
) -> GroupList:
    """Groups of parties under one control."""
    return groups.all()


@offices_router.post(
    "/authorities",
    operation_id="appoint_authority",
    status_code=201,
    response_model=OpenedParty,
    responses=COMMAND_RESPONSES,
)
def appoint_authority(
    new: NewOffice,
    offices: Offices,
    requester: Requesting,
    _viewer: Annotated[Viewer, Depends(Allowed(Role.HOST))],
    dry_run: DryRun = False,
) -> Response:
    """Registers a court or regulator and gives it the power to freeze claims and to suspend parties."""
    return respond(offices.appoint_authority(new, requester, dry_run))


@offices_router.post(
    "/banks",
    operation_id="appoint_bank",
    status_code=201,
    response_model=OpenedParty,
    responses=COMMAND_RESPONSES,
)
def appoint_bank(
    new: NewOffice,
    offices: Offices,
    requester: Requesting,
    _viewer: Annotated[Viewer, Depends(Allowed(Role.HOST))],
    dry_run: DryRun = False,
) -> Response:
    """Registers an operating bank and gives it the power to open e-CNY wallets, to issue and to redeem."""
    return respond(offices.appoint_bank(new, requester, dry_run))


@offices_router.post(
    "/verifiers",
    operation_id="appoint_verifier",
    status_code=201,
    response_model=OpenedParty,
    responses=COMMAND_RESPONSES,
)
def appoint_verifier(
    new: NewVerifier,
    offices: Offices,
    requester: Requesting,
    _viewer: Annotated[Viewer, Depends(Allowed(Role.HOST))],
    dry_run: DryRun = False,
) -> Response:
    """Registers a verifier: what it states about parties on its topics decides who may hold notes."""
    return respond(offices.appoint_verifier(new, requester, dry_run))


@offices_router.post(
    "/transfer-agents",
    operation_id="appoint_transfer_agent",
    status_code=201,
    response_model=OpenedParty,
    responses=COMMAND_RESPONSES,
)
def appoint_transfer_agent(
    new: NewOffice,
    offices: Offices,
    requester: Requesting,
    _viewer: Annotated[Viewer, Depends(Allowed(Role.HOST))],
    dry_run: DryRun = False,
) -> Response:
    """Registers a transfer agent, who freezes notes and moves them on orders where an offering names it."""
    return respond(offices.appoint_transfer_agent(new, requester, dry_run))
