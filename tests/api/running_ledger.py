"""A real backend behind a real HTTP server, and parties that talk to it as a supplier portal would."""

import itertools
import json
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI

from tallystick.app import described_app, provide
from tallystick.backend import Backend, opened_backend
from tallystick.chain.embedded import EmbeddedNode
from tallystick.mirror.digest import row_digest
from tallystick.money.calendar import instant_text
from tallystick.server import _listener
from tallystick.settings import Settings

START_SECONDS = 60.0
ASK_SECONDS = 60.0
PROBLEM = "application/problem+json"
DAY_SECONDS = 86_400

_tax_numbers = itertools.count(1)


class RunningLedger:
    """A ledger that can be stopped and started again; each time it listens on another port."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.http = httpx.Client(timeout=ASK_SECONDS, trust_env=False)
        self.url = ""
        self._running: Any = None
        self._backend: Backend | None = None

    @property
    def backend(self) -> Backend:
        assert self._backend is not None, "the ledger is stopped"
        return self._backend

    def start(self) -> None:
        self._running = _serving(self.settings)
        self._backend, self.url = self._running.__enter__()

    def stop(self) -> None:
        self._running.__exit__(None, None, None)
        self._backend = None

    def restart(self) -> None:
        self.stop()
        self.start()

    def close(self) -> None:
        if self._backend is not None:
            self.stop()
        self.http.close()

    @property
    def operator(self) -> "Caller":
        return Caller(self, self.backend.operator_api_key)

    @property
    def host(self) -> "Caller":
        return Host(self, None)

    def stranger(self, key: str | None) -> "Caller":
        """Somebody with this API key, whoever it is of, or with none."""
        return Caller(self, key)

    def open_party(self, *roles: str, name: str = "", wallet: str | None = None) -> "Firm":
        """A party of its own for this test; with a wallet, it signs with that."""
        number = next(_tax_numbers)
        body = {
            "name": name or f"公司 {number} Ltd",
            "tax_number": f"91310000{number:010d}",
            "roles": list(roles) or ["supplier"],
        } | ({} if wallet is None else {"wallet": wallet})
        opened = self.operator.command("/v1/parties", body)
        return Firm(self, opened["api_key"], opened["party"]["id"], opened["party"]["name"])

    def open_authority(self, name: str = "") -> "Firm":
        """A court or regulator of its own for this test."""
        return self._office("/v1/authorities", name or "法院")

    def open_bank(self, name: str = "") -> "Firm":
        """An operating bank of its own for this test."""
        return self._office("/v1/banks", name or "银行")

    def open_verifier(self, *topics: str) -> "Firm":
        """A verifier of its own for this test, trusted on these topics."""
        return self._office("/v1/verifiers", "验证机构", topics=list(topics) or ["1"])

    def open_transfer_agent(self) -> "Firm":
        """A transfer agent of its own for this test."""
        return self._office("/v1/transfer-agents", "过户代理")

    def _office(self, path: str, name: str, **power: Any) -> "Firm":
        number = next(_tax_numbers)
        body = {"name": name, "tax_number": f"91440000{number:010d}"} | power
        opened = self.host.command(path, body)
        return Firm(self, opened["api_key"], opened["party"]["id"], opened["party"]["name"])

    def moment(self, seconds_from_now: int) -> str:
        """RFC 3339, by the chain's clock, which may be ahead of the wall's."""
        return instant_text(self.backend.node.head().timestamp + seconds_from_now)

    def let_time_pass(self, seconds: int) -> None:
        """Sets its clock forward; nobody else may be at it."""
        node = self.backend.node
        assert isinstance(node, EmbeddedNode), "this chain's clock cannot be set"
        node.advance_clock(seconds)

    def let_days_pass(self, days: int) -> None:
        self.let_time_pass(days * DAY_SECONDS)

    def open_programme(self, **rules: Any) -> str:
        terms = {
            "name": "长风供应链",
            "asset_kind": "claim",
            "regime": "plain_claim_register",
            "day_count": "ACT/360",
            "longest_term_months": 6,
        }
        number: str = self.operator.command("/v1/programmes", terms | rules)["id"]
        return number

    def state(self) -> tuple[bytes, bytes]:
        """What the mirror's rows and the chain's head are: equal before and after, nothing has happened."""
        return row_digest(
            self.backend.store, self.backend.mirror.deployment_id
        ), self.backend.node.head().hash


@dataclass(frozen=True)
class Caller:
    """Whoever sends requests under one API key."""

    ledger: RunningLedger
    api_key: str | None

    def ask(
        self, method: str, path: str, headers: dict[str, str] | None = None, **rest: Any
    ) -> httpx.Response:
        """Any request at all. Every refusal, wherever it comes from, must be a problem document."""
        authorised = {} if self.api_key is None else {"Authorization": f"Bearer {self.api_key}"}
        response = self.ledger.http.request(
            method, self.ledger.url + path, headers=authorised | (headers or {}), **rest
        )
        if response.is_error:
            assert response.headers["content-type"] == PROBLEM, response.text[:500]
        return response

    def begun(self, path: str) -> tuple[int, str]:
        """Status, and code of a refusal, of an answer that is not waited for to its end."""
        authorised = {} if self.api_key is None else {"Authorization": f"Bearer {self.api_key}"}
        with self.ledger.http.stream("GET", self.ledger.url + path, headers=authorised) as response:
            return response.status_code, json.loads(response.read())["code"] if response.is_error else ""

    def get(self, path: str, **query: Any) -> httpx.Response:
        return self.ask("GET", path, params=query)

    def post(self, path: str, body: Any = None, key: str | None = None, **query: Any) -> httpx.Response:
        """A command under a fresh idempotency key, unless one is given."""
        url = httpx.URL(path).copy_merge_params(query)
        return self.ask("POST", str(url), {"Idempotency-Key": key or str(uuid.uuid4())}, **sent(body))

    def read(self, path: str, **query: Any) -> dict[str, Any]:
        return accepted(self.get(path, **query))

    def command(self, path: str, body: Any = None) -> dict[str, Any]:
        """A command that must be carried out, also where the chain takes its time."""
        response = self.post(path, body)
        assert response.status_code == 201, response.text[:1000]
        return accepted(response)

    def refused(self, path: str, body: Any = None, **query: Any) -> dict[str, Any]:
        """The problem document of a command that must be refused."""
        return problem(self.post(path, body, **query))


def sent(body: Any) -> dict[str, Any]:
    """A file as it is, anything else as JSON."""
    return {"content": body} if isinstance(body, bytes) else {"json": body}


@dataclass(frozen=True)
class Host(Caller):
    """Whoever runs the machine and reads the token of the server that runs now: each start makes a new one."""

    def ask(
        self, method: str, path: str, headers: dict[str, str] | None = None, **rest: Any
    ) -> httpx.Response:
        return self._with_token().ask(method, path, headers, **rest)

    def begun(self, path: str) -> tuple[int, str]:
        return self._with_token().begun(path)

    def _with_token(self) -> Caller:
        return Caller(self.ledger, self.ledger.backend.host_token)


@dataclass(frozen=True)
class Firm(Caller):
    """A party of the ledger."""

    party: str
    name: str

    def claims(self, **query: Any) -> list[dict[str, Any]]:
        """Its claims, on one page."""
        found: list[dict[str, Any]] = self.read("/v1/claims", size=500, **query)["claims"]
        return found


def accepted(response: httpx.Response) -> dict[str, Any]:
    assert response.is_success, response.text[:1000]
    body: dict[str, Any] = response.json()
    return body


def problem(response: httpx.Response) -> dict[str, Any]:
    """The problem document, with what RFC 9457 and the house ask of it."""
    assert response.is_error, response.text[:1000]
    assert response.headers["content-type"] == PROBLEM
    document: dict[str, Any] = response.json()
    assert document["status"] == response.status_code
    assert document["type"] == f"urn:tallystick:problem:{document['code']}"
    assert all(document[member] for member in ("title", "detail", "way_out"))
    return document


_idle: list[FastAPI] = []
"""Applications whose ledger has ended: describing one takes seconds, and each start provides it anew."""


@contextmanager
def _application(backend: Backend) -> Iterator[FastAPI]:
    application = _idle.pop() if _idle else described_app()
    provide(application, backend)
    yield application
    _idle.append(application)


@contextmanager
def _serving(settings: Settings) -> Iterator[tuple[Backend, str]]:
    with (
        _listener(settings) as listener,
        opened_backend(settings) as backend,
        _application(backend) as application,
        backend.background(),
    ):
        server = uvicorn.Server(uvicorn.Config(application, log_level="critical"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="server")
        thread.start()
        try:
            _wait_until(lambda: server.started or not thread.is_alive())
            yield backend, f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def _wait_until(happened: Any) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not happened():
        assert time.monotonic() < deadline, "the server does not start"
        time.sleep(0.01)
