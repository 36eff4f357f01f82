"""A server is killed in the middle of a command, started again and asked again; and what is found is judged."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.faults.autopsy import chain, records, service_address
from tests.faults.house import DoesNotStart, House

KEY = "ordeal"
NO_TRACE = "no trace"
"""The stage of a command of which the database knows nothing."""

ONCE = "once"


@dataclass(frozen=True)
class Request:
    """A command over HTTP, by the operator where it names no API key."""

    path: str
    body: Any
    api_key: str | None = None


@dataclass(frozen=True)
class Errand:
    """A command to be caught in the middle of, and how the chain tells that it has happened.

    `event` is what the ledger tells once each time; `sender` signs for it, or for the operator where there is none.
    `payments` counts those that the funder makes on the way, so that the sender has coin for gas.
    """

    name: str
    event: str
    request: Request
    another: Request
    sender: bytes | None = None
    payments: int = 0


@dataclass(frozen=True)
class Seen:
    """What the chain itself says: how often it has happened, and how many transactions were mined."""

    times: int
    sender_nonce: int
    funder_nonce: int
    head: int

    def since(self, before: "Seen") -> "Seen":
        return Seen(
            self.times - before.times,
            self.sender_nonce - before.sender_nonce,
            self.funder_nonce - before.funder_nonce,
            self.head - before.head,
        )


@dataclass
class Outcome:
    """One killed server and what became of its command. `seen` counts from before the command."""

    errand: str
    place: str
    busy: str = ""
    """What a second request with the same key was told in the meantime."""
    stage_at_kill: str = ""
    seen_at_kill: Seen | None = None
    mirror_behind_at_kill: int | None = None
    """Blocks on the chain that the mirror had not taken in."""
    seen_after_restart: Seen | None = None
    seen_in_the_end: Seen | None = None
    repeats: list[httpx.Response] = field(default_factory=list)
    another: int = 0
    """The status of the next command."""
    verification: str = ""
    nonce_gaps: bool = False
    refused_to_start: str = ""

    @property
    def verdict(self) -> str:
        """`once`, or the first thing that is wrong."""
        if self.seen_after_restart is None or self.seen_in_the_end is None:
            return "the server does not start again"
        faults = (
            (self.seen_after_restart.times == 0, "lost"),
            (self.seen_after_restart.times > 1, f"happened {self.seen_after_restart.times} times"),
            (self.seen_in_the_end != self.seen_after_restart, "happened again when asked again"),
            (not self._replayed, "the answer was not kept"),
            (self.verification != "equal", f"the mirror is {self.verification}"),
            (self.nonce_gaps, "nonces have gaps"),
            (self.another != 201, "the next command fails"),
        )
        return next((said for wrong, said in faults if wrong), ONCE)

    @property
    def line(self) -> str:
        """For a reader."""
        at_kill = "unknown" if self.seen_at_kill is None else f"{self.seen_at_kill.times} on the chain"
        replayed = "answer replayed" if self._replayed else "answer not replayed"
        after = f"{self.verdict}; {replayed}; mirror {self.verification}"
        if self.refused_to_start:
            after = self.verdict
        return f"{self.errand}, killed at {self.place}: {self.stage_at_kill}, {at_kill} → {after}"

    @property
    def _replayed(self) -> bool:
        """The same answer each time, marked as the one of then."""
        told = {(answer.status_code, answer.text) for answer in self.repeats}
        marks = {answer.headers.get("Idempotency-Replayed") for answer in self.repeats}
        return len(self.repeats) == 2 and len(told) == 1 and min(told)[0] == 201 and marks == {"true"}


def ordeal(house: House, errand: Errand, place: str, defect: str | None = None) -> Outcome:
    """Kills a server over `house` when the command has come to the place (point@nth), and goes on from there."""
    outcome = Outcome(f"{errand.name}, server {defect}" if defect else errand.name, place)
    house.start_halting(place, defect=defect)
    try:
        before = _see(house, errand)
        with _command_under_way(house, errand):
            if defect is None:
                outcome.busy = _code(send(house, errand.request))
            house.kill()
        _look_at_what_is_left(house, errand, before, outcome)
        house.start()
        _ask_again(house, errand, before, outcome)
    except DoesNotStart as refused:
        outcome.refused_to_start = str(refused)
    finally:
        house.stop()
    return outcome


def _look_at_what_is_left(house: House, errand: Errand, before: Seen, outcome: Outcome) -> None:
    kept, seen = records(house), _see(house, errand)
    outcome.stage_at_kill = kept.stages.get(KEY, NO_TRACE)
    outcome.seen_at_kill = seen.since(before)
    outcome.mirror_behind_at_kill = seen.head - (kept.mirrored_block or 0)


def _ask_again(house: House, errand: Errand, before: Seen, outcome: Outcome) -> None:
    outcome.seen_after_restart = _see(house, errand).since(before)
    outcome.repeats = [send(house, errand.request) for _ in range(2)]
    outcome.seen_in_the_end = _see(house, errand).since(before)
    outcome.another = send(house, errand.another, "another").status_code
    outcome.verification = house.ask_as_host("GET", "/v1/verification")["verdict"]
    outcome.nonce_gaps = not nonces_are_whole(house)


def nonces_are_whole(house: House) -> bool:
    """Whether every sender's kept nonces follow each other and the next one is the chain's."""
    kept = records(house)
    with chain(house) as on_chain:
        return all(
            nonces == list(range(nonces[0], nonces[0] + len(nonces)))
            and kept.next_nonces[sender] == on_chain.node.nonce(sender) == nonces[-1] + 1
            for sender, nonces in kept.nonces.items()
        )


@contextmanager
def _command_under_way(house: House, errand: Errand) -> Iterator[None]:
    """The command has come to the point when the block begins; it must not be answered."""
    house.arm()
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(send, house, errand.request)
        try:
            house.wait_until_halted()
            yield
        finally:
            house.stop()
        assert isinstance(asked.exception(), httpx.TransportError)


def send(house: House, request: Request, key: str = KEY) -> httpx.Response:
    api_key = request.api_key or house.operator_api_key()
    return house.ask(api_key, "POST", request.path, request.body, key)


def _code(answer: httpx.Response) -> str:
    told: dict[str, Any] = answer.json()
    return str(told.get("code", answer.status_code))


def _see(house: House, errand: Errand) -> Seen:
    sender = errand.sender or service_address(house, "operator")
    with chain(house) as on_chain:
        return Seen(
            times=len(on_chain.events(errand.event)),
            sender_nonce=on_chain.node.nonce(sender),
            funder_nonce=on_chain.node.nonce(service_address(house, "funder")),
            head=on_chain.node.head().number,
        )
