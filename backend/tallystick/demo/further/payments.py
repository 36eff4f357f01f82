"""e-CNY: a bank opens wallets, money is paid, approved and set aside."""

from typing import Any

from tallystick.demo.cast import EVERYBODY
from tallystick.demo.stage import Stage, require, yuan

TITLE = "e-CNY: wallets, payments, and money that is set aside"

ISSUED = 60_000_000
PAID, DEBITED, REDEEMED = 15_000_000, 2_000_000, 5_000_000
HELD, DRAWN = 20_000_000, 12_000_000
OWNERS = ("car_maker", "tier1", "A", "B", "C", "bank")
SMALL_TIER = 4


def play(stage: Stage) -> dict[str, Any]:
    """Ends with what each of the three has, to the fen."""
    bank, portals = stage.portals["operating_bank"], stage.portals
    for owner in OWNERS:
        bank.command("/v1/wallets", {"party": portals[owner].party})
    bank.command(f"/v1/wallets/{portals['B'].party}/issues", {"amount": ISSUED})
    stage.say(
        f"The operating bank opens wallets for everybody, and puts {yuan(ISSUED)} into B's, who has paid for it."
    )
    _pay(stage)
    _set_aside(stage)
    _tier(stage)
    balances = {owner: balance(stage, owner) for owner in ("B", "A", "C")}
    expected = {"B": ISSUED - PAID - DEBITED - DRAWN - REDEEMED, "A": PAID + DRAWN, "C": DEBITED}
    require("What is in the wallets", balances, expected)
    told = ", ".join(f"{EVERYBODY[owner].spoken} {yuan(amount)}" for owner, amount in balances.items())
    stage.say(f"In the wallets: {told}.")
    return {"balances": balances}


def balance(stage: Stage, owner: str) -> int:
    portal = stage.portals[owner]
    amount: int = portal.read(f"/v1/wallets/{portal.party}")["balance"]
    return amount


def _pay(stage: Stage) -> None:
    b, c, portals = stage.portals["B"], stage.portals["C"], stage.portals
    b.command("/v1/payments", {"to": portals["A"].party, "amount": PAID})
    debit = {"from": b.party, "to": c.party, "amount": DEBITED}
    stage.refused("C takes money out of B's wallet", c, "/v1/payments", debit)
    b.command("/v1/payment-approvals", {"spender": c.party, "amount": DEBITED})
    c.command("/v1/payments", debit)
    b.command("/v1/payment-approvals", {"spender": portals["operating_bank"].party, "amount": REDEEMED})
    redemption = f"/v1/wallets/{b.party}/redemptions"
    portals["operating_bank"].command(redemption, {"amount": REDEEMED})
    stage.say(
        f"B pays A {yuan(PAID)}; lets C take {yuan(DEBITED)}, which it could not before; and turns {yuan(REDEEMED)} "
        "back into money on its account."
    )


def _set_aside(stage: Stage) -> None:
    b, a = stage.portals["B"], stage.portals["A"]
    terms = {"amount": HELD, "releaser": a.party, "payee": a.party, "purpose": "订单 PO-4711"}
    hold = b.command("/v1/holds", terms)["hold"]["id"]
    stage.say(
        f"B sets {yuan(HELD)} aside for A's delivery. It stays in B's wallet, and B cannot spend it otherwise."
    )
    stage.refused("B takes it back too early", b, f"/v1/holds/{hold}/return")
    a.command(f"/v1/holds/{hold}/payments", {"amount": DRAWN})
    a.command(f"/v1/holds/{hold}/return")
    stage.say(f"A has delivered part of it, draws {yuan(DRAWN)}, and gives the rest back.")


def _tier(stage: Stage) -> None:
    bank, c = stage.portals["operating_bank"], stage.portals["C"]
    path = f"/v1/wallets/{c.party}/tier"
    bank.command(path, {"tier": SMALL_TIER})
    payment = {"to": c.party, "amount": PAID}
    stage.refused(
        f"B pays C {yuan(PAID)} while C's wallet is of tier {SMALL_TIER}",
        stage.portals["B"],
        "/v1/payments",
        payment,
    )
    bank.command(path, {"tier": 0})
