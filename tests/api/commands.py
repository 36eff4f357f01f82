"""One well-formed request for every command of the API, each of which would succeed."""

from dataclasses import dataclass
from typing import Any

from tests.api.running_ledger import Caller
from tests.api.trade import Trade, commitment, document, split


@dataclass(frozen=True)
class Request:
    """Who sends what where."""

    route: str
    caller: Caller
    path: str
    body: Any


def every_command(trade: Trade) -> list[Request]:
    """All of them independent of each other: each succeeds whether or not the others were carried out."""
    taker = trade.ledger.open_party()
    first, second, third = split(trade.supplier, trade.claim(1_000), [300, 300, 400])
    invoice, offered = trade.invoice(700), trade.offer(900)
    operator, debtor, supplier = trade.ledger.operator, trade.debtor, trade.supplier
    return [
        Request(
            "POST /v1/parties",
            operator,
            "/v1/parties",
            {"name": "新公司", "tax_number": f"NEW{int(offered):015d}", "roles": ["financier"]},
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
        Request("POST /v1/transfers", supplier, "/v1/transfers", {"to": taker.party, "claims": [third]}),
    ]
