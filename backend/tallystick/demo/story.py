"""Model 1: a car maker's commitment is split, passed up the supply chain tier by tier, and proved."""

import json
import shutil
import time
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich.console import Console

from tallystick.chain.embedded.lock import ChainLock
from tallystick.demo.portal import Portal, Refused
from tallystick.demo.process import BackendProcess
from tallystick.demo.screen import Screen, shortened
from tallystick.files import write_privately
from tallystick.founding import CHAIN_FOLDER
from tallystick.money.amount import amount_text
from tallystick.money.calendar import add_months, date_of_day, day_of_moment

FACE = 10_000_000_000
"""¥100,000,000.00 in fen."""

MISTAKEN_FACE = 9_000_000_000
"""What the car maker offers first: ¥10,000,000.00 less than the invoice."""

ACCEPTANCE_DAYS = 14
PART = 100_000_000
PARTS = 100
KEPT, TO_A, TO_B, A_TO_C = 50, 30, 20, 10
WHOLE_TO_A = 20
"""Claims that A gets as they are; the rest for A and B is merged first and then distributed to both."""

MONTHS = 6

CAST = {
    "car_maker": ("长风汽车 Changfeng Motors", "91310000MA1FL0AA01", "debtor"),
    "tier1": ("一级 Tier 1 Powertrain", "91320500MA1MB1BB02", "supplier"),
    "A": ("甲 A Castings", "91330200MA2CD2CC03", "supplier"),
    "B": ("乙 B Electronics", "91440300MA5EF3DD04", "supplier"),
    "C": ("丙 C Alloys", "91340100MA2GH4EE05", "supplier"),
}
HOLDERS = ("tier1", "A", "B", "C")

GOLDEN = {
    "holdings": {"tier1": 5_000_000_000, "A": 2_000_000_000, "B": 2_000_000_000, "C": 1_000_000_000},
    "hhi": 0.34,
    "mean_depth": 1.6,
}

STEPS = 12


