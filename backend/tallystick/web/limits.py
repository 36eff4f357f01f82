"""How large and how deep a request's body may be, looked at before anything parses it.

The deeper a JSON text is nested, the more of the C stack its parser takes, and py-evm has lifted Python's own guard
against that (`sys.setrecursionlimit`): without a limit of ours, a body of brackets would end the process.
"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tallystick.web.problems import document

MOST_BYTES = 1024 * 1024
"""Ten times what the largest command needs."""

MOST_BRACKETS = 1_000
"""Opening ones in the whole body; the largest command, a batch of moves, needs about five hundred."""


class BodyLimits:
    """Refuses bodies that no command needs. What is beyond the limit is read and thrown away, so that the sender,
    who is still sending, hears the answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        read = await _read(receive)
        if read is None:  # the client has gone in the middle: what it meant to say is not known
            return
        body, size = read
        if size > MOST_BYTES:
            detail = f"The body has {size} bytes."
            refusal = document(413, "body_too_large", detail, f"Send at most {MOST_BYTES} bytes.")
            await refusal(scope, receive, send)
        elif body.count(b"[") + body.count(b"{") > MOST_BRACKETS:
            detail = f"The body has more than {MOST_BRACKETS} lists and objects."
            refusal = document(400, "malformed_request", detail, "Send fewer, or less deeply nested ones.")
            await refusal(scope, receive, send)
        else:
            await self._app(scope, _replaying(body, receive), send)


async def _read(receive: Receive) -> tuple[bytes, int] | None:
    """The body as far as it is within the limit, and how large it was; None where it was not sent to its end."""
    body, size = bytearray(), 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        part: bytes = message.get("body", b"")
        size += len(part)
        if size <= MOST_BYTES:
            body += part
        if not message.get("more_body", False):
            return bytes(body), size


def _replaying(body: bytes, receive: Receive) -> Receive:
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return messages.pop() if messages else await receive()

    return replay
