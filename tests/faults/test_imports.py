"""A file whose server is killed, or whose documents are used up meanwhile, goes in whole and once, or not at all."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from tallystick.backend import Backend, opened_backend
from tallystick.imports.tables import ImportedRow
from tallystick.receivables.bodies import NewReceivable
from tallystick.refusal import Refusal
from tallystick.sending.command import Outcome, Requester
from tallystick.sending.outbox import Outbox
from tallystick.settings import Settings
from tests.faults.autopsy import chain
from tests.faults.furnishing import INVOICED, Furnished, commitment
from tests.faults.house import House
from tests.faults.ordeal import Request, send


def _rows(furnished: Furnished, *faces: int) -> list[dict[str, Any]]:
    rows = []
    for face in faces:
        body = commitment(furnished.programme, furnished.supplier, furnished.invoice, face)
        documents = [{"fingerprint": furnished.invoice, "amount": face}]
        row = {name: body[name] for name in ("creditor", "face", "due_date")}
        rows.append(row | {"reference": f"PO {face}", "currency": "CNY", "documents": documents})
    return rows


def _request(furnished: Furnished) -> Request:
    path = f"/v1/imports?programme={furnished.programme}"
    return Request(path, _rows(furnished, 100, 200), furnished.buyer.api_key)


def _offered(house: House) -> int:
    with chain(house) as on_chain:
        return len(on_chain.events("ReceivableOffered"))


@pytest.mark.parametrize("place", ["intent stored@1", "sent@2", "mirrored@1"])
def test_an_import_that_was_killed_has_happened_once_and_its_rows_are_known(
    furnished: Furnished, tmp_path: Path, place: str
) -> None:
    house = furnished.copy(tmp_path / "home")
    before = _offered(house)
    house.start_halting(place)
    try:
        house.arm()
        with ThreadPoolExecutor(1) as pool:
            pool.submit(send, house, _request(furnished))
            house.wait_until_halted()
            busy = send(house, _request(furnished), "another file at the same time").json()
            house.kill()
        house.start()
        assert busy["code"] == "import_in_progress"
        assert _offered(house) == before + 2
        again = send(house, _request(furnished), "the same file later")
        assert [row["status"] for row in again.json()["rows"]] == ["exists", "exists"]
        replayed = send(house, _request(furnished))
        assert replayed.headers["Idempotency-Replayed"] == "true"
        assert [row["receivable"] for row in replayed.json()["rows"]] == [
            row["receivable"] for row in again.json()["rows"]
        ]
        assert _offered(house) == before + 2
    finally:
        house.stop()


def test_an_import_that_is_overtaken_on_the_chain_leaves_nothing(
    furnished: Furnished, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between its last check and its transaction somebody draws the document down to less than the file needs."""
    house = furnished.copy(tmp_path / "home")
    with opened_backend(Settings(home=house.home)) as backend:
        store_intent = Outbox.store_intent

        def overtaken(outbox: Outbox, *intent: Any) -> None:
            store_intent(outbox, *intent)
            monkeypatch.setattr(Outbox, "store_intent", store_intent)
            _draw(furnished, backend, INVOICED - 250)

        monkeypatch.setattr(Outbox, "store_intent", overtaken)
        for _ in range(2):  # the repeat is answered as it was
            with pytest.raises(Refusal) as refused:
                _import(furnished, backend, "overtaken", 100, 200)
            assert refused.value.code == "evidence_exceeded"
        with backend.store.reading() as session:
            assert session.scalar(select(func.count()).select_from(ImportedRow)) == 0
        outcome = json.loads(_import(furnished, backend, "corrected", 100, 150).body)
        assert [row["status"] for row in outcome["rows"]] == ["issued", "issued"]


def _draw(furnished: Furnished, backend: Backend, face: int) -> None:
    body = commitment(furnished.programme, furnished.supplier, furnished.invoice, face)
    viewer = backend.viewer(furnished.buyer.api_key)
    assert viewer is not None
    requester = Requester(viewer.party, "drawn meanwhile", bytes(32))
    backend.receivables.issuing.issue(NewReceivable.model_validate(body), viewer, requester, dry_run=False)


def _import(furnished: Furnished, backend: Backend, key: str, *faces: int) -> Outcome:
    viewer = backend.viewer(furnished.buyer.api_key)
    assert viewer is not None
    content = json.dumps(_rows(furnished, *faces)).encode()
    requester = Requester(viewer.party, key, bytes(32))
    return backend.imports.take_in(
        "application/json", content, furnished.programme, viewer, requester, dry_run=False
    )
