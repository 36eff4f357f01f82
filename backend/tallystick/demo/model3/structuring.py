"""What passes below the caps, to the cent, and the ways round them that do not work."""

from typing import Any

from tallystick.demo.model3.cast import EVERYBODY, NEWCOMER, SUPPLIERS
from tallystick.demo.model3.commitments import Commitment
from tallystick.demo.model3.ninety_days import NinetyDays, dollars
from tallystick.demo.model3.opening import CAP, admit
from tallystick.demo.stage import require

STEPS = 1
HALF_AND_A_CENT = CAP // 2 + 1
SMALLER = (15_000_000, CAP - HALF_AND_A_CENT - 15_000_000)
"""What then fills the window, in two parts."""

FROM, TO, SAME_OWNERS, OTHERS = "penang", "lion", "johor", "marina"
"""Penang Semicon passes claims on. The Lim family is behind both Lion City and Johor Plastics, others behind Marina."""

LARGE_FROM, LARGE_TO = "klang", "stuttgart"


def play(border: NinetyDays, made: dict[str, Commitment]) -> dict[str, dict[str, int]]:
    """What each passed on to whom, in cents: half and half to one group, and a whole cap to another."""
    stage = border.stage
    stage.screen.step(
        f"Claims are passed on: {dollars(CAP)} passes, {dollars(CAP + 1)} does not, and no way round"
    )
    _at_the_cap(border, made)
    _structuring(border, made)
    _strangers(border, made)
    return {LARGE_FROM: {LARGE_TO: CAP}, FROM: {TO: CAP}}


def _pass_on(border: NinetyDays, claim: str, giver: str, taker: str, value: int) -> None:
    portals = border.stage.portals
    portals[giver].command(f"/v1/claims/{claim}/transfers", {"to": portals[taker].party, "value": value})


def _at_the_cap(border: NinetyDays, made: dict[str, Commitment]) -> None:
    portals, claim = border.stage.portals, made[LARGE_FROM].claim
    giver, taker = EVERYBODY[LARGE_FROM].spoken, EVERYBODY[LARGE_TO].spoken
    border.stopped(
        "transaction_cap_exceeded",
        f"{giver} passes {dollars(CAP + 1)} on to {taker} in one transaction",
        portals[LARGE_FROM],
        f"/v1/claims/{claim}/transfers",
        {"to": portals[LARGE_TO].party, "value": CAP + 1},
    )
    _pass_on(border, claim, LARGE_FROM, LARGE_TO, CAP)
    border.stage.say(f"{giver} passes exactly {dollars(CAP)} on to {taker}: that is within both caps.")


def _structuring(border: NinetyDays, made: dict[str, Commitment]) -> None:
    stage, claim = border.stage, made[FROM].claim
    portals, giver, path = stage.portals, stage.portals[FROM], f"/v1/claims/{claim}"
    spoken = {key: EVERYBODY[key].spoken for key in (FROM, TO, SAME_OWNERS, OTHERS)}
    _pass_on(border, claim, FROM, TO, HALF_AND_A_CENT)
    stage.say(
        f"{spoken[FROM]} passes {dollars(HALF_AND_A_CENT)} on to {spoken[TO]}, whose owners are the "
        f"{SUPPLIERS[TO].group}. As much again would be {dollars(2 * HALF_AND_A_CENT)} to them within a day:"
    )
    again = {"to": portals[TO].party, "value": HALF_AND_A_CENT}
    border.stopped(
        "window_cap_exceeded",
        f"{dollars(HALF_AND_A_CENT)} to {spoken[TO]} once more",
        giver,
        f"{path}/transfers",
        again,
    )
    elsewhere = {"to": portals[SAME_OWNERS].party, "value": HALF_AND_A_CENT}
    border.stopped(
        "window_cap_exceeded",
        f"the same to {spoken[SAME_OWNERS]}, the {SUPPLIERS[TO].group}'s other wallet, in another country",
        giver,
        f"{path}/transfers",
        elsewhere,
    )
    first, second, rest = _cut(border, claim)
    border.stopped(
        "window_cap_exceeded",
        f"a small claim of {dollars(HALF_AND_A_CENT)}, cut off first, handed to {spoken[SAME_OWNERS]} as a whole",
        giver,
        "/v1/transfers",
        {"to": portals[SAME_OWNERS].party, "claims": [first]},
    )
    border.stopped(
        "transaction_cap_exceeded",
        f"two such claims handed to {spoken[OTHERS]}, which has other owners, in one transaction",
        giver,
        "/v1/transfers",
        {"to": portals[OTHERS].party, "claims": [first, second]},
    )
    giver.command(f"/v1/claims/{rest}/merges", {"claims": [first, second]})
    for part in SMALLER:
        _pass_on(border, rest, FROM, TO, part)
    got = portals[TO].pages("/v1/claims", "claims", receivable=made[FROM].receivable)
    first, *others = (one["id"] for one in got)
    portals[TO].command(f"/v1/claims/{first}/merges", {"claims": others})
    stage.say(
        f"{' and '.join(map(dollars, SMALLER))} more to {spoken[TO]} pass: with them the {SUPPLIERS[TO].group} has got "
        f"{dollars(CAP)} in these 24 hours, to the cent. That it came in parts is on record."
    )


def _cut(border: NinetyDays, claim: str) -> tuple[str, str, str]:
    """Two claims of half a cap and a cent, and what is left."""
    giver = border.stage.portals[FROM]
    face = giver.read(f"/v1/claims/{claim}")["face"]
    parts = [face - 2 * HALF_AND_A_CENT, HALF_AND_A_CENT, HALF_AND_A_CENT]
    rest, first, second = (
        part["id"] for part in giver.command(f"/v1/claims/{claim}/splits", {"parts": parts})["claims"]
    )
    return first, second, rest


def _strangers(border: NinetyDays, made: dict[str, Commitment]) -> None:
    stage = border.stage
    giver, path = stage.portals[LARGE_FROM], f"/v1/claims/{made[LARGE_FROM].claim}/transfers"
    small = {"to": stage.portals["newcomer"].party, "value": 1}
    border.stopped("country_not_listed", f"a cent to {NEWCOMER.name}, in Norway", giver, path, small)
    admit(stage, "newcomer", None, None)
    border.stopped(
        "wallet_not_admitted",
        f"the same, after the operator has taken {NEWCOMER.spoken} off the list",
        giver,
        path,
        small,
    )
    movements: list[dict[str, Any]] = stage.portals["supervisor"].read("/v1/border-movements", size=500)[
        "movements"
    ]
    passed = [row["amount"] for row in movements if row["kind"] == "cross"]
    require("What was passed on", sorted(passed), sorted([CAP, HALF_AND_A_CENT, *SMALLER]))
