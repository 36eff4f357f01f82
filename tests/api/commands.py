"""One well-formed request for every command of the API, each of which would succeed."""

from datetime import timedelta
from typing import Any

from tallystick.mirror.tables import Account
from tests.api.border_commands import border_commands
from tests.api.market_commands import market_commands
from tests.api.note_commands import identity_commands, note_commands
from tests.api.requests import Request, posts
from tests.api.running_ledger import Caller, Firm
from tests.api.trade import Trade, commitment, credit_note, document, row_to_import, split, today

TAKES_DAYS = {
    "POST /v1/receivables/{receivable}/lapse",
    "POST /v1/collections",
    "POST /v1/receivables/{receivable}/fixing",
    "POST /v1/receivables/{receivable}/notes/collections",
    "POST /v1/orders/expiry",
    "POST /v1/auctions/{auction}/clearing",
    "POST /v1/agreements/{agreement}/enforcement",
    "POST /v1/claims/{claim}/recourse/demand",
    "POST /v1/claims/{claim}/recourse/repurchase",
}
"""Succeed only when a day is over, so not on a ledger that others use today."""


def every_command(trade: Trade) -> list[Request]:
    """All of them independent of each other: each succeeds whether or not the others were carried out."""
    taker = trade.ledger.open_party()
    first, second, third, *more = split(trade.supplier, trade.claim(1_000), [300, 300, 100, 100, 100, 100])
    invoice, offered, credited = trade.invoice(700), trade.offer(900), trade.invoice(400)
    operator, debtor, supplier = trade.ledger.operator, trade.debtor, trade.supplier
    return [
        *_ends_of_receivables(trade),
        *_movements(trade),
        *_offers(trade),
        *_restraints(trade),
        *_powers_of_the_host(trade),
        *_money(trade),
        *_financing(trade),
        *_debts(trade),
        *_figures(trade),
        *identity_commands(trade.ledger),
        *note_commands(trade.ledger),
        *market_commands(trade.ledger),
        *border_commands(trade.ledger),
        Request(
            "POST /v1/parties",
            operator,
            "/v1/parties",
            {"name": "新公司", "tax_number": f"NEW{int(offered):015d}", "roles": ["financier"]},
        ),
        Request(
            "POST /v1/parties/{party}/group",
            operator,
            f"/v1/parties/{taker.party}/group",
            {"group": "长风集团"},
        ),
        Request(
            "POST /v1/programmes",
            operator,
            "/v1/programmes",
            {
                "name": "又一个",
                "asset_kind": "claim",
                "regime": "plain_claim_register",
                "day_count": "ACT/365F",
                "longest_term_months": 12,
            },
        ),
        Request("POST /v1/documents", supplier, "/v1/documents", document(debtor, supplier, 500)),
        Request(
            "POST /v1/documents/{fingerprint}/credit-notes",
            supplier,
            f"/v1/documents/{credited}/credit-notes",
            credit_note(100),
        ),
        Request(
            "POST /v1/imports",
            debtor,
            f"/v1/imports?programme={trade.programme}",
            [row_to_import(trade, 600)],
        ),
        Request(
            "POST /v1/receivables",
            debtor,
            "/v1/receivables",
            commitment(trade.programme, supplier, 700, invoice),
        ),
        Request(
            "POST /v1/receivables/{receivable}/acceptance",
            supplier,
            f"/v1/receivables/{offered}/acceptance",
            None,
        ),
        Request(
            "POST /v1/claims/{claim}/splits", supplier, f"/v1/claims/{first}/splits", {"parts": [100, 200]}
        ),
        Request(
            "POST /v1/claims/{claim}/transfers",
            supplier,
            f"/v1/claims/{second}/transfers",
            {"to": taker.party, "value": 1},
        ),
        *(
            Request("POST /v1/transfers", supplier, "/v1/transfers", {"to": taker.party} | whole)
            for whole in (
                {"claims": [third]},
                {"claims": more[:2]},
                {"claims": more[2:], "safely": True, "message": "0x504f2d34373131"},
            )
        ),
    ]


