"""A safeguard is taken out of the product, and the simulation notices before long."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tallystick.database.store import Store
from tallystick.mirror import following
from tallystick.mirror.checkpoint import move_checkpoint
from tallystick.mirror.following import Mirror
from tallystick.sending.dispatch import Dispatcher
from tallystick.sending.outbox import Outbox
from tallystick.sending.preparation import Plan, Step
from tests.faults.conftest import Tell
from tests.faults.simulation import simulate

GAS = 3_000_000
STEPS = 600
SEED = 11


@dataclass(frozen=True)
class _Forgetful:
    """A store that takes back what is written in it."""

    store: Store

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with self.store.writing() as session:
            yield session
            session.flush()
            session.rollback()

    def write(self, part: Callable[[Session], Any]) -> Any:
        with self.writing() as session:
            return part(session)

    def look(self, *arguments: Any) -> Any:
        return self.store.look(*arguments)

    def reading(self) -> Any:
        return self.store.reading()


def _without_commit(patch: pytest.MonkeyPatch, name: str) -> None:
    really = getattr(Outbox, name)

    def writes_nothing_down(outbox: Outbox, *arguments: Any, **named: Any) -> Any:
        forgetful: Any = _Forgetful(outbox._store)
        return really(Outbox(forgetful, outbox._process), *arguments, **named)

    patch.setattr(Outbox, name, writes_nothing_down)


def _intent_not_kept(patch: pytest.MonkeyPatch) -> None:
    _without_commit(patch, "store_intent")


def _signed_bytes_not_kept(patch: pytest.MonkeyPatch) -> None:
    _without_commit(patch, "store_signed")


def _answer_not_kept(patch: pytest.MonkeyPatch) -> None:
    _without_commit(patch, "finish")


def _keys_ignored(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Outbox, "find", lambda *_arguments: None)


def _signed_anew_when_resumed(patch: pytest.MonkeyPatch) -> None:
    """Under another nonce, as many a retry does."""

    def resume(dispatcher: Any, operation: Any) -> None:
        command = dispatcher._command_of(operation)
        fees, head = dispatcher._node.fees(), dispatcher._node.head().number
        steps = tuple(Step(call, GAS) for call in command.calls(dispatcher._contracts))
        nonces = [dispatcher._node.nonce(step.call.sender) for step in steps]
        sign = dispatcher._preparation._signing(Plan(steps, {}, fees, head), steps)
        transactions = [sign(at, nonce) for at, nonce in enumerate(nonces)]
        for transaction in transactions:
            dispatcher._node.send(transaction.signed)
        receipts = tuple(dispatcher._node.receipt(transaction.hash) for transaction in transactions)
        dispatcher._finish(operation.id, command, receipts)

    patch.setattr(Dispatcher, "_resume", resume)


def _never_resumed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Dispatcher, "_resume", lambda *_arguments: None)


def _checkpoint_apart(patch: pytest.MonkeyPatch) -> None:
    """The rows of the mirror and the checkpoint are not one transaction: a stop between them tears it in two."""
    really = Mirror._take_in

    def take_in(mirror: Any, checkpoint: Any, ancestor: Any, stretch: Any) -> Any:
        moved: list[Any] = []
        with pytest.MonkeyPatch.context() as apart:
            apart.setattr(following, "move_checkpoint", lambda _session, *rest: moved.append(rest))
            reached = really(mirror, checkpoint, ancestor, stretch)
        for rest in moved:
            with mirror._store.writing() as session:
                move_checkpoint(session, *rest)
        return reached

    patch.setattr(Mirror, "_take_in", take_in)


DAMAGES: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "intents are not kept": _intent_not_kept,
    "signed bytes are not kept before they are sent": _signed_bytes_not_kept,
    "answers are not kept": _answer_not_kept,
    "idempotency keys are ignored": _keys_ignored,
    "a resumed command is signed anew": _signed_anew_when_resumed,
    "unfinished commands are not resumed": _never_resumed,
    "the mirror's checkpoint has a transaction of its own": _checkpoint_apart,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_safeguard_that_is_missing_is_noticed(
    damage: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tell: Tell
) -> None:
    with pytest.raises(BaseException) as noticed:  # noqa: PT011 (however it shows)
        simulate(SEED, STEPS, tmp_path / "home", lambda: DAMAGES[damage](monkeypatch))
    tell(f"defect: {damage} → {str(noticed.value).splitlines()[0][:160]}")
    assert not isinstance(noticed.value, KeyboardInterrupt)
