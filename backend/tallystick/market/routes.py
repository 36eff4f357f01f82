"""/v1/orders and /v1/trades"""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from tallystick.market.schemas import (
    ExpiredOrders,
    ExpiredReceipt,
    FillCheck,
    NewFill,
    NewOrder,
    OrderList,
    OrderReceipt,
    OrderView,
    TradeList,
    TradeReceipt,
)
from tallystick.market.service import MarketService
from tallystick.money.amount import LARGEST_AMOUNT
from tallystick.receivables.access import Reader, Trader
from tallystick.receivables.identifiers import LARGEST_PART, ReceivablePath
from tallystick.receivables.reading_routes import PageSize
from tallystick.web import forms
from tallystick.web.cursors import EventCursor, event_place
from tallystick.web.requests import COMMAND_RESPONSES, DryRun, Requesting, respond

router = APIRouter(prefix="/v1", tags=["market"])


async def service(request: Request) -> MarketService:
    found: MarketService = request.app.state.market
    return found


Service = Annotated[MarketService, Depends(service)]
OrderPath = Annotated[int, Path(ge=1, le=LARGEST_PART, description="The order's number.", examples=[12])]


@router.post(
    "/receivables/{receivable}/notes/orders",
    operation_id="place_order",
    status_code=201,
    response_model=OrderReceipt,
    responses=COMMAND_RESPONSES,
)
def place_order(
    receivable: ReceivablePath,
    new: NewOrder,
    market: Service,
    viewer: Trader,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Asks or bids for notes. It ties nothing; let the `market` move what you would give: approve-notes for an ask,
    approve-payments for a bid."""
    return respond(market.place(receivable, new, viewer, requester, dry_run))


@router.get("/orders", operation_id="list_orders")
def list_orders(
    market: Service,
    viewer: Reader,
    receivable: Annotated[int | None, Query(ge=1, le=LARGEST_PART, description="Only for its notes.")] = None,
    mine: Annotated[
        bool, Query(description="All that you have ever placed, instead of the open book.")
    ] = False,
    size: PageSize = 100,
    after: Annotated[
        str | None, Query(pattern=forms.RECEIVABLE, description="Cursor: `next` of the page before.")
    ] = None,
) -> OrderList:
    """The book: orders that can be filled now, or all of yours."""
    cursor = None if after is None else int(after)
    return market.own(viewer, size, cursor) if mine else market.book(viewer, size, cursor, receivable)


@router.get("/orders/{order}", operation_id="get_order")
def get_order(order: OrderPath, market: Service, viewer: Reader) -> OrderView:
    """One order."""
    return market.order(order, viewer)


@router.get("/orders/{order}/fill-check", operation_id="check_fill")
def check_fill(
    order: OrderPath,
    market: Service,
    viewer: Trader,
    amount: Annotated[int, Query(ge=1, le=LARGEST_AMOUNT, description="Face.", examples=[100])],
) -> FillCheck:
    """What filling so much of an order would cost you now, or why it would be refused. It costs no gas."""
    return market.check_fill(order, amount, viewer)


@router.post(
    "/orders/{order}/fills",
    operation_id="fill_order",
    status_code=201,
    response_model=TradeReceipt,
    responses=COMMAND_RESPONSES,
)
def fill_order(
    order: OrderPath,
    new: NewFill,
    market: Service,
    viewer: Trader,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Takes the other side of an order, all of it or a part: notes and e-CNY change hands together or not at all."""
    return respond(market.fill(order, new, viewer, requester, dry_run))


@router.post(
    "/orders/{order}/cancellation",
    operation_id="cancel_order",
    status_code=201,
    response_model=OrderReceipt,
    responses=COMMAND_RESPONSES,
)
def cancel_order(
    order: OrderPath, market: Service, viewer: Trader, requester: Requesting, dry_run: DryRun = False
) -> Response:
    """Takes back what is left of an order of yours."""
    return respond(market.cancel(order, viewer, requester, dry_run))


@router.post(
    "/orders/expiry",
    operation_id="expire_orders",
    status_code=201,
    response_model=ExpiredReceipt,
    responses=COMMAND_RESPONSES,
)
def expire_orders(
    old: ExpiredOrders, market: Service, viewer: Trader, requester: Requesting, dry_run: DryRun = False
) -> Response:
    """Puts on record that the time of orders is over. Nobody can fill them anyway."""
    return respond(market.expire(old, viewer, requester, dry_run))


@router.get("/trades", operation_id="list_trades")
def list_trades(
    market: Service,
    viewer: Reader,
    size: PageSize = 100,
    before: EventCursor = None,
) -> TradeList:
    """What you have bought and sold, newest first."""
    return market.trades(viewer, size, event_place(before))