def _ends_of_receivables(trade: Trade) -> list[Request]:
    """Offers that end unaccepted, and what both sides undo."""

    def on(number: str, what: str, caller: Caller) -> Request:
        route = f"POST /v1/receivables/{{receivable}}/{what}"
        return Request(route, caller, f"/v1/receivables/{number}/{what}", None)

    accepted = [trade.claim(face).split("-")[0] for face in (310, 320, 330)]
    for proposed in accepted[1:]:
        trade.debtor.command(f"/v1/receivables/{proposed}/cancellation")
    return [
        on(trade.offer(340), "decline", trade.supplier),
        on(trade.offer(350), "withdrawal", trade.debtor),
        on(accepted[0], "cancellation", trade.supplier),
        on(accepted[1], "cancellation", trade.supplier),
        on(accepted[2], "cancellation/retraction", trade.debtor),
    ]


def _movements(trade: Trade) -> list[Request]:
    supplier, takers = trade.supplier, [trade.ledger.open_party() for _ in range(2)]
    even, shared, batched, *merged = split(supplier, trade.claim(1_000), [200, 200, 200, 200, 200])
    elsewhere, taken_into = split(supplier, trade.claim(500), [250, 250])
    return [
        Request(
            "POST /v1/claims/{claim}/splits",
            supplier,
            f"/v1/claims/{even}/splits",
            {"count": 4, "value": 50},
        ),
        Request(
            "POST /v1/claims/{claim}/distributions",
            supplier,
            f"/v1/claims/{shared}/distributions",
            {"parts": [{"to": taker.party, "value": 20} for taker in takers]},
        ),
        Request(
            "POST /v1/transfers/batch",
            supplier,
            "/v1/transfers/batch",
            {
                "moves": [
                    {"claim": batched, "to": takers[0].party},
                    {"claim": elsewhere, "to_claim": taken_into, "value": 50},
                    {"claim": elsewhere, "to": takers[1].party, "value": 20},
                ]
            },
        ),
        Request(
            "POST /v1/claims/{claim}/merges",
            supplier,
            f"/v1/claims/{merged[0]}/merges",
            {"claims": merged[1:]},
        ),
    ]


def _offers(trade: Trade) -> list[Request]:
    taker, giver = trade.ledger.open_party(), trade.supplier
    claim, allowing, allowed, renounced, appointing = split(giver, trade.claim(1_000), [200] * 5)

    def offer(value: int) -> dict[str, Any]:
        return {"to": taker.party, "value": value, "expires_at": trade.ledger.moment(86_400)}

    accepted, declined, withdrawn = (
        giver.command(f"/v1/claims/{claim}/offers", offer(value))["offer"]["id"] for value in (1, 2, 3)
    )
    for named in (allowed, renounced):
        giver.command(f"/v1/claims/{named}/allowances", {"to": taker.party, "value": 5})
    told: list[tuple[str, Caller, str, Any]] = [
        ("claims/{claim}/offers", giver, f"claims/{claim}/offers", offer(4)),
        ("offers/{offer}/acceptance", taker, f"offers/{accepted}/acceptance", None),
        ("offers/{offer}/decline", taker, f"offers/{declined}/decline", None),
        ("offers/{offer}/withdrawal", giver, f"offers/{withdrawn}/withdrawal", None),
        (
            "claims/{claim}/allowances",
            giver,
            f"claims/{allowing}/allowances",
            {"to": taker.party, "value": 5},
        ),
        ("claims/{claim}/takings", taker, f"claims/{allowed}/takings", {"value": 1}),
        (
            "claims/{claim}/allowances/renunciation",
            taker,
            f"claims/{renounced}/allowances/renunciation",
            None,
        ),
        ("claims/{claim}/delegate", giver, f"claims/{appointing}/delegate", {"to": taker.party}),
        ("delegates", giver, "delegates", {"to": taker.party, "approved": True}),
    ]
    return posts(told)