class Story:
    """Plays model 1 against a backend process and keeps every figure it prints."""

    def __init__(self, backend: BackendProcess, screen: Screen) -> None:
        self._backend = backend
        self._screen = screen
        self._url = ""
        self._portals: dict[str, Portal] = {}
        self.figures: dict[str, Any] = {"refusals": []}

    def play(self) -> None:
        self._start()
        self._open_parties()
        programme = self._open_programme()
        invoice = self._register_invoice()
        self._decline(programme, invoice)
        receivable = self._issue(programme, invoice)
        claims = self._accept_and_split(receivable)
        self._pass_on(claims)
        self._merge_and_distribute(claims)
        self._attempt_the_forbidden(programme, invoice, claims)
        self._show_lineage(receivable)
        self._prove(receivable)

    def keys(self) -> dict[str, dict[str, str]]:
        """Who the parties are and the API keys they use, for those who want to look around afterwards."""
        return {
            key: {"name": portal.name, "party": portal.party, "api_key": portal.api_key}
            for key, portal in self._portals.items()
        }

    def _start(self) -> None:
        self._screen.step("Starting the backend on the embedded chain and SQLite")
        began = time.monotonic()
        self._url = self._backend.start()
        self._portals["operator"] = Portal(self._url, self._backend.operator_api_key(), name="Operator")
        self._screen.say(f"{self._url}/v1 answers after {time.monotonic() - began:.1f} s")

    def _open_parties(self) -> None:
        self._screen.step("The operator opens an account for each party")
        rows = []
        for key, (name, tax_number, role) in CAST.items():
            opened = self._portals["operator"].command(
                "/v1/parties", {"name": name, "tax_number": tax_number, "roles": [role]}
            )
            self._portals[key] = Portal(self._url, opened["api_key"], opened["party"]["id"], name)
            rows.append((name, role, tax_number, shortened(opened["party"]["address"])))
        self._screen.table("Parties", ("party", "role", "tax number", "wallet"), rows)

    def _open_programme(self) -> str:
        self._screen.step("The operator opens a programme: asset kind, legal regime and rules")
        terms = {
            "name": "长风汽车供应链 Changfeng supply chain 2026",
            "asset_kind": "claim",
            "regime": "plain_claim_register",
            "day_count": "ACT/360",
            "longest_term_months": MONTHS,
        }
        programme = self._portals["operator"].command("/v1/programmes", terms)
        shown = {name: value for name, value in programme.items() if value is not None}
        self._screen.table(
            "Programme", ("rule", "value"), [(name, str(value)) for name, value in shown.items()]
        )
        self.figures["programme"] = programme
        number: str = programme["id"]
        return number

    def _register_invoice(self) -> str:
        self._screen.step("Tier 1 registers its invoice to the car maker: evidence is a budget")
        invoice = self._portals["tier1"].command(
            "/v1/documents",
            {
                "kind": "invoice",
                "number": "26312000000012345678",
                "issued_on": (self._today() - timedelta(days=2)).isoformat(),
                "buyer": self._portals["car_maker"].party,
                "seller": self._portals["tier1"].party,
                "amount": FACE,
            },
        )
        self._screen.say(f"invoice {invoice['number']}, good for {amount_text(invoice['left'], 'CNY')}")
        fingerprint: str = invoice["fingerprint"]
        self.figures["invoice"] = {"fingerprint": fingerprint, "amount": invoice["amount"]}
        return fingerprint

    def _decline(self, programme: str, invoice: str) -> None:
        self._screen.step("An offer over the wrong amount is declined, and its evidence is free again")
        due = add_months(self._today(), MONTHS)
        body = self._commitment(programme, invoice, due, MISTAKEN_FACE)
        body["accept_by"] = (self._today() + timedelta(days=ACCEPTANCE_DAYS)).isoformat()
        offered = self._portals["car_maker"].command("/v1/receivables", body)["receivable"]
        self._screen.say(
            f"receivable {offered['id']} over {amount_text(offered['face'], 'CNY')}, to be accepted by "
            f"{offered['accept_by']}"
        )
        tier1 = self._portals["tier1"]
        declined = tier1.command(f"/v1/receivables/{offered['id']}/decline")["receivable"]
        left = tier1.read(f"/v1/documents/{invoice}")["left"]
        self._screen.say(
            f"tier 1 declines: it is {declined['status']}, and the invoice is good for "
            f"{amount_text(left, 'CNY')} again"
        )
        self.figures["declined"] = {"receivable": declined["id"], "status": declined["status"], "left": left}

    def _issue(self, programme: str, invoice: str) -> str:
        due = add_months(self._today(), MONTHS)
        self._screen.step(f"The car maker issues {amount_text(FACE, 'CNY')}, six months, due {due}")
        issued = self._portals["car_maker"].command(
            "/v1/receivables", self._commitment(programme, invoice, due, FACE)
        )
        receivable = issued["receivable"]
        self._screen.say(
            f"receivable {receivable['id']} is {receivable['status']}, outstanding "
            f"{amount_text(receivable['outstanding'], 'CNY')}: nothing is minted before acceptance"
        )
        self.figures["receivable"] = receivable
        number: str = receivable["id"]
        return number

    def _accept_and_split(self, receivable: str) -> list[str]:
        self._screen.step(f"Tier 1 accepts, and splits into {PARTS} claims of {amount_text(PART, 'CNY')}")
        tier1 = self._portals["tier1"]
        accepted = tier1.command(f"/v1/receivables/{receivable}/acceptance")
        claim = accepted["claim"]
        self._screen.say(f"claim {claim['id']} over {amount_text(claim['face'], 'CNY')} is minted")
        split = tier1.command(f"/v1/claims/{claim['id']}/splits", {"count": PARTS, "value": PART})
        claims = [part["id"] for part in split["claims"]]
        self._screen.say(
            f"{len(claims)} claims: {claims[0]} to {claims[-1]}, in transaction {shortened(split['transaction'])}"
        )
        self.figures["claims"] = {"count": len(claims), "face": PART}
        return claims

    def _pass_on(self, claims: list[str]) -> None:
        self._screen.step(
            f"Tier 1 passes {WHOLE_TO_A} claims to A as they are; A passes {A_TO_C} of them to C"
        )
        moves = (
            ("tier1", "A", claims[KEPT : KEPT + WHOLE_TO_A]),
            ("A", "C", claims[KEPT : KEPT + A_TO_C]),
        )
        rows = []
        for giver, taker, passed in moves:
            receipt = self._portals[giver].command(
                "/v1/transfers", {"to": self._portals[taker].party, "claims": passed}
            )
            value = sum(move["value"] for move in receipt["moved"])
            rows.append(
                (
                    f"{giver} → {taker}",
                    str(len(passed)),
                    amount_text(value, "CNY"),
                    shortened(receipt["transaction"]),
                )
            )
        self._screen.table("Transfers", ("who", "claims", "face", "transaction"), rows)

    def _merge_and_distribute(self, claims: list[str]) -> None:
        self._screen.step(
            f"Tier 1 merges {PARTS - KEPT - WHOLE_TO_A} claims into one and distributes it: A has {TO_A} million "
            f"then, B {TO_B}"
        )
        tier1 = self._portals["tier1"]
        into, *others = claims[KEPT + WHOLE_TO_A :]
        merged = tier1.command(f"/v1/claims/{into}/merges", {"claims": others})["claim"]
        self._screen.say(
            f"{len(others)} claims are in claim {merged['id']} now, over {amount_text(merged['face'], 'CNY')}"
        )
        shares = {"A": (TO_A - WHOLE_TO_A) * PART, "B": TO_B * PART}
        parts = [{"to": self._portals[taker].party, "value": value} for taker, value in shares.items()]
        done = tier1.command(f"/v1/claims/{into}/distributions", {"parts": parts})
        self._screen.table(
            "Distribution, in one transaction",
            ("to", "claim", "face"),
            [
                (taker, moved["to_claim"], amount_text(moved["value"], "CNY"))
                for taker, moved in zip(shares, done["moved"], strict=True)
            ],
        )
        self.figures["merged"] = {"claims": len(others) + 1, "face": merged["face"]}
        self.figures["distributed"] = {
            taker: moved["value"] for taker, moved in zip(shares, done["moved"], strict=True)
        }

    def _attempt_the_forbidden(self, programme: str, invoice: str, claims: list[str]) -> None:
        self._screen.step("What must not work is refused, with a code and the way out")
        due = add_months(self._today(), MONTHS)
        portals = self._portals
        self._refused(
            "a second receivable beyond the invoice's amount",
            portals["car_maker"],
            "/v1/receivables",
            self._commitment(programme, invoice, due, 1),
        )
        self._refused(
            f"tier 1 passes claim {claims[KEPT]} to B, though it went to A",
            portals["tier1"],
            "/v1/transfers",
            {"to": portals["B"].party, "claims": [claims[KEPT]]},
        )
        self._refused(
            f"B passes on claim {claims[KEPT + A_TO_C]}, which is A's",
            portals["B"],
            "/v1/transfers",
            {"to": portals["C"].party, "claims": [claims[KEPT + A_TO_C]]},
        )

    def _show_lineage(self, receivable: str) -> None:
        self._screen.step("C's way back to the issue, as C may see it")
        lineage = self._portals["C"].read(f"/v1/receivables/{receivable}/lineage")
        self._screen.lineage(lineage)
        own = [lot for lot in lineage["lots"] if lot["holder"]["id"] == self._portals["C"].party]
        self.figures["lineage"] = {
            "holder": "C",
            "face": sum(lot["flow"] for lot in own),
            "tier": max(lot["tier"] for lot in own),
            "lots": len(lineage["lots"]),
            "issue": lineage["lots"][0]["transaction"],
        }

    def _prove(self, receivable: str) -> None:
        self._screen.step("Where it ended, and the proof")
        before = self._distribution(receivable)
        self._verify("before the restart")
        self._backend.stop()
        self._url = self._backend.start()
        self._portals = {key: portal.moved_to(self._url) for key, portal in self._portals.items()}
        self._verify("after the restart")
        after = self._distribution(receivable)
        self._screen.table(
            "Holdings after the restart",
            ("holder", "claims", "face", "share"),
            [
                (CAST[key][0], str(claims), amount_text(face, "CNY"), f"{face * 100 // FACE} %")
                for key, face, claims in after["rows"]
            ],
        )
        self._screen.say(f"HHI {Decimal(after['hhi']):.2f}, mean depth {Decimal(after['mean_depth']):.2f}")
        del before["rows"], after["rows"]
        if before != after:
            raise SystemExit(f"The restart changed the holdings: {before} became {after}.")
        after |= {"hhi": float(after["hhi"]), "mean_depth": float(after["mean_depth"])}
        self.figures |= after | {"verify": "equal", "restart": "unchanged"}

    def _distribution(self, receivable: str) -> dict[str, Any]:
        """As the debtor sees it, who may know who holds its commitment."""
        told = self._portals["car_maker"].read(f"/v1/receivables/{receivable}/distribution")
        held = {holding["holder"]["id"]: holding for holding in told["holdings"]}
        found = [(key, held[self._portals[key].party]) for key in HOLDERS if self._portals[key].party in held]
        return {
            "holdings": {key: holding["face"] for key, holding in found},
            "hhi": told["hhi"],
            "mean_depth": told["mean_depth"],
            "rows": [(key, holding["face"], holding["claims"]) for key, holding in found],
        }

    def _verify(self, when: str) -> None:
        code, said = self._backend.run("verify")
        self._screen.say(f"tallystick verify, {when}: {said}")
        if code != 0:
            raise SystemExit(f"The mirror differs from the chain {when}.")

    def _refused(self, attempt: str, portal: Portal, path: str, body: dict[str, Any]) -> None:
        try:
            portal.command(path, body)
        except Refused as refused:
            self._screen.refusal(attempt, refused.problem)
            self.figures["refusals"].append({"attempt": attempt, "code": refused.problem["code"]})
        else:
            raise SystemExit(f"This should have been refused and was not: {attempt}.")

    def _commitment(self, programme: str, invoice: str, due: date, face: int) -> dict[str, Any]:
        return {
            "programme": programme,
            "creditor": self._portals["tier1"].party,
            "face": face,
            "due_date": due.isoformat(),
            "evidence": [{"document": invoice, "amount": face}],
        }

    def _today(self) -> date:
        """The ledger's day: today in Shanghai."""
        return date_of_day(day_of_moment(int(time.time())))


