"""The story goes on: C is financed the same day, the others wait, and at maturity everybody is paid."""

import time
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from tallystick.demo import figures
from tallystick.demo.cast import EVERYBODY
from tallystick.demo.further.payments import balance
from tallystick.demo.main import proof
from tallystick.demo.main.flow import A_TO_C, PART, TO_A, TO_B
from tallystick.demo.main.issue import FACE
from tallystick.demo.stage import Stage, require, yuan
from tallystick.money.discount import bank_discount

STEPS = 5
RATE_PPM = 60_000
DEARER_PPM = 75_000
BASIS = 360
CARS_SOLD, BANKS_MONEY = 12_000_000_000, 5_000_000_000
SOLD = A_TO_C * PART
WALLETS = ("car_maker", "tier1", "A", "B", "C", "bank")
PATIENCE_SECONDS = 60.0


def play(stage: Stage, receivable: str, report: Path) -> dict[str, Any]:
    """Returns every balance before and after, and what it cost; the programme's report goes into the folder `report`.

    The ledger's clock is set to the day after the due day, for good.
    """
    due = date.fromisoformat(stage.portals["car_maker"].read(f"/v1/receivables/{receivable}")["due_date"])
    before = _fill_wallets(stage)
    quote = _finance(stage, receivable, due)
    financed = _balances(stage)
    cost = figures.beside_the_baseline(stage, quote)
    programme = figures.report(stage, str(report), cost)
    _fund(stage, receivable)
    _let_it_fall_due(stage, receivable, due)
    after = _balances(stage)
    discount = bank_discount(SOLD, RATE_PPM, (due - date.fromisoformat(quote["value_date"])).days, BASIS)
    expected = {
        "car_maker": -FACE,
        "tier1": FACE - (TO_A + TO_B) * PART,
        "A": (TO_A - A_TO_C) * PART,
        "B": TO_B * PART,
        "C": SOLD - discount,
        "bank": discount,
    }
    changes = {owner: after[owner] - before[owner] for owner in WALLETS}
    require("What has come into each wallet", changes, expected)
    require("What was paid and what was received, together", sum(changes.values()), 0)
    _show(stage, before, financed, after)
    proof.verify(stage, "after everybody was paid")
    settlement = stage.portals["car_maker"].read(f"/v1/receivables/{receivable}/settlement")
    require("The receivable", (settlement["status"], settlement["outstanding"]), ("settled", 0))
    return {
        "receivable": receivable,
        "due_date": str(due),
        "quote": {name: quote[name] for name in QUOTED},
        "cost": cost,
        "programme": programme,
        "before": before,
        "financed": financed,
        "after": after,
        "changes": changes,
        "status": settlement["status"],
        "rounds": settlement["rounds"],
        "verify": "equal",
    }


QUOTED = (
    "value",
    "proceeds",
    "discount",
    "rate_ppm",
    "day_count",
    "days",
    "simple_cost",
    "effective_annual_cost",
)


def _balances(stage: Stage) -> dict[str, int]:
    return {owner: balance(stage, owner) for owner in WALLETS}


def _fill_wallets(stage: Stage) -> dict[str, int]:
    stage.screen.step("The car maker has sold cars, and the bank has money to lend")
    operating = stage.portals["operating_bank"]
    for owner, amount in (("car_maker", CARS_SOLD), ("bank", BANKS_MONEY)):
        operating.command(f"/v1/wallets/{stage.portals[owner].party}/issues", {"amount": amount})
        stage.say(f"{EVERYBODY[owner].name}: {yuan(amount)} of e-CNY in its own wallet")
    stage.portals["bank"].command("/v1/payment-approvals", {"spender": "desk", "amount": BANKS_MONEY})
    return _balances(stage)


def _finance(stage: Stage, receivable: str, due: date) -> dict[str, Any]:
    stage.screen.step(f"C finances its {yuan(SOLD)} the same day, at the car maker's credit")
    c, bank = stage.portals["C"], stage.portals["bank"]
    into, *others = (row["id"] for row in c.pages("/v1/claims", "claims", receivable=receivable))
    claim = c.command(f"/v1/claims/{into}/merges", {"claims": others})["claim"]["id"]
    asking = {"value": SOLD, "financiers": [bank.party]}
    request = c.command(f"/v1/claims/{claim}/quote-requests", asking)["id"]
    quotes = f"/v1/quote-requests/{request}/quotes"
    figures.price(stage, SOLD, str(due))
    until = stage.tomorrow_by_now()
    dear = bank.command(quotes, {"rate_ppm": DEARER_PPM, "expires_at": until})
    bank.command(f"/v1/quotes/{dear['id']}/revocation")
    quote = bank.command(quotes, {"rate_ppm": RATE_PPM, "expires_at": until})
    stage.say(
        f"C asks the bank for a quote on claim {claim}. The bank signs one at {_rate(DEARER_PPM)} %, takes it back, "
        f"and signs one at {_rate(RATE_PPM)} %: {yuan(quote['proceeds'])} today for {yuan(SOLD)} on {due}, "
        f"{quote['days']} days. That costs C {_percent(quote)} a year, compounded, without recourse."
    )
    acceptance = f"/v1/quotes/{quote['id']}/acceptance"
    stage.refused("C accepts before the bank has registered its interest", c, acceptance)
    bank.command(f"/v1/claims/{claim}/liens", {"receipt": f"动产初始登记 {receivable}-{claim}"})
    done = c.command(acceptance)
    require("What C has been paid", done["sale"]["proceeds"], quote["proceeds"])
    stage.say("The registration is on record, C accepts: title and money change hands in one transaction.")
    stage.refused("C accepts once more", c, acceptance)
    return quote


def _rate(ppm: int) -> Decimal:
    """In percent."""
    return (Decimal(ppm) / 10_000).normalize()


def _percent(quote: dict[str, Any]) -> str:
    return f"{Decimal(quote['effective_annual_cost']) * 100:.2f} %"


def _fund(stage: Stage, receivable: str) -> None:
    stage.screen.step("The car maker sets aside what it owes")
    path = f"/v1/receivables/{receivable}/fundings"
    stage.refused(
        f"more than it owes, {yuan(FACE + 1)}", stage.portals["car_maker"], path, {"amount": FACE + 1}
    )
    funded = stage.portals["car_maker"].command(path)
    stage.say(
        f"{yuan(funded['hold']['amount'])} are held in its own wallet for whoever holds receivable {receivable} when "
        "it is due."
    )


def _let_it_fall_due(stage: Stage, receivable: str, due: date) -> None:
    stage.screen.step(f"{due} passes, and every holder is paid without lifting a finger")
    stage.let_days_pass((due - stage.today()).days + 1)
    car_maker = stage.portals["car_maker"]
    until = time.monotonic() + PATIENCE_SECONDS
    path = f"/v1/receivables/{receivable}"
    while car_maker.read(path)["status"] != "settled" and time.monotonic() < until:
        time.sleep(0.2)
    stage.say(
        f"It is {stage.today()}: the ledger has paid every claim, out of the car maker's wallet into its holder's."
    )


def _show(stage: Stage, before: dict[str, int], financed: dict[str, int], after: dict[str, int]) -> None:
    stage.screen.table(
        "In the wallets",
        ("owner", "before", "financed", "after maturity"),
        [
            (EVERYBODY[owner].name, yuan(before[owner]), yuan(financed[owner]), yuan(after[owner]))
            for owner in WALLETS
        ],
    )
