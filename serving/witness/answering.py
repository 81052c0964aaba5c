"""A witness over HTTP: ``POST /add-checkpoint`` as ``c2sp.org/tlog-witness`` says, and no more."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from serving.audit.notes import NoteError
from serving.audit.witnessing import Refusal, Submission
from serving.witness.remembering import WitnessMemory, WitnessMemoryError

__all__ = ["WitnessApp"]

_PATH = "/add-checkpoint"
_MOST_BYTES = 64 * 1024
_TEXT = "text/plain; charset=utf-8"
_Message = MutableMapping[str, Any]


class WitnessApp:
    """An ASGI application. Whoever may reach it may send heads: the log's signature counts."""

    def __init__(self, memory: WitnessMemory) -> None:
        self._memory = memory

    async def __call__(
        self,
        scope: _Message,
        receive: Callable[[], Awaitable[_Message]],
        send: Callable[[_Message], Awaitable[None]],
    ) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            raise ValueError("a witness answers HTTP alone")
        status, body, kind = await self._answer(scope, receive)
        headers = [(b"content-type", kind.encode()), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body.encode()})

    async def _answer(
        self, scope: _Message, receive: Callable[[], Awaitable[_Message]]
    ) -> tuple[int, str, str]:
        if scope["path"].rstrip("/") != _PATH:
            return 404, "there is nothing at this address\n", _TEXT
        if scope["method"] != "POST":
            return 405, "heads are sent by POST\n", _TEXT
        body = await _body(receive)
        if body is None:
            return 413, "the request is too long\n", _TEXT
        try:
            done = await asyncio.to_thread(self._memory.add, Submission.parse(body))
        except NoteError as fault:
            return 400, f"{fault}\n", _TEXT
        except WitnessMemoryError:
            return 503, "the head can't be kept, so it is not cosigned\n", _TEXT
        if not isinstance(done, Refusal):
            return 200, f"{done.text}\n", _TEXT
        if done.size is not None:
            return done.status, f"{done.size}\n", "text/x.tlog.size"
        return done.status, f"{done.why}\n", _TEXT


async def _body(receive: Callable[[], Awaitable[_Message]]) -> bytes | None:
    """The whole body; None if it is too long or the sender went away."""
    body: bytes = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += bytes(message.get("body", b""))
        if len(body) > _MOST_BYTES:
            return None
        if not message.get("more_body"):
            return body
