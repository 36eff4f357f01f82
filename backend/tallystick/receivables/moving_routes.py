"""/v1/claims and /v1/transfers: cut, hand on, put together"""

from fastapi import APIRouter, Response

from tallystick.receivables.access import Service, Trader
from tallystick.receivables.bodies import (
    NewBatch,
    NewClaimTransfer,
    NewDistribution,
    NewMerge,
    NewSplit,
    NewTransfer,
)
from tallystick.receivables.identifiers import ClaimPath
from tallystick.receivables.schemas import (
    BatchReceipt,
    DistributionReceipt,
    MergedClaim,
    SplitClaims,
    TransferReceipt,
)
from tallystick.web.requests import COMMAND_RESPONSES, DryRun, Requesting, respond

router = APIRouter(prefix="/v1", tags=["claims"])


@router.post(
    "/claims/{claim}/splits",
    operation_id="split_claim",
    status_code=201,
    response_model=SplitClaims,
    responses=COMMAND_RESPONSES,
)
def split_claim(
    claim: ClaimPath,
    new: NewSplit,
    receivables: Service,
    requester: Requesting,
    viewer: Trader,
    dry_run: DryRun = False,
) -> Response:
    """Cuts a claim of yours into parts that add up to its face, or into pieces of one value."""
    return respond(receivables.moving.split(claim, new, viewer, requester, dry_run))


@router.post(
    "/claims/{claim}/transfers",
    operation_id="transfer_value",
    status_code=201,
    response_model=TransferReceipt,
    responses=COMMAND_RESPONSES,
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
    return respond(receivables.moving.transfer(claim, new, viewer, requester, dry_run))


@router.post(
    "/transfers",
    operation_id="transfer_claims",
    status_code=201,
    response_model=TransferReceipt,
    responses=COMMAND_RESPONSES,
)
def transfer_claims(
    new: NewClaimTransfer,
    receivables: Service,
    requester: Requesting,
    viewer: Trader,
    dry_run: DryRun = False,
) -> Response:
    """Hands whole claims that you hold, or may move for their holders, over: all or none."""
    return respond(receivables.moving.transfer_claims(new, viewer, requester, dry_run))


@router.post(
    "/transfers/batch",
    operation_id="transfer_batch",
    status_code=201,
    response_model=BatchReceipt,
    responses=COMMAND_RESPONSES,
)
def transfer_batch(
    new: NewBatch,
    receivables: Service,
    requester: Requesting,
    viewer: Trader,
    dry_run: DryRun = False,
) -> Response:
    """Moves up to 500 claims, or value out of them, in one transaction, all or none."""
    return respond(receivables.batching.transfer(new, viewer, requester, dry_run))


@router.post(
    "/claims/{claim}/distributions",
    operation_id="distribute_claim",
    status_code=201,
    response_model=DistributionReceipt,
    responses=COMMAND_RESPONSES,
)
def distribute_claim(
    claim: ClaimPath,
    new: NewDistribution,
    receivables: Service,
    requester: Requesting,
    viewer: Trader,
    dry_run: DryRun = False,
) -> Response:
    """Moves value out of a claim of yours to several recipients at once, all or none."""
    return respond(receivables.moving.distribute(claim, new, viewer, requester, dry_run))


@router.post(
    "/claims/{claim}/merges",
    operation_id="merge_claims",
    status_code=201,
    response_model=MergedClaim,
    responses=COMMAND_RESPONSES,
)
def merge_claims(
    claim: ClaimPath,
    new: NewMerge,
    receivables: Service,
    requester: Requesting,
    viewer: Trader,
    dry_run: DryRun = False,
) -> Response:
    """Puts other claims of yours on the same receivable into this one."""
    return respond(receivables.moving.merge(claim, new, viewer, requester, dry_run))
