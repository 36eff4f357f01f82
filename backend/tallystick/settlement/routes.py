"""/v1/receivables/{receivable}/settlement and /fundings, /v1/collections, notices of assignment, write-offs"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from tallystick.receivables.identifiers import ClaimPath, ReceivablePath
from tallystick.settlement.schemas import (
    CollectionList,
    CollectionReceipt,
    FundingReceipt,
    NewCollection,
    NewFunding,
    NewWriteOff,
    NoticeList,
    SettlementView,
    WriteOffList,
    WriteOffView,
)
from tallystick.settlement.service import SettlementService
from tallystick.web import forms
from tallystick.web.cursors import EventCursor, event_place
from tallystick.web.requests import COMMAND_RESPONSES, DryRun, Requesting, respond
from tallystick.web.security import Allowed
from tallystick.web.viewer import TRADING_ROLES, Role, Viewer

router = APIRouter(prefix="/v1", tags=["settlement"])

LARGEST_PAGE = 500


async def service(request: Request) -> SettlementService:
    found: SettlementService = request.app.state.settlement
    return found


Service = Annotated[SettlementService, Depends(service)]
Debtor = Annotated[Viewer, Depends(Allowed(Role.DEBTOR))]
Trader = Annotated[Viewer, Depends(Allowed(*TRADING_ROLES))]
Reader = Annotated[Viewer, Depends(Allowed(*TRADING_ROLES, Role.SUPERVISOR))]
NoticeReader = Annotated[Viewer, Depends(Allowed(Role.DEBTOR, Role.SUPERVISOR))]
PageSize = Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="Rows a page at most.")]


@router.get("/receivables/{receivable}/settlement", operation_id="get_settlement")
def get_settlement(receivable: ReceivablePath, settlement: Service, viewer: Reader) -> SettlementView:
    """Where payment of a receivable stands: what was set aside and paid, what is owed today, from when in default."""
    return settlement.position(receivable, viewer)


@router.post(
    "/receivables/{receivable}/fundings",
    operation_id="fund_receivable",
    status_code=201,
    response_model=FundingReceipt,
    responses=COMMAND_RESPONSES,
)
def fund_receivable(
    receivable: ReceivablePath,
    settlement: Service,
    viewer: Debtor,
    requester: Requesting,
    new: NewFunding | None = None,
    dry_run: DryRun = False,
) -> Response:
    """Sets money in your wallet aside for a receivable that you owe; its holders are paid from it when it is due."""
    return respond(settlement.fund(receivable, new or NewFunding(), viewer, requester, dry_run))


@router.post(
    "/collections",
    operation_id="collect_claims",
    status_code=201,
    response_model=CollectionReceipt,
    responses=COMMAND_RESPONSES,
)
def collect_claims(
    new: NewCollection, settlement: Service, viewer: Trader, requester: Requesting, dry_run: DryRun = False
) -> Response:
    """Has the holders of claims paid what was set aside for them. The ledger does so by itself as well."""
    return respond(settlement.collect(new, viewer, requester, dry_run))


@router.get("/collections", operation_id="list_collections")
def list_collections(
    settlement: Service,
    viewer: Reader,
    after: Annotated[
        str | None, Query(pattern=forms.SHARE_CURSOR, description="Cursor: `next` of the page before.")
    ] = None,
    size: PageSize = 100,
) -> CollectionList:
    """What you were paid on claims, and what was paid on receivables that you owe."""
    place = None
    if after is not None:
        receivable, serial, number, block, log_index = map(int, after.split("-"))
        place = (receivable, serial, number, block, log_index)
    return settlement.collections(viewer, size, place)


@router.get("/receivables/{receivable}/notices", operation_id="list_notices")
def list_notices(
    receivable: ReceivablePath,
    settlement: Service,
    viewer: NoticeReader,
    after: EventCursor = None,
    size: PageSize = 100,
) -> NoticeList:
    """Each assignment of a receivable that you owe, and since when you have had notice of it."""
    return settlement.notices(receivable, viewer, size, event_place(after))


@router.post(
    "/claims/{claim}/write-offs",
    operation_id="write_off",
    status_code=201,
    response_model=WriteOffView,
    responses=COMMAND_RESPONSES,
)
def write_off(
    claim: ClaimPath,
    new: NewWriteOff,
    settlement: Service,
    viewer: Trader,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Writes a part of a claim of yours off in your own books. The debtor owes it as before, and is told nothing."""
    return respond(settlement.write_off(claim, new, viewer, requester, dry_run))


@router.get("/write-offs", operation_id="list_write_offs")
def list_write_offs(settlement: Service, viewer: Trader) -> WriteOffList:
    """What you have written off."""
    return settlement.write_offs(viewer)
