"""The supply chain on the portal's ledger: the debt of the main story, and what waits for each of its parties."""

from datetime import timedelta

from tallystick.demo.main import flow, issue, opening
from tallystick.demo.portal_ledger.cast import FIRMS_TO_OPEN
from tallystick.demo.stage import Stage
from tallystick.demo.trade import bill, commitment, offer, owe

MILLION = 100_000_000
MONEY = {
    "car_maker": 130 * MILLION,
    "bank": 60 * MILLION,
    "factor": 40 * MILLION,
    "tier1": 9 * MILLION,
    "A": 4 * MILLION,
    "B": 6 * MILLION,
    "C": 1 * MILLION,
}
APPROVED = 1_000 * MILLION
WAITING, ALMOST_DUE, BORROWED_ON = 25 * MILLION, 8 * MILLION, 6 * MILLION
OFFERED, LENT = 2 * MILLION, 4 * MILLION
DAYS_TO_DUE, OFFER_DAYS, LOAN_DAYS = 12, 20, 60
RATE_PPM, DEARER_PPM, RESERVE_PPM = 60_000, 66_000, 200_000


def play(stage: Stage) -> None:
    """Leaves the golden distribution of the main receivable as it is told in the story."""
    opening.start_and_open(stage, FIRMS_TO_OPEN)
    opening.open_programme(stage)
    _fill_wallets(stage)
    receivable, _ = issue.play(stage)
    flow.play(stage, receivable)
    _waits_for_tier1(stage)
    _is_almost_due(stage)
    _is_offered_to_c(stage)
    _is_quoted_to_c(stage, receivable)
    _is_pledged_by_b(stage)


def _fill_wallets(stage: Stage) -> None:
    stage.appoint("operating_bank")
    operating = stage.portals["operating_bank"]
    for key, amount in MONEY.items():
        party = stage.portals[key].party
        operating.command("/v1/wallets", {"party": party})
        operating.command(f"/v1/wallets/{party}/issues", {"amount": amount})
    for key in ("bank", "factor", "tier1", "B"):
        approval = {"spender": "desk", "amount": APPROVED}
        stage.portals[key].command("/v1/payment-approvals", approval)


def _waits_for_tier1(stage: Stage) -> None:
    invoice = bill(stage, "car_maker", "tier1", WAITING)["fingerprint"]
    offer(stage, commitment(stage, "tier1", WAITING, invoice, months=4))
    bill(stage, "car_maker", "tier1", 3 * WAITING)


def _is_almost_due(stage: Stage) -> None:
    invoice = bill(stage, "car_maker", "A", ALMOST_DUE)["fingerprint"]
    due = stage.today() + timedelta(days=DAYS_TO_DUE)
    body = commitment(stage, "A", ALMOST_DUE, invoice) | {"due_date": due.isoformat()}
    receivable = offer(stage, body)["id"]
    stage.portals["A"].command(f"/v1/receivables/{receivable}/acceptance")


def _is_offered_to_c(stage: Stage) -> None:
    debt = owe(stage, "B", 3 * OFFERED, months=3)
    offered = {
        "to": stage.portals["C"].party,
        "value": OFFERED,
        "expires_at": stage.days_from_now(OFFER_DAYS),
    }
    stage.portals["B"].command(f"/v1/claims/{debt.claim}/offers", offered)


def _is_quoted_to_c(stage: Stage, receivable: str) -> None:
    c = stage.portals["C"]
    into, *others = [row["id"] for row in c.pages("/v1/claims", "claims", receivable=receivable)]
    claim = c.command(f"/v1/claims/{into}/merges", {"claims": others[: len(others) // 2]})["claim"]
    for financier, rate in (("bank", RATE_PPM), ("factor", DEARER_PPM)):
        asking = {"value": claim["face"], "financiers": [stage.portals[financier].party]}
        request = c.command(f"/v1/claims/{claim['id']}/quote-requests", asking)["id"]
        _quote(stage, financier, request, rate, recourse=financier == "bank")
        receipt = {"receipt": f"动产初始登记 {stage.today()} {claim['id']} {financier}"}
        stage.portals[financier].command(f"/v1/claims/{claim['id']}/liens", receipt)
    asking = {"value": MILLION, "financiers": [stage.portals["bank"].party]}
    c.command(f"/v1/claims/{others[-1]}/quote-requests", asking)


def _is_pledged_by_b(stage: Stage) -> None:
    b, bank = stage.portals["B"], stage.portals["bank"]
    claim = owe(stage, "B", BORROWED_ON, months=5).claim
    asking = {"value": BORROWED_ON, "financiers": [bank.party]}
    request = b.command(f"/v1/claims/{claim}/quote-requests", asking)["id"]
    loan = {"principal": LENT, "repay_date": stage.in_days(LOAN_DAYS), "reserve_rate_ppm": RESERVE_PPM}
    quote = _quote(stage, "bank", request, RATE_PPM, loan=loan)
    bank.command(f"/v1/claims/{claim}/liens", {"receipt": f"动产初始登记 {stage.today()} {claim} bank"})
    b.command(f"/v1/quotes/{quote}/acceptance")


def _quote(stage: Stage, financier: str, request: str, rate_ppm: int, **terms: object) -> str:
    body = {"rate_ppm": rate_ppm, "expires_at": stage.days_from_now(OFFER_DAYS)} | terms
    quote: str = stage.portals[financier].command(f"/v1/quote-requests/{request}/quotes", body)["id"]
    return quote
