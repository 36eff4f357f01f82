"""Cross-border trade on the portal's ledger: dollars owed abroad, the limits on them, and what a dollar is worth."""

import json
from pathlib import Path

from tallystick.demo.countries import MALAYSIA, SINGAPORE
from tallystick.demo.model3.cast import SUPPLIERS as ABROAD
from tallystick.demo.model3.ninety_days import CURRENCY
from tallystick.demo.model3.opening import CAP, GOODS, let_trade, open_programme
from tallystick.demo.model3.rates import FIRST_RATE, believe, open_feed, rate_text, read_source
from tallystick.demo.portal_ledger.cast import OWED_ABROAD
from tallystick.demo.stage import Stage
from tallystick.demo.trade import bill, commitment, offer
from tallystick.money.calendar import instant_text

DUE_IN_DAYS = 75
WINDOW_CAP = 4 * CAP
PARTS = (48_000_000, 47_500_000, 48_500_000)
"""US cents that pass to one group within a day, each just below what one transaction may move."""


def play(stage: Stage, quotations: Path) -> None:
    """Leaves a programme of its own on the stage. `quotations` is a folder that the feeds read for good."""
    let_trade(stage, OWED_ABROAD)
    told = stage.portals["operator"].read("/v1/contracts")["contracts"]
    policy = next(contract["address"] for contract in told if contract["name"] == "cross_border")
    open_programme(stage, policy, (SINGAPORE, MALAYSIA), WINDOW_CAP)
    claims = {key: _owe(stage, key) for key in OWED_ABROAD}
    giver, taker = OWED_ABROAD[0], OWED_ABROAD[-1]
    for value in PARTS:
        passed = {"to": stage.portals[taker].party, "value": value}
        stage.portals[giver].command(f"/v1/claims/{claims[giver]}/transfers", passed)
    _say_what_a_dollar_is_worth(stage, quotations)


def _owe(stage: Stage, key: str) -> str:
    face = ABROAD[key].face
    invoice = bill(stage, "platform", key, face, currency=CURRENCY)["fingerprint"]
    body = commitment(stage, key, face, invoice, due_date=stage.in_days(DUE_IN_DAYS))
    number = offer(stage, body, "platform")["id"]
    stage.portals["platform"].command(f"/v1/receivables/{number}/purpose", {"purpose": GOODS})
    accepted = stage.portals[key].command(f"/v1/receivables/{number}/acceptance")
    claim: str = accepted["claim"]["id"]
    return claim


def _say_what_a_dollar_is_worth(stage: Stage, quotations: Path) -> None:
    """Two feeds that read files; what they said when the ledger was furnished goes stale after a day, as it should."""
    quotations.mkdir(parents=True, exist_ok=True)
    host, feeds = stage.host(), []
    for name in ("first", "second"):
        file = quotations.resolve() / f"{name}.json"
        told = {"answer": rate_text(FIRST_RATE), "updated_at": instant_text(stage.now() - 60)}
        file.write_text(json.dumps(told), "utf-8")
        source = {"kind": "file", "location": str(file)}
        feed = open_feed(host, f"USD / CNY, {name}", source)
        read_source(host, feed)
        feeds.append(feed)
    believe(host, feeds)
    stage.portals["platform"].command("/v1/exchange-rates", {"currency": CURRENCY})
