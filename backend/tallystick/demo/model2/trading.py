"""Investors buy at the curve's price, trade among themselves for ninety days, and the company pays some of it early."""

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tallystick.demo.further.payments import balance
from tallystick.demo.model2.cast import INVESTORS
from tallystick.demo.model2.commitments import WRAPPING, Commitment, commit, wrap
from tallystick.demo.model2.figures import publish_rates
from tallystick.demo.model2.opening import BASIS, CURVE, percent
from tallystick.demo.portal import Refused
from tallystick.demo.stage import Stage, require, yuan
from tallystick.money.curve import Knot
from tallystick.money.discount import bank_discount
from tallystick.money.discount_curve import DiscountCurve

STEPS = 2
MONEY = 1_200_000_000
EARLY_MONEY = 600_000_000
LARGE = 10**12
DAYS, DAYS_A_JUMP = 90, 15
LOWER = {30: 36_000, 90: 44_000, 185: 52_000}
"""The curve from the middle of the ninety days on."""

LOT = 40_000_000
A_FEW, AGAIN = 4, 50_000_000
OLD_CURVE_JUMP, AUCTION_JUMPS = 1, (1, 4)
RATES = (48_000, 45_000, 52_000, 43_000, 50_000, 46_000)
"""At which the investors trade among themselves, jump by jump."""


class Traded(NamedTuple):
    """What the market has seen, and what the company has committed in the meantime."""

    figures: dict[str, Any]
    later: list[Commitment]


def play(stage: Stage, made: list[Commitment]) -> Traded:
    """Ninety days pass, for good. The first `WRAPPING` of the commitments are notes already."""
    publish_rates(stage)
    _fill_wallets(stage)
    sold = made[:WRAPPING]
    primary = _sell_at_the_curve(stage, sold)
    afterwards = _Afterwards(primary["face"], primary["paid"])
    auctions = _ninety_days(stage, made, afterwards)
    trades = _all_trades(stage)
    told = (sum(trade["amount"] for trade in trades), sum(trade["price"] for trade in trades))
    require("What changed hands, and for how much", told, (afterwards.face, afterwards.paid))
    secondary = [trade for trade in trades if not trade["primary"]]
    return Traded(
        {
            "primary": primary,
            "trades": len(trades),
            "face": afterwards.face,
            "paid": afterwards.paid,
            "secondary": {
                "trades": len(secondary),
                "face": sum(trade["amount"] for trade in secondary),
                "paid": sum(trade["price"] for trade in secondary),
            },
            "auctions": auctions,
        },
        afterwards.later,
    )


@dataclass
class _Afterwards:
    """What was traded so far."""

    face: int
    paid: int
    later: list[Commitment] = field(default_factory=list)

    def add(self, trade: dict[str, Any]) -> None:
        self.face += trade["amount"]
        self.paid += trade["price"]


def _fill_wallets(stage: Stage) -> None:
    operating = stage.portals["operating_bank"]
    for key in (*INVESTORS, "foreigner"):
        operating.command(f"/v1/wallets/{stage.portals[key].party}/issues", {"amount": MONEY})
        stage.portals[key].command("/v1/payment-approvals", {"spender": "market", "amount": LARGE})
    company = stage.portals["company"].party
    operating.command(f"/v1/wallets/{company}/issues", {"amount": EARLY_MONEY})


def _approve(stage: Stage, owner: str, receivable: str, spender: str = "market") -> None:
    path = f"/v1/receivables/{receivable}/notes/approvals"
    stage.portals[owner].command(path, {"spender": spender, "amount": LARGE})


def _order(stage: Stage, maker: str, receivable: str, side: str, amount: int, **terms: Any) -> str:
    body = {"side": side, "amount": amount, "expires_at": stage.days_from_now(20)} | terms
    path = f"/v1/receivables/{receivable}/notes/orders"
    order: str = stage.portals[maker].command(path, body)["order"]["id"]
    return order


def _fill(stage: Stage, taker: str, order: str, amount: int) -> dict[str, Any]:
    trade: dict[str, Any] = stage.portals[taker].command(f"/v1/orders/{order}/fills", {"amount": amount})[
        "trade"
    ]
    return trade


