"""/v1/programmes/{programme}/border, /v1/border-wallets, /v1/border-movements, a receivable's purpose and fixing"""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from tallystick.crossborder.rates import BorderRateService
from tallystick.crossborder.schemas import (
    BorderMovementList,
    BorderProgramme,
    BorderProgrammeReceipt,
    BorderWalletList,
    BorderWalletReceipt,
    CarrierReceipt,
    DeclarationReceipt,
    FeedsReceipt,
    FixingReceipt,
    ForeignCurrency,
    MilestoneReceipt,
    NewBorderLimits,
    NewBorderWallet,
    NewCarrier,
    NewDeclaration,
    NewFallback,
    NewFeeds,
    NewMilestone,
    NewObservation,
    NewPurpose,
    NewStop,
    RateHealth,
    ReadingReceipt,
)
from tallystick.crossborder.service import BorderService
from tallystick.programmes.routes import ProgrammePath
from tallystick.receivables.identifiers import ReceivablePath
from tallystick.receivables.reading_routes import PageSize
from tallystick.web.cursors import EventCursor, event_place
from tallystick.web.requests import COMMAND_RESPONSES, DryRun, Requesting, respond
from tallystick.web.security import Allowed
from tallystick.web.viewer import PARTY_ROLES, TRADING_ROLES, Role, Viewer

router = APIRouter(prefix="/v1", tags=["crossborder"])


async def service(request: Request) -> BorderService:
    found: BorderService = request.app.state.border
    return found


async def rate_service(request: Request) -> BorderRateService:
    found: BorderRateService = request.app.state.border_rates
    return found


Service = Annotated[BorderService, Depends(service)]
Rates = Annotated[BorderRateService, Depends(rate_service)]
CurrencyPath = Annotated[ForeignCurrency, Path(description="ISO 4217.", examples=["USD"])]
Host = Annotated[Viewer, Depends(Allowed(Role.HOST))]
Operator = Annotated[Viewer, Depends(Allowed(Role.OPERATOR))]
Authority = Annotated[Viewer, Depends(Allowed(Role.AUTHORITY))]
Debtor = Annotated[Viewer, Depends(Allowed(Role.DEBTOR))]
Trader = Annotated[Viewer, Depends(Allowed(*TRADING_ROLES))]
Reader = Annotated[Viewer, Depends(Allowed(*TRADING_ROLES, Role.SUPERVISOR))]
Anybody = Annotated[Viewer, Depends(Allowed(*PARTY_ROLES))]
WalletReader = Annotated[Viewer, Depends(Allowed(Role.OPERATOR, Role.SUPERVISOR))]


@router.get("/programmes/{programme}/border", operation_id="get_border")
def get_border(programme: ProgrammePath, border: Service, _viewer: Anybody) -> BorderProgramme:
    """What may cross the border under a programme, for what, and what stops it."""
    return border.programme(programme)


@router.post(
    "/programmes/{programme}/border/limits",
    operation_id="set_border_limits",
    status_code=201,
    response_model=BorderProgrammeReceipt,
    responses=COMMAND_RESPONSES,
)
def set_border_limits(
    programme: ProgrammePath,
    new: NewBorderLimits,
    border: Service,
    requester: Requesting,
    _viewer: Host,
    dry_run: DryRun = False,
) -> Response:
    """Says how much may move under a programme at a time and within a window, among which countries, and from which
    milestone on it is paid."""
    return respond(border.set_limits(programme, new, requester, dry_run))


@router.post(
    "/programmes/{programme}/border/purposes",
    operation_id="allow_purpose",
    status_code=201,
    response_model=BorderProgrammeReceipt,
    responses=COMMAND_RESPONSES,
)
def allow_purpose(
    programme: ProgrammePath,
    new: NewPurpose,
    border: Service,
    requester: Requesting,
    _viewer: Host,
    dry_run: DryRun = False,
) -> Response:
    """Allows a purpose under a programme, or no longer. What was declared before stays."""
    return respond(border.allow_purpose(programme, new, requester, dry_run))


@router.post(
    "/programmes/{programme}/border/fallback",
    operation_id="agree_fallback",
    status_code=201,
    response_model=BorderProgrammeReceipt,
    responses=COMMAND_RESPONSES,
)
def agree_fallback(
    programme: ProgrammePath,
    new: NewFallback,
    border: Service,
    requester: Requesting,
    _viewer: Host,
    dry_run: DryRun = False,
) -> Response:
    """Agrees, once, after how many days without a good rate the last one before the due day applies."""
    return respond(border.agree_fallback(programme, new, requester, dry_run))


