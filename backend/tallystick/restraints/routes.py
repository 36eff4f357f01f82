"""/v1/freezes, suspensions of parties, pauses of receivables, encumbrances of claims"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from tallystick.parties.routes import PartyPath
from tallystick.receivables.identifiers import ClaimPath, ReceivablePath, parse_claim
from tallystick.restraints.orders import OrderService
from tallystick.restraints.schemas import (
    EncumberedClaim,
    EncumbranceList,
    FreezeList,
    FrozenClaims,
    LiftedFreezes,
    NewEncumbrance,
    NewFreeze,
    NewLifting,
    NewSuspension,
    PausedReceivable,
    ReinstatedParty,
    ReleasedClaim,
    SuspendedParty,
    SuspensionList,
)
from tallystick.restraints.service import RestraintService
from tallystick.web import forms
from tallystick.web.requests import COMMAND_RESPONSES, DryRun, Requesting, respond
from tallystick.web.security import Allowed
from tallystick.web.viewer import TRADING_ROLES, Role, Viewer

router = APIRouter(prefix="/v1", tags=["restraints"])

LARGEST_PAGE = 500


async def order_service(request: Request) -> OrderService:
    found: OrderService = request.app.state.orders
    return found


async def restraint_service(request: Request) -> RestraintService:
    found: RestraintService = request.app.state.restraints
    return found


Orders = Annotated[OrderService, Depends(order_service)]
Restraints = Annotated[RestraintService, Depends(restraint_service)]
Authority = Annotated[Viewer, Depends(Allowed(Role.AUTHORITY))]
Operator = Annotated[Viewer, Depends(Allowed(Role.OPERATOR))]
Trader = Annotated[Viewer, Depends(Allowed(*TRADING_ROLES))]
Reader = Annotated[Viewer, Depends(Allowed(*TRADING_ROLES, Role.SUPERVISOR))]
OrderReader = Annotated[Viewer, Depends(Allowed(*TRADING_ROLES, Role.AUTHORITY, Role.SUPERVISOR))]
PageSize = Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="Rows a page at most.")]


@router.post(
    "/freezes",
    operation_id="freeze_claims",
    status_code=201,
    response_model=FrozenClaims,
    responses=COMMAND_RESPONSES,
)
def freeze_claims(
    new: NewFreeze,
    orders: Orders,
    viewer: Authority,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Stops claims under an order of yours, all or none. Only you lift it."""
    return respond(orders.freeze(new, viewer, requester, dry_run))


@router.get("/freezes", operation_id="list_freezes")
def list_freezes(
    orders: Orders,
    viewer: OrderReader,
    after: Annotated[
        str | None,
        Query(
            pattern=forms.CLAIM_AND_ADDRESS_CURSOR,
            description="Cursor: `next` of the page before.",
        ),
    ] = None,
    size: PageSize = 100,
) -> FreezeList:
    """The orders that stand on claims: those that you gave, and those on claims that you hold."""
    place = None
    if after is not None:
        claim, _, authority = after.rpartition("-0x")
        place = (*parse_claim(claim), bytes.fromhex(authority))
    return orders.freezes(viewer, size, place)


@router.post(
    "/freezes/lifting",
    operation_id="lift_freeze",
    status_code=201,
    response_model=LiftedFreezes,
    responses=COMMAND_RESPONSES,
)
def lift_freeze(
    new: NewLifting,
    orders: Orders,
    viewer: Authority,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Lifts your own orders on claims, all or none; another authority's stay."""
    return respond(orders.lift(new, viewer, requester, dry_run))


@router.post(
    "/parties/{party}/suspension",
    operation_id="suspend_party",
    status_code=201,
    response_model=SuspendedParty,
    responses=COMMAND_RESPONSES,
)
def suspend_party(
    party: PartyPath,
    new: NewSuspension,
    orders: Orders,
    viewer: Authority,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Stops a party under an order of yours: it gives nothing, gains nothing and signs nothing."""
    return respond(orders.suspend(party, new, viewer, requester, dry_run))


@router.post(
    "/parties/{party}/reinstatement",
    operation_id="reinstate_party",
    status_code=201,
    response_model=ReinstatedParty,
    responses=COMMAND_RESPONSES,
)
def reinstate_party(
    party: PartyPath,
    orders: Orders,
    viewer: Authority,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Lifts your own order on a party; another authority's stays."""
    return respond(orders.reinstate(party, viewer, requester, dry_run))


@router.get("/suspensions", operation_id="list_suspensions")
def list_suspensions(orders: Orders, viewer: OrderReader) -> SuspensionList:
    """The orders that stand on parties: those that you gave, and those on yourself."""
    return orders.suspensions(viewer)


@router.post(
    "/receivables/{receivable}/pause",
    operation_id="pause_receivable",
    status_code=201,
    response_model=PausedReceivable,
    responses=COMMAND_RESPONSES,
)
def pause_receivable(
    receivable: ReceivablePath,
    restraints: Restraints,
    viewer: Operator,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Stops all movement of a receivable's claims, never a payment on them."""
    return respond(restraints.pause(receivable, viewer, requester, dry_run))


@router.post(
    "/receivables/{receivable}/resumption",
    operation_id="resume_receivable",
    status_code=201,
    response_model=PausedReceivable,
    responses=COMMAND_RESPONSES,
)
def resume_receivable(
    receivable: ReceivablePath,
    restraints: Restraints,
    viewer: Operator,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Lets a receivable's claims move again."""
    return respond(restraints.resume(receivable, viewer, requester, dry_run))


@router.post(
    "/claims/{claim}/encumbrance",
    operation_id="encumber_claim",
    status_code=201,
    response_model=EncumberedClaim,
    responses=COMMAND_RESPONSES,
)
def encumber_claim(
    claim: ClaimPath,
    new: NewEncumbrance,
    restraints: Restraints,
    viewer: Trader,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Ties a whole claim of yours to another party's interest until that party releases it."""
    return respond(restraints.encumber(claim, new, viewer, requester, dry_run))


@router.post(
    "/claims/{claim}/encumbrance/release",
    operation_id="release_claim",
    status_code=201,
    response_model=ReleasedClaim,
    responses=COMMAND_RESPONSES,
)
def release_claim(
    claim: ClaimPath,
    restraints: Restraints,
    viewer: Trader,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Gives a claim free that is encumbered for you."""
    return respond(restraints.release(claim, viewer, requester, dry_run))


@router.get("/encumbrances", operation_id="list_encumbrances")
def list_encumbrances(
    restraints: Restraints,
    viewer: Reader,
    after: Annotated[
        str | None,
        Query(pattern=forms.PAIR_CURSOR, description="Cursor: `next` of the page before."),
    ] = None,
    size: PageSize = 100,
) -> EncumbranceList:
    """The encumbered claims that you hold, and those that are encumbered for you."""
    return restraints.encumbrances(viewer, size, None if after is None else parse_claim(after))
