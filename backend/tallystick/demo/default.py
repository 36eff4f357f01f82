"""What happens when somebody does not pay: a pledge is sold, a seller answers, and what is owed is still recovered."""

import time
from datetime import date, timedelta
from typing import Any

from tallystick.demo.cast import EVERYBODY
from tallystick.demo.further.payments import balance
from tallystick.demo.main import proof
from tallystick.demo.stage import Stage, require, yuan
from tallystick.demo.trade import Debt as Owed
from tallystick.demo.trade import owe
from tallystick.money.calendar import day_of_date
from tallystick.money.debt import Debt
from tallystick.money.discount import bank_discount
from tallystick.money.settlement import overdue_interest

STEPS = 4
MILLION = 100_000_000
FACE = 9 * MILLION
PLEDGED, SOLD, LET_OFF, KEPT = 4 * MILLION, 2 * MILLION, 1 * MILLION, 2 * MILLION
LENT, LENT_TO_MATURITY, REPAID = 2 * MILLION, MILLION, MILLION // 2
RATE_PPM, DEARER_PPM, BUYERS_PPM, RESERVE_PPM = 60_000, 90_000, 80_000, 200_000
OVERDUE_PPM, BASIS = 500, 360
LOAN_DAYS, TO_MATURITY_DAYS = 30, 120
NEWCOMERS_MONEY = 10 * MILLION
WALLETS = ("bus_maker", "tier1", "bank", "factor")
PATIENCE_SECONDS = 60.0


def play(stage: Stage) -> dict[str, Any]:
    """Returns every balance before and after. Days pass on the ledger, for good."""
    stage.screen.step("Tier 1 borrows on one claim, and sells two with recourse")
    _let_them_in(stage)
    before, began = _balances(stage), stage.today()
    debt = owe(stage, "tier1", FACE, debtor="bus_maker", months=3)
    due = date.fromisoformat(stage.portals["tier1"].read(f"/v1/claims/{debt.claim}")["due_date"])
    pledged, sold, let_off, kept = _split(stage, debt)
    _borrow_and_repay(stage, kept)
    loan = _borrow(stage, pledged)
    price = sum(_sell(stage, claim, face) for claim, face in ((sold, SOLD), (let_off, LET_OFF)))
    enforced = _enforce(stage, loan, pledged, began, due)
    answered, days_late = _fall_back_on_the_seller(stage, sold, let_off, due)
    _recover(stage, debt.receivable, days_late)
    after = _balances(stage)

    def with_interest(face: int) -> int:
        """Of the overdue interest each claim has its share, to the fen."""
        return face + overdue_interest(face, OVERDUE_PPM, days_late)

    rest = Debt(LENT_TO_MATURITY, RATE_PPM, BASIS, day_of_date(began)).after(REPAID)
    from_pledge = rest.on(day_of_date(stage.today())).owed
    expected = {
        "bus_maker": -with_interest(FACE),
        "tier1": LENT
        + rest.owed
        + price
        + enforced["surplus"]
        - answered
        - from_pledge
        + with_interest(KEPT)
        + with_interest(SOLD),
        "bank": enforced["owed"] - LENT - rest.owed - price + answered + from_pledge + with_interest(LET_OFF),
        "factor": with_interest(PLEDGED) - enforced["proceeds"],
    }
    changes = {owner: after[owner] - before[owner] for owner in WALLETS}
    require("What has come into each wallet", changes, expected)
    require("What was paid and what was received, together", sum(changes.values()), 0)
    stage.screen.table(
        "In the wallets",
        ("owner", "before", "after"),
        [(EVERYBODY[owner].name, yuan(before[owner]), yuan(after[owner])) for owner in WALLETS],
    )
    proof.verify(stage, "after everything was recovered")
    return {
        "receivable": debt.receivable,
        "due_date": str(due),
        "days_late": days_late,
        "pledge": enforced,
        "recourse": {"price": price, "answered": answered},
        "before": before,
        "after": after,
        "changes": changes,
        "verify": "equal",
    }


def _balances(stage: Stage) -> dict[str, int]:
    return {owner: balance(stage, owner) for owner in WALLETS}


