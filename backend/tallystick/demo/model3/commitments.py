"""The platform commits US$20,000,000.00, a receivable to each supplier, and says what each is for."""

from dataclasses import dataclass

from tallystick.demo.model3.cast import COUNTRIES, PLATFORM, SUPPLIERS, TOTAL
from tallystick.demo.model3.ninety_days import CURRENCY, NinetyDays, dollars
from tallystick.demo.model3.opening import CAP, GOODS, SERVICES
from tallystick.demo.stage import Stage, require
from tallystick.demo.trade import bill, commitment, offer

STEPS = 1


@dataclass(frozen=True, slots=True)
class Commitment:
    """What the platform owes a supplier: `face` in US cents, due after so many days."""

    supplier: str
    receivable: str
    claim: str
    face: int
    due_in: int


def play(border: NinetyDays) -> dict[str, Commitment]:
    """All twelve, by supplier."""
    stage = border.stage
    stage.screen.step(f"{PLATFORM.name} commits {dollars(TOTAL)}, a receivable to each supplier")
    made: dict[str, Commitment] = {}
    for key in SUPPLIERS:
        receivable = _offered(stage, key)
        if not made:
            _without_purpose(border, key, receivable)
        stage.portals["platform"].command(f"/v1/receivables/{receivable}/purpose", {"purpose": GOODS})
        accepted = stage.portals[key].command(f"/v1/receivables/{receivable}/acceptance")
        supplier = SUPPLIERS[key]
        made[key] = Commitment(key, receivable, accepted["claim"]["id"], supplier.face, supplier.due_in)
    require("What is committed", sum(one.face for one in made.values()), TOTAL)
    rows = [
        (
            supplier.member.spoken,
            COUNTRIES[supplier.country],
            supplier.group,
            dollars(supplier.face),
            f"day {supplier.due_in}",
        )
        for supplier in SUPPLIERS.values()
    ]
    stage.screen.table("Committed", ("supplier", "country", "owners", "face", "due"), rows)
    stage.say(
        f"That a commitment is accepted moves nothing yet. To be paid, {dollars(TOTAL)} will take at least "
        f"{-(-TOTAL // CAP)} transactions of {dollars(CAP)}."
    )
    return made


def _offered(stage: Stage, key: str) -> str:
    face, due_in = SUPPLIERS[key].face, SUPPLIERS[key].due_in
    invoice = bill(stage, "platform", key, face, currency=CURRENCY)["fingerprint"]
    body = commitment(stage, key, face, invoice, due_date=stage.in_days(due_in))
    number: str = offer(stage, body, "platform")["id"]
    return number


def _without_purpose(border: NinetyDays, key: str, receivable: str) -> None:
    spoken, path = SUPPLIERS[key].member.spoken, f"/v1/receivables/{receivable}"
    border.stopped(
        "purpose_not_declared",
        f"{spoken} accepts before anybody has said what it is for",
        border.stage.portals[key],
        f"{path}/acceptance",
    )
    border.stopped(
        "purpose_not_allowed",
        f"the platform says that it is for services, {SERVICES}",
        border.stage.portals["platform"],
        f"{path}/purpose",
        {"purpose": SERVICES},
    )
