"""What the venue for notes and the auctions of early payment hold: each row is asked for by its number."""

from collections.abc import Iterable, Iterator

from tallystick.chain.deployment import Contracts
from tallystick.chain.node import Node, Reverted
from tallystick.mirror.comparison import Row
from tallystick.mirror.contract_answers import ENDED
from tallystick.mirror.contract_calls import ContractCalls
from tallystick.mirror.decoders.words import number, words_of
from tallystick.mirror.projections.market import CANCELLED, CLEARED, OPEN, WITHDRAWN

STAGES = {1: OPEN, 2: CLEARED, 3: CANCELLED}
"""Of auctions, as the contract counts them."""


class MarketAnswers:
    """Goes through rows of the mirror; gives those that exist at the end of `block`, in the same order."""

    def __init__(self, node: Node, contracts: Contracts, block: int) -> None:
        self._ask = ContractCalls(node, contracts, block)

    def note_orders(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Of an order that has ended the contract knows nothing else, and not how."""
        placed = number(self._ask.market("orderCount()"))
        for row in rows:
            if row["number"] > placed:
                continue
            try:
                answer = words_of(self._ask.market("orderOf(uint64)", row["number"]))
            except Reverted:
                stage = ENDED if row["stage"] == OPEN else row["stage"]
                yield {"number": row["number"], "stage": stage}
                continue
            maker, expiry, _due_day, _day_count, ask, receivable, left, minimum, rate, curve = answer
            yield {
                "number": row["number"],
                "receivable": number(receivable),
                "maker": maker[12:],
                "ask": bool(number(ask)),
                "minimum": number(minimum),
                "left": number(left),
                "rate_ppm": number(rate),
                "curve_version": number(curve),
                "expiry": number(expiry),
                "stage": OPEN,
            }

    def early_auctions(self, rows: Iterable[Row]) -> Iterator[Row]:
        """All but what came of them, which the contract only tells."""
        for row in rows:
            try:
                answer = words_of(self._ask.early_payment("auctionOf(uint64)", row["number"]))
            except Reverted:
                continue
            debtor, programme, closing, _day_count, uniform, status, hold, budget, expiry, *_ = answer
            yield {
                "number": row["number"],
                "hold": number(hold),
                "debtor": debtor[12:],
                "programme": number(programme),
                "budget": number(budget),
                "closing": number(closing),
                "expiry": number(expiry),
                "uniform": bool(number(uniform)),
                "stage": STAGES[number(status)],
            }

    def early_offers(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The contract forgets an offer that was withdrawn, and does not keep what came of the others."""
        for row in rows:
            try:
                answer = words_of(self._ask.early_payment("offerOf(uint64)", row["number"]))
            except Reverted:
                if row["stage"] == WITHDRAWN:
                    yield {"number": row["number"]}
                continue
            seller, amount, _due_day, receivable, auction, _next, _previous, rate = answer
            yield {
                "number": row["number"],
                "auction": number(auction),
                "receivable": number(receivable),
                "seller": seller[12:],
                "amount": number(amount),
                "rate_ppm": number(rate),
            }
