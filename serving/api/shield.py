"""The outermost layer: security headers, size limits, no compressed bodies.

Pure ASGI, so that a disconnect is seen and nothing wraps the response's sending.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serving.api.problems import problem_response
from serving.pages import addresses
from serving.pages.headers import PAGE_HEADERS, STATIC_HEADERS

__all__ = ["Shield"]

LONGEST_BODY = 64 * 1024

_STATIC = addresses.STATIC + "/"


class Shield:
    """Wraps the whole application.

    Each request gets an opaque id in ``scope["state"]``. A request body that is
    compressed, or longer than 64 KiB, is refused before it is read on.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        is_production: bool,
        new_id: Callable[[], str] = lambda: secrets.token_hex(16),
    ) -> None:
        self._app = app
        self._is_production = is_production
        self._new_id = new_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = self._new_id()
        scope.setdefault("state", {})["request_id"] = request_id
        sender = self._with_headers(send, scope["path"], request_id)
        headers = Headers(scope=scope)
        if headers.get("content-encoding", "identity") != "identity":
            response = problem_response("compressed", "Content-Encoding is not accepted.")
            await response(scope, receive, sender)
            return
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > LONGEST_BODY:
            response = problem_response("too-long", f"At most {LONGEST_BODY} bytes are accepted.")
            await response(scope, receive, sender)
            return
        await self._app(scope, _counted(receive), sender)

    def _with_headers(self, send: Send, path: str, request_id: str) -> Send:
        chosen = STATIC_HEADERS if path.startswith(_STATIC) else PAGE_HEADERS

        async def sender(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in chosen.items():
                    headers[name] = value
                headers["X-Request-Id"] = request_id
                if self._is_production:
                    headers["Strict-Transport-Security"] = "max-age=63072000"
            await send(message)

        return sender


def _counted(receive: Receive) -> Receive:
    """A body sent in chunks has no length beforehand: past the limit the client is cut off."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > LONGEST_BODY:
                return {"type": "http.disconnect"}
        return message

    return counted
