"""The outermost layer: security headers, size limits, no compressed bodies.

Pure ASGI, so that a disconnect is seen and nothing wraps the response's sending.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serving.api.problems import problem_response

__all__ = ["Shield"]

LONGEST_BODY = 64 * 1024

_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Shield:
    """Wraps the whole application.

    Each request gets an opaque id and a script nonce in ``scope["state"]``. A request
    body that is compressed, or longer than 64 KiB, is refused before it is read on.
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
        state = scope.setdefault("state", {})
        state["request_id"], state["nonce"] = self._new_id(), secrets.token_urlsafe(16)
        sender = self._with_headers(send, state["nonce"], scope["path"])
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

    def _with_headers(self, send: Send, nonce: str, path: str) -> Send:
        policy = (
            "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
            f"script-src 'nonce-{nonce}' 'self'; connect-src 'self'; form-action 'self'; "
            "base-uri 'none'; frame-ancestors 'none'"
        )

        async def sender(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = policy
                for name, value in _HEADERS.items():
                    if name == "Cache-Control" and path.startswith("/static/"):
                        headers[name] = "public, max-age=86400"
                    else:
                        headers[name] = value
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