def _let_them_in(stage: Stage) -> None:
    operating = stage.portals["operating_bank"]
    for who in ("bus_maker", "factor"):
        stage.open(who)
        party = stage.portals[who].party
        operating.command("/v1/wallets", {"party": party})
        operating.command(f"/v1/wallets/{party}/issues", {"amount": NEWCOMERS_MONEY})
    for owner in ("factor", "tier1"):
        approval = {"spender": "desk", "amount": NEWCOMERS_MONEY}
        stage.portals[owner].command("/v1/payment-approvals", approval)
    stage.say(
        f"{EVERYBODY['bus_maker'].name} buys from tier 1 too, and {EVERYBODY['factor'].name} has "
        f"{yuan(NEWCOMERS_MONEY)} to invest."
    )


def _split(stage: Stage, debt: Owed) -> list[str]:
    parts = {"parts": [PLEDGED, SOLD, LET_OFF, KEPT]}
    claims = stage.portals["tier1"].command(f"/v1/claims/{debt.claim}/splits", parts)["claims"]
    return [row["id"] for row in claims]


def _quoted(stage: Stage, asker: str, by: str, claim: str, value: int, **terms: Any) -> dict[str, Any]:
    asking = {"value": value, "financiers": [stage.portals[by].party]}
    request = stage.portals[asker].command(f"/v1/claims/{claim}/quote-requests", asking)["id"]
    quote = {"rate_ppm": RATE_PPM, "expires_at": stage.tomorrow_by_now()} | terms
    return stage.portals[by].command(f"/v1/quote-requests/{request}/quotes", quote)


def _register(stage: Stage, by: str, claim: str) -> None:
    receipt = {"receipt": f"动产初始登记 {stage.today()} {claim} {by}"}
    stage.portals[by].command(f"/v1/claims/{claim}/liens", receipt)


def _accept(stage: Stage, quote: dict[str, Any]) -> dict[str, Any]:
    return stage.portals["tier1"].command(f"/v1/quotes/{quote['id']}/acceptance")


def _loan(stage: Stage, principal: int, days: int) -> dict[str, Any]:
    return {"principal": principal, "repay_date": stage.in_days(days), "reserve_rate_ppm": RESERVE_PPM}


def _borrow_and_repay(stage: Stage, claim: str) -> None:
    terms = _loan(stage, LENT_TO_MATURITY, TO_MATURITY_DAYS)
    dear = _quoted(stage, "tier1", "bank", claim, KEPT, rate_ppm=DEARER_PPM, loan=terms)
    stage.portals["bank"].command(f"/v1/quotes/{dear['id']}/revocation")
    quote = _quoted(stage, "tier1", "bank", claim, KEPT, loan=terms)
    _register(stage, "bank", claim)
    agreement = _accept(stage, quote)["agreement"]["id"]
    path = f"/v1/agreements/{agreement}/repayments"
    left = stage.portals["tier1"].command(path, {"amount": REPAID})["agreement"]["owing"][0]["owed"]
    require("What is left of the loan", left, LENT_TO_MATURITY - REPAID)
    stage.say(
        f"Tier 1 pledges claim {claim} for {yuan(LENT_TO_MATURITY)} and pays {yuan(REPAID)} back the same day; the "
        "rest is to come out of the claim."
    )


def _borrow(stage: Stage, claim: str) -> str:
    quote = _quoted(stage, "tier1", "bank", claim, PLEDGED, loan=_loan(stage, LENT, LOAN_DAYS))
    _register(stage, "bank", claim)
    agreement: str = _accept(stage, quote)["agreement"]["id"]
    stage.say(
        f"It pledges claim {claim}, {yuan(PLEDGED)}, for {yuan(LENT)} at 6 % until {quote['repay_date']}. The claim "
        "stays tier 1's, and where it is."
    )
    return agreement


def _sell(stage: Stage, claim: str, face: int) -> int:
    """What tier 1 is paid for it."""
    quote = _quoted(stage, "tier1", "bank", claim, face, recourse=True)
    _register(stage, "bank", claim)
    proceeds: int = _accept(stage, quote)["sale"]["proceeds"]
    stage.say(f"It sells claim {claim} to the bank, with recourse: {yuan(proceeds)} today for {yuan(face)}.")
    return proceeds


