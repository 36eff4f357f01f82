"""Cross-border trade on the portal's ledger: dollars owed abroad, the limits on them, and what a dollar is worth."""

import json
from pathlib import Path

from tallystick.demo.countries import CHINA, MALAYSIA, SINGAPORE
from tallystick.demo.model3.cast import PLATFORM_GROUP
from tallystick.demo.model3.cast import SUPPLIERS as ABROAD
from tallystick.demo.model3.opening import CAP, FACTORS, GOODS, admit
from tallystick.demo.model3.rates import (
    DECIMALS,
    DEVIATION_PPM,
    FIRST_RATE,
    HEARTBEAT_SECONDS,
    LEAST,
    MOST,
    rate_text,
)
from tallystick.demo.portal_ledger.cast import OWED_ABROAD
from tallystick.demo.stage import DAY_SECONDS, Stage
from tallystick.demo.trade import bill, commitment, offer
from tallystick.money.calendar import instant_text

CURRENCY = "USD"
FALLBACK_DAYS, DUE_IN_DAYS = 3, 75
WINDOW_CAP = 4 * CAP
PARTS = (48_000_000, 47_500_000, 48_500_000)
"""US cents that pass to one group within a day, each just below what one transaction may move."""


def play(stage: Stage, quotations: Path) -> None:
    """Leaves a programme of its own on the stage. `quotations` is a folder that the feeds read for good."""
    _let_in(stage)
    _open_programme(stage)
    claims = {key: _owe(stage, key) for key in OWED_ABROAD}
    giver, taker = OWED_ABROAD[0], OWED_ABROAD[-1]
    for value in PARTS:
        passed = {"to": stage.portals[taker].party, "value": value}
        stage.portals[giver].command(f"/v1/claims/{claims[giver]}/transfers", passed)
    _say_what_a_dollar_is_worth(stage, quotations)


def _let_in(stage: Stage) -> None:
    for key in ("platform", *OWED_ABROAD):
        wallet = {"party": stage.portals[key].party}
        stage.portals["operating_bank"].command("/v1/wallets", wallet)
    admit(stage, "platform", PLATFORM_GROUP, CHINA)
    for key in OWED_ABROAD:
        admit(stage, key, ABROAD[key].group, ABROAD[key].country)


def _open_programme(stage: Stage) -> None:
    told = stage.portals["operator"].read("/v1/contracts")["contracts"]
    policy = next(contract["address"] for contract in told if contract["name"] == "cross_border")
    terms = {
        "name": "丝路优选跨境应付 Silk Route payables 2026",
        "currency": CURRENCY,
        "asset_kind": "claim",
        "regime": "offshore",
        "approval": "汇备〔2026〕31号",
        "day_count": "ACT/360",
        "longest_term_months": 3,
        "overdue_ppm": 0,
        "policy": policy,
    }
    stage.programme = stage.portals["operator"].command("/v1/programmes", terms)["id"]
    host, path = stage.host(), f"/v1/programmes/{stage.programme}/border"
    listed = {"countries": sorted([CHINA, SINGAPORE, MALAYSIA])}
    limits = {
        "transaction_cap": CAP,
        "window_cap": WINDOW_CAP,
        "window_seconds": DAY_SECONDS,
        "countries": host.command("/v1/country-lists", listed)["list"]["id"],
        "released_at": "delivered",
    }
    host.command(f"{path}/limits", limits)
    host.command(f"{path}/purposes", {"purpose": GOODS, "allowed": True})
    host.command(f"{path}/fallback", {"days": FALLBACK_DAYS})
    host.command(f"{path}/factors", {f"{goods}_ppm": ppm for goods, ppm in FACTORS.items()})


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
        body = {"description": f"USD / CNY, {name}", "decimals": DECIMALS, "source": source}
        feed = host.command("/v1/local-feeds", body)["feed"]["address"]
        host.command(f"/v1/local-feeds/{feed}/reading")
        feeds.append(
            {
                "source": feed,
                "quotes": "cny_per_unit",
                "heartbeat_seconds": HEARTBEAT_SECONDS,
                "least": str(LEAST),
                "most": str(MOST),
            }
        )
    main, second = feeds
    told_of = {"currency": CURRENCY, "main": main, "second": second, "deviation_ppm": DEVIATION_PPM}
    host.command("/v1/exchange-feeds", told_of)
    stage.portals["platform"].command("/v1/exchange-rates", {"currency": CURRENCY})