def _restraints(trade: Trade) -> list[Request]:
    court, operator, supplier = trade.ledger.open_authority(), trade.ledger.operator, trade.supplier
    to_freeze, frozen, to_tie, tied = split(supplier, trade.claim(1_000), [250] * 4)
    to_suspend, suspended = trade.ledger.open_party(), trade.ledger.open_party()
    to_pause, paused = (trade.claim(10).split("-")[0] for _ in range(2))
    order = {"order": "(2026)沪01执保123号"}
    beneficiary = trade.ledger.open_party("financier")
    court.command("/v1/freezes", {"claims": [frozen]} | order)
    court.command(f"/v1/parties/{suspended.party}/suspension", order)
    operator.command(f"/v1/receivables/{paused}/pause")
    supplier.command(f"/v1/claims/{tied}/encumbrance", {"for": beneficiary.party})
    told: list[tuple[str, Caller, str, Any]] = [
        ("freezes", court, "freezes", {"claims": [to_freeze]} | order),
        ("freezes/lifting", court, "freezes/lifting", {"claims": [frozen]}),
        ("parties/{party}/suspension", court, f"parties/{to_suspend.party}/suspension", order),
        ("parties/{party}/reinstatement", court, f"parties/{suspended.party}/reinstatement", None),
        ("receivables/{receivable}/pause", operator, f"receivables/{to_pause}/pause", None),
        ("receivables/{receivable}/resumption", operator, f"receivables/{paused}/resumption", None),
        (
            "claims/{claim}/encumbrance",
            supplier,
            f"claims/{to_tie}/encumbrance",
            {"for": beneficiary.party},
        ),
        ("claims/{claim}/encumbrance/release", beneficiary, f"claims/{tied}/encumbrance/release", None),
    ]
    return posts(told)


def _money(trade: Trade) -> list[Request]:
    ledger, debtor, supplier = trade.ledger, trade.debtor, trade.supplier
    bank, without, spender = ledger.open_bank(), ledger.open_party(), ledger.open_party()
    for owner in (debtor, supplier):
        bank.command("/v1/wallets", {"party": owner.party})
    bank.command(f"/v1/wallets/{debtor.party}/issues", {"amount": 10_000})
    for spending in (bank, spender):
        debtor.command("/v1/payment-approvals", {"spender": spending.party, "amount": 400})
    hold = {"amount": 50, "releaser": supplier.party}
    paid, returned = (debtor.command("/v1/holds", hold)["hold"]["id"] for _ in range(2))
    receivable, claim = trade.claim(60).split("-")[0], trade.claim(70)
    ledger.backend.rail.tell_what_is_new()
    instruction = bank.read("/v1/instructions", state="open")["instructions"][0]["id"]
    wallet, payment = f"wallets/{debtor.party}", {"to": supplier.party, "amount": 5}
    told: list[tuple[str, Caller, str, Any]] = [
        ("wallets", bank, "wallets", {"party": without.party, "tier": 2}),
        ("wallets/{party}/tier", bank, f"{wallet}/tier", {"tier": 1}),
        ("wallets/{party}/issues", bank, f"{wallet}/issues", {"amount": 7}),
        ("wallets/{party}/redemptions", bank, f"{wallet}/redemptions", {"amount": 8}),
        ("payments", debtor, "payments", payment),
        ("payments", spender, "payments", payment | {"from": debtor.party}),
        ("payment-approvals", debtor, "payment-approvals", {"spender": without.party, "amount": 9}),
        ("holds", debtor, "holds", hold | {"purpose": "订单 4711", "payee": supplier.party}),
        ("holds/{hold}/payments", supplier, f"holds/{paid}/payments", {"amount": 3, "to": supplier.party}),
        ("holds/{hold}/return", supplier, f"holds/{returned}/return", None),
        (
            "receivables/{receivable}/fundings",
            debtor,
            f"receivables/{receivable}/fundings",
            {"amount": 10},
        ),
        (
            "instructions/{instruction}/report",
            bank,
            f"instructions/{instruction}/report",
            {"carried_out": True, "reference": f"ECNY{receivable}"},
        ),
        (
            "claims/{claim}/write-offs",
            supplier,
            f"claims/{claim}/write-offs",
            {"amount": 10, "reason": "债务人破产"},
        ),
    ]
    return posts(told)


