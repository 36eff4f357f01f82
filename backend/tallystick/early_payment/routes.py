"""/v1/auctions and /v1/early-offers"""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from tallystick.early_payment.schemas import (
    AuctionDetail,
    AuctionList,
    AuctionReceipt,
    ClearedAuction,
    EarlyOfferReceipt,
    NewAuction,
    NewEarlyOffer,
)
from tallystick.early_payment.service import EarlyPaymentService
from tallystick.receivables.access import Reader, Trader
from tallystick.receivables.reading_routes import PageSize
from tallystick.web import forms
from tallystick.web.requests import COMMAND_RESPONSES, DryRun, Requesting, respond
from tallystick.web.security import Allowed
from tallystick.web.viewer import Role, Viewer

router = APIRouter(prefix="/v1", tags=["early payment"])

LARGEST_NUMBER = 2**48 - 1


async def service(request: Request) -> EarlyPaymentService:
    found: EarlyPaymentService = request.app.state.early_payment
    return found


Service = Annotated[EarlyPaymentService, Depends(service)]
Debtor = Annotated[Viewer, Depends(Allowed(Role.DEBTOR))]
AuctionPath = Annotated[int, Path(ge=1, le=LARGEST_NUMBER, description="The auction's number.", examples=[3])]
EarlyOfferPath = Annotated[
    int, Path(ge=1, le=LARGEST_NUMBER, description="The offer's number.", examples=[41])
]


@router.post(
    "/auctions",
    operation_id="open_auction",
    status_code=201,
    response_model=AuctionReceipt,
    responses=COMMAND_RESPONSES,
)
def open_auction(
    new: NewAuction,
    auctions: Service,
    viewer: Debtor,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Sets money of yours aside to pay your receivables early, to whoever gives the most discount. It stays in your
    wallet, and what is not used is yours again. You get the notes, so you need a verified wallet for notes."""
    return respond(auctions.open(new, viewer, requester, dry_run))


@router.get("/auctions", operation_id="list_auctions")
def list_auctions(
    auctions: Service,
    _viewer: Reader,
    size: PageSize = 100,
    before: Annotated[
        str | None, Query(pattern=forms.RECEIVABLE, description="Cursor: `next` of the page before.")
    ] = None,
) -> AuctionList:
    """Debtors that pay early, the newest first."""
    return auctions.all(size, None if before is None else int(before))


@router.get("/auctions/{auction}", operation_id="get_auction")
def get_auction(auction: AuctionPath, auctions: Service, viewer: Reader) -> AuctionDetail:
    """One auction, with your offers; all of them for who pays and who supervises."""
    return auctions.one(auction, viewer)


@router.post(
    "/auctions/{auction}/offers",
    operation_id="offer_early",
    status_code=201,
    response_model=EarlyOfferReceipt,
    responses=COMMAND_RESPONSES,
)
def offer_early(
    auction: AuctionPath,
    new: NewEarlyOffer,
    auctions: Service,
    viewer: Trader,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Offers notes of yours for early payment. They stay yours; let `early-payment` move them (approve-notes)."""
    return respond(auctions.offer(auction, new, viewer, requester, dry_run))


@router.post(
    "/early-offers/{early_offer}/withdrawal",
    operation_id="withdraw_early_offer",
    status_code=201,
    response_model=EarlyOfferReceipt,
    responses=COMMAND_RESPONSES,
)
def withdraw_early_offer(
    early_offer: EarlyOfferPath,
    auctions: Service,
    viewer: Trader,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Takes an offer of yours back, before the auction closes."""
    return respond(auctions.withdraw(early_offer, viewer, requester, dry_run))


@router.post(
    "/auctions/{auction}/cancellation",
    operation_id="cancel_auction",
    status_code=201,
    response_model=AuctionReceipt,
    responses=COMMAND_RESPONSES,
)
def cancel_auction(
    auction: AuctionPath,
    auctions: Service,
    viewer: Debtor,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Ends an auction of yours as long as nobody has offered anything."""
    return respond(auctions.cancel(auction, viewer, requester, dry_run))


@router.post(
    "/auctions/{auction}/clearing",
    operation_id="clear_auction",
    status_code=201,
    response_model=ClearedAuction,
    responses=COMMAND_RESPONSES,
)
def clear_auction(
    auction: AuctionPath,
    auctions: Service,
    viewer: Trader,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Pays the offers of an auction that has closed, the highest rate first, until its budget is used. The ledger does
    it by itself too."""
    return respond(auctions.clear(auction, viewer, requester, dry_run))
