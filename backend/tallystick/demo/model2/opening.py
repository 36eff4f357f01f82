"""Who takes part, who may hold notes and on whose word, and the rules and prices of the programme."""

from decimal import Decimal
from typing import Any

from tallystick.demo.countries import CHINA, HONG_KONG, SINGAPORE
from tallystick.demo.model2.cast import AGENT, COMPANY, DISTRIBUTORS, EVERYBODY, INVESTORS, VERIFIER
from tallystick.demo.stage import Stage, require, yuan
from tallystick.demo.trade import MONTHS

STEPS = 3
IDENTITY, SUITABILITY, RETIRED = "1", "2", "3"
TOPICS = {IDENTITY: "who it is", SUITABILITY: "that it may take the risk"}
STATEMENT_DAYS = 720
BASIS = 360
CURVE = {30: 42_000, 90: 51_000, 185: 60_000}
MOST_HELD, MOST_HOLDERS, MOST_PASSED = 150_000_000, 50, 1_000_000_000


def play(stage: Stage) -> dict[str, Any]:
    """Leaves parties, a programme that is open for notes, and its curve."""
    _let_in(stage)
    _say_who_may_hold(stage)
    return _open_programme(stage)


def _let_in(stage: Stage) -> None:
    stage.screen.step("A company, its forty distributors, five investors, and those who watch over notes")
    stage.start()
    for key in ("company", *DISTRIBUTORS, *INVESTORS, "successor", "foreigner", "supervisor"):
        stage.open(key)
    for key in ("operating_bank", "court", "agent"):
        stage.appoint(key)
    stage.appoint("verifier", topics=[IDENTITY, RETIRED])
    bank = stage.portals["operating_bank"]
    for key in ("company", *DISTRIBUTORS, *INVESTORS, "successor", "foreigner"):
        bank.command("/v1/wallets", {"party": stage.portals[key].party})
    stage.say(
        f"{COMPANY.name} buys and sells through {len(DISTRIBUTORS)} distributors. {VERIFIER.name} knows who is who, "
        f"{AGENT.name} moves notes where a court orders it, and neither is the operator."
    )


def _say_who_may_hold(stage: Stage) -> None:
    stage.screen.step("Who may hold notes, and on whose word")
    host, operator, verifier = stage.host(), stage.portals["operator"], stage.portals["verifier"]
    party = verifier.party
    host.command(f"/v1/verifiers/{party}/topics", {"topics": []})
    host.command(f"/v1/verifiers/{party}/topics", {"topics": [IDENTITY]})
    for topic in (*TOPICS, RETIRED):
        host.command("/v1/verification-rules", {"topic": topic, "required": True})
    host.command("/v1/verification-rules", {"topic": RETIRED, "required": False})
    host.command(f"/v1/verifiers/{party}/topics", {"topics": list(TOPICS)})
    holders = ("company", *DISTRIBUTORS, *INVESTORS, "foreigner")
    for key in holders:
        verify(stage, key, SINGAPORE if key == "foreigner" else CHINA)
    identity = stage.portals["investor1"].party
    operator.command(
        "/v1/note-wallets",
        {"party": stage.portals["successor"].party, "country": HONG_KONG, "identity": identity},
    )
    successor = f"/v1/note-wallets/{stage.portals['successor'].party}"
    operator.command(f"{successor}/country", {"country": CHINA})
    host.command(f"/v1/verifiers/{party}/topics", {"topics": [*TOPICS, RETIRED]})
    renewed = operator.command("/v1/note-wallets/renewal")
    require("Wallets that are still to be looked at", renewed["left"], 0)
    wallets = verifier.read("/v1/note-wallets")["wallets"]
    verified = [wallet for wallet in wallets if wallet["verified_until"]]
    require("Wallets that may hold notes", len(verified), len(holders) + 1)
    told = " and ".join(TOPICS.values())
    stage.say(
        f"Whoever holds notes needs statements of a trusted verifier: {told}. {len(verified)} wallets have them. What "
        "a verifier states lies on the chain with its expiry; what it has seen stays with it."
    )


def verify(stage: Stage, key: str, country: str = CHINA) -> None:
    """Registers a party's wallet and has everything stated about it that it takes."""
    party = stage.portals[key].party
    stage.portals["operator"].command("/v1/note-wallets", {"party": party, "country": country})
    state(stage, key)


def state(stage: Stage, key: str) -> None:
    """The verifier states all that it takes."""
    for topic, what in TOPICS.items():
        stage.portals["verifier"].command(
            "/v1/statements",
            {
                "party": stage.portals[key].party,
                "topic": topic,
                "expires_at": stage.days_from_now(STATEMENT_DAYS),
                "evidence": f"{EVERYBODY[key].name}: {what}",
            },
        )


def _open_programme(stage: Stage) -> dict[str, Any]:
    stage.screen.step("The programme: its regime, the rules of its notes, what early payment costs")
    host = stage.host()
    declare_programme(stage)
    countries = host.command("/v1/country-lists", {"countries": [CHINA, HONG_KONG]})["list"]
    rules = [
        {"rule": "countries", "list": countries["id"]},
        {"rule": "maximum_balance", "most": MOST_HELD},
        {"rule": "holder_count", "most": MOST_HOLDERS},
        {"rule": "transfer_limit", "days": 30, "most": MOST_PASSED},
    ]
    path = f"/v1/programmes/{stage.programme}/offering"
    agent = {"agent": stage.portals["agent"].party}
    host.command(path, agent | {"rules": [{"rule": "lock_up", "days": 7}]})
    host.command(f"{path}/agent", agent)
    offering = host.command(f"{path}/rules", {"rules": rules})["offering"]
    require("The rules of the notes", offering["rules"], rules)
    operators = {"agent": stage.portals["operator"].read("/v1/parties/me")["id"]}
    stage.refused("the operator is to be the transfer agent", host, f"{path}/agent", operators)
    set_curve(stage)
    stage.say(
        f"Notes go to parties in China and Hong Kong, nobody holds more than {yuan(MOST_HELD)} of one series, no "
        f"series has more than {MOST_HOLDERS} holders, and nobody passes more than {yuan(MOST_PASSED)} on in 30 days. "
        f"Early payment costs {percent(CURVE[30])} a year where 30 days remain, {percent(CURVE[185])} where 185 do."
    )
    return {"programme": stage.programme, "rules": offering["rules"], "curve": CURVE}


def declare_programme(stage: Stage) -> None:
    """Leaves a programme on the stage whose claims may become notes."""
    terms = {
        "name": "江河经销商计划 Jianghe distributors 2026",
        "asset_kind": "claim",
        "regime": "approved_infrastructure",
        "approval": "沪金监许〔2026〕12号",
        "token_offering": True,
        "day_count": "ACT/360",
        "longest_term_months": MONTHS,
    }
    stage.programme = stage.portals["operator"].command("/v1/programmes", terms)["id"]


def set_curve(stage: Stage) -> None:
    """What early payment costs under the programme on the stage."""
    knots = [{"remaining_days": days, "rate_ppm": ppm} for days, ppm in CURVE.items()]
    stage.host().command(f"/v1/programmes/{stage.programme}/curves", {"knots": knots})


def percent(ppm: int) -> str:
    """A rate as people read it."""
    return f"{Decimal(ppm) / 10_000:.2f} %"
