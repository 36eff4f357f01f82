"""What suppliers abroad do with e-CNY: leave it where it is, buy in China, pay each other, or have it redeemed."""

from typing import Any

from tallystick.demo.model3.cast import EVERYBODY
from tallystick.demo.model3.ninety_days import NinetyDays
from tallystick.demo.stage import yuan

REDEEMED, PURCHASED, SPENT = 500_000_000, 300_000_000, 100_000_000
REDEEMER, BUYER = "saigon", "stuttgart"
SPENDER, SPENT_WITH = "lion", "johor"
CHANGES = {
    REDEEMER: -REDEEMED,
    BUYER: -PURCHASED,
    "platform": PURCHASED,
    SPENDER: -SPENT,
    SPENT_WITH: SPENT,
}
"""Of what is in each wallet, in fen."""


def play(border: NinetyDays) -> dict[str, Any]:
    """Three of those who have been paid use their money, each in another way."""
    portals = border.stage.portals
    bank, redeemer = portals["operating_bank"], portals[REDEEMER]
    redeemer.command("/v1/payment-approvals", {"spender": bank.party, "amount": REDEEMED})
    bank.command(f"/v1/wallets/{redeemer.party}/redemptions", {"amount": REDEEMED})
    for giver, taker, amount in ((BUYER, "platform", PURCHASED), (SPENDER, SPENT_WITH, SPENT)):
        portals[giver].command("/v1/payments", {"to": portals[taker].party, "amount": amount})
    border.stage.say(
        f"{EVERYBODY[REDEEMER].spoken} has its bank redeem {yuan(REDEEMED)}, {EVERYBODY[BUYER].spoken} buys goods of "
        f"the platform for {yuan(PURCHASED)}, {EVERYBODY[SPENDER].spoken} pays {EVERYBODY[SPENT_WITH].spoken} "
        f"{yuan(SPENT)}. The others leave their e-CNY where it is."
    )
    return {"day": border.day, "redeemed": REDEEMED, "purchased": PURCHASED, "spent": SPENT}
