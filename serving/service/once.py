"""Answer a request that is sent again as it was answered first (idempotency keys)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from serving.access.once import Once
from serving.access.permissions import Officer
from serving.service.context import Service
from serving.store.log import Receipt
from serving.store.once import KeptAnswer, read_once

__all__ = [
    "AnswerErasedError",
    "AnsweredBeforeError",
    "KeptBytes",
    "KeyOfAnotherRequestError",
    "NothingKeptError",
    "answered_before",
    "check_not_answered",
]


class KeyOfAnotherRequestError(Exception):
    """The key was used for another request."""

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was used for another request. Make a new key.")


class AnswerErasedError(Exception):
    """The request was carried out before, and its answer has been erased since."""

    def __init__(self) -> None:
        super().__init__("It was carried out before. What was answered then has been erased.")


class NothingKeptError(Exception):
    """The request is being carried out, or was carried out and left no answer to give again."""

    def __init__(self) -> None:
        super().__init__("It was carried out before, or is being. Look at what it was to change.")


@dataclass(frozen=True, slots=True)
class KeptBytes:
    """An answer as it was sent first."""

    body: bytes
    status: int
    media_type: str
    receipts: tuple[Receipt, ...]


class AnsweredBeforeError(Exception):
    """The very same request was answered before: send ``kept`` again, and do nothing."""

    def __init__(self, kept: KeptBytes) -> None:
        super().__init__("The request was answered before.")
        self.kept = kept


async def check_not_answered(service: Service, officer: Officer) -> None:
    """Part of the first line of every use-case: nothing is done twice under one key.

    Raises:
        AnsweredBeforeError: with the answer that the same request got.
        KeyOfAnotherRequestError, AnswerErasedError, NothingKeptError: there is none to give.
        StoreUnavailableError: whether there is one can't be told.
    """
    if officer.once is not None and (kept := await _read(service, officer.once)) is not None:
        raise AnsweredBeforeError(_bytes_of(kept, officer.once))


async def answered_before(service: Service, once: Once) -> KeptBytes:
    """The answer of the attempt that came first, once the store says there was one.

    Raises:
        KeyOfAnotherRequestError, AnswerErasedError, NothingKeptError: there is none to give.
        StoreUnavailableError: it can't be read.
    """
    kept = await _read(service, once)
    if kept is None:
        raise NothingKeptError
    return _bytes_of(kept, once)


async def _read(service: Service, once: Once) -> KeptAnswer | None:
    def read() -> KeptAnswer | None:
        with service.store.reading() as connection:
            return read_once(connection, once, service.clock())

    return await asyncio.to_thread(read)


def _bytes_of(kept: KeptAnswer, once: Once) -> KeptBytes:
    if kept.request != once.request:
        raise KeyOfAnotherRequestError
    if not kept.has_answer:
        raise NothingKeptError
    if kept.body is None:
        raise AnswerErasedError
    return KeptBytes(kept.body, kept.status, kept.media_type, kept.receipts)
