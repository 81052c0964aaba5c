"""Give a past answer again, with how it compares with itself worked out anew (N1)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from records.calendar import instant_from_text, instant_to_text
from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.answer.encoder import encode
from serving.answer.inputs import LookInputs
from serving.replay import Replayed, SystemCount, code_in_use, known_since, replay
from serving.replay.differences import Cause, Difference
from serving.service.access_log import check_may, log_look, log_refusal
from serving.service.context import Service
from serving.service.past_entries import NoSuchEntryError, PastAnswer, read_answer
from serving.store.kept import shown_with
from serving.store.looks import LookRow
from serving.store.writer import Receipt

__all__ = ["NoAnswerKeptError", "Replay", "replay_answer", "replay_bytes"]


class NoAnswerKeptError(Exception):
    """The entry gave no answer, or it is erased or lost: there are no bytes to give again."""


@dataclass(frozen=True, slots=True)
class Replay:
    """What is sent: the exact bytes with their media type, and the log's receipts.

    Attributes:
        values: what the JSON of a replay says; of the bytes alone too.
        kept: the past answer's exact bytes; None if they are not kept.
        who: the account that the answer was given to; None once that is erased.
    """

    values: Mapping[str, Any]
    kept: bytes | None
    who: str | None
    body: bytes
    media_type: str
    receipts: tuple[Receipt, ...]


async def replay_answer(
    service: Service, officer: Officer, entry: str, reason: AccessReason
) -> Replay:
    """The verdict on a past answer, its cause, and the answer as text.

    Everybody whom the answer was about has an entry of this replay: it shows them again.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        NoSuchEntryError: there is no such entry. That is logged too.
        StoreUnavailableError: it could not be read or logged, so nothing is shown.
    """
    now = service.clock()
    found = await _read(service, officer, entry, reason, now)
    replayed = replay(found.past, found.kept, code_in_use())
    values = _values(found, replayed, await _since(service, found, now), now)
    body = encode(values)
    receipts = await _enter(
        service, officer, found, replayed, body, "application/json", reason, now
    )
    who = found.stored.entry.private.get("who")
    return Replay(values, replayed.body, who, body, "application/json", receipts)


async def replay_bytes(
    service: Service, officer: Officer, entry: str, reason: AccessReason
) -> Replay:
    """The past answer's exact bytes, with the media type that they had.

    Raises:
        NoAnswerKeptError: there are none.
        NotPermittedError, NoSuchEntryError, StoreUnavailableError: as :func:`replay_answer`.
    """
    now = service.clock()
    found = await _read(service, officer, entry, reason, now)
    replayed = replay(found.past, found.kept, code_in_use())
    if replayed.body is None or replayed.media_type is None:
        raise NoAnswerKeptError(replayed.words)
    values = _values(found, replayed, (), now)
    receipts = await _enter(
        service, officer, found, replayed, replayed.body, replayed.media_type, reason, now
    )
    who = found.stored.entry.private.get("who")
    return Replay(values, replayed.body, who, replayed.body, replayed.media_type, receipts)


async def _read(
    service: Service, officer: Officer, entry: str, reason: AccessReason, now: datetime
) -> PastAnswer:
    await check_may(service, officer, Permission.LOG_REPLAY, now)

    def read() -> PastAnswer:
        with service.store.reading() as connection:
            return read_answer(connection, entry)

    try:
        return await asyncio.to_thread(read)
    except NoSuchEntryError:
        await log_refusal(service, officer, "no_such_entry", now, reason=reason)
        raise


async def _since(service: Service, found: PastAnswer, now: datetime) -> tuple[SystemCount, ...]:
    """What is known now and was not then, if the answer was about a child's records."""
    said = found.stored.entry.fields["inputs"]
    raw = found.kept.get(said.get("history", ""))
    if raw is None:
        return ()
    before = LookInputs.from_bytes(raw)
    child = found.stored.entry.private.get("child") or str(before.history.child)
    row: LookRow | None = await service.reader.read_look(child)
    today = None if row is None else LookInputs.from_bytes(row.blob).history
    return known_since(before.history, instant_from_text(said["as_of"]), today, now)


async def _enter(
    service: Service,
    officer: Officer,
    found: PastAnswer,
    replayed: Replayed,
    body: bytes,
    media_type: str,
    reason: AccessReason,
    now: datetime,
) -> tuple[Receipt, ...]:
    entry = found.stored.entry

    def everybody() -> frozenset[str]:
        with service.store.reading() as connection:
            return shown_with(connection, entry)

    people: list[str | None] = [*sorted(await asyncio.to_thread(everybody))]
    return tuple(
        [
            await log_look(
                service,
                officer,
                kind="ANSWER_REPLAYED",
                at=now,
                child=person,
                reason=reason,
                inputs={"as_of": instant_to_text(now), "code": code_in_use().digest},
                body=body,
                media_type=media_type,
                facts={"entry": entry.id, "verdict": replayed.verdict.value},
            )
            for person in people or [None]
        ]
    )


def _values(
    found: PastAnswer, replayed: Replayed, since: tuple[SystemCount, ...], now: datetime
) -> dict[str, Any]:
    fields = found.stored.entry.fields
    return {
        "entry": found.stored.entry.id,
        "kind": fields["kind"],
        "at": fields["at"],
        "verdict": replayed.verdict.value,
        "words": replayed.words,
        "cause": None if replayed.cause is None else _cause(replayed.cause),
        "difference": None if replayed.difference is None else _difference(replayed.difference),
        "kept": None if replayed.body is None else _kept(replayed),
        "recomputed_hash": replayed.recomputed_hash,
        "since": [
            {
                "system": count.system.value,
                "name": count.system.words,
                "then": count.then,
                "new": count.new,
                "gone": count.gone,
            }
            for count in since
        ],
        "as_at": instant_to_text(now),
    }


def _cause(cause: Cause) -> dict[str, Any]:
    return {"name": cause.name, "words": cause.words, "was": cause.was, "is_now": cause.is_now}


def _difference(parted: Difference) -> dict[str, Any]:
    return {"path": parted.path, "kept": parted.kept, "recomputed": parted.recomputed}


def _kept(replayed: Replayed) -> dict[str, Any]:
    body = replayed.body or b""
    try:
        text: str | None = body.decode()
    except UnicodeDecodeError:
        text = None
    return {
        "hash": replayed.kept_hash,
        "length": len(body),
        "media_type": replayed.media_type,
        "text": text,
    }
