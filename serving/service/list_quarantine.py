"""List the rows of extracts that are held back: where they stand and which rule they broke (M4)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from records.calendar import instant_to_text
from records.sources import SourceSystem
from serving.access.permissions import Officer, Permission
from serving.answer.encoder import encode
from serving.service.access_log import check_may, log_look
from serving.service.context import Service
from serving.service.paging import MOST_ON_A_PAGE, USUAL_ON_A_PAGE, BadCursorError, cursor, place_of
from serving.store.quarantined import HeldBack, count_held_back, read_held_back
from serving.store.writer import Receipt

__all__ = ["QuarantineAsked", "QuarantineListed", "list_quarantine"]


@dataclass(frozen=True, slots=True)
class QuarantineAsked:
    """Of which system, from where on, and how many rows."""

    source: SourceSystem | None = None
    after: str | None = None
    limit: int = USUAL_ON_A_PAGE

    @property
    def of(self) -> str:
        """The list's name for its cursors."""
        return f"quarantine {self.source.value if self.source else 'all'}"


@dataclass(frozen=True, slots=True)
class QuarantineListed:
    """One page: the values, the exact bytes, and the log's receipt."""

    values: dict[str, Any]
    body: bytes
    receipt: Receipt


async def list_quarantine(
    service: Service, officer: Officer, asked: QuarantineAsked
) -> QuarantineListed:
    """One page of held-back rows, the latest first: system, file, row and faults.

    What a row holds is never told: whoever keeps the source system looks the row up there.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        BadCursorError: ``after`` is no ``next_page`` of this list.
        StoreUnavailableError: it could not be read or logged, so there is no answer.
    """
    now = service.clock()
    await check_may(service, officer, Permission.QUARANTINE_VIEW, now)
    values = {"as_at": instant_to_text(now)} | await asyncio.to_thread(_read, service, asked)
    body = encode(values)
    receipt = await log_look(
        service,
        officer,
        kind="QUARANTINE_LISTED",
        at=now,
        body=body,
        inputs={"as_of": instant_to_text(now)},
        facts={"listed": len(values["rows"])},
    )
    return QuarantineListed(values, body, receipt)


def _read(service: Service, asked: QuarantineAsked) -> dict[str, Any]:
    limit = min(max(asked.limit, 1), MOST_ON_A_PAGE)
    before = None if asked.after is None else _place(service, asked, asked.after)
    with service.store.reading() as connection:
        held = count_held_back(connection)
        rows = read_held_back(connection, asked.source, before, limit + 1)
    page = rows[:limit]
    following = cursor(service.secret, asked.of, page[-1].place) if len(rows) > limit else None
    return {
        "count": held.get(asked.source, 0) if asked.source else sum(held.values()),
        "systems": [
            {"system": source.value, "system_name": source.words, "count": count}
            for source, count in held.items()
        ],
        "rows": [_values(row) for row in page],
        "next_page": following,
    }


def _place(service: Service, asked: QuarantineAsked, after: str) -> tuple[int, int]:
    match place_of(service.secret, asked.of, after):
        case (int(extract), int(row)):
            return extract, row
        case _:
            raise BadCursorError


def _values(row: HeldBack) -> dict[str, Any]:
    return {
        "system": row.source.value,
        "system_name": row.source.words,
        "file": row.file,
        "row": row.row,
        "read_at": row.read_at,
        "faults": [{"field": fault.field, "rule": fault.rule} for fault in row.faults],
    }
