"""What is asked of the venue for notes. Amounts are minor units, rates millionths a year."""

from typing import ClassVar

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Call
from tallystick.sending.command import Command


class PlaceOrder(Command, frozen=True, kw_only=True):
    """An ask or a bid at a rate. `expiry` in seconds since 1970."""

    kind: ClassVar[str] = "place_order"
    maker: bytes
    receivable: int
    ask: bool
    amount: int
    minimum: int
    rate_ppm: int
    expiry: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        function = "ask" if self.ask else "bid"
        return _call(
            contracts,
            self.maker,
            f"{function}(uint64,uint64,uint64,uint32,uint40)",
            self.receivable,
            self.amount,
            self.minimum,
            self.rate_ppm,
            self.expiry,
        )


class AskAtCurve(Command, frozen=True, kw_only=True):
    """The primary sale: an ask at the version of the programme's curve that prices now."""

    kind: ClassVar[str] = "ask_at_curve"
    maker: bytes
    receivable: int
    amount: int
    minimum: int
    curve_version: int
    expiry: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(
            contracts,
            self.maker,
            "askAtCurve(uint64,uint64,uint64,uint32,uint40)",
            self.receivable,
            self.amount,
            self.minimum,
            self.curve_version,
            self.expiry,
        )


class FillOrder(Command, frozen=True, kw_only=True):
    """The other side of an order, or of a part of it. `limit` is the worst price that the taker accepts."""

    kind: ClassVar[str] = "fill_order"
    taker: bytes
    order: int
    amount: int
    limit: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        signature = "fill(uint64,uint64,uint64)"
        return _call(contracts, self.taker, signature, self.order, self.amount, self.limit)


class CancelOrder(Command, frozen=True, kw_only=True):
    kind: ClassVar[str] = "cancel_order"
    maker: bytes
    order: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(contracts, self.maker, "cancel(uint64)", self.order)


class ExpireOrders(Command, frozen=True, kw_only=True):
    """Puts on record that the time of orders is over."""

    kind: ClassVar[str] = "expire_orders"
    caller: bytes
    orders: list[int]

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(contracts, self.caller, "expire(uint64[])", self.orders)


def _call(contracts: Contracts, sender: bytes, signature: str, *arguments: object) -> tuple[Call, ...]:
    return (Call(sender, contracts.market, interface("NoteMarket").encode(signature, *arguments)),)
