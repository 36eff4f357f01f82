"""Running the backend as a server."""

import gc
import signal
import socket
from collections.abc import Callable
from contextlib import ExitStack, suppress

import uvicorn
from fastapi import FastAPI

from tallystick.app import create_app
from tallystick.backend import opened_backend
from tallystick.refusal import Unavailable
from tallystick.running import announced
from tallystick.settings import Settings

GARBAGE_BEFORE_A_LOOK = 20_000
"""Objects, instead of Python's 700: a command makes some thousands, nearly all of which go by themselves."""


def serve(settings: Settings, started: Callable[[str], None], app: FastAPI | None = None) -> None:
    """Serves until it is told to stop (SIGINT, SIGTERM); calls `started` with its URL when it begins to answer.

    `app` is an application that was described before, which takes seconds; without it, one is made.

    Raises `Refusal`s that say what is in the way of starting.
    """
    with ExitStack() as opened:
        listener = opened.enter_context(_listener(settings))
        backend = opened.enter_context(opened_backend(settings))
        opened.enter_context(backend.background())
        url = f"http://{_reachable(settings.host)}:{listener.getsockname()[1]}"
        ledger = "0x" + backend.contracts.directory.hex()
        opened.enter_context(
            announced(settings.home, url, backend.host_token, ledger, backend.operator_api_key)
        )
        app = create_app(backend, app)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        app.state.stopping = lambda: server.should_exit  # uvicorn waits for every answer, so streams must end
        # uvicorn raises the signal that stopped it once more; without this, SIGTERM would end us before we have closed.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        keep_what_is_there()
        started(url)
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listener])


def keep_what_is_there() -> None:
    """What a server has loaded by now stays: no collection of garbage need look at it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_BEFORE_A_LOOK)


def _listener(settings: Settings) -> socket.socket:
    try:
        listener = socket.create_server((settings.host, settings.port))
    except OSError as error:
        raise Unavailable(
            "address_not_available",
            f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}.",
            "Stop what listens there, or choose another port with --port.",
        ) from error
    # asyncio does this only for sockets that were made with the protocol's number. Without it, an answer in two parts
    # waits 40 ms for the client's acknowledgement of the first.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _reachable(host: str) -> str:
    return "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 (compared, not bound)
