"""Placing, filling, cancelling orders for notes; the book and the trades."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

from eth_utils.address import to_checksum_address
from sqlalchemy.orm import Session

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Node, Receipt, Reverted
from tallystick.database.store import Store
from tallystick.market.commands import AskAtCurve, CancelOrder, ExpireOrders, FillOrder, PlaceOrder
from tallystick.market.repository import MarketRepository, OrderRow, TradeRow
from tallystick.market.schemas import (
    MOST_ORDERS,
    ExpiredOrders,
    ExpiredReceipt,
    FillCheck,
    NewFill,
    NewOrder,
    OrderList,
    OrderReceipt,
    OrderView,
    Stage,
    TradeList,
    TradeReceipt,
    TradeView,
)
from tallystick.mirror.places import Place
from tallystick.mirror.projections.market import EXPIRED, OPEN
from tallystick.mirror.tables import NoteOrder
from tallystick.money.calendar import date_of_day, day_of_moment, instant_text
from tallystick.parties.service import PartyService
from tallystick.receivables.answers import transaction_text
from tallystick.refusal import Conflict, NotFound, Refusal
from tallystick.sending.command import Outcome, Requester
from tallystick.sending.contract_errors import refusal_of
from tallystick.sending.dispatch import Dispatcher
from tallystick.web.viewer import Viewer


class MarketService:
    """The venue of one ledger. `clock` is the chain's."""

    def __init__(  # noqa: PLR0917 (put together in one place)
        self,
        store: Store,
        node: Node,
        contracts: Contracts,
        dispatcher: Dispatcher,
        parties: PartyService,
        deployment: int,
        clock: Callable[[], int],
    ) -> None:
        self._store = store
        self._node = node
        self._contracts = contracts
        self._dispatcher = dispatcher
        self._parties = parties
        self._repository = MarketRepository(deployment)
        self._clock = clock
        for placing in (PlaceOrder, AskAtCurve):
            dispatcher.answers(placing, self._placed)
        dispatcher.answers(FillOrder, self._filled)
        dispatcher.answers(CancelOrder, self._cancelled)
        dispatcher.answers(ExpireOrders, self._expired)

    def place(
        self, receivable: int, new: NewOrder, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Asks or bids for notes on a receivable."""
        return self._dispatcher.carry_out_composed(
            lambda: self._order_of(receivable, new, viewer), requester, dry_run
        )

    def _order_of(self, receivable: int, new: NewOrder, viewer: Viewer) -> PlaceOrder | AskAtCurve:
        terms: dict[str, Any] = {
            "maker": viewer.address,
            "receivable": receivable,
            "amount": new.amount,
            "minimum": new.amount if new.minimum is None else new.minimum,
            "expiry": int(new.expires_at.timestamp()),
        }
        if new.rate_ppm is None:
            return AskAtCurve(**terms, curve_version=self._curve_version(receivable))
        return PlaceOrder(**terms, ask=new.side == "ask", rate_ppm=new.rate_ppm)

    def fill(self, number: int, new: NewFill, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Takes the other side of an order, at no worse a price than the viewer has said, or has just been told."""

        def compose() -> FillOrder:
            limit = self._price(number, new.amount) if new.limit is None else new.limit
            return FillOrder(taker=viewer.address, order=number, amount=new.amount, limit=limit)

        with self._maker_untold(number, viewer):
            return self._dispatcher.carry_out_composed(compose, requester, dry_run)

    def cancel(self, number: int, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Takes back what is left of an order of the viewer's."""
        command = CancelOrder(maker=viewer.address, order=number)
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def expire(self, old: ExpiredOrders, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Puts on record that the time of orders is over."""

        def compose() -> ExpireOrders:
            if old.orders is not None:
                return ExpireOrders(caller=viewer.address, orders=[int(order) for order in old.orders])
            with self._store.reading() as session:
                orders = list(self._repository.over(session, self._clock(), MOST_ORDERS))
            if not orders:
                raise Conflict("nothing_to_expire", "No order's time is over.", "Nothing has to be done.")
            return ExpireOrders(caller=viewer.address, orders=orders)

        return self._dispatcher.carry_out_composed(compose, requester, dry_run)

    def check_fill(self, number: int, amount: int, viewer: Viewer) -> FillCheck:
        """Whether the viewer could take the other side now, and what that would cost."""
        with self._store.reading() as session:
            self._existing(session, number)
        try:
            price = self._ask("checkFill(uint64,address,uint64)", number, viewer.address, amount)
        except Reverted as reverted:
            refusal = self._without_maker(number, viewer, refusal_of(reverted))
            return FillCheck(
                allowed=False,
                price=self._price_if_any(number, amount),
                code=refusal.code,
                detail=refusal.detail,
                way_out=refusal.way_out,
            )
        return FillCheck(allowed=True, price=price, code=None, detail=None, way_out=None)

    # What there is

    def book(self, viewer: Viewer, size: int, after: int | None, receivable: int | None) -> OrderList:
        """Orders that can be filled now."""
        with self._store.reading() as session:
            rows = self._repository.book(session, self._clock(), size, after, receivable)
            return self._page(session, viewer, rows, size)

    def own(self, viewer: Viewer, size: int, after: int | None) -> OrderList:
        """All that the viewer has ever placed."""
        with self._store.reading() as session:
            rows = self._repository.own(session, viewer.address, size, after)
            return self._page(session, viewer, rows, size)

    def order(self, number: int, viewer: Viewer) -> OrderView:
        with self._store.reading() as session:
            return self._views(session, [self._existing(session, number)], viewer.address)[0]

    def trades(self, viewer: Viewer, size: int, before: Place | None) -> TradeList:
        with self._store.reading() as session:
            rows = self._repository.trades(session, viewer, size, before)
            views = self._trade_views(session, rows)
        last = rows[-1].trade if len(rows) == size else None
        return TradeList(trades=views, next=None if last is None else f"{last.block}-{last.log_index}")

    def _page(self, session: Session, viewer: Viewer, rows: list[OrderRow], size: int) -> OrderList:
        following = str(rows[-1].order.number) if len(rows) == size else None
        return OrderList(orders=self._views(session, rows, viewer.address), next=following)

    def _existing(self, session: Session, number: int) -> OrderRow:
        row = self._repository.order(session, number)
        if row is None:
            raise NotFound(
                "order_not_found",
                f"There is no order {number}.",
                "See GET /v1/orders.",
                {"order": str(number)},
            )
        return row

    def _views(self, session: Session, rows: Sequence[OrderRow], viewer: bytes) -> list[OrderView]:
        names = self._parties.references(session, {row.receivable.debtor for row in rows})
        return [
            OrderView(
                id=str(row.order.number),
                side="ask" if row.order.ask else "bid",
                receivable=str(row.order.receivable),
                programme=str(row.receivable.programme),
                debtor=names[row.receivable.debtor],
                due_date=date_of_day(row.receivable.due_day),
                currency=row.currency,
                amount=row.order.amount,
                left=row.order.left,
                minimum=row.order.minimum,
                rate_ppm=None if row.order.curve_version else row.order.rate_ppm,
                curve_version=row.order.curve_version or None,
                stage=self._stage(row.order),
                expires_at=instant_text(row.order.expiry),
                placed_at=instant_text(row.order.at),
                yours=row.order.maker == viewer,
            )
            for row in rows
        ]

    def _stage(self, order: NoteOrder) -> Stage:
        """An order's time is over whether or not somebody has put that on record."""
        over = order.stage == OPEN and order.expiry <= self._clock()
        return cast("Stage", EXPIRED if over else order.stage)

    def _trade_views(self, session: Session, rows: Sequence[TradeRow]) -> list[TradeView]:
        sides = {side for row in rows for side in (row.trade.seller, row.trade.buyer)}
        names = self._parties.references(session, sides)
        return [
            TradeView(
                order=str(row.trade.number),
                receivable=str(row.trade.receivable),
                seller=names[row.trade.seller],
                buyer=names[row.trade.buyer],
                amount=row.trade.amount,
                price=row.trade.price,
                discount=row.trade.amount - row.trade.price,
                remaining_days=row.due_day - day_of_moment(row.trade.at),
                primary=row.trade.curve_version > 0,
                currency=row.currency,
                at=instant_text(row.trade.at),
                transaction="0x" + row.trade.transaction_hash.hex(),
            )
            for row in rows
        ]

    # What the contract says

    def _curve_version(self, receivable: int) -> int:
        """The version that prices now, which anybody may know; 0 where there is nothing to price."""
        with self._store.reading() as session:
            programme = self._repository.programme_of(session, receivable)
        if programme is None:
            return 0
        question = interface("DiscountCurves").encode("curveVersion(uint32)", programme)
        return int.from_bytes(self._node.call(self._contracts.curves, question))

    def _price(self, number: int, amount: int) -> int:
        """Raises the `Refusal` for which an order has no price."""
        try:
            return self._ask("priceOf(uint64,uint64)", number, amount)
        except Reverted as reverted:
            raise refusal_of(reverted) from reverted

    @contextmanager
    def _maker_untold(self, number: int, viewer: Viewer) -> Iterator[None]:
        try:
            yield
        except Refusal as refusal:
            told = self._without_maker(number, viewer, refusal)
            if told is refusal:
                raise
            raise told from refusal

    def _without_maker(self, number: int, viewer: Viewer, refusal: Refusal) -> Refusal:
        """Whose an order is, and what that has, is nobody else's business: that it cannot be filled is told alone."""
        with self._store.reading() as session:
            row = self._repository.order(session, number)
        if row is None or row.order.maker == viewer.address:
            return refusal
        maker = to_checksum_address(row.order.maker)
        if maker not in refusal.detail and maker not in refusal.values.values():
            return refusal
        return Conflict(
            "order_cannot_be_delivered",
            f"Order {number} cannot be filled so far now: its maker cannot deliver, or may not.",
            "Fill less of it, or look for another order.",
            {"order": str(number)},
        )

    def _price_if_any(self, number: int, amount: int) -> int | None:
        try:
            return self._ask("priceOf(uint64,uint64)", number, amount)
        except Reverted:
            return None

    def _ask(self, signature: str, *arguments: Any) -> int:
        question = interface("NoteMarket").encode(signature, *arguments)
        return int.from_bytes(self._node.call(self._contracts.market, question))

    # Answers

    def _placed(
        self, session: Session, command: PlaceOrder | AskAtCurve, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        number = interface("NoteMarket").number_told("OrderPlaced", receipts[-1])
        return self._receipt(session, number, command.maker, receipts)

    def _cancelled(
        self, session: Session, command: CancelOrder, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        return self._receipt(session, command.order, command.maker, receipts)

    def _receipt(
        self, session: Session, number: int, maker: bytes, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        (view,) = self._views(session, [self._existing(session, number)], maker)
        return OrderReceipt(order=view, transaction=transaction_text(receipts)).model_dump(mode="json")

    def _filled(self, session: Session, command: FillOrder, receipts: tuple[Receipt, ...]) -> dict[str, Any]:
        traded = self._repository.traded_in(session, receipts[-1].transaction_hash)
        (order,) = self._views(session, [self._existing(session, command.order)], command.taker)
        (trade,) = self._trade_views(session, [traded])
        return TradeReceipt(trade=trade, order=order, transaction=transaction_text(receipts)).model_dump(
            mode="json"
        )

    def _expired(
        self, session: Session, command: ExpireOrders, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        rows = [self._existing(session, number) for number in command.orders]
        return ExpiredReceipt(
            orders=self._views(session, rows, command.caller), transaction=transaction_text(receipts)
        ).model_dump(mode="json")
