"""What there is before anything is measured: a debtor, callers with claims of their own, and somebody to give to."""

import json
import time
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

import httpx
from uuid_utils import uuid4

from tallystick.bench.commands.load import Ask
from tallystick.demo.portal import Portal
from tallystick.money.calendar import date_of_day, day_of_moment

PIECE = 100
"""Minor units of each claim that moves in a batch."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A party with one claim."""

    party: Portal
    claim: str


class Stage:
    """Sets parties and claims up through the API, as a portal would. `faces` is what each receivable must still add
    up to when all is over."""

    def __init__(self, http: httpx.Client, url: str, operator_api_key: str) -> None:
        self.url = url
        self._http = http
        self.faces: dict[str, int] = {}
        self._today = date_of_day(day_of_moment(int(time.time())))
        self._operator = Portal(http, url, operator_api_key)
        self._numbers = count(1)
        self.debtor = self.party("debtor")
        self.taker = self.party("supplier")
        self._programme = self._operator.command(
            "/v1/programmes",
            {
                "name": "Bench",
                "asset_kind": "claim",
                "regime": "plain_claim_register",
                "day_count": "ACT/360",
                "longest_term_months": 12,
            },
        )["id"]

    def party(self, role: str) -> Portal:
        number = next(self._numbers)
        body = {"name": f"Firm {number}", "tax_number": f"BENCH{number:013d}", "roles": [role]}
        opened = self._operator.command("/v1/parties", body)
        return Portal(self._http, self.url, opened["api_key"], opened["party"]["id"])

    def holding(self, face: int, party: Portal | None = None) -> Holding:
        """A receivable's first claim, in the hands of a party of its own unless one is given."""
        holder = party or self.party("supplier")
        document = {
            "kind": "invoice",
            "number": f"BENCH-{next(self._numbers)}",
            "issued_on": self._today.isoformat(),
            "buyer": self.debtor.party,
            "seller": holder.party,
            "amount": face,
        }
        fingerprint = holder.command("/v1/documents", document)["fingerprint"]
        commitment = {
            "programme": self._programme,
            "creditor": holder.party,
            "face": face,
            "due_date": (self._today + timedelta(days=180)).isoformat(),
            "evidence": [{"document": fingerprint, "amount": face}],
        }
        number = self.debtor.command("/v1/receivables", commitment)["receivable"]["id"]
        self.faces[number] = face
        return Holding(holder, holder.command(f"/v1/receivables/{number}/acceptance")["claim"]["id"])

    def pieces(self, claims: int, receivables: int) -> tuple[Portal, list[str]]:
        """A party with so many claims of one value each, on so many receivables."""
        holder = self.party("supplier")
        found: list[str] = []
        each = claims // receivables
        for _ in range(receivables):
            first = self.holding(PIECE * each, holder).claim
            cut = holder.command(f"/v1/claims/{first}/splits", {"count": each, "value": PIECE})
            found += [piece["id"] for piece in cut["claims"]]
        return holder, found

    def unbalanced(self) -> list[str]:
        """The receivables whose holders do not have, together, what was issued."""
        return [
            number
            for number, face in self.faces.items()
            if face != sum(holder["face"] for holder in self._holders(number))
        ]

    def _holders(self, receivable: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.debtor.read(f"/v1/receivables/{receivable}/holders")["holders"]
        return found


def ask(party: Portal, path: str, body: dict[str, Any]) -> Ask:
    return Ask(party.api_key, path, json.dumps(body), str(uuid4()))
