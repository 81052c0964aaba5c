"""The outermost layer: an id for every request, security headers, limits, nothing ambiguous.

Pure ASGI, so that a disconnect is seen and nothing wraps the response's sending.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serving.pages import addresses
from serving.pages.headers import PAGE_HEADERS, STATIC_HEADERS
from serving.web.problems import FAULT_WORDS, problem_response
from serving.web.request_log import CURRENT_REQUEST, log_fault

__all__ = ["LONGEST_BODY", "MOST_HEADERS", "Shield"]

LONGEST_BODY = 64 * 1024
#: Browsers send fewer than 30, proxies add a few.
MOST_HEADERS = 100
_STATIC = addresses.STATIC + "/"
#: Headers of which a second one leaves open which of them counts.
_SINGLE = frozenset(
    {
        b"authorization", b"content-encoding", b"content-length", b"content-type", b"cookie",
        b"host", b"idempotency-key", b"if-match", b"origin", b"sec-fetch-site",
        b"transfer-encoding", b"x-access-reason", b"x-request-id",
    }
)  # fmt: skip
_THEIR_ID = re.compile(rb"[A-Za-z0-9._-]{8,64}")
_CONTROL = re.compile("[\x00-\x1f\x7f]")
_TOO_LONG = f"At most {LONGEST_BODY} bytes are accepted."


class Shield:
    """Wraps the whole application.

    Each request gets an opaque id of ours in ``scope["state"]``, in every line that is
    logged, in every entry and on the response. A caller's own ``X-Request-Id`` never takes
    its place, for entries are found by it; if well formed it comes back as
    ``X-Correlation-Id``. A body that is compressed, or longer than 64 KiB, is refused.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        is_production: bool,
        new_id: Callable[[], str] = lambda: secrets.token_hex(16),
    ) -> None:
        self._app = app
        self._new_id = new_id
        hsts = {"Strict-Transport-Security": "max-age=63072000"} if is_production else {}
        self._page_headers = _raw({**PAGE_HEADERS, **hsts}.items())
        self._static_headers = _raw({**STATIC_HEADERS, **hsts}.items())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = self._new_id()
        CURRENT_REQUEST.set(request_id)
        scope.setdefault("state", {})["request_id"] = request_id
        body = _Body(receive)
        sender = self._sender(scope, send, body, request_id)
        refused = _refusal(scope)
        if refused is not None:
            response = problem_response(*refused, request_id=request_id)
            await response(scope, receive, sender)
            return
        has_begun = False

        async def noticing(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await sender(message)

        try:
            await self._app(scope, body.receive, noticing)
        except Exception as error:  # noqa: BLE001 - logged, and told as a problem
            # Not passed on: a server would log the message, which may hold what was asked.
            # What has begun was answered and logged inside, or ends unfinished.
            if not has_begun:
                log_fault(error)
                response = problem_response("fault", FAULT_WORDS, request_id=request_id)
                await response(scope, receive, sender)

    def _sender(self, scope: Scope, send: Send, body: _Body, request_id: str) -> Send:
        is_static = scope["path"].startswith(_STATIC)
        added = [
            *(self._static_headers if is_static else self._page_headers),
            (b"x-request-id", request_id.encode()),
        ]
        theirs = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"")
        if _THEIR_ID.fullmatch(theirs):
            added.append((b"x-correlation-id", theirs))
        names = {name for name, _ in added}
        is_replaced = False

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [header for header in message.get("headers", ()) if header[0] not in names]
                message = {**message, "headers": kept + added}
            await send(message)

        async def sender(message: Message) -> None:
            nonlocal is_replaced
            if is_replaced:
                return  # What the application says of a body that was cut off.
            if body.is_too_long and message["type"] == "http.response.start":
                is_replaced = True
                response = problem_response("too-long", _TOO_LONG, request_id=request_id)
                await response(scope, body.receive, with_headers)
                return
            await with_headers(message)

        return sender


class _Body:
    """A body sent in chunks has no length beforehand: past the limit the client is cut off."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._seen = 0

    @property
    def is_too_long(self) -> bool:
        return self._seen > LONGEST_BODY

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._seen += len(message.get("body", b""))
            if self.is_too_long:
                return {"type": "http.disconnect"}
        return message


def _refusal(scope: Scope) -> tuple[str, str] | None:
    """The problem and its words, if the request is refused before anything of it is read."""
    if len(scope["headers"]) > MOST_HEADERS:
        return "too-many-headers", f"At most {MOST_HEADERS} headers are accepted."
    single = [name for name, _ in scope["headers"] if name in _SINGLE]
    if len(set(single)) != len(single):
        return "bad-request", "A header that may stand once stands more than once."
    if _CONTROL.search(scope["path"]):
        return "bad-request", "The address holds a control character."
    given = dict(scope["headers"])
    if given.get(b"content-encoding", b"identity") != b"identity":
        return "compressed", "Content-Encoding is not accepted."
    length = given.get(b"content-length", b"0")
    if b"transfer-encoding" in given and b"content-length" in given:
        return "bad-request", "The body has a length and chunks at once."
    if not length.isdigit():
        return "bad-request", "Content-Length is no number."
    if int(length) > LONGEST_BODY:
        return "too-long", _TOO_LONG
    return None


def _raw(items: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in items]
