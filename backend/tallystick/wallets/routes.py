"""/v1/wallets, /v1/payments, /v1/payment-approvals and /v1/holds"""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from tallystick.parties.routes import PartyPath
from tallystick.receivables.identifiers import LARGEST_PART
from tallystick.wallets.schemas import (
    HoldList,
    HoldPayment,
    HoldReceipt,
    HoldView,
    MoneyMovementList,
    NewAmount,
    NewHold,
    NewPayment,
    NewPaymentApproval,
    NewTier,
    NewWallet,
    PaymentApprovalList,
    PaymentApprovalReceipt,
    PaymentReceipt,
    WalletList,
    WalletReceipt,
    WalletView,
)
from tallystick.wallets.service import WalletService
from tallystick.web.cursors import EventCursor, event_place
from tallystick.web.requests import COMMAND_RESPONSES, DryRun, Requesting, respond
from tallystick.web.security import Allowed
from tallystick.web.viewer import TRADING_ROLES, Role, Viewer

router = APIRouter(prefix="/v1", tags=["money"])

LARGEST_PAGE = 500


async def service(request: Request) -> WalletService:
    found: WalletService = request.app.state.wallets
    return found


Service = Annotated[WalletService, Depends(service)]
Bank = Annotated[Viewer, Depends(Allowed(Role.BANK))]
Trader = Annotated[Viewer, Depends(Allowed(*TRADING_ROLES))]
Reader = Annotated[Viewer, Depends(Allowed(*TRADING_ROLES, Role.BANK, Role.SUPERVISOR))]
HoldReader = Annotated[Viewer, Depends(Allowed(*TRADING_ROLES, Role.SUPERVISOR))]
HoldPath = Annotated[int, Path(ge=1, le=LARGEST_PART, description="The hold's number.", examples=[12])]
PageSize = Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="Rows a page at most.")]


@router.post(
    "/wallets",
    operation_id="open_wallet",
    status_code=201,
    response_model=WalletReceipt,
    responses=COMMAND_RESPONSES,
)
def open_wallet(
    new: NewWallet, wallets: Service, viewer: Bank, requester: Requesting, dry_run: DryRun = False
) -> Response:
    """Opens an e-CNY wallet for a party that you, an operating bank, have identified."""
    return respond(wallets.open(new, viewer, requester, dry_run))


@router.get("/wallets", operation_id="list_wallets")
def list_wallets(wallets: Service, viewer: Reader) -> WalletList:
    """Your wallet; as a bank, your customers'."""
    return wallets.all(viewer)


@router.get("/wallets/{party}", operation_id="get_wallet")
def get_wallet(party: PartyPath, wallets: Service, viewer: Reader) -> WalletView:
    """One wallet: what is in it, and what of it is set aside."""
    return wallets.get(party, viewer)


@router.get("/wallets/{party}/movements", operation_id="list_wallet_movements")
def list_wallet_movements(
    party: PartyPath,
    wallets: Service,
    viewer: Reader,
    before: EventCursor = None,
    size: PageSize = 100,
) -> MoneyMovementList:
    """What came into a wallet and what left it, the latest first."""
    return wallets.movements(party, viewer, size, event_place(before))


