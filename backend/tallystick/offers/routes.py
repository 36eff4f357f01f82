"""/v1/offers, /v1/allowances, /v1/delegates and what is done with a claim to the same ends"""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from tallystick.offers.allowances import AllowanceService
from tallystick.offers.commands import AcceptOffer, DeclineOffer, WithdrawOffer
from tallystick.offers.delegates import DelegateService
from tallystick.offers.schemas import (
    AllowanceList,
    AllowanceReceipt,
    DelegateReceipt,
    NewAllowance,
    NewClaimDelegate,
    NewDelegate,
    NewOffer,
    NewTaking,
    OfferList,
    OfferReceipt,
    OfferState,
    OfferView,
    TakenValue,
)
from tallystick.offers.service import OfferService
from tallystick.receivables.identifiers import ClaimPath, parse_claim
from tallystick.receivables.schemas import HASH
from tallystick.web import forms
from tallystick.web.cursors import EventCursor, event_place
from tallystick.web.requests import COMMAND_RESPONSES, DryRun, Requesting, respond
from tallystick.web.security import Allowed
from tallystick.web.viewer import TRADING_ROLES, Role, Viewer

router = APIRouter(prefix="/v1")

LARGEST_PAGE = 500


async def offer_service(request: Request) -> OfferService:
    found: OfferService = request.app.state.offers
    return found


async def allowance_service(request: Request) -> AllowanceService:
    found: AllowanceService = request.app.state.allowances
    return found


async def delegate_service(request: Request) -> DelegateService:
    found: DelegateService = request.app.state.delegates
    return found


Offers = Annotated[OfferService, Depends(offer_service)]
Allowances = Annotated[AllowanceService, Depends(allowance_service)]
Delegates = Annotated[DelegateService, Depends(delegate_service)]
Trader = Annotated[Viewer, Depends(Allowed(*TRADING_ROLES))]
Reader = Annotated[Viewer, Depends(Allowed(*TRADING_ROLES, Role.SUPERVISOR))]
PageSize = Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="Rows a page at most.")]
OfferPath = Annotated[str, Path(pattern=forms.HASH, description="The offer's id.", examples=[HASH])]


@router.post(
    "/claims/{claim}/offers",
    operation_id="make_offer",
    status_code=201,
    response_model=OfferReceipt,
    responses=COMMAND_RESPONSES,
    tags=["offers"],
)
def make_offer(
    claim: ClaimPath,
    new: NewOffer,
    offers: Offers,
    requester: Requesting,
    viewer: Trader,
    dry_run: DryRun = False,
) -> Response:
    """Offers value out of a claim of yours; it moves when the recipient accepts."""
    return respond(offers.make(claim, new, viewer, requester, dry_run))


@router.get("/offers", operation_id="list_offers", tags=["offers"])
def list_offers(
    offers: Offers,
    viewer: Reader,
    state: Annotated[OfferState | None, Query(description="Only offers of this state.")] = None,
    after: EventCursor = None,
    size: PageSize = 100,
) -> OfferList:
    """The offers that you made and those that were made to you, the latest first."""
    return offers.all(viewer, size, event_place(after), state)


@router.get("/offers/{offer}", operation_id="get_offer", tags=["offers"])
def get_offer(offer: OfferPath, offers: Offers, viewer: Reader) -> OfferView:
    """One offer."""
    return offers.get(viewer, bytes.fromhex(offer[2:]))


@router.post(
    "/offers/{offer}/acceptance",
    operation_id="accept_offer",
    status_code=201,
    response_model=OfferReceipt,
    responses=COMMAND_RESPONSES,
    tags=["offers"],
)
def accept_offer(
    offer: OfferPath, offers: Offers, requester: Requesting, viewer: Trader, dry_run: DryRun = False
) -> Response:
    """Signs for an offer made to you, which moves the value and draws on its documents."""
    return respond(offers.answer(AcceptOffer, bytes.fromhex(offer[2:]), viewer, requester, dry_run))


@router.post(
    "/offers/{offer}/decline",
    operation_id="decline_offer",
    status_code=201,
    response_model=OfferReceipt,
    responses=COMMAND_RESPONSES,
    tags=["offers"],
)
def decline_offer(
    offer: OfferPath, offers: Offers, requester: Requesting, viewer: Trader, dry_run: DryRun = False
) -> Response:
    """Turns an offer made to you down."""
    return respond(offers.answer(DeclineOffer, bytes.fromhex(offer[2:]), viewer, requester, dry_run))


