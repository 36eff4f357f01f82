"""What rules refuse, and what a transfer agent does with the notes of others: freeze, move on an order, recover."""

from typing import Any

from tallystick.demo.model2.cast import AGENT
from tallystick.demo.model2.commitments import Commitment
from tallystick.demo.model2.opening import IDENTITY, MOST_HELD, state
from tallystick.demo.stage import Stage, require, yuan

STEPS = 2
GIVEN, SEIZED, FROZEN = 20_000_000, 5_000_000, 8_000_000
ORDER = "(2026)沪74执21号"


def play(stage: Stage, of: Commitment) -> dict[str, Any]:
    """Leaves the notes of the receivable with the distributor again, but for what was moved on the order."""
    _refuse(stage, of)
    return _act(stage, of)


def _refuse(stage: Stage, of: Commitment) -> None:
    stage.screen.step("Asked before anybody pays for gas: may these notes go there?")
    giver, path = stage.portals[of.distributor], f"/v1/receivables/{of.receivable}/notes"
    for taker, amount in (("investor1", GIVEN), ("foreigner", GIVEN), ("investor1", MOST_HELD + 1)):
        asked = {"to": stage.portals[taker].party, "amount": amount}
        told = giver.read(f"{path}/transfer-check", **asked)
        verdict = "yes" if told["allowed"] else f"no, rule {told['rule'] or told['code']}: {told['detail']}"
        stage.say(f"{yuan(amount)} to {stage.portals[taker].name}? {verdict}")
    abroad = {"to": stage.portals["foreigner"].party, "amount": GIVEN}
    stage.refused("the notes go abroad all the same", giver, f"{path}/transfers", abroad)


def _act(stage: Stage, of: Commitment) -> dict[str, Any]:
    stage.screen.step("A statement is withdrawn; a court orders; a key is lost; the notes stand still")
    portals, path = stage.portals, f"/v1/receivables/{of.receivable}/notes"
    giver, agent, first = portals[of.distributor], portals["agent"], portals["investor1"]
    give = {"to": first.party, "amount": GIVEN}
    about = {"party": first.party, "topic": IDENTITY}
    portals["verifier"].command("/v1/statements/withdrawal", about)
    stage.refused(
        "notes go to investor 1, about whom a statement was withdrawn", giver, f"{path}/transfers", give
    )
    state(stage, "investor1")
    giver.command(f"{path}/transfers", give)
    giver.command(f"{path}/approvals", {"spender": portals["investor2"].party, "amount": SEIZED})
    portals["investor2"].command(
        f"{path}/transfers", {"from": giver.party, "to": portals["investor2"].party, "amount": SEIZED}
    )
    agent.command(f"{path}/freezes", {"party": first.party, "frozen": str(FROZEN)})
    agent.command(f"{path}/wallet-freezes", {"party": first.party, "frozen": True})
    back = {"to": giver.party, "amount": 1}
    stage.refused("investor 1, which is frozen, gives notes back", first, f"{path}/transfers", back)
    agent.command(f"{path}/wallet-freezes", {"party": first.party, "frozen": False})
    forced = {"from": first.party, "to": giver.party, "amount": SEIZED, "order": ORDER}
    stage.refused("the operator moves notes", portals["operator"], f"{path}/forced-transfers", forced)
    agent.command(f"{path}/forced-transfers", forced)
    agent.command(f"{path}/recoveries", {"lost": first.party, "to": portals["successor"].party})
    agent.command(f"{path}/freezes", {"party": portals["successor"].party, "frozen": "0"})
    agent.command(f"{path}/pauses", {"paused": True})
    stage.refused("notes move while they are paused", giver, f"{path}/transfers", give)
    agent.command(f"{path}/pauses", {"paused": False})
    rest = GIVEN - SEIZED
    portals["successor"].command(f"{path}/transfers", {"to": giver.party, "amount": rest})
    portals["investor2"].command(f"{path}/transfers", {"to": giver.party, "amount": SEIZED})
    removed = f"/v1/note-wallets/{portals['successor'].party}/removal"
    portals["operator"].command(removed)
    held = {row["holder"]["name"]: row["amount"] for row in agent.read(path)["holdings"]}
    require("Who holds the series", held, {giver.name: of.face})
    stage.say(
        f"{AGENT.name} froze {yuan(FROZEN)}, moved {yuan(SEIZED)} on order {ORDER}, whose hash the chain keeps, and "
        f"recovered {yuan(rest)} from a lost wallet to another one of the same identity. All of it is back with "
        f"{giver.name}."
    )
    return {"order": ORDER, "seized": SEIZED, "recovered": rest}
