"""Where the e-CNY went that overseas wallets were paid on claims. Pure replay of what moved between wallets.

In every wallet what came in first goes out first, whether it was paid on a claim or came from elsewhere: so money from
elsewhere is never taken for money that was settled, and every fen that was settled is at one place. It is followed from
one overseas wallet to the next; with an onshore party, or once redeemed, it has reached its end.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from tallystick.mirror.events import NOBODY
from tallystick.mirror.places import Place
from tallystick.money.calendar import day_of_moment, due_moment
from tallystick.money.purse import Purse
from tallystick.money.returns import Ratio, kept_onshore

Outlet = Literal["spending", "purchase", "redemption"]
"""By whom money leaves an overseas wallet for: another overseas wallet, an onshore party, or nobody (its bank has taken
it out of e-CNY)."""


class MoneyMoved(NamedTuple):
    """e-CNY that went from one to another; `NOBODY` issued or redeemed it. `receivable` is what it was paid on, if any.

    Fen, and seconds since 1970.
    """

    place: Place
    payer: bytes
    payee: bytes
    amount: int
    at: int
    transaction: bytes
    receivable: int | None


@dataclass(slots=True)
class Payment:
    """What an overseas wallet was paid on a claim, and where that is. `redeemed` says how much was, and when."""

    receivable: int
    payee: bytes
    amount: int
    at: int
    kept: int = 0
    spent: int = 0
    purchased: int = 0
    redeemed: list[tuple[int, int]] = field(default_factory=list)

    def redeemed_before(self, moment: int) -> int:
        return sum(amount for at, amount in self.redeemed if at < moment)


class Whereabouts(NamedTuple):
    """Of e-CNY that overseas wallets were paid on claims, fen: all of it, and where it is.

    `kept` in the wallet that was paid, `spent` in another overseas one, `purchased` with an onshore party, `redeemed`
    no e-CNY any more. paid = kept + spent + purchased + redeemed.
    """

    paid: int
    kept: int
    spent: int
    purchased: int
    redeemed: int


def outlet(payee: bytes, overseas: frozenset[bytes]) -> Outlet:
    """An onshore party is any that is not known to be at home abroad."""
    if payee == NOBODY:
        return "redemption"
    return "spending" if payee in overseas else "purchase"


def payments(movements: Iterable[MoneyMoved], overseas: frozenset[bytes]) -> list[Payment]:
    """What `overseas` wallets were paid on claims, in order, and where it is after all these movements.

    `movements` are all that these wallets ever had, in order. A fen that was paid on a claim by a debtor that had been
    paid it on another claim belongs to both payments.
    """
    trail = _Trail(overseas)
    for moved in movements:
        trail.follow(moved)
    trail.look_into_purses()
    return trail.payments


_Marks = tuple[int, ...]
"""Which payments an amount belongs to, by their places in the list."""


class _Trail:
    def __init__(self, overseas: frozenset[bytes]) -> None:
        self.payments: list[Payment] = []
        self._purses: dict[bytes, Purse[_Marks]] = {wallet: Purse() for wallet in overseas}

    def follow(self, moved: MoneyMoved) -> None:
        payer, payee = self._purses.get(moved.payer), self._purses.get(moved.payee)
        lots: list[tuple[_Marks, int]] = [((), moved.amount)] if payer is None else payer.take(moved.amount)
        if payee is None:
            self._end(moved, lots)
            return
        mark = self._paid(moved)
        for marks, amount in lots:
            payee.put(amount, marks + mark)

    def look_into_purses(self) -> None:
        for wallet, purse in self._purses.items():
            for payment, amount in self._each(purse):
                if payment.payee == wallet:
                    payment.kept += amount
                else:
                    payment.spent += amount

    def _paid(self, moved: MoneyMoved) -> _Marks:
        if moved.receivable is None:
            return ()
        self.payments.append(Payment(moved.receivable, moved.payee, moved.amount, moved.at))
        return (len(self.payments) - 1,)

    def _end(self, moved: MoneyMoved, lots: Iterable[tuple[_Marks, int]]) -> None:
        for payment, amount in self._each(lots):
            if moved.payee == NOBODY:
                payment.redeemed.append((moved.at, amount))
            else:
                payment.purchased += amount

    def _each(self, lots: Iterable[tuple[_Marks, int]]) -> Iterator[tuple[Payment, int]]:
        return ((self.payments[number], amount) for marks, amount in lots for number in marks)


def whereabouts(paid: Iterable[Payment]) -> Whereabouts:
    every = list(paid)
    return Whereabouts(
        paid=sum(one.amount for one in every),
        kept=sum(one.kept for one in every),
        spent=sum(one.spent for one in every),
        purchased=sum(one.purchased for one in every),
        redeemed=sum(amount for one in every for _, amount in one.redeemed),
    )


def kept_onshore_after(paid: Iterable[Payment], days: int, is_over: Callable[[int], bool]) -> Ratio:
    """Of payments whose `days`-th day is over, at the end of that day; day 0 is that of payment.

    What was paid later counts on neither side: nobody knows yet.
    """
    whole = redeemed = 0
    for one in paid:
        last_day = day_of_moment(one.at) + days
        if is_over(last_day):
            whole += one.amount
            redeemed += one.redeemed_before(due_moment(last_day))
    return kept_onshore(whole, redeemed)


class Outflow(NamedTuple):
    """Money that left a wallet, and how much of that had been paid to it on claims."""

    moved: MoneyMoved
    outlet: Outlet
    settled: int


class Loop(NamedTuple):
    """What a wallet was paid on claims, what of that is still in it, and what left it, in order. Fen.

    paid = kept + Σ settled of the outflows. What comes back to a wallet after it left it comes from elsewhere.
    """

    paid: int
    kept: int
    outflows: list[Outflow]


def loop_of(movements: Iterable[MoneyMoved], wallet: bytes, overseas: frozenset[bytes]) -> Loop:
    """`movements` are all that the wallet ever had, in order."""
    purse: Purse[bool] = Purse()
    paid, outflows = 0, []
    for moved in movements:
        if moved.payer == wallet:
            settled = sum(amount for on_claim, amount in purse.take(moved.amount) if on_claim)
            outflows.append(Outflow(moved, outlet(moved.payee, overseas), settled))
        else:
            on_claim = moved.receivable is not None
            purse.put(moved.amount, on_claim)
            paid += moved.amount if on_claim else 0
    return Loop(paid, sum(amount for on_claim, amount in purse if on_claim), outflows)
