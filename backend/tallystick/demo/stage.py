"""What every chapter has to hand: the backend, the parties and what they see, the ledger's day, the figures."""

import time
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import httpx

from tallystick.demo.cast import EVERYBODY, Member
from tallystick.demo.portal import Portal, Refused
from tallystick.demo.process import BackendProcess
from tallystick.demo.screen import Screen
from tallystick.money.amount import amount_text
from tallystick.money.calendar import date_of_day, day_of_moment, instant_text

CURRENCY = "CNY"
DAY_SECONDS = 86_400
TIMEOUT_SECONDS = 60.0
OFFICES = {
    "authority": "/v1/authorities",
    "bank": "/v1/banks",
    "verifier": "/v1/verifiers",
    "transfer_agent": "/v1/transfer-agents",
}
"""Where the host fills each."""


def yuan(minor_units: int) -> str:
    return amount_text(minor_units, CURRENCY)


class Stage:
    """Where the chapters play. `figures` is what they leave behind."""

    def __init__(
        self, backend: BackendProcess, screen: Screen, members: Mapping[str, Member] = EVERYBODY
    ) -> None:
        self.members = members
        self.backend = backend
        self.screen = screen
        self.url = ""
        self.programme = ""
        self.portals: dict[str, Portal] = {}
        self.figures: dict[str, Any] = {"refusals": [], "chapters": {}}
        self.refusals: list[dict[str, str]] = self.figures["refusals"]
        self._http = httpx.Client(timeout=TIMEOUT_SECONDS, trust_env=False)
        self._seconds_ahead = 0

    def close(self) -> None:
        """Stops the backend and lets go of the connections to it."""
        self._http.close()
        self.backend.stop()

    def start(self) -> None:
        """Starts the backend; who was there before goes on at its new address."""
        self.url = self.backend.start()
        self.portals = {key: portal.moved_to(self.url) for key, portal in self.portals.items()}
        self.portals["operator"] = self._portal(self.backend.operator_api_key(), name="Operator")

    def let_days_pass(self, days: int) -> None:
        """Stops the backend, sets the chain's clock forward and starts it again."""
        self.let_seconds_pass(days * DAY_SECONDS)

    def let_seconds_pass(self, seconds: int) -> None:
        """The same, where a day is too coarse."""
        self.backend.stop()
        self.backend.advance_clock(seconds)
        self._seconds_ahead += seconds
        self.start()

    def open(self, key: str) -> dict[str, Any]:
        """The operator opens an account for a firm."""
        member = self.members[key]
        body = {"name": member.name, "tax_number": member.tax_number, "roles": [member.role]}
        return self._enter(key, self.portals["operator"].command("/v1/parties", body))

    def appoint(self, key: str, **power: Any) -> dict[str, Any]:
        """The host gives somebody an office."""
        member = self.members[key]
        body = {"name": member.name, "tax_number": member.tax_number} | power
        return self._enter(key, self.host().command(OFFICES[member.role], body))

    def go_on_in(self, backend: BackendProcess, days_passed: int = 0) -> None:
        """The same people, on a copy of their ledger on which so many days have passed."""
        self.backend = backend
        self._seconds_ahead = days_passed * DAY_SECONDS
        self.start()

    def host(self) -> Portal:
        """Whoever runs the machine; the token is another after every start."""
        return self._portal(self.backend.host_token(), name="Host")

    def now(self) -> int:
        """The ledger's time, in seconds since 1970: the machine's, and what the story has let pass."""
        return int(time.time()) + self._seconds_ahead

    def today(self) -> date:
        """The ledger's day: today in Shanghai, and the days that the story has let pass."""
        return date_of_day(day_of_moment(self.now()))

    def tomorrow_by_now(self) -> str:
        """The moment a day from now (RFC 3339)."""
        return self.days_from_now(1)

    def days_from_now(self, days: int) -> str:
        """The moment so many days from now (RFC 3339)."""
        return instant_text(self.now() + days * DAY_SECONDS)

    def in_days(self, days: int) -> str:
        """A day, as the API takes it."""
        return (self.today() + timedelta(days=days)).isoformat()

    def say(self, text: str) -> None:
        self.screen.say(text)

    def refused(self, attempt: str, who: Portal, path: str, body: dict[str, Any] | None = None) -> None:
        """Tries what must not work, tells why it did not, and fails the story where it did."""
        try:
            who.command(path, body)
        except Refused as refused:
            self.screen.refusal(attempt, refused.problem)
            self.refusals.append({"attempt": attempt, "code": refused.problem["code"]})
        else:
            raise SystemExit(f"This should have been refused and was not: {attempt}.")

    def holdings(self, receivable: str, expected: dict[str, int]) -> None:
        """Shows who holds what of a receivable, as its debtor sees it, and requires that to be as expected."""
        told = self.portals["car_maker"].read(f"/v1/receivables/{receivable}/distribution")
        names = {portal.party: key for key, portal in self.portals.items()}
        found = {names[held["holder"]["id"]]: held["face"] for held in told["holdings"]}
        require(f"Who holds receivable {receivable}", found, expected)
        rows = ", ".join(f"{self.members[key].spoken} {yuan(face)}" for key, face in expected.items())
        self.say(f"Who holds receivable {receivable}: {rows or 'nobody'}.")

    def _enter(self, key: str, opened: dict[str, Any]) -> dict[str, Any]:
        party: dict[str, Any] = opened["party"]
        self.portals[key] = self._portal(opened["api_key"], party["id"], party["name"])
        return party

    def _portal(self, api_key: str, party: str = "", name: str = "") -> Portal:
        return Portal(self._http, self.url, api_key, party, name)


def require(what: str, found: object, expected: object) -> None:
    """Ends the story where a figure is not what the text claims."""
    if found != expected:
        raise SystemExit(f"{what} came out as {found}, and must be {expected}.")