def _financing(trade: Trade) -> list[Request]:
    ledger, supplier = trade.ledger, trade.supplier
    bank, financier = ledger.open_bank(), ledger.open_party("financier")
    bank.command("/v1/wallets", {"party": financier.party})
    bank.command(f"/v1/wallets/{financier.party}/issues", {"amount": 10_000})
    financier.command("/v1/payment-approvals", {"spender": "desk", "amount": 10_000})
    wallets = bank.post("/v1/wallets", {"party": supplier.party})
    assert wallets.status_code in {201, 409}, wallets.text  # another table may have had one opened
    claims = split(supplier, trade.claim(1_000), [200] * 5)
    asked = [
        supplier.command(
            f"/v1/claims/{claim}/quote-requests", {"value": 100, "financiers": [financier.party]}
        )["id"]
        for claim in claims
    ]
    quote = {"rate_ppm": 60_000, "expires_at": ledger.moment(3_600)}
    accepted, revoked = (
        financier.command(f"/v1/quote-requests/{request}/quotes", quote)["id"] for request in asked[:2]
    )
    financier.command(f"/v1/claims/{claims[0]}/liens", {"receipt": f"登记 {claims[0]}"})
    told: list[tuple[str, Caller, str, Any]] = [
        (
            "claims/{claim}/quote-requests",
            supplier,
            f"claims/{claims[4]}/quote-requests",
            {"value": 200, "financiers": [financier.party]},
        ),
        ("quote-requests/{request}/quotes", financier, f"quote-requests/{asked[2]}/quotes", quote),
        ("quotes/{quote}/acceptance", supplier, f"quotes/{accepted}/acceptance", None),
        ("quotes/{quote}/revocation", financier, f"quotes/{revoked}/revocation", None),
        ("claims/{claim}/liens", financier, f"claims/{claims[3]}/liens", {"receipt": f"登记 {claims[3]}"}),
    ]
    return posts(told)


def financed(holder: Firm, financier: Firm, claim: str, value: int, **terms: Any) -> dict[str, Any]:
    """Sold or lent on: what the holder is told when it accepts. Both have wallets; the financier's desk may pay."""
    asked = {"value": value, "financiers": [financier.party]}
    request = holder.command(f"/v1/claims/{claim}/quote-requests", asked)["id"]
    quote = {"rate_ppm": 60_000, "expires_at": holder.ledger.moment(3_600)} | terms
    given = financier.command(f"/v1/quote-requests/{request}/quotes", quote)["id"]
    financier.command(f"/v1/claims/{claim}/liens", {"receipt": f"登记 {claim} {financier.party}"})
    return holder.command(f"/v1/quotes/{given}/acceptance")


def money_for(bank: Firm, owner: Firm, amount: int) -> None:
    """A wallet with money, out of which the desk may pay."""
    bank.command("/v1/wallets", {"party": owner.party})
    bank.command(f"/v1/wallets/{owner.party}/issues", {"amount": amount})
    owner.command("/v1/payment-approvals", {"spender": "desk", "amount": amount})


