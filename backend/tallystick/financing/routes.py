"""/v1/quote-requests, /v1/quotes, liens of claims and /v1/sales"""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from tallystick.financing.schemas import (
    FinancingReceipt,
    LienView,
    NewLien,
    NewQuote,
    NewQuoteRequest,
    QuoteList,
    QuoteRequestList,
    QuoteRequestView,
    QuoteView,
    RevokedQuoteView,
    SaleList,
)
from tallystick.financing.service import FinancingService
from tallystick.receivables.identifiers import ClaimPath
from tallystick.receivables.schemas import HASH
from tallystick.web import forms
from tallystick.web.bodies import Identifier
from tallystick.web.requests import COMMAND_RESPONSES, DryRun, Requesting, respond
from tallystick.web.security import Allowed
from tallystick.web.viewer import TRADING_ROLES, Role, Viewer

router = APIRouter(prefix="/v1", tags=["financing"])


async def service(request: Request) -> FinancingService:
    found: FinancingService = request.app.state.financing
    return found


Service = Annotated[FinancingService, Depends(service)]
Trader = Annotated[Viewer, Depends(Allowed(*TRADING_ROLES))]
Financier = Annotated[Viewer, Depends(Allowed(Role.FINANCIER))]
Reader = Annotated[Viewer, Depends(Allowed(*TRADING_ROLES, Role.SUPERVISOR))]
RequestPath = Annotated[
    Identifier,
    Path(description="The request's id.", examples=["019a9b5c-2f4e-7c1a-9a55-2f1d3c1f7b11"]),
]
QuotePath = Annotated[str, Path(pattern=forms.HASH, description="The quote's id.", examples=[HASH])]


@router.post(
    "/claims/{claim}/quote-requests",
    operation_id="ask_for_quotes",
    status_code=201,
    response_model=QuoteRequestView,
    responses=COMMAND_RESPONSES,
)
def ask_for_quotes(
    claim: ClaimPath,
    new: NewQuoteRequest,
    financing: Service,
    viewer: Trader,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Asks financiers for quotes on a claim of yours, or on a part of it. It stays yours, and free."""
    return respond(financing.ask(claim, new, viewer, requester, dry_run))


@router.get("/quote-requests", operation_id="list_quote_requests")
def list_quote_requests(financing: Service, viewer: Reader) -> QuoteRequestList:
    """The requests for quotes that you made, and those made to you."""
    return financing.requests(viewer)


@router.post(
    "/quote-requests/{request}/quotes",
    operation_id="give_quote",
    status_code=201,
    response_model=QuoteView,
    responses=COMMAND_RESPONSES,
)
def give_quote(
    request: RequestPath,
    new: NewQuote,
    financing: Service,
    viewer: Financier,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Answers a request with a signed quote for today. It binds you until it ends, is accepted, or you take it back."""
    return respond(financing.give(request, new, viewer, requester, dry_run))


@router.get("/quotes", operation_id="list_quotes")
def list_quotes(financing: Service, viewer: Reader) -> QuoteList:
    """The quotes that you were given, and those that you gave, with what the money costs."""
    return financing.quotes(viewer)


@router.get("/quotes/{quote}", operation_id="get_quote")
def get_quote(quote: QuotePath, financing: Service, viewer: Reader) -> QuoteView:
    """One quote."""
    return financing.quote(bytes.fromhex(quote[2:]), viewer)


@router.post(
    "/quotes/{quote}/acceptance",
    operation_id="accept_quote",
    status_code=201,
    response_model=FinancingReceipt,
    responses=COMMAND_RESPONSES,
)
def accept_quote(
    quote: QuotePath, financing: Service, viewer: Trader, requester: Requesting, dry_run: DryRun = False
) -> Response:
    """Sells, or pledges, what was quoted: that goes to the financier and e-CNY to you, in one transaction."""
    return respond(financing.accept(bytes.fromhex(quote[2:]), viewer, requester, dry_run))


@router.post(
    "/quotes/{quote}/revocation",
    operation_id="revoke_quote",
    status_code=201,
    response_model=RevokedQuoteView,
    responses=COMMAND_RESPONSES,
)
def revoke_quote(
    quote: QuotePath, financing: Service, viewer: Financier, requester: Requesting, dry_run: DryRun = False
) -> Response:
    """Takes a quote of yours back, so that nobody can accept it any more."""
    return respond(financing.revoke(bytes.fromhex(quote[2:]), viewer, requester, dry_run))


@router.post(
    "/claims/{claim}/liens",
    operation_id="record_lien",
    status_code=201,
    response_model=LienView,
    responses=COMMAND_RESPONSES,
)
def record_lien(
    claim: ClaimPath,
    new: NewLien,
    financing: Service,
    viewer: Financier,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Puts your registration at the movables registry on record. No money of yours moves for the claim before it."""
    return respond(financing.record_lien(claim, new, viewer, requester, dry_run))


@router.get("/sales", operation_id="list_sales")
def list_sales(financing: Service, viewer: Reader) -> SaleList:
    """What you have sold, and what you have bought."""
    return financing.sales(viewer)