@router.post(
    "/programmes/{programme}/border/stop",
    operation_id="stop_programme",
    status_code=201,
    response_model=BorderProgrammeReceipt,
    responses=COMMAND_RESPONSES,
)
def stop_programme(
    programme: ProgrammePath,
    new: NewStop,
    border: Service,
    viewer: Authority,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Stops everything that crosses the border under a programme, payment included, under your order."""
    return respond(border.stop(programme, new.order, viewer, requester, dry_run))


@router.post(
    "/programmes/{programme}/border/resumption",
    operation_id="resume_programme",
    status_code=201,
    response_model=BorderProgrammeReceipt,
    responses=COMMAND_RESPONSES,
)
def resume_programme(
    programme: ProgrammePath,
    border: Service,
    viewer: Authority,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Lifts your own order on a programme. It goes on when the last order is lifted."""
    return respond(border.resume(programme, viewer, requester, dry_run))


@router.post(
    "/border-wallets",
    operation_id="admit_border_wallet",
    status_code=201,
    response_model=BorderWalletReceipt,
    responses=COMMAND_RESPONSES,
)
def admit_border_wallet(
    new: NewBorderWallet, border: Service, requester: Requesting, _viewer: Operator, dry_run: DryRun = False
) -> Response:
    """Says which beneficial owners are behind a party's wallet and where it is at home, or admits it no longer."""
    return respond(border.admit(new, requester, dry_run))


@router.get("/border-wallets", operation_id="list_border_wallets")
def list_border_wallets(border: Service, _viewer: WalletReader) -> BorderWalletList:
    """Who takes part in cross-border trade."""
    return border.wallets()


@router.get("/border-movements", operation_id="list_border_movements")
def list_border_movements(
    border: Service, viewer: Reader, before: EventCursor = None, size: PageSize = 100
) -> BorderMovementList:
    """What crossed the border: yours, and for a supervisor everybody's."""
    return border.movements(viewer, size, event_place(before))


@router.post(
    "/receivables/{receivable}/purpose",
    operation_id="declare_purpose",
    status_code=201,
    response_model=DeclarationReceipt,
    responses=COMMAND_RESPONSES,
)
def declare_purpose(
    receivable: ReceivablePath,
    new: NewDeclaration,
    border: Service,
    viewer: Debtor,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Says what a receivable that you have offered is for. Under a cross-border programme nobody accepts it before."""
    return respond(border.declare(receivable, new.purpose, viewer, requester, dry_run))


@router.post(
    "/receivables/{receivable}/fixing",
    operation_id="fix_rate",
    status_code=201,
    response_model=FixingReceipt,
    responses=COMMAND_RESPONSES,
)
def fix_rate(
    receivable: ReceivablePath,
    border: Service,
    viewer: Trader,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Fixes the rate at which a receivable in a foreign currency is paid, from its due day on. It is the same whoever
    asks for it, and whenever."""
    return respond(border.fix(receivable, viewer, requester, dry_run))


@router.post(
    "/receivables/{receivable}/milestones",
    operation_id="bring_milestone",
    status_code=201,
    response_model=MilestoneReceipt,
    responses=COMMAND_RESPONSES,
)
def bring_milestone(
    receivable: ReceivablePath,
    new: NewMilestone,
    rates: Rates,
    viewer: Trader,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Brings what a carrier has signed of the goods behind a receivable: shipped, customs, delivered, in this order."""
    return respond(rates.bring(receivable, new, viewer, requester, dry_run))


@router.post(
    "/carriers",
    operation_id="decide_on_carrier",
    status_code=201,
    response_model=CarrierReceipt,
    responses=COMMAND_RESPONSES,
)
def decide_on_carrier(
    new: NewCarrier, rates: Rates, requester: Requesting, _viewer: Host, dry_run: DryRun = False
) -> Response:
    """Has what somebody signs of goods count as milestones, or no longer."""
    return respond(rates.decide_on_carrier(new, requester, dry_run))


@router.post(
    "/exchange-feeds",
    operation_id="set_feeds",
    status_code=201,
    response_model=FeedsReceipt,
    responses=COMMAND_RESPONSES,
)
def set_feeds(
    new: NewFeeds, rates: Rates, requester: Requesting, _viewer: Host, dry_run: DryRun = False
) -> Response:
    """Says which two feeds the rate of a currency comes from, and what their answers have to keep to."""
    return respond(rates.set_feeds(new, requester, dry_run))


@router.post(
    "/exchange-rates",
    operation_id="observe_rate",
    status_code=201,
    response_model=ReadingReceipt,
    responses=COMMAND_RESPONSES,
)
def observe_rate(
    new: NewObservation, rates: Rates, viewer: Trader, requester: Requesting, dry_run: DryRun = False
) -> Response:
    """Has the present answer of a currency's feeds looked at and kept; refused with the reason where it is not good."""
    return respond(rates.observe(new.currency, viewer, requester, dry_run))


@router.get("/exchange-rates/{currency}", operation_id="get_exchange_rate")
def get_exchange_rate(currency: CurrencyPath, rates: Rates, _viewer: Anybody) -> RateHealth:
    """Whether a currency's feeds are good now, why not, and what was believed last."""
    return rates.health(currency)