def _debts(trade: Trade) -> list[Request]:
    """A loan that is repaid, a recourse that is waived; what a debtor disputes."""
    ledger, debtor = trade.ledger, trade.debtor
    bank, financier, holder = ledger.open_bank(), ledger.open_party("financier"), ledger.open_party()
    for owner in (financier, holder):
        money_for(bank, owner, 10_000)
    claims = split(trade.supplier, trade.claim(1_000), [250] * 4)
    trade.supplier.command("/v1/transfers", {"to": holder.party, "claims": claims[:2]})
    loan = {"principal": 100, "repay_date": today().isoformat(), "reserve_rate_ppm": 500_000}
    agreement = financed(holder, financier, claims[0], 200, loan=loan)["agreement"]["id"]
    sold = financed(holder, financier, claims[1], 250, recourse=True)["claim"]
    debtor.command(f"/v1/claims/{claims[3]}/disputes", {"reason": "短少"})
    told: list[tuple[str, Caller, str, Any]] = [
        ("agreements/{agreement}/repayments", holder, f"agreements/{agreement}/repayments", {"amount": 30}),
        ("claims/{claim}/recourse/waiver", financier, f"claims/{sold}/recourse/waiver", None),
        (
            "claims/{claim}/disputes",
            debtor,
            f"claims/{claims[2]}/disputes",
            {"value": 50, "reason": "货物短少 3 件"},
        ),
        ("claims/{claim}/disputes/withdrawal", debtor, f"claims/{claims[3]}/disputes/withdrawal", None),
    ]
    return posts(told)


def _figures(trade: Trade) -> list[Request]:
    """What is stated of costs, and what was published."""
    ledger = trade.ledger
    bank, financier, seller = ledger.open_bank(), ledger.open_party("financier"), ledger.open_party()
    for owner in (financier, seller):
        money_for(bank, owner, 1_000)
    claim = trade.claim(1_000)
    trade.supplier.command("/v1/transfers", {"to": seller.party, "claims": [claim]})
    quote = financed(seller, financier, claim, 1_000)["sale"]["quote"]
    baseline = {
        "rate_ppm": 120_000,
        "day_count": "ACT/360",
        "from_date": "2020-01-01",
        "evidence": "借款合同 2026-0117",
    }
    path = f"/v1/financings/{quote}/statements"
    return [
        Request("POST /v1/financings/{financing}/statements", financier, path, {"income": 5}),
        Request("POST /v1/baselines", seller, "/v1/baselines", baseline),
        Request("POST /v1/rates", ledger.operator, "/v1/rates", PUBLISHED),
    ]


PUBLISHED = b"date,curve,tenor,rate_percent\n2020-11-20,LPR,1Y,3.00\n2020-11-20,LPR,5Y,3.50\n"
"""A file of published rates."""


def _powers_of_the_host(trade: Trade) -> list[Request]:
    ledger, host = trade.ledger, trade.ledger.host
    programme, number = ledger.open_programme(), int(trade.offer(11))
    desk = ledger.backend.contracts.programmes
    with ledger.backend.store.reading() as session:
        account = session.get(Account, (ledger.backend.mirror.deployment_id, desk))
    admitted = account is not None and account.desk
    return [
        Request(
            "POST /v1/authorities",
            host,
            "/v1/authorities",
            {"name": "新法院", "tax_number": f"LAW{number:015d}"},
        ),
        Request("POST /v1/banks", host, "/v1/banks", {"name": "新银行", "tax_number": f"BNK{number:015d}"}),
        Request(
            "POST /v1/desks", host, "/v1/desks", {"address": "0x" + desk.hex(), "admitted": not admitted}
        ),
        Request(
            "POST /v1/programmes/{programme}/term-rules",
            host,
            f"/v1/programmes/{programme}/term-rules",
            {"longest_term_months": 3, "from_date": (today() + timedelta(days=30)).isoformat()},
        ),
        Request(
            "POST /v1/programmes/{programme}/curves",
            host,
            f"/v1/programmes/{programme}/curves",
            {
                "knots": [
                    {"remaining_days": 30, "rate_ppm": 50_000},
                    {"remaining_days": 180, "rate_ppm": 60_000},
                ]
            },
        ),
    ]
