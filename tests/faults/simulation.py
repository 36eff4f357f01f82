"""Random commands and random faults beside a small model. What a seed has done once it does again."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

import httpx

from tests.api.trade import Trade
from tests.faults.injector import FORGETS, HIDES, REFUSES
from tests.faults.model import Command, Model
from tests.faults.stoppable import StoppableLedger, stoppable

STOP, RESTART, TWICE, NOTHING = "stop", "restart", "twice at once", ""
FAULTS = (STOP, STOP, REFUSES, FORGETS, HIDES, TWICE, RESTART)
ONE_IN = 4
"""So many commands meet with a fault."""

MOST_PLACES = 75
"""Where a command may be stopped; most have some sixty places."""

LOOKS_EVERY, VERIFIES_EVERY = 25, 200
MOST_REPEATS = 6
SUPPLIERS = 4
MIRROR_SECONDS = 2.0
"""So long the mirror may take on a busy machine; longer, and what never comes would be waited for too long."""
REMEMBERED = 12
"""Steps that are told of when something is wrong."""


class Wrong(AssertionError):
    """What the ledger has done is not what the model says."""


class Simulation:
    """One seed's life. `faults` counts what was done to the ledger."""

    def __init__(self, seed: int, ledger: StoppableLedger) -> None:
        self.seed = seed
        self.faults: Counter[str] = Counter()
        self._rng = Random(seed)
        self._ledger = ledger
        trade = Trade.opened(ledger)
        suppliers = [trade.supplier, *(ledger.open_party() for _ in range(SUPPLIERS - 1))]
        self._supervisor = ledger.open_party("supervisor")
        self._model = Model(trade.debtor, suppliers, trade.programme)
        self._told: list[str] = []

    def run(self, steps: int) -> None:
        """Raises `Wrong` at the first step after which ledger and model differ."""
        for number in range(steps):
            command = self._model.draw(self._rng)
            fault = self._rng.choice(FAULTS) if self._rng.randrange(ONE_IN) == 0 else NOTHING
            self.faults[fault] += 1
            self._told.append(
                f"step {number}: {command.name} {command.path} {command.body}, {fault or 'undisturbed'}"
            )
            self._step(command, fault, f"step {number}")
            if number % LOOKS_EVERY == 0:
                self._look()
            if number % VERIFIES_EVERY == 0:
                self._verify()
        self._look()
        self._verify()

    def _step(self, command: Command, fault: str, key: str) -> None:
        answer = self._first(command, fault, key)
        self._ledger.injector.disarm()
        for _ in range(MOST_REPEATS):
            if self._ledger.injector.stopped:
                self._ledger.restart()
                answer = None
            if answer is not None and answer.status_code not in {202, 409, 503}:
                break
            if answer is not None and answer.status_code == 409 and _code(answer) != "operation_in_progress":
                break
            self._ledger.backend.dispatcher.resume_unfinished()
            answer = self._send(command, key)
        self._judge(command, key, answer)

    def _first(self, command: Command, fault: str, key: str) -> httpx.Response | None:
        """The command's answer at the first attempt, with the fault in its way."""
        if fault == STOP:
            self._ledger.injector.arm(self._rng.randrange(MOST_PLACES))
        elif fault in {REFUSES, FORGETS, HIDES}:
            self._ledger.injector.mischief = fault
        elif fault == RESTART:
            self._ledger.restart()
        elif fault == TWICE:
            with ThreadPoolExecutor(2) as pool:
                first, second = pool.map(lambda _: self._send(command, key), range(2))
            return first if second is not None and _code(second) == "operation_in_progress" else second
        return self._send(command, key)

    def _send(self, command: Command, key: str) -> httpx.Response | None:
        return self._ledger.send(command.caller, command.path, command.body, key)

    def _judge(self, command: Command, key: str, answer: httpx.Response | None) -> None:
        if answer is None:
            raise self._wrong("never answered")
        if command.refusals:
            if _code(answer) not in command.refusals:
                raise self._wrong(f"should have been refused: {answer.status_code} {answer.text}")
            return
        if answer.status_code != 201:
            raise self._wrong(f"should have succeeded: {answer.status_code} {answer.text}")
        self._model.follow(command, answer.json())
        if self._rng.randrange(ONE_IN) == 0:
            again = self._send(command, key)
            if again is None or (again.status_code, again.content) != (201, answer.content):
                raise self._wrong("answered differently when asked again")

    def _look(self) -> None:
        """Every claim is whose the model says, and worth what it says."""
        found: dict[str, tuple[str, int]] = {}
        after: dict[str, Any] = {}
        while True:
            page = self._supervisor.read("/v1/claims", size=500, **after)
            found |= {one["id"]: (one["holder"]["id"], one["face"]) for one in page["claims"]}
            if page["next"] is None:
                break
            after = {"after": page["next"]}
        expected = self._model.faces()
        if found != expected:
            different = {
                name: (found.get(name), expected.get(name))
                for name in {*found, *expected}
                if found.get(name) != expected.get(name)
            }
            raise self._wrong(f"(ledger, model) differ in {different}")

    def _verify(self) -> None:
        verification = self._ledger.host.read("/v1/verification")
        if verification["verdict"] != "equal":
            raise self._wrong(f"the mirror is different: {verification['difference']}")
        if not self._ledger.nonces_are_whole():
            raise self._wrong("nonces have gaps")

    def _wrong(self, what: str) -> Wrong:
        lines = [f"seed {self.seed}: {what}", *self._told[-REMEMBERED:]]
        lines.append(f"TALLYSTICK_SIMULATION_SEED={self.seed} does it again")
        return Wrong("\n".join(lines))


def simulate(seed: int, steps: int, home: Path, damage: Callable[[], None] = lambda: None) -> Simulation:
    """`damage` is done to the product before the first step. Raises `Wrong`."""
    with stoppable(home, receipt_timeout_seconds=MIRROR_SECONDS) as ledger:
        simulation = Simulation(seed, ledger)
        damage()
        simulation.run(steps)
        return simulation


def _code(answer: httpx.Response) -> str:
    told = answer.json()
    return str(told.get("code", "")) if answer.is_error else ""
