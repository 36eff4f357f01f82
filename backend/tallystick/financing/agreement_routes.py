"""/v1/agreements, and recourse of claims"""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from tallystick.financing.agreement_schemas import (
    AgreementList,
    AgreementView,
    ChangedAgreement,
    NewEnforcement,
    NewRepayment,
    WaivedRecourse,
)
from tallystick.financing.agreements import AgreementService
from tallystick.receivables.identifiers import ClaimPath
from tallystick.web import forms
from tallystick.web.requests import COMMAND_RESPONSES, DryRun, Requesting, respond
from tallystick.web.security import Allowed
from tallystick.web.viewer import TRADING_ROLES, Role, Viewer

router = APIRouter(prefix="/v1", tags=["financing"])


async def service(request: Request) -> AgreementService:
    found: AgreementService = request.app.state.agreements
    return found


Service = Annotated[AgreementService, Depends(service)]
Trader = Annotated[Viewer, Depends(Allowed(*TRADING_ROLES))]
Financier = Annotated[Viewer, Depends(Allowed(Role.FINANCIER))]
Reader = Annotated[Viewer, Depends(Allowed(*TRADING_ROLES, Role.SUPERVISOR))]
AgreementPath = Annotated[
    str, Path(pattern=forms.AGREEMENT, description="The agreement's number.", examples=["3"])
]


@router.get("/agreements", operation_id="list_agreements")
def list_agreements(agreements: Service, viewer: Reader) -> AgreementList:
    """Your loans, and the recourse that you have given or were given, with what is owed today."""
    return agreements.all(viewer)


@router.get("/agreements/{agreement}", operation_id="get_agreement")
def get_agreement(agreement: AgreementPath, agreements: Service, viewer: Reader) -> AgreementView:
    """One loan or recourse."""
    return agreements.one(int(agreement), viewer)


@router.post(
    "/agreements/{agreement}/repayments",
    operation_id="repay_loan",
    status_code=201,
    response_model=ChangedAgreement,
    responses=COMMAND_RESPONSES,
)
def repay_loan(
    agreement: AgreementPath,
    new: NewRepayment,
    agreements: Service,
    viewer: Trader,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Pays on a loan, interest first. When nothing is owed any more the pledge is free."""
    return respond(agreements.repay(int(agreement), new, viewer, requester, dry_run))


@router.post(
    "/agreements/{agreement}/enforcement",
    operation_id="enforce_pledge",
    status_code=201,
    response_model=ChangedAgreement,
    responses=COMMAND_RESPONSES,
)
def enforce_pledge(
    agreement: AgreementPath,
    new: NewEnforcement,
    agreements: Service,
    viewer: Financier,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Sells the pledge of your overdue loan to a third party. What is left over goes to the pledgor."""
    return respond(agreements.enforce(int(agreement), new, viewer, requester, dry_run))


@router.post(
    "/claims/{claim}/recourse/demand",
    operation_id="demand_recourse",
    status_code=201,
    response_model=ChangedAgreement,
    responses=COMMAND_RESPONSES,
)
def demand_recourse(
    claim: ClaimPath, agreements: Service, viewer: Trader, requester: Requesting, dry_run: DryRun = False
) -> Response:
    """Calls on the seller of a claim of yours, since the debtor is in default. It is kept when you did."""
    return respond(agreements.demand(claim, viewer, requester, dry_run))


@router.post(
    "/claims/{claim}/recourse/repurchase",
    operation_id="repurchase_claim",
    status_code=201,
    response_model=ChangedAgreement,
    responses=COMMAND_RESPONSES,
)
def repurchase_claim(
    claim: ClaimPath, agreements: Service, viewer: Trader, requester: Requesting, dry_run: DryRun = False
) -> Response:
    """Pays what you answer for on a claim that you have sold with recourse, and takes it back."""
    return respond(agreements.repurchase(claim, viewer, requester, dry_run))


@router.post(
    "/claims/{claim}/recourse/waiver",
    operation_id="waive_recourse",
    status_code=201,
    response_model=WaivedRecourse,
    responses=COMMAND_RESPONSES,
)
def waive_recourse(
    claim: ClaimPath, agreements: Service, viewer: Trader, requester: Requesting, dry_run: DryRun = False
) -> Response:
    """Lets the seller off. The claim can then be merged and pledged again."""
    return respond(agreements.waive(claim, viewer, requester, dry_run))