def play(directory: Path) -> None:
    """Plays the story over a fresh ledger in `directory` and writes `model1.json` beside it.

    Exits with an error where a figure is not what it must be. Raises `ChainInUse` where a server runs over the ledger
    of an earlier demo, which this one replaces.
    """
    ledger = directory / "ledger"
    if ledger.exists():
        ChainLock(ledger / CHAIN_FOLDER).release()
    shutil.rmtree(ledger, ignore_errors=True)
    directory.mkdir(parents=True, exist_ok=True)
    console = Console(highlight=False)
    backend = BackendProcess(ledger)
    story = Story(backend, Screen(console, STEPS))
    began = time.monotonic()
    try:
        story.play()
    finally:
        backend.stop()
    _require_golden(story.figures)
    path = directory / "model1.json"
    path.write_text(json.dumps(story.figures, ensure_ascii=False, indent=2) + "\n", "utf-8")
    write_privately(directory / "parties.json", json.dumps(story.keys(), ensure_ascii=False, indent=2) + "\n")
    console.print(f"\nEvery figure is in {path}. Done in {time.monotonic() - began:.0f} s.")


def _require_golden(figures: dict[str, Any]) -> None:
    for name, expected in GOLDEN.items():
        if figures[name] != expected:
            raise SystemExit(f"{name} came out as {figures[name]}, and must be {expected}.")
