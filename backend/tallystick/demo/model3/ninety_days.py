"""Which of the ninety days it is, and what was stopped so far."""

import re
from dataclasses import asdict, dataclass
from typing import Any

from tallystick.demo.portal import Portal, Refused
from tallystick.demo.screen import shortened
from tallystick.demo.stage import DAY_SECONDS, Stage, require
from tallystick.money.amount import amount_text

DAYS = 90
CURRENCY = "USD"
LATER_SECONDS = 300
"""Blocks are a second apart at least, so a busy day's last one is ahead of the clock by some minutes."""

ADDRESS = re.compile(r"0x[0-9a-fA-F]{40}\b")


def dollars(cents: int) -> str:
    return amount_text(cents, CURRENCY)


@dataclass(frozen=True, slots=True)
class Stop:
    """Something that was tried and did not happen: by which rule, and what would be right."""

    day: int
    attempt: str
    code: str
    rule: str
    way_out: str


class NinetyDays:
    """The stage, its calendar, and what was stopped on it. Days only pass."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.day = 0
        self.stops: list[Stop] = []
        self.names: dict[str, str] = {}
        """Who has which address."""

    def go_to(self, day: int) -> None:
        """Lets days pass, and a little more: a window of 24 hours has rolled over all that was done that day."""
        self.stage.let_seconds_pass((day - self.day) * DAY_SECONDS + LATER_SECONDS)
        self.day = day

    def stopped(
        self, code: str, attempt: str, who: Portal, path: str, body: dict[str, Any] | None = None
    ) -> None:
        """Tries what must not work, and fails the story where it did, or did not for another reason."""
        try:
            who.command(path, body)
        except Refused as refused:
            problem = refused.problem
        else:
            raise SystemExit(f"This should have been stopped and was not: {attempt}.")
        require(f"Why this was stopped: {attempt}", problem["code"], code)
        rule, way_out = (ADDRESS.sub(self._name, problem[part]) for part in ("detail", "way_out"))
        self.stops.append(Stop(self.day, attempt, code, rule, way_out))
        self.stage.say(f"stopped, {code}: {attempt}")

    def told(self) -> list[dict[str, Any]]:
        """Every stop, as it is written down."""
        return [asdict(stop) for stop in self.stops]

    def _name(self, found: re.Match[str]) -> str:
        return self.names.get(found[0], shortened(found[0]))