def _enforce(stage: Stage, loan: str, pledged: str, began: date, due: date) -> dict[str, int]:
    stage.screen.step("The loan is not repaid: the pledge is sold, and what is left over goes back")
    stage.let_days_pass(LOAN_DAYS + 1)
    bank, enforcement = stage.portals["bank"], f"/v1/agreements/{loan}/enforcement"
    owed = Debt(LENT, RATE_PPM, BASIS, day_of_date(began)).on(day_of_date(stage.today())).owed
    (owing,) = bank.read(f"/v1/agreements/{loan}")["owing"]
    require("What tier 1 owes the bank", owing["owed"], owed)
    low = _quoted(stage, "bank", "factor", pledged, PLEDGED, rate_ppm=RESERVE_PPM + 1)
    stage.refused(
        "the bank sells it for less than was agreed at least", bank, enforcement, {"quote": low["id"]}
    )
    quote = _quoted(stage, "bank", "factor", pledged, PLEDGED, rate_ppm=BUYERS_PPM)
    _register(stage, "factor", pledged)
    sold = bank.command(enforcement, {"quote": quote["id"]})["agreement"]["enforcement"]
    proceeds = PLEDGED - bank_discount(PLEDGED, BUYERS_PPM, (due - stage.today()).days, BASIS)
    require("What the pledge brings", (sold["proceeds"], sold["surplus"]), (proceeds, proceeds - owed))
    stage.say(
        f"On {stage.today()} the factor buys claim {pledged} at 8 % for {yuan(proceeds)}: {yuan(owed)} are the "
        f"bank's, with interest, and {yuan(sold['surplus'])} tier 1's."
    )
    return {"owed": owed, "proceeds": proceeds, "surplus": sold["surplus"]}


def _fall_back_on_the_seller(stage: Stage, sold: str, let_off: str, due: date) -> tuple[int, int]:
    """What tier 1 answers for, and how many days the bus maker is late by then."""
    stage.screen.step("The bus maker does not pay: the bank calls on tier 1")
    demand = f"/v1/claims/{sold}/recourse/demand"
    stage.let_days_pass((due + timedelta(days=1) - stage.today()).days)
    stage.refused(f"on {stage.today()}, within the days of grace", stage.portals["bank"], demand)
    grace = stage.portals["tier1"].read(f"/v1/programmes/{stage.programme}")["grace_days"]
    stage.let_days_pass(grace)
    bank, days_late = stage.portals["bank"], (stage.today() - due).days
    answered = Debt(SOLD, RATE_PPM, BASIS, day_of_date(due)).on(day_of_date(stage.today())).owed
    told = bank.command(demand)["agreement"]["demands"][-1]
    require("What tier 1 answers for", told["owed"], answered)
    stage.portals["tier1"].command(f"/v1/claims/{sold}/recourse/repurchase")
    bank.command(f"/v1/claims/{let_off}/recourse/waiver")
    stage.say(
        f"On {stage.today()} the bus maker is in default. Tier 1 pays the bank {yuan(answered)} for claim {sold}, and "
        f"has it back. On claim {let_off} the bank lets tier 1 off, and waits for the bus maker."
    )
    return answered, days_late


def _recover(stage: Stage, receivable: str, days_late: int) -> None:
    stage.screen.step("The bus maker pays at last, with interest")
    funded = stage.portals["bus_maker"].command(f"/v1/receivables/{receivable}/fundings")
    interest = overdue_interest(FACE, OVERDUE_PPM, days_late)
    require("What the bus maker sets aside", funded["hold"]["amount"], FACE + interest)
    path, until = f"/v1/receivables/{receivable}", time.monotonic() + PATIENCE_SECONDS
    while stage.portals["bus_maker"].read(path)["status"] != "closed" and time.monotonic() < until:
        time.sleep(0.2)
    require("The receivable", stage.portals["bus_maker"].read(path)["status"], "closed")
    stage.say(
        f"{yuan(FACE)}, and {yuan(interest)} for {days_late} days at 0.05 % a day: whoever holds a claim now has its "
        "share of both. Out of the pledge the bank gets what tier 1 still owes, and tier 1 the rest."
    )
