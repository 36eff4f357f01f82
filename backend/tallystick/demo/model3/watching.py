"""What the supervisor sees of it, what comes back, and what that is claimed to be."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from tallystick.demo.model3.cast import LAST, LATE, SUPPLIERS, TOTAL
from tallystick.demo.model3.commitments import Commitment
from tallystick.demo.model3.ninety_days import NinetyDays, dollars
from tallystick.demo.model3.settling import Settling
from tallystick.demo.model3.spending import PURCHASED, REDEEMED, SPENT
from tallystick.demo.model3.structuring import HALF_AND_A_CENT, SMALLER, TO
from tallystick.demo.stage import require, yuan

STEPS = 2
KEPT_DAYS = 30
CLAIMED = "100 %"
PLACES = 6


def play(
    border: NinetyDays, made: dict[str, Commitment], settling: Settling, directory: Path
) -> dict[str, Any]:
    """Everything that moved is on record, matched with its goods, and the signs of structuring are named."""
    return {"alerts": _watch(border, settling, directory), "returns": _returns(border, made, settling)}


def _watch(border: NinetyDays, settling: Settling, directory: Path) -> list[dict[str, Any]]:
    stage = border.stage
    stage.screen.step("What the supervisor sees: every movement, and signs of structuring")
    (told,) = stage.portals["supervisor"].read("/v1/monitoring", programme=stage.programme)["programmes"]
    movements = {row["id"]: row for row in told["movements"]}
    passed_on = 1 + 1 + len(SMALLER)
    require("Movements on record", len(movements), len(SUPPLIERS) + passed_on + len(settling.payments))
    require("Goods and money", {row["matched"] for row in movements.values()}, {True})
    alerts: list[dict[str, Any]] = told["alerts"]
    require("Signs of structuring by parts", _parts(alerts, movements), [(SUPPLIERS[TO].group, _amounts())])
    stage.screen.table(
        f"{len(movements)} movements, all matched with goods. Signs of structuring (reasons to look, not findings)",
        ("owners", "rule", "together", "movements"),
        [
            (
                alert["group"],
                alert["rule"].replace("_", " "),
                dollars(alert["amount"]),
                str(len(alert["movements"])),
            )
            for alert in alerts
        ],
    )
    words = ("report", "monitoring", "--programme", stage.programme, "--directory", str(directory))
    code, said = stage.backend.run(*words)
    if code != 0:
        raise SystemExit(f"The monitoring report was not written: {said}")
    stage.say(
        f"tallystick report monitoring: {len(said.splitlines())} files in {directory}, with a pacs.008 and a camt.054 "
        "of ISO 20022 for each payment."
    )
    return [{name: alert[name] for name in ("rule", "group", "amount", "cap_share")} for alert in alerts]


def _amounts() -> list[int]:
    return [HALF_AND_A_CENT, *SMALLER]


def _parts(alerts: list[dict[str, Any]], movements: dict[str, dict[str, Any]]) -> list[tuple[str, list[int]]]:
    """Who got something in parts, and in which."""
    return [
        (alert["group"], [movements[movement]["amount"] for movement in alert["movements"]])
        for alert in alerts
        if alert["rule"] == "parts_below_the_cap"
    ]


def _returns(border: NinetyDays, made: dict[str, Commitment], settling: Settling) -> dict[str, Any]:
    stage = border.stage
    stage.screen.step(f"What comes back, three times over, beside the {CLAIMED} that are claimed")
    (told,) = stage.portals["supervisor"].read("/v1/returns", programme=stage.programme, kept_days=KEPT_DAYS)[
        "currencies"
    ]
    due = sum(one.face for one in made.values() if one.due_in != LAST)
    long_ago = sum(one.money for one in settling.payments if one.day + KEPT_DAYS <= border.day)
    expected = {
        "settled_in_ecny": (TOTAL, TOTAL),
        "settled_in_time": (due - made[LATE].face, due),
        "kept_onshore": (long_ago - REDEEMED, long_ago),
    }
    for name, (part, whole) in expected.items():
        ratio = Fraction(part * 10**PLACES, whole) // 1
        found = (told[name]["numerator"], told[name]["denominator"], Decimal(told[name]["ratio"]))
        require(f"Return, {name}", found, (part, whole, Decimal(ratio).scaleb(-PLACES)))
    paid = sum(one.money for one in settling.payments)
    where = {"paid": paid, "redeemed": REDEEMED, "purchased": PURCHASED, "spent": SPENT}
    require("Where the money is", told["money"], where | {"kept": paid - REDEEMED - PURCHASED - SPENT})
    rows = [
        ("settled in e-CNY / settled", dollars, "settled_in_ecny"),
        ("settled by due plus grace / due", dollars, "settled_in_time"),
        (f"onshore after {KEPT_DAYS} days / paid", yuan, "kept_onshore"),
    ]
    stage.screen.table(
        "Returns",
        ("ratio", "part", "whole", "came out as"),
        [
            (spoken, text(expected[name][0]), text(expected[name][1]), _percent(told[name]["ratio"]))
            for spoken, text, name in rows
        ],
    )
    stage.say(
        "«100 % return of funds» does not say which of the three. The late shipment keeps the second from it, a "
        "redemption the third; the first is all of it whenever nothing is settled but in e-CNY."
    )
    return {name: told[name] for name in (*expected, "money")}


def _percent(ratio: str) -> str:
    return f"{Decimal(ratio) * 100:.2f} %"