def _sell_at_the_curve(stage: Stage, sold: list[Commitment]) -> dict[str, Any]:
    stage.screen.step("The primary sale: the price that the curve gives today, notes against e-CNY")
    face, paid = 0, 0
    for position, one in enumerate(sold):
        for trade in _sell(stage, one, position, CURVE):
            face, paid = face + trade["amount"], paid + trade["price"]
    received = sum(balance(stage, one.distributor) for one in sold)
    require("What has come into the distributors' wallets", received, paid)
    stage.refused(
        "the overseas fund buys all the same",
        stage.portals["foreigner"],
        f"/v1/orders/{_unsold(stage, sold[0])}/fills",
        {"amount": LOT},
    )
    stage.say(
        f"{len(sold)} distributors sell {yuan(face)} of notes for {yuan(paid)}, the same day. Every price is face less "
        "face × rate × days / 360, rounded once, and the contract's is equal to ours to the fen."
    )
    return {"face": face, "paid": paid, "sellers": len(sold)}


def _sell(stage: Stage, one: Commitment, position: int, knots: dict[int, int]) -> list[dict[str, Any]]:
    """A distributor's notes at the curve's price, every third time to two investors."""
    curve = DiscountCurve([Knot(days, ppm) for days, ppm in knots.items()], BASIS)
    buyers = list(INVESTORS)
    _approve(stage, one.distributor, one.receivable)
    order = _order(stage, one.distributor, one.receivable, "ask", one.face, minimum=1)
    parts = [(buyers[position % len(buyers)], one.face)]
    if position % 3 == 0:
        half = one.face // 2
        parts = [(parts[0][0], half), (buyers[(position + 1) % len(buyers)], one.face - half)]
    trades = [_fill(stage, buyer, order, amount) for buyer, amount in parts]
    for trade in trades:
        expected = curve.discount(trade["amount"], trade["remaining_days"])
        require("The discount at the curve", trade["discount"], expected)
    return trades


def _unsold(stage: Stage, of: Commitment) -> str:
    """An ask that nobody has filled; it is taken back at the end of the ninety days, or its time is over."""
    _approve(stage, "investor1", of.receivable)
    return _order(stage, "investor1", of.receivable, "ask", LOT, rate_ppm=90_000, minimum=1)