@router.post(
    "/wallets/{party}/tier",
    operation_id="change_wallet_tier",
    status_code=201,
    response_model=WalletReceipt,
    responses=COMMAND_RESPONSES,
)
def change_wallet_tier(
    party: PartyPath,
    new: NewTier,
    wallets: Service,
    viewer: Bank,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Puts a customer's wallet into another tier, with other limits."""
    return respond(wallets.change_tier(party, new.tier, viewer, requester, dry_run))


@router.post(
    "/wallets/{party}/issues",
    operation_id="issue_money",
    status_code=201,
    response_model=WalletReceipt,
    responses=COMMAND_RESPONSES,
)
def issue_money(
    party: PartyPath,
    new: NewAmount,
    wallets: Service,
    viewer: Bank,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Puts e-CNY into a customer's wallet, which has paid you for it."""
    return respond(wallets.issue(party, new.amount, viewer, requester, dry_run))


@router.post(
    "/wallets/{party}/redemptions",
    operation_id="redeem_money",
    status_code=201,
    response_model=WalletReceipt,
    responses=COMMAND_RESPONSES,
)
def redeem_money(
    party: PartyPath,
    new: NewAmount,
    wallets: Service,
    viewer: Bank,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Takes e-CNY out of a customer's wallet, which has approved you for it, against money on its account."""
    return respond(wallets.redeem(party, new.amount, viewer, requester, dry_run))


@router.post(
    "/payments",
    operation_id="pay",
    status_code=201,
    response_model=PaymentReceipt,
    responses=COMMAND_RESPONSES,
)
def pay(
    new: NewPayment, wallets: Service, viewer: Trader, requester: Requesting, dry_run: DryRun = False
) -> Response:
    """Pays a party out of your wallet, or out of one whose owner has approved you."""
    return respond(wallets.pay(new, viewer, requester, dry_run))


@router.post(
    "/payment-approvals",
    operation_id="approve_payments",
    status_code=201,
    response_model=PaymentApprovalReceipt,
    responses=COMMAND_RESPONSES,
)
def approve_payments(
    new: NewPaymentApproval, wallets: Service, viewer: Trader, requester: Requesting, dry_run: DryRun = False
) -> Response:
    """Lets a party pay out of your wallet, or your bank redeem, up to an amount in all."""
    return respond(wallets.approve(new, viewer, requester, dry_run))


@router.get("/payment-approvals", operation_id="list_payment_approvals")
def list_payment_approvals(wallets: Service, viewer: Reader) -> PaymentApprovalList:
    """What you let others pay out of your wallet, and what others let you pay out of theirs."""
    return wallets.approvals(viewer)


@router.post(
    "/holds",
    operation_id="place_hold",
    status_code=201,
    response_model=HoldReceipt,
    responses=COMMAND_RESPONSES,
)
def place_hold(
    new: NewHold, wallets: Service, viewer: Trader, requester: Requesting, dry_run: DryRun = False
) -> Response:
    """Sets money in your wallet aside for a purpose. It stays yours until it is paid."""
    return respond(wallets.place_hold(new, viewer, requester, dry_run))


@router.get("/holds", operation_id="list_holds")
def list_holds(
    wallets: Service,
    viewer: HoldReader,
    only_open: Annotated[bool, Query(description="Only holds of which something is left.")] = False,
    after: Annotated[
        int | None, Query(ge=1, le=LARGEST_PART, description="Cursor: `next` of the page before.")
    ] = None,
    size: PageSize = 100,
) -> HoldList:
    """The holds that you placed, may release, or are the payee of."""
    return wallets.holds(viewer, size, after, only_open)


@router.get("/holds/{hold}", operation_id="get_hold")
def get_hold(hold: HoldPath, wallets: Service, viewer: HoldReader) -> HoldView:
    """One hold, and what is left of it."""
    return wallets.hold(hold, viewer)


@router.post(
    "/holds/{hold}/payments",
    operation_id="pay_hold",
    status_code=201,
    response_model=HoldReceipt,
    responses=COMMAND_RESPONSES,
)
def pay_hold(
    hold: HoldPath,
    new: HoldPayment,
    wallets: Service,
    viewer: Trader,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Pays out of a hold that names you as its releaser, all of it or a part."""
    return respond(wallets.pay_hold(hold, new, viewer, requester, dry_run))


@router.post(
    "/holds/{hold}/return",
    operation_id="return_hold",
    status_code=201,
    response_model=HoldReceipt,
    responses=COMMAND_RESPONSES,
)
def return_hold(
    hold: HoldPath, wallets: Service, viewer: Trader, requester: Requesting, dry_run: DryRun = False
) -> Response:
    """Gives back what is left of a hold: its releaser at any time, its payer after it has expired."""
    return respond(wallets.return_hold(hold, viewer, requester, dry_run))
