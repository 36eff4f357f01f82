"""How long each answer took, and how much of that the chain's node: the header `Server-Timing`, as the W3C has it."""

import time

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tallystick.chain.waiting import counting_waits


class ServerTiming:
    """`total` and `node`, in milliseconds. `node` includes waiting for one's turn at the embedded chain, and for a
    block on one that is slow to confirm."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        with counting_waits() as waited:

            async def timed(message: Message) -> None:
                if message["type"] == "http.response.start":
                    total = time.perf_counter() - began
                    told = f"total;dur={total * 1e3:.2f}, node;dur={waited.seconds * 1e3:.2f}"
                    MutableHeaders(scope=message)["Server-Timing"] = told
                await send(message)

            await self._app(scope, receive, timed)
