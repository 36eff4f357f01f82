"""An application in this process, asked as if it were served."""

from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from queue import SimpleQueue

import httpx
import structlog
from anyio.from_thread import BlockingPortal, start_blocking_portal
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger()

Messages = SimpleQueue[Message | None]
"""What the application says to a request; None when it has said everything."""


@contextmanager
def in_process(app: ASGIApp) -> Iterator[httpx.Client]:
    """A client of the application, which works in a thread of its own until the block ends."""
    with (
        start_blocking_portal() as portal,
        httpx.Client(transport=_InProcess(app, portal), base_url="http://ledger") as client,
    ):
        yield client


class _InProcess(httpx.BaseTransport):
    """Hands requests to an application. Its answers come piece by piece, as it makes them."""

    def __init__(self, app: ASGIApp, portal: BlockingPortal) -> None:
        self._app = app
        self._portal = portal

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        messages: Messages = SimpleQueue()
        asked = self._portal.start_task_soon(self._ask, request, messages)
        start = messages.get()
        if start is None:
            raise httpx.ReadError("the application broke", request=request)
        return httpx.Response(start["status"], headers=start["headers"], stream=_Pieces(messages, asked))

    async def _ask(self, request: httpx.Request, messages: Messages) -> None:
        async def overheard(scope: Scope, receive: Receive, send: Send) -> None:
            async def tell(message: Message) -> None:
                messages.put(message)
                await send(message)

            try:
                await self._app(scope, receive, tell)
            except Exception:  # it has been answered already; why it broke goes where a server would write it
                log.exception("request failed")

        try:
            await httpx.ASGITransport(overheard, raise_app_exceptions=False).handle_async_request(request)
        finally:
            messages.put(None)


class _Pieces(httpx.SyncByteStream):
    """An answer's body. Whoever closes it early does not want the rest made."""

    def __init__(self, messages: Messages, asked: Future[None]) -> None:
        self._messages = messages
        self._asked = asked

    def __iter__(self) -> Iterator[bytes]:
        while (message := self._messages.get()) is not None:
            yield message.get("body", b"")

    def close(self) -> None:
        self._asked.cancel()
