"""The notices to one's own team: what happened, who did it, and nobody's child named (N6)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.calendar import instant_to_text
from serving.access.permissions import Officer, Permission
from serving.answer.encoder import encode
from serving.service.access_log import check_may, log_look
from serving.service.context import Service
from serving.store.notices import NoticeRow, read_notices
from serving.store.writer import Receipt

__all__ = ["NOTICE_WORDS", "Notices", "is_supervisor", "list_notices", "notice_values"]

#: What each kind of notice says: the fact, then the act that is asked.
NOTICE_WORDS: Mapping[str, str] = {
    "opened_in_emergency": "A limited record was opened in an emergency. "
    "Ring the officer and ask what the child needs now.",
    "limit_followed": "A limited record was joined with another, or split. The limit went "
    "along. Ask a supervisor whether it still fits.",
    "limit_changed": "A supervisor set, changed or lifted a limit on a record. "
    "Ask the supervisor if you don't know why.",
}


@dataclass(frozen=True, slots=True)
class Notices:
    """The notices: their values, the exact bytes that are sent, and the log's receipt."""

    values: Mapping[str, Any]
    body: bytes
    receipt: Receipt


def is_supervisor(officer: Officer) -> bool:
    """Whether notices to supervisors are for this officer too."""
    return "supervisor" in officer.roles


def notice_values(row: NoticeRow) -> dict[str, Any]:
    """One notice as JSON values."""
    seen = row.acknowledged_at
    return {
        "id": row.id,
        "at": instant_to_text(row.at),
        "kind": row.kind,
        "words": NOTICE_WORDS[row.kind],
        "audience": row.audience,
        "entry": row.entry,
        "officer": row.officer,
        "officer_team": row.officer_team,
        "reason": row.reason,
        "acknowledged_at": None if seen is None else instant_to_text(seen),
        "acknowledged_by": row.acknowledged_by,
    }


async def list_notices(service: Service, officer: Officer) -> Notices:
    """What is told to the officer's team, and to supervisors if the officer is one.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        StoreUnavailableError: it could not be read or logged; nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.NOTICES_VIEW, now)
    rows = await asyncio.to_thread(_read, service, officer)
    values = {
        "team": officer.team,
        "notices": [notice_values(row) for row in rows],
        "open": sum(row.acknowledged_at is None for row in rows),
        "as_at": instant_to_text(now),
    }
    body = encode(values)
    receipt = await log_look(
        service,
        officer,
        kind="NOTICES_LISTED",
        at=now,
        body=body,
        inputs={"as_of": instant_to_text(now)},
        facts={"notices": len(rows)},
    )
    return Notices(values, body, receipt)


def _read(service: Service, officer: Officer) -> tuple[NoticeRow, ...]:
    with service.store.reading() as connection:
        return read_notices(connection, officer.team, is_supervisor=is_supervisor(officer))