def _ninety_days(stage: Stage, made: list[Commitment], afterwards: _Afterwards) -> list[dict[str, Any]]:
    stage.screen.step(f"{DAYS} days of trading among the investors, and two auctions of early payment")
    auctions: list[dict[str, Any]] = []
    sold, secondary = made[:WRAPPING], 0
    for jump in range(DAYS // DAYS_A_JUMP):
        stage.let_days_pass(DAYS_A_JUMP)
        if jump == OLD_CURVE_JUMP + 1:
            _lower_the_curve(stage, made, afterwards)
        for turn in range(A_FEW):
            trade = _trade_on(stage, sold[(A_FEW * jump + turn) % len(sold)], jump, turn)
            afterwards.add(trade)
            secondary += 1
        if jump in AUCTION_JUMPS:
            offered = sold[12 + A_FEW * len(auctions) :][:A_FEW]
            auctions.append(_pay_early(stage, offered, uniform=jump == AUCTION_JUMPS[0]))
        if jump == OLD_CURVE_JUMP:
            _sell_more(stage, made[WRAPPING : WRAPPING + A_FEW], CURVE, afterwards)
    over = stage.portals["investor1"].command("/v1/orders/expiry", {})["orders"]
    stage.say(
        f"{secondary} trades among the investors, of {yuan(LOT)} of notes each, by asks and by bids. Of the orders "
        f"that nobody filled, {len(over)} had to be put away when its time was over."
    )
    return auctions


def _sell_more(
    stage: Stage, sellers: list[Commitment], knots: dict[int, int], afterwards: _Afterwards
) -> None:
    for position, one in enumerate(sellers):
        wrap(stage, one.distributor, one.claim)
        for trade in _sell(stage, one, position, knots):
            afterwards.add(trade)


def _lower_the_curve(stage: Stage, made: list[Commitment], afterwards: _Afterwards) -> None:
    """A few more distributors sell, and a few that the company has committed to anew."""
    knots = [{"remaining_days": days, "rate_ppm": ppm} for days, ppm in LOWER.items()]
    stage.host().command(f"/v1/programmes/{stage.programme}/curves", {"knots": knots})
    waiting = made[WRAPPING + A_FEW :]
    again = [commit(stage, one.distributor, AGAIN, one.kind) for one in waiting[A_FEW : 2 * A_FEW]]
    afterwards.later += again
    _sell_more(stage, [*waiting[:A_FEW], *again], LOWER, afterwards)
    stage.say(
        f"On {stage.today()} the curve is lowered, to {percent(LOWER[185])} where 185 days remain. {A_FEW} "
        f"distributors sell what is nearer to its due date by now, {A_FEW} others {yuan(AGAIN)} each that the company "
        "has just committed."
    )


def _trade_on(stage: Stage, of: Commitment, jump: int, turn: int) -> dict[str, Any]:
    """A lot goes from an investor who has it to another one."""
    buyers, rate = list(INVESTORS), RATES[jump] + 1_000 * turn
    holder = _a_holder(stage, of)
    other = buyers[(buyers.index(holder) + 1 + turn % (len(buyers) - 1)) % len(buyers)]
    trade = _trade(stage, of, holder, other, rate, bid=turn % 2 == 1)
    expected = bank_discount(LOT, rate, trade["remaining_days"], BASIS)
    require("The discount by rate", trade["discount"], expected)
    return trade


def _a_holder(stage: Stage, of: Commitment) -> str:
    """An investor with at least a lot of the series."""
    amounts = {
        row["holder"]["id"]: row["amount"]
        for row in stage.portals["company"].read(f"/v1/receivables/{of.receivable}/notes")["holdings"]
    }
    return next(key for key in INVESTORS if amounts.get(stage.portals[key].party, 0) >= LOT)


def _trade(
    stage: Stage, of: Commitment, seller: str, buyer: str, rate_ppm: int, *, bid: bool
) -> dict[str, Any]:
    """By an ask that the buyer fills, or by a bid that the seller fills."""
    _approve(stage, seller, of.receivable)
    terms = {"rate_ppm": rate_ppm, "minimum": 1}
    if bid:
        order = _order(stage, buyer, of.receivable, "bid", LOT + 1_000_000, **terms)
        trade = _fill(stage, seller, order, LOT)
        stage.portals[buyer].command(f"/v1/orders/{order}/cancellation")
        return trade
    return _fill(stage, buyer, _order(stage, seller, of.receivable, "ask", LOT, **terms), LOT)


def _pay_early(stage: Stage, offered: list[Commitment], *, uniform: bool) -> dict[str, Any]:
    company, budget = stage.portals["company"], 120_000_000
    body = {
        "programme": stage.programme,
        "budget": budget,
        "closes_at": stage.days_from_now(1),
        "pricing": "uniform" if uniform else "as_bid",
    }
    empty = company.command("/v1/auctions", body | {"budget": 1_000})["auction"]["id"]
    company.command(f"/v1/auctions/{empty}/cancellation")
    auction = company.command("/v1/auctions", body)["auction"]["id"]
    for position, one in enumerate(offered):
        holder = _a_holder(stage, one)
        _approve(stage, holder, one.receivable, "early-payment")
        terms = {"receivable": one.receivable, "amount": LOT, "rate_ppm": 90_000 - 5_000 * position}
        offer = stage.portals[holder].command(f"/v1/auctions/{auction}/offers", terms)["offer"]["id"]
        if position == 0:
            stage.portals[holder].command(f"/v1/early-offers/{offer}/withdrawal")
            stage.portals[holder].command(f"/v1/auctions/{auction}/offers", terms)
    stage.let_days_pass(2)
    cleared = _wait_until_cleared(stage, auction)
    require("Budget: paid and returned", cleared["paid"] + cleared["returned"], budget)
    stage.say(
        f"The company sets {yuan(budget)} aside and pays {yuan(cleared['face'])} early for {yuan(cleared['paid'])}, "
        f"{'all at one rate' if uniform else 'each at its own rate'}, the lowest "
        f"{percent(cleared['marginal_ppm'])} a year; {yuan(cleared['returned'])} are its own again."
    )
    return {key: cleared[key] for key in ("pricing", "budget", "face", "paid", "marginal_ppm", "returned")}


def _wait_until_cleared(stage: Stage, auction: str) -> dict[str, Any]:
    """The ledger clears by itself; where it has not yet, anybody may ask for it."""
    told: dict[str, Any] = stage.portals["company"].read(f"/v1/auctions/{auction}")
    if told["stage"] == "closed":
        with suppress(Refused):  # where it has been cleared in between
            stage.portals["investor1"].command(f"/v1/auctions/{auction}/clearing")
        told = stage.portals["company"].read(f"/v1/auctions/{auction}")
    require("The auction", told["stage"], "cleared")
    return told


def _all_trades(stage: Stage) -> list[dict[str, Any]]:
    """As whoever supervises sees them."""
    trades: list[dict[str, Any]] = []
    before: str | None = None
    while True:
        query = {"size": 500} | ({"before": before} if before else {})
        page = stage.portals["supervisor"].read("/v1/trades", **query)
        trades += page["trades"]
        before = page["next"]
        if before is None:
            return trades
