"""Show one entry of the access log: what it says, and whose look it was, while that is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.calendar import instant_to_text
from serving.access.kinds import KINDS
from serving.access.permissions import Officer, Permission
from serving.answer.encoder import encode
from serving.service.access_log import check_may, log_look, log_refusal
from serving.service.context import Service
from serving.service.past_entries import NoSuchEntryError
from serving.store.log_parts import LoggedEntry, read_entry
from serving.store.writer import Receipt

__all__ = ["EntryShown", "show_entry"]


@dataclass(frozen=True, slots=True)
class EntryShown:
    """One entry: the values, the exact bytes, and the receipt of this very look at it."""

    values: Mapping[str, Any]
    body: bytes
    receipt: Receipt


async def show_entry(service: Service, officer: Officer, entry_id: str) -> EntryShown:
    """An entry's fields in clear, its private values that are not erased, its place and leaf.

    The answer that it commits to is not shown: to see what was shown, replay it.

    Raises:
        NotPermittedError, NoSuchEntryError: refused; the refusal is logged too.
        StoreUnavailableError: it could not be read or logged, so nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.LOG_SEARCH, now)
    entry = await asyncio.to_thread(_read, service, entry_id)
    if entry is None:
        await log_refusal(service, officer, "no_such_entry", now)
        raise NoSuchEntryError
    values = _values(entry) | {"as_at": instant_to_text(now)}
    body = encode(values)
    receipt = await log_look(
        service,
        officer,
        kind="LOG_ENTRY_VIEWED",
        at=now,
        child=entry.private.get("child"),
        inputs={"as_of": instant_to_text(now)},
        facts={"entry": entry.id},
        body=body,
    )
    return EntryShown(values, body, receipt)


def _read(service: Service, entry_id: str) -> LoggedEntry | None:
    with service.store.reading() as connection:
        return read_entry(connection, entry_id)


def _values(entry: LoggedEntry) -> dict[str, Any]:
    fields, private = entry.fields, entry.private
    kind = KINDS.get(str(fields["kind"]))
    answer = fields["answer"]
    return {
        "entry": entry.id,
        "position": entry.position,
        "leaf": entry.leaf_hash,
        "at": fields["at"],
        "kind": fields["kind"],
        "words": kind.words if kind else "A kind that this release does not know",
        "operations": [operation.value for operation in kind.operations] if kind else [],
        "outcome": fields["outcome"],
        "officer": private.get("who"),
        "roles": fields["roles"],
        "team": fields["team"],
        "child": private.get("child"),
        "reason_code": fields["reason_code"],
        "reason": private.get("reason"),
        "question": private.get("question"),
        "inputs": [{"name": name, "value": value} for name, value in fields["inputs"].items()],
        "facts": [{"name": name, "value": str(value)} for name, value in fields["facts"].items()],
        "erases": fields.get("erases", []),
        "answer": None if answer is None else {**answer, "is_kept": entry.answer is not None},
        "erased": [{"part": part, "by": by} for part, by in sorted(entry.erased.items())],
        "writer": fields["writer"],
        "n": fields["n"],
        "previous": fields["prev"],
        "bytes": entry.entry.decode(),
    }
