"""/v1/receivables: issue, accept, and the other ends"""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from tallystick.receivables.access import Service, Trader
from tallystick.receivables.bodies import NewReceivable
from tallystick.receivables.identifiers import ReceivablePath
from tallystick.receivables.schemas import AcceptedReceivable, ChangedReceivable, IssuedReceivable
from tallystick.web.requests import COMMAND_RESPONSES, DryRun, Requesting, respond
from tallystick.web.security import Allowed
from tallystick.web.viewer import Role, Viewer

router = APIRouter(prefix="/v1", tags=["receivables"])


@router.post(
    "/receivables",
    operation_id="issue_receivable",
    status_code=201,
    response_model=IssuedReceivable,
    responses=COMMAND_RESPONSES,
)
def issue_receivable(
    new: NewReceivable,
    receivables: Service,
    requester: Requesting,
    viewer: Annotated[Viewer, Depends(Allowed(Role.DEBTOR))],
    dry_run: DryRun = False,
) -> Response:
    """Offers your commitment to pay to a creditor. Nothing is minted before the creditor accepts."""
    return respond(receivables.issuing.issue(new, viewer, requester, dry_run))


@router.post(
    "/receivables/{receivable}/acceptance",
    operation_id="accept_receivable",
    status_code=201,
    response_model=AcceptedReceivable,
    responses=COMMAND_RESPONSES,
)
def accept_receivable(
    receivable: ReceivablePath,
    receivables: Service,
    requester: Requesting,
    viewer: Trader,
    dry_run: DryRun = False,
) -> Response:
    """Signs for a receivable that was offered to you, which mints its first claim over the whole face."""
    return respond(receivables.issuing.accept(receivable, viewer, requester, dry_run))


@router.post(
    "/receivables/{receivable}/decline",
    operation_id="decline_receivable",
    status_code=201,
    response_model=ChangedReceivable,
    responses=COMMAND_RESPONSES,
)
def decline_receivable(
    receivable: ReceivablePath,
    receivables: Service,
    requester: Requesting,
    viewer: Trader,
    dry_run: DryRun = False,
) -> Response:
    """Refuses a receivable that was offered to you. Its documents are free again."""
    return respond(receivables.issuing.decline(receivable, viewer, requester, dry_run))


@router.post(
    "/receivables/{receivable}/withdrawal",
    operation_id="withdraw_receivable",
    status_code=201,
    response_model=ChangedReceivable,
    responses=COMMAND_RESPONSES,
)
def withdraw_receivable(
    receivable: ReceivablePath,
    receivables: Service,
    requester: Requesting,
    viewer: Trader,
    dry_run: DryRun = False,
) -> Response:
    """Takes back a receivable that you have offered and that is not accepted yet. Its documents are free again."""
    return respond(receivables.issuing.withdraw(receivable, viewer, requester, dry_run))


@router.post(
    "/receivables/{receivable}/lapse",
    operation_id="lapse_receivable",
    status_code=201,
    response_model=ChangedReceivable,
    responses=COMMAND_RESPONSES,
)
def lapse_receivable(
    receivable: ReceivablePath,
    receivables: Service,
    requester: Requesting,
    viewer: Trader,
    dry_run: DryRun = False,
) -> Response:
    """Ends an offer whose last day to accept is over. Its documents are free again."""
    return respond(receivables.issuing.lapse(receivable, viewer, requester, dry_run))


@router.post(
    "/receivables/{receivable}/cancellation",
    operation_id="cancel_receivable",
    status_code=201,
    response_model=ChangedReceivable,
    responses=COMMAND_RESPONSES,
)
def cancel_receivable(
    receivable: ReceivablePath,
    receivables: Service,
    requester: Requesting,
    viewer: Trader,
    dry_run: DryRun = False,
) -> Response:
    """Signs for undoing a receivable, as its debtor or first creditor. The first signature proposes.

    When the other side has proposed, yours undoes it: its claims are gone and its documents are free again. That works
    while the first creditor has all of it.
    """
    return respond(receivables.issuing.cancel(receivable, viewer, requester, dry_run))


@router.post(
    "/receivables/{receivable}/cancellation/retraction",
    operation_id="retract_cancellation",
    status_code=201,
    response_model=ChangedReceivable,
    responses=COMMAND_RESPONSES,
)
def retract_cancellation(
    receivable: ReceivablePath,
    receivables: Service,
    requester: Requesting,
    viewer: Trader,
    dry_run: DryRun = False,
) -> Response:
    """Takes your proposal to cancel a receivable back."""
    return respond(receivables.issuing.retract(receivable, viewer, requester, dry_run))
