"""The market's figures beside what such markets claim, and which of the claims cannot hold together."""

from decimal import Decimal
from typing import Any

from tallystick.demo.model2.opening import BASIS, CURVE
from tallystick.demo.stage import Stage, require, yuan

STEPS = 1
CLAIMED_DAILY, CLAIMED_POINTS = 2_000_000_000, Decimal("-0.03")
LEAST, MOST = Decimal("0.05"), Decimal("0.08")
PREMIUMS = {
    "premium_to_face": "premium to face",
    "premium_to_fair_value": "premium to fair value",
    "holding_return": "holding return",
    "yield_spread": "yield spread over SHIBOR",
}
TENORS = ("O/N", "1W", "2W", "1M", "3M", "6M", "9M", "1Y")
SHIBOR_PERCENT = "1.60"


def publish_rates(stage: Stage) -> None:
    """A file of SHIBOR as the story has it, flat, from its first day on."""
    day = stage.in_days(0)
    lines = [f"{day},SHIBOR,{tenor},{SHIBOR_PERCENT}" for tenor in TENORS]
    content = "\n".join(["date,curve,tenor,rate_percent", *lines]) + "\n"
    stage.portals["operator"].send("/v1/rates", content, "text/csv")


def play(stage: Stage, traded: dict[str, Any]) -> dict[str, Any]:
    """Every figure comes out of the ledger's events; what they are set beside is what is claimed, nothing else."""
    stage.screen.step("What came out of it, beside what the market claims for such notes")
    told = stage.portals["supervisor"].read(f"/v1/programmes/{stage.programme}/note-figures")
    discount, turnover = told["discount_rate"], told["turnover"]
    require("Trades that count", (turnover["trades"], turnover["excluded"]), (traded["trades"], 0))
    require("What was paid", turnover["primary_volume"] + turnover["secondary_volume"], traded["paid"])
    effects = Decimal(discount["rate_effect"]) + Decimal(discount["mix_effect"])
    change = Decimal(discount["after"]) - Decimal(discount["before"])
    require("Rate and mix effect together", abs(effects - change) <= Decimal("0.000001"), True)
    rows = [
        (
            "average discount rate, before and after",
            f"{_percent(discount['before'])} → {_percent(discount['after'])}",
            f"{CLAIMED_POINTS * 100:.0f} points",
        ),
        ("  of that, rates at the tenors of before", _points(discount["rate_effect"]), ""),
        ("  of that, other tenors", _points(discount["mix_effect"]), ""),
        ("time to cash, first holders", _days(told["seconds_to_cash"]), "same day"),
        (
            f"traded a day, over {turnover['days']} days",
            yuan(round(Decimal(turnover["average_daily_volume"]))),
            yuan(CLAIMED_DAILY),
        ),
        ("  how often a note changed hands", f"{Decimal(turnover['turnover']):.2f} ×", ""),
    ]
    for name, spoken in PREMIUMS.items():
        premium = told[name]
        band = f"in the band on {_percent(premium['days_in_band'])} of {premium['days']} days"
        rows.append((spoken, f"{_percent(premium['mean'])}, {band}", "5 to 8 %"))
    stage.screen.table("Figures", ("figure", "came out as", "claimed"), rows)
    reasons = _contradictions(turnover)
    for reason in reasons:
        stage.say(f"• {reason}")
    return {"told": told, "contradictions": reasons}


def _contradictions(turnover: dict[str, Any]) -> list[str]:
    """Each follows from a formula, whatever was traded."""
    longest, rate = max(CURVE), Decimal(CURVE[max(CURVE)]) / 1_000_000
    whole = rate * longest / BASIS
    over = whole / (1 - whole)
    simple = rate / (1 - whole)
    spread = simple - Decimal(SHIBOR_PERCENT) / 100
    supply, days = Decimal(turnover["average_supply"]), turnover["days"]
    times = CLAIMED_DAILY * days / supply
    to_face = "A premium to face of 5 to 8 % cannot be: nobody pays more for a note than it will pay."
    to_fair_value = (
        f"Nor one to fair value: at {_percent(rate)} the whole discount for {longest} days is {_percent(whole)}, and "
        f"the face itself is only {_percent(over)} above what is left."
    )
    held = (
        f"Nor a holding return: within {longest} days there is nothing to be had but that discount, "
        f"{_percent(over)} of what was paid for it."
    )
    above_shibor = (
        f"A yield spread of 5 to 8 % does not go with a discount of {_percent(rate)}: that is a simple yield of "
        f"{_percent(simple)}, {_percent(spread)} over SHIBOR. If the discount falls by 3 points, half of it is gone."
    )
    each_day = (
        f"{yuan(CLAIMED_DAILY)} a day do not go with {yuan(round(supply))} of notes: in {days} days each would change "
        f"hands {times:.0f} times."
    )
    return [to_face, to_fair_value, held, above_shibor, each_day]


def _percent(rate: str | Decimal | None) -> str:
    return "n/a" if rate is None else f"{Decimal(rate) * 100:.2f} %"


def _points(rate: str | None) -> str:
    return "n/a" if rate is None else f"{Decimal(rate) * 100:+.2f} points"


def _days(seconds: int | None) -> str:
    return "n/a" if seconds is None else f"{Decimal(seconds) / 86_400:.1f} days"
