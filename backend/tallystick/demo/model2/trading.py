"""Investors buy at the curve's price, trade among themselves for ninety days, and the company pays some of it early."""

from contextlib import suppress
from typing import Any

from tallystick.demo.further.payments import balance
from tallystick.demo.model2.cast import INVESTORS
from tallystick.demo.model2.commitments import Commitment
from tallystick.demo.model2.opening import BASIS, CURVE
from tallystick.demo.portal import Refused
from tallystick.demo.stage import Stage, require, yuan
from tallystick.money.curve import Knot
from tallystick.money.discount import bank_discount
from tallystick.money.discount_curve import DiscountCurve

STEPS = 3
MONEY = 800_000_000
EARLY_MONEY = 600_000_000
LARGE = 10**12
DAYS, DAYS_A_JUMP = 90, 15
LOWER = {30: 36_000, 90: 44_000, 185: 52_000}
"""The curve from the middle of the ninety days on."""

LOT = 40_000_000
RATES = (48_000, 45_000, 52_000, 43_000, 50_000, 46_000)
"""At which the investors trade among themselves, jump by jump."""


def play(stage: Stage, sold: list[Commitment]) -> dict[str, Any]:
    """Returns how much was traded, and what the distributors were paid and when. Ninety days pass, for good."""
    _fill_wallets(stage)
    primary = _sell_at_the_curve(stage, sold)
    secondary, auctions = _ninety_days(stage, sold)
    supervisor_trades = _all_trades(stage)
    require(
        "Notes that changed hands for money",
        sum(trade["amount"] for trade in supervisor_trades),
        primary["face"] + secondary["face"],
    )
    return {"primary": primary, "secondary": secondary, "auctions": auctions}


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
    curve = DiscountCurve([Knot(days, ppm) for days, ppm in CURVE.items()], BASIS)
    buyers, face, paid = list(INVESTORS), 0, 0
    for position, one in enumerate(sold):
        _approve(stage, one.distributor, one.receivable)
        order = _order(stage, one.distributor, one.receivable, "ask", one.face, minimum=1)
        first = buyers[position % len(buyers)]
        parts = [(first, one.face)]
        if position % 3 == 0:  # sold in two parts, to two investors
            second = buyers[(position + 1) % len(buyers)]
            parts = [(first, one.face // 2), (second, one.face - one.face // 2)]
        for buyer, amount in parts:
            trade = _fill(stage, buyer, order, amount)
            require("The discount", trade["discount"], curve.discount(amount, trade["remaining_days"]))
            face, paid = face + amount, paid + trade["price"]
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


def _unsold(stage: Stage, of: Commitment) -> str:
    """An ask that nobody has filled; it is taken back at the end of the ninety days, or its time is over."""
    _approve(stage, "investor1", of.receivable)
    return _order(stage, "investor1", of.receivable, "ask", LOT, rate_ppm=90_000, minimum=1)


def _ninety_days(stage: Stage, sold: list[Commitment]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    stage.screen.step(f"{DAYS} days of trading among the investors, and two auctions of early payment")
    buyers, face, paid, trades = list(INVESTORS), 0, 0, 0
    auctions: list[dict[str, Any]] = []
    for jump in range(DAYS // DAYS_A_JUMP):
        stage.let_days_pass(DAYS_A_JUMP)
        if jump == DAYS // DAYS_A_JUMP // 2:
            knots = [{"remaining_days": days, "rate_ppm": ppm} for days, ppm in LOWER.items()]
            stage.host().command(f"/v1/programmes/{stage.programme}/curves", {"knots": knots})
        for turn in range(4):
            one = sold[(4 * jump + turn) % len(sold)]
            holder = _a_holder(stage, one)
            other = buyers[(buyers.index(holder) + 1 + turn) % len(buyers)]
            if other == holder:
                other = buyers[(buyers.index(holder) + 1) % len(buyers)]
            trade = _trade(stage, one, holder, other, RATES[jump] + 1_000 * turn, bid=turn % 2 == 1)
            require(
                "A discount by rate",
                trade["discount"],
                bank_discount(LOT, RATES[jump] + 1_000 * turn, trade["remaining_days"], BASIS),
            )
            face, paid, trades = face + trade["amount"], paid + trade["price"], trades + 1
        if jump in {1, 4}:
            auctions.append(_pay_early(stage, sold[12 + 4 * len(auctions) :][:4], uniform=jump == 1))
    over = stage.portals["investor1"].command("/v1/orders/expiry", {})["orders"]
    stage.say(
        f"{trades} trades, {yuan(face)} of notes for {yuan(paid)}. {len(over)} orders that nobody filled in time are "
        "put away."
    )
    return {"face": face, "paid": paid, "trades": trades}, auctions


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
        f"{cleared['marginal_ppm'] / 10_000:.2f} % a year; {yuan(cleared['returned'])} are its own again."
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
