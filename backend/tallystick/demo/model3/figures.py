"""What was stopped and why, what was paid, and the proof."""

from datetime import datetime
from typing import Any

from tallystick.demo.further.payments import balance
from tallystick.demo.main import proof
from tallystick.demo.model3.cast import EVERYBODY, SUPPLIERS, TOTAL
from tallystick.demo.model3.commitments import Commitment
from tallystick.demo.model3.ninety_days import NinetyDays, dollars
from tallystick.demo.model3.opening import CAP, WINDOW_SECONDS
from tallystick.demo.model3.rates import rate_text
from tallystick.demo.model3.settling import Settling
from tallystick.demo.model3.spending import CHANGES
from tallystick.demo.stage import require, yuan

STEPS = 2
LEAST_PAYMENTS = 40
WIDTHS = {"day": 3, "attempt": 21, "stopped by": 24, "way out": 19}
"""As wide as the screen together, and the second last as the longest code."""


def play(border: NinetyDays, made: dict[str, Commitment], settling: Settling) -> dict[str, Any]:
    """Fails where one figure is not what it must be."""
    _show_stops(border)
    stage = border.stage
    stage.screen.step("What was paid, dollar by dollar and fen by fen")
    told = _require_paid(border, made, settling)
    rows = [
        (
            EVERYBODY[key].spoken,
            dollars(one.face),
            rate_text(settling.fixed[key].answer) + (" *" if settling.fixed[key].fallback else ""),
            yuan(settling.fixed[key].owed),
            str(sum(payment.receivable == one.receivable for payment in settling.payments)),
        )
        for key, one in made.items()
    ]
    owed = sum(one.owed for one in settling.fixed.values())
    rows.append(("together", dollars(TOTAL), "", yuan(owed), str(len(settling.payments))))
    stage.screen.table("Paid", ("owed to", "face", "fixing", "paid", "payments"), rows)
    stage.say("(* the fallback)")
    stage.say(
        f"{dollars(TOTAL)} were owed on the first day, stayed owed in dollars, and are paid in "
        f"{len(settling.payments)} transactions of {dollars(told['most_in_a_transaction'])} at most. No group of "
        f"owners got more than {dollars(told['most_in_a_window'])} in any 24 hours, read off the movements that the "
        "supervisor sees. For each receivable the fen add up to face × fixing."
    )
    proof.verify(stage, "after ninety days")
    return told | {"verify": "equal"}


def _show_stops(border: NinetyDays) -> None:
    stage = border.stage
    stage.screen.step("What was stopped, by which rule, and what would have been right")
    rows, before = [], ("", "", "")
    for stop in border.stops:
        why = (stop.code, stop.rule, stop.way_out)
        told = ("as before", "") if why == before else (f"{stop.code}\n{stop.rule}", stop.way_out)
        rows.append((str(stop.day), stop.attempt, *told))
        before = why
    stage.screen.reasons("Stopped", WIDTHS, rows)


def _require_paid(border: NinetyDays, made: dict[str, Commitment], settling: Settling) -> dict[str, Any]:
    stage, payments = border.stage, settling.payments
    platform = stage.portals["platform"]
    for key, one in made.items():
        of = [payment for payment in payments if payment.receivable == one.receivable]
        spoken = EVERYBODY[key].spoken
        require(f"The dollars of {spoken}", sum(payment.amount for payment in of), one.face)
        require(f"The fen of {spoken}", sum(payment.money for payment in of), settling.fixed[key].owed)
        told = platform.read(f"/v1/receivables/{one.receivable}")
        require(f"The receivable of {spoken}", (told["face"], told["status"]), (one.face, "settled"))
    for key in SUPPLIERS:
        paid = sum(payment.money for payment in payments if payment.payee == key)
        require(f"What {EVERYBODY[key].spoken} has", balance(stage, key), paid + CHANGES.get(key, 0))
    require("What the platform has", balance(stage, "platform"), CHANGES["platform"])
    movements = _movements(border)
    released = [row for row in movements if row["kind"] == "release"]
    require("What was released", sum(row["amount"] for row in released), TOTAL)
    require(
        "Releases, and transactions",
        (len(released), len({one.transaction for one in payments})),
        2 * (len(payments),),
    )
    require("Whether they are forty at least", len(payments) >= LEAST_PAYMENTS, True)
    most = max(row["amount"] for row in released)
    in_window = _most_in_a_window(movements)
    require("The most in one transaction and in a window", (most, in_window), (CAP, CAP))
    return {
        "face": TOTAL,
        "paid": sum(payment.money for payment in payments),
        "payments": len(payments),
        "most_in_a_transaction": most,
        "most_in_a_window": in_window,
    }


def _movements(border: NinetyDays) -> list[dict[str, Any]]:
    """Everything, as the supervisor sees it, the oldest first."""
    supervisor = border.stage.portals["supervisor"]
    found: list[dict[str, Any]] = []
    before: dict[str, str] = {}
    while True:
        page = supervisor.read("/v1/border-movements", size=100, **before)
        found += page["movements"]
        if page["next"] is None:
            return found[::-1]
        before = {"before": page["next"]}


def _most_in_a_window(movements: list[dict[str, Any]]) -> int:
    """What any group got in any window, from others: a commitment is no movement yet."""
    got: dict[str, list[tuple[float, int]]] = {}
    for row in movements:
        if row["kind"] != "commit" and row["sender_group"] != row["recipient_group"]:
            moment = datetime.fromisoformat(row["at"]).timestamp()
            got.setdefault(row["recipient_group"], []).append((moment, row["amount"]))
    return max(
        sum(amount for moment, amount in rows if last - WINDOW_SECONDS < moment <= last)
        for rows in got.values()
        for last, _ in rows
    )
