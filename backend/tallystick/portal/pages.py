"""The portal's files, and the headers that keep a page to what comes from here."""

from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.routing import Mount, Route, Router
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tallystick.portal.demo_parties import listed, signed_in

STATIC = Path(__file__).parent / "static"

HEADERS = {
    # Nothing but our own files, no inline script or style, no frame around us and no form that leaves by itself.
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


def portal_routes() -> Router:
    """What is mounted at /portal."""
    return Router(
        routes=[
            Route("/demo-parties", listed, methods=["GET"]),
            Route("/demo-parties/{party}", signed_in, methods=["POST"]),
            Mount("/", StaticFiles(directory=STATIC, html=True)),
        ],
        middleware=[Middleware(PortalHeaders)],
    )


class PortalHeaders:
    """Adds `HEADERS` to every answer of the portal."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self._app(scope, receive, headed)
