"""A ledger in this process that can be stopped anywhere, thrown away, and begun again from what is on the disk."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from sqlalchemy import select

from tallystick.app import described_app, provide
from tallystick.backend import opened_backend
from tallystick.sending.tables import Sender, Transaction
from tallystick.settings import Settings
from tallystick.terminal.in_process import in_process
from tests.api.running_ledger import Caller, RunningLedger
from tests.faults.injector import Injector, injected

PATIENCE_SECONDS = 0.5
"""The embedded chain answers at once; so long a request waits for what nobody does."""


@cache
def _app() -> FastAPI:
    return described_app()


class StoppableLedger(RunningLedger):
    """Asked without a network, and with nobody at work but whoever asks."""

    def __init__(self, home: Path, **settings: Any) -> None:
        given: dict[str, Any] = {"home": home, "port": 0, "receipt_timeout_seconds": PATIENCE_SECONDS}
        given["rail"] = "instructions"
        super().__init__(Settings(**given | settings))
        self._app = _app() if not settings else described_app()
        self.injector = Injector()
        self._opened = ExitStack()

    def start(self) -> None:
        """As a server does: what was left unfinished is taken up first."""
        self.injector = Injector()
        self._backend = self._opened.enter_context(opened_backend(self.settings))
        self.injector.watch(self._backend.store)
        provide(self._app, self._backend)
        self.http = self._opened.enter_context(in_process(self._app))
        self.url = "http://ledger"
        self._backend.dispatcher.resume_unfinished()

    def stop(self) -> None:
        self._opened.close()
        self._backend = None

    def copied(self, home: Path) -> None:
        """Goes on over a copy of its home, which nobody may be using."""
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(self.settings.home, home)
        self.settings = self.settings.model_copy(update={"home": home})

    def send(self, caller: Caller, path: str, body: object, key: str) -> httpx.Response | None:
        """A command's answer; None where the process was stopped before it gave one."""
        try:
            return caller.post(path, body, key)
        except httpx.ReadError:
            assert self.injector.stopped
            return None

    def nonces_are_whole(self) -> bool:
        """Whether every sender's kept nonces follow each other and the next one is the chain's."""
        with self.backend.store.reading() as session:
            kept: dict[bytes, list[int]] = {}
            for sender, nonce in session.execute(
                select(Transaction.sender, Transaction.nonce).order_by(Transaction.nonce)
            ):
                kept.setdefault(sender, []).append(nonce)
            following = {row.address: row.next_nonce for row in session.scalars(select(Sender))}
        return all(
            nonces == list(range(nonces[0], nonces[-1] + 1))
            and following[sender] == nonces[-1] + 1 == self.backend.node.nonce(sender)
            for sender, nonces in kept.items()
            if sender in following
        )


@contextmanager
def stoppable(home: Path, **settings: Any) -> Iterator[StoppableLedger]:
    """A ledger that is running when the block begins."""
    ledger = StoppableLedger(home, **settings)
    with injected(lambda: ledger.injector):
        ledger.start()
        try:
            yield ledger
        finally:
            ledger.close()
