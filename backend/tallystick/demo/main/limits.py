"""What must not work does not."""

from tallystick.demo.main.flow import A_TO_C, KEPT
from tallystick.demo.stage import Stage
from tallystick.demo.trade import commitment

STEPS = 1


def play(stage: Stage, invoice: str, claims: list[str]) -> None:
    """Draws beyond an invoice, and moves what somebody else has."""
    stage.screen.step("What must not work is refused, with a code and the way out")
    portals = stage.portals
    stage.refused(
        "a second receivable beyond the invoice's amount",
        portals["car_maker"],
        "/v1/receivables",
        commitment(stage, "tier1", 1, invoice),
    )
    stage.refused(
        f"tier 1 passes claim {claims[KEPT]} to B, though it went to A",
        portals["tier1"],
        "/v1/transfers",
        {"to": portals["B"].party, "claims": [claims[KEPT]]},
    )
    stage.refused(
        f"B passes on claim {claims[KEPT + A_TO_C]}, which is A's",
        portals["B"],
        "/v1/transfers",
        {"to": portals["C"].party, "claims": [claims[KEPT + A_TO_C]]},
    )