@router.post(
    "/offers/{offer}/withdrawal",
    operation_id="withdraw_offer",
    status_code=201,
    response_model=OfferReceipt,
    responses=COMMAND_RESPONSES,
    tags=["offers"],
)
def withdraw_offer(
    offer: OfferPath, offers: Offers, requester: Requesting, viewer: Trader, dry_run: DryRun = False
) -> Response:
    """Takes an offer of yours back."""
    return respond(offers.answer(WithdrawOffer, bytes.fromhex(offer[2:]), viewer, requester, dry_run))


@router.post(
    "/claims/{claim}/allowances",
    operation_id="allow_value",
    status_code=201,
    response_model=AllowanceReceipt,
    responses=COMMAND_RESPONSES,
    tags=["allowances"],
)
def allow_value(
    claim: ClaimPath,
    new: NewAllowance,
    allowances: Allowances,
    requester: Requesting,
    viewer: Trader,
    dry_run: DryRun = False,
) -> Response:
    """Lets a party take value out of a claim of yours; 0 takes that back. It ends when the claim changes hands."""
    return respond(allowances.allow(claim, new, viewer, requester, dry_run))


@router.get("/allowances", operation_id="list_allowances", tags=["allowances"])
def list_allowances(
    allowances: Allowances,
    viewer: Reader,
    after: Annotated[
        str | None,
        Query(
            pattern=forms.CLAIM_AND_ADDRESS_CURSOR,
            description="Cursor: `next` of the page before.",
        ),
    ] = None,
    size: PageSize = 100,
) -> AllowanceList:
    """What you allow others to take out of your claims, and what others allow you."""
    place = None
    if after is not None:
        claim, _, operator = after.rpartition("-0x")
        place = (*parse_claim(claim), bytes.fromhex(operator))
    return allowances.all(viewer, size, place)


@router.post(
    "/claims/{claim}/takings",
    operation_id="take_value",
    status_code=201,
    response_model=TakenValue,
    responses=COMMAND_RESPONSES,
    tags=["allowances"],
)
def take_value(
    claim: ClaimPath,
    new: NewTaking,
    allowances: Allowances,
    requester: Requesting,
    viewer: Trader,
    dry_run: DryRun = False,
) -> Response:
    """Takes value that you were allowed into a new claim of yours, which is your signature for it."""
    return respond(allowances.take(claim, new, viewer, requester, dry_run))


@router.post(
    "/claims/{claim}/allowances/renunciation",
    operation_id="renounce_allowance",
    status_code=201,
    response_model=AllowanceReceipt,
    responses=COMMAND_RESPONSES,
    tags=["allowances"],
)
def renounce_allowance(
    claim: ClaimPath, allowances: Allowances, requester: Requesting, viewer: Trader, dry_run: DryRun = False
) -> Response:
    """Turns down what you were allowed to take."""
    return respond(allowances.renounce(claim, viewer, requester, dry_run))


@router.post(
    "/claims/{claim}/delegate",
    operation_id="appoint_for_claim",
    status_code=201,
    response_model=DelegateReceipt,
    responses=COMMAND_RESPONSES,
    tags=["delegates"],
)
def appoint_for_claim(
    claim: ClaimPath,
    new: NewClaimDelegate,
    delegates: Delegates,
    requester: Requesting,
    viewer: Trader,
    dry_run: DryRun = False,
) -> Response:
    """Lets one party move a claim of yours until it changes hands (ERC-721 approval)."""
    return respond(delegates.appoint_for_claim(claim, new, viewer, requester, dry_run))


@router.post(
    "/delegates",
    operation_id="appoint_delegate",
    status_code=201,
    response_model=DelegateReceipt,
    responses=COMMAND_RESPONSES,
    tags=["delegates"],
)
def appoint_delegate(
    new: NewDelegate, delegates: Delegates, requester: Requesting, viewer: Trader, dry_run: DryRun = False
) -> Response:
    """Lets a party move all your claims, or all of one receivable; or ends that."""
    return respond(delegates.appoint(new, viewer, requester, dry_run))
