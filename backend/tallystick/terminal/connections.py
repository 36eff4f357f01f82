"""The ledger that a command is for: a server somewhere, the one that runs over a home, or the application itself."""

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from tallystick.refusal import Invalid, NotFound, Unavailable
from tallystick.running import running_server
from tallystick.settings import Settings, given_settings
from tallystick.terminal.in_process import in_process
from tallystick.terminal.requests import Request

if TYPE_CHECKING:
    from fastapi import FastAPI

ANSWER_TIMEOUT_SECONDS = 600.0
CONNECT_TIMEOUT_SECONDS = 10.0
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class CallerSettings(BaseSettings):
    """What whoever uses a ledger can set, by environment variables that begin with TALLYSTICK_."""

    model_config = SettingsConfigDict(env_prefix="TALLYSTICK_", frozen=True)

    url: str | None = Field(default=None, description="A server that runs elsewhere.")
    api_key: SecretStr | None = Field(
        default=None, description="The caller's API key, or @ and a file with it."
    )


@dataclass(frozen=True, slots=True)
class Address:
    """Where the ledger is: at a URL, or in a home."""

    url: str | None
    home: Path | None

    @classmethod
    def given(cls, url: str | None = None, home: Path | None = None) -> "Address":
        """What was said with the command counts before what the environment says."""
        return cls(url or (None if home else CallerSettings().url), home)

    @classmethod
    def among(cls, words: Sequence[str]) -> "Address":
        """The address in a command that nobody has understood yet."""
        parser = ArgumentParser(add_help=False, allow_abbrev=False)
        parser.add_argument("--url", nargs="?")
        parser.add_argument("--home", nargs="?", type=Path)
        known, _ = parser.parse_known_args(words)
        return cls.given(known.url, known.home)


class Connection:
    """A ledger that can be asked."""

    def __init__(self, client: httpx.Client, host_token: str | None) -> None:
        self._client = client
        self.host_token = host_token
        """What whoever can read the home may ask with; None where it is not known."""

    def ask(self, request: Request) -> httpx.Response:
        """The answer, whatever it is. Raises `Unavailable` where there is none."""
        with self.listen(request) as response:
            response.read()
        return response

    @contextmanager
    def listen(self, request: Request) -> Iterator[httpx.Response]:
        """The answer while it still comes. Raises `Unavailable` where there is none, or where it breaks off."""
        asked = self._client.build_request(
            request.method,
            request.path,
            params=request.query,
            headers=request.headers,
            content=request.content,
        )
        try:
            response = self._client.send(asked, stream=True)
            try:
                yield response
            finally:
                response.close()
        except (httpx.ConnectError, httpx.ConnectTimeout) as problem:
            raise Unavailable(
                "server_unreachable",
                f"Nothing answers at {self._client.base_url}: {problem}.",
                "Start the server, or name another one with --url or --home.",
            ) from problem
        except httpx.HTTPError as problem:
            raise Unavailable(
                "server_gone",
                f"The server at {self._client.base_url} gave no answer: {str(problem) or type(problem).__name__}.",
                "Ask again when it is back, a command with the same --idempotency-key: nothing is done twice.",
            ) from problem


def connected(address: Address, works: bool = False) -> AbstractContextManager[Connection]:
    """The ledger at an address. A home that nobody serves is opened, if a ledger was begun there.

    `works`: whether something may be left to do after the answer, which a server would do.
    """
    if address.url is not None:
        return _served(address.url, None)
    settings = _existing(address.home)
    server = running_server(settings)
    return _opened(settings, works) if server is None else _served(server.url, server.token)


def description(address: Address) -> dict[str, Any]:
    """What the ledger at an address says that it can be asked; where none answers, what this version could be."""
    server = None if address.url else running_server(given_settings(home=address.home))
    url = server.url if server else address.url
    told = _told_by(url) if url else None
    if told is not None:
        return told
    return _own_app().openapi()


@cache
def _own_app() -> "FastAPI":
    from tallystick.app import described_app  # noqa: PLC0415 (takes seconds, which a server's clients need not wait)

    return described_app()


def _told_by(url: str) -> dict[str, Any] | None:
    try:
        with _client(url) as client:
            told = client.get("/openapi.json").raise_for_status().json()
    except (Invalid, httpx.HTTPError, ValueError):
        return None
    return told if isinstance(told, dict) and isinstance(told.get("paths"), dict) else None


def _client(url: str) -> httpx.Client:
    """A client of the server. One on this machine is asked without the proxies that the environment names."""
    timeout = httpx.Timeout(ANSWER_TIMEOUT_SECONDS, connect=CONNECT_TIMEOUT_SECONDS)
    try:
        base = httpx.URL(url)
    except httpx.InvalidURL:
        base = httpx.URL()
    if base.scheme not in {"http", "https"} or not base.host:
        raise Invalid(
            "malformed_url", f"{url!r} is no URL of a server.", "Write it as in http://127.0.0.1:8040."
        )
    return httpx.Client(base_url=base, timeout=timeout, trust_env=base.host not in LOOPBACK)


@contextmanager
def _served(url: str, host_token: str | None) -> Iterator[Connection]:
    with _client(url) as client:
        yield Connection(client, host_token)


def _existing(home: Path | None) -> Settings:
    """The settings of a ledger that is there: looking must not begin a new one."""
    settings = given_settings(home=home)
    if not settings.home.is_dir():
        raise NotFound(
            "ledger_not_found",
            f"There is no ledger in {settings.home}.",
            "Name its home with --home, or serve it first.",
        )
    return settings


@contextmanager
def _opened(settings: Settings, works: bool) -> Iterator[Connection]:
    from tallystick.app import provide  # noqa: PLC0415 (see above)
    from tallystick.backend import opened_backend  # noqa: PLC0415 (see above)

    app = _own_app()
    with (
        opened_backend(settings, only_if_begun=True) as backend,
        backend.background() if works else nullcontext(),
        in_process(app) as client,
    ):
        provide(app, backend)
        yield Connection(client, backend.host_token)
