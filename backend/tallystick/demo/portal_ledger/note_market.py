"""Notes on the portal's ledger: a programme with a curve, a few series, a book with orders in it, and some trades."""

from tallystick.demo.model2 import commitments, opening
from tallystick.demo.model2.trading import LARGE, MONEY
from tallystick.demo.portal_ledger.cast import BUYERS, SELLERS
from tallystick.demo.stage import Stage

FACE = 105_500_000
LOT = 20_000_000
ORDER_DAYS = 20
ASKS = (46_000, 52_000)
BIDS = (58_000, 66_000)


def play(stage: Stage) -> None:
    """Leaves a programme of its own on the stage, after the one before."""
    _say_who_may_hold(stage)
    _open_programme(stage)
    made = [commitments.commit(stage, seller, FACE, "purchase") for seller in SELLERS]
    for position, one in enumerate(made):
        commitments.wrap(stage, one.distributor, one.claim)
        _approve(stage, one.distributor, one.receivable)
        order = _order(stage, one.distributor, one.receivable, "ask", FACE, minimum=1)
        _fill(stage, BUYERS[position], order, 3 * LOT)
    _trade_on(stage, made)


def _say_who_may_hold(stage: Stage) -> None:
    host, operating = stage.host(), stage.portals["operating_bank"]
    stage.appoint("agent")
    stage.appoint("verifier", topics=list(opening.TOPICS))
    for topic in opening.TOPICS:
        host.command("/v1/verification-rules", {"topic": topic, "required": True})
    for key in ("company", *SELLERS, *BUYERS):
        opening.verify(stage, key)
        party = stage.portals[key].party
        operating.command("/v1/wallets", {"party": party})
        operating.command(f"/v1/wallets/{party}/issues", {"amount": MONEY})
        approval = {"spender": "market", "amount": LARGE}
        stage.portals[key].command("/v1/payment-approvals", approval)


def _open_programme(stage: Stage) -> None:
    opening.declare_programme(stage)
    offering = {"agent": stage.portals["agent"].party, "rules": []}
    stage.host().command(f"/v1/programmes/{stage.programme}/offering", offering)
    opening.set_curve(stage)


def _trade_on(stage: Stage, made: list[commitments.Commitment]) -> None:
    """Each buyer offers some of what it has, bids for more, and one lot has changed hands between two of them."""
    for position, one in enumerate(made):
        holder, other = BUYERS[position], BUYERS[(position + 1) % len(BUYERS)]
        _approve(stage, holder, one.receivable)
        for rate in ASKS:
            _order(stage, holder, one.receivable, "ask", LOT, minimum=1, rate_ppm=rate + 1_000 * position)
        for rate in BIDS:
            _order(stage, other, one.receivable, "bid", LOT, minimum=1, rate_ppm=rate + 1_000 * position)
    sold = _order(stage, BUYERS[0], made[0].receivable, "ask", LOT, minimum=1, rate_ppm=ASKS[0])
    _fill(stage, BUYERS[1], sold, LOT)


def _approve(stage: Stage, owner: str, receivable: str) -> None:
    path = f"/v1/receivables/{receivable}/notes/approvals"
    stage.portals[owner].command(path, {"spender": "market", "amount": LARGE})


def _order(stage: Stage, maker: str, receivable: str, side: str, amount: int, **terms: int) -> str:
    body = {"side": side, "amount": amount, "expires_at": stage.days_from_now(ORDER_DAYS)} | terms
    path = f"/v1/receivables/{receivable}/notes/orders"
    order: str = stage.portals[maker].command(path, body)["order"]["id"]
    return order


def _fill(stage: Stage, taker: str, order: str, amount: int) -> None:
    stage.portals[taker].command(f"/v1/orders/{order}/fills", {"amount": amount})
