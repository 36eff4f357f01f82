"""What others do meanwhile neither undoes a command nor changes its answer."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tallystick.backend import Backend, opened_backend
from tallystick.receivables.bodies import NewTransfer
from tallystick.sending.command import Outcome, Requester
from tallystick.sending.outbox import Outbox
from tallystick.sending.tables import Operation
from tallystick.settings import Settings
from tests.faults.autopsy import records
from tests.faults.conftest import Tell
from tests.faults.furnishing import FACE, Furnished, done, firm
from tests.faults.ordeal import Request, send

REQUESTER = Requester("a party", "one key", bytes(32))


def test_a_command_whose_claim_has_moved_on_before_it_was_answered_is_done_and_not_failed(
    furnished: Furnished, tmp_path: Path, tell: Tell
) -> None:
    house = furnished.copy(tmp_path / "home")
    house.start_halting("mirrored@1")
    try:
        opened = done(house, Request("/v1/parties", firm(9, "supplier")))
        issued = done(house, furnished.issue_errand().request)["receivable"]["id"]
        accept = Request(f"/v1/receivables/{issued}/acceptance", None, furnished.supplier.api_key)
        pass_on = Request(
            "/v1/transfers",
            {"to": opened["party"]["id"], "claims": [f"{issued}-1"]},
            furnished.supplier.api_key,
        )
        house.arm()
        with ThreadPoolExecutor(1) as pool:
            pool.submit(send, house, accept, "acceptance")
            house.wait_until_halted()
            done(house, pass_on)
            house.kill()
        house.start()
        answer = send(house, accept, "acceptance")
        assert (answer.status_code, answer.headers.get("Idempotency-Replayed")) == (201, "true"), answer.text
        assert records(house).stages["acceptance"] == "done"
    finally:
        house.stop()
    tell("SQLite: acceptance, killed at mirrored@1 after its claim was passed on → done, answer replayed")


def test_a_retry_that_comes_too_late_leaves_the_answer_as_it_is(
    furnished: Furnished, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list of unfinished commands may be old by the time that the last on it has its turn."""
    house = furnished.copy(tmp_path / "home")
    with opened_backend(Settings(home=house.home)) as backend:
        old = _listed_before_it_was_signed(backend, monkeypatch)
        outcome = _transfer_everything(furnished, backend)
        (listed,) = old
        assert (listed.id, listed.stage) == (outcome.operation, "intent")
        monkeypatch.setattr(Outbox, "unfinished", lambda _outbox: old)
        assert backend.dispatcher.resume_unfinished() == 0
        again = _transfer_everything(furnished, backend)
        assert (again.status, again.body, again.replayed) == (201, outcome.body, True)


def test_an_answer_once_kept_is_not_replaced(furnished: Furnished, tmp_path: Path) -> None:
    house = furnished.copy(tmp_path / "home")
    with opened_backend(Settings(home=house.home)) as backend:
        outbox = Outbox(backend.store)
        outbox.store_intent("operation", REQUESTER, "a kind", "{}", None)
        outbox.finish("operation", "done", 201, '"first"')
        outbox.finish("operation", "failed", 409, '"second"')
        kept = outbox.get("operation")
        assert kept is not None
        assert (kept.stage, kept.answer_status, kept.answer) == ("done", 201, '"first"')


def _listed_before_it_was_signed(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> list[Operation]:
    """What is unfinished just before the next command is signed, as soon as that has happened."""
    listed: list[Operation] = []
    really = Outbox.store_signed

    def store_signed(outbox: Outbox, *arguments: Any) -> Any:
        listed.extend(Outbox(backend.store).unfinished())
        return really(outbox, *arguments)

    monkeypatch.setattr(Outbox, "store_signed", store_signed)
    return listed


def _transfer_everything(furnished: Furnished, backend: Backend) -> Outcome:
    """So that the contracts would refuse it a second time."""
    viewer = backend.viewer(furnished.supplier.api_key)
    assert viewer is not None
    transfer = NewTransfer(value=FACE, to=furnished.buyer.party)
    return backend.receivables.moving.transfer(furnished.claim, transfer, viewer, REQUESTER, dry_run=False)
