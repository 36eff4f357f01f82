"""/v1/receivables, /v1/claims and /v1/transfers"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from tallystick.receivables.identifiers import LARGEST_PART, ClaimPath, ReceivablePath, parse_claim
from tallystick.receivables.repository import Page
from tallystick.receivables.schemas import (
    AcceptedReceivable,
    ClaimList,
    ClaimView,
    IssuedReceivable,
    Lineage,
    NewClaimTransfer,
    NewReceivable,
    NewSplit,
    NewTransfer,
    ReceivableList,
    ReceivableView,
    SplitClaims,
    TransferReceipt,
)
from tallystick.receivables.service import ReceivableService
from tallystick.web.requests import COMMAND_RESPONSES, DryRun, Requesting, respond
from tallystick.web.security import Allowed
from tallystick.web.viewer import TRADING_ROLES, Role, Viewer

router = APIRouter(prefix="/v1")

LARGEST_PAGE = 500


def service(request: Request) -> ReceivableService:
    found: ReceivableService = request.app.state.receivables
    return found


Service = Annotated[ReceivableService, Depends(service)]
Trader = Annotated[Viewer, Depends(Allowed(*TRADING_ROLES))]
Reader = Annotated[Viewer, Depends(Allowed(*TRADING_ROLES, Role.SUPERVISOR))]
PageSize = Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="Rows a page at most.")]


@router.post(
    "/receivables",
    operation_id="issue_receivable",
    status_code=201,
    response_model=IssuedReceivable,
    responses=COMMAND_RESPONSES,
    tags=["receivables"],
)
def issue_receivable(
    new: NewReceivable,
    receivables: Service,
    requester: Requesting,
    viewer: Annotated[Viewer, Depends(Allowed(Role.DEBTOR))],
    dry_run: DryRun = False,
) -> Response:
    """Offers your commitment to pay to a creditor. Nothing is minted before the creditor accepts."""
    return respond(receivables.issue(new, viewer, requester, dry_run))


@router.post(
    "/receivables/{receivable}/acceptance",
    operation_id="accept_receivable",
    status_code=201,
    response_model=AcceptedReceivable,
    responses=COMMAND_RESPONSES,
    tags=["receivables"],
)
def accept_receivable(
    receivable: ReceivablePath,
    receivables: Service,
    requester: Requesting,
    viewer: Trader,
    dry_run: DryRun = False,
) -> Response:
    """Signs for a receivable that was offered to you, which mints its first claim over the whole face."""
    return respond(receivables.accept(receivable, viewer, requester, dry_run))


@router.get("/receivables", operation_id="list_receivables", tags=["receivables"])
def list_receivables(
    receivables: Service,
    viewer: Reader,
    after: Annotated[
        int | None, Query(ge=1, le=LARGEST_PART, description="Cursor: `next` of the page before.")
    ] = None,
    size: PageSize = 100,
) -> ReceivableList:
    """The receivables that you owe, were offered, or hold claims of."""
    return receivables.receivables(viewer, Page(size, None if after is None else (after,)))


@router.get("/receivables/{receivable}", operation_id="get_receivable", tags=["receivables"])
def get_receivable(receivable: ReceivablePath, receivables: Service, viewer: Reader) -> ReceivableView:
    """One receivable and its terms."""
    return receivables.receivable(viewer, receivable)


@router.get("/receivables/{receivable}/lineage", operation_id="get_receivable_lineage", tags=["receivables"])
def get_receivable_lineage(receivable: ReceivablePath, receivables: Service, viewer: Reader) -> Lineage:
    """The way back to the issue of all that you hold of a receivable; of everything, if you owe it."""
    return receivables.lineage(viewer, receivable)


@router.get("/claims", operation_id="list_claims", tags=["claims"])
def list_claims(
    receivables: Service,
    viewer: Reader,
    receivable: Annotated[
        int | None, Query(ge=1, le=LARGEST_PART, description="Only claims of this receivable.")
    ] = None,
    after: Annotated[
        str | None,
        Query(pattern=r"^[1-9]\d{0,18}-[1-9]\d{0,18}$", description="Cursor: `next` of the page before."),
    ] = None,
    size: PageSize = 100,
) -> ClaimList:
    """The claims that you hold, and those on receivables that you owe."""
    return receivables.claims(viewer, Page(size, None if after is None else parse_claim(after)), receivable)


@router.get("/claims/{claim}", operation_id="get_claim", tags=["claims"])
def get_claim(claim: ClaimPath, receivables: Service, viewer: Reader) -> ClaimView:
    """One claim."""
    return receivables.claim(viewer, claim)


@router.get("/claims/{claim}/lineage", operation_id="get_claim_lineage", tags=["claims"])
def get_claim_lineage(claim: ClaimPath, receivables: Service, viewer: Reader) -> Lineage:
    """A claim's way back to the issue, with every step's transaction."""
    return receivables.claim_lineage(viewer, claim)


@router.post(
    "/claims/{claim}/splits",
    operation_id="split_claim",
    status_code=201,
    response_model=SplitClaims,
    responses=COMMAND_RESPONSES,
    tags=["claims"],
)
def split_claim(
    claim: ClaimPath,
    new: NewSplit,
    receivables: Service,
    requester: Requesting,
    viewer: Trader,
    dry_run: DryRun = False,
) -> Response:
    """Cuts a claim of yours into parts that add up to its face."""
    return respond(receivables.split(claim, new, viewer, requester, dry_run))


@router.post(
    "/claims/{claim}/transfers",
    operation_id="transfer_value",
    status_code=201,
    response_model=TransferReceipt,
    responses=COMMAND_RESPONSES,
    tags=["claims"],
)
def transfer_value(
    claim: ClaimPath,
    new: NewTransfer,
    receivables: Service,
    requester: Requesting,
    viewer: Trader,
    dry_run: DryRun = False,
) -> Response:
    """Moves value out of a claim of yours, to the fen."""
    return respond(receivables.transfer(claim, new, viewer, requester, dry_run))


@router.post(
    "/transfers",
    operation_id="transfer_claims",
    status_code=201,
    response_model=TransferReceipt,
    responses=COMMAND_RESPONSES,
    tags=["claims"],
)
def transfer_claims(
    new: NewClaimTransfer,
    receivables: Service,
    requester: Requesting,
    viewer: Trader,
    dry_run: DryRun = False,
) -> Response:
    """Hands whole claims of yours over, all or none."""
    return respond(receivables.transfer_claims(new, viewer, requester, dry_run))
