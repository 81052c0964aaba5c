"""Search the access log by officer, child, time and what entries say in clear (N6)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from records.calendar import instant_to_text
from records.serial import canonical
from serving.access.kinds import KINDS, Operation
from serving.access.permissions import Officer, Permission
from serving.answer.encoder import encode
from serving.service.access_log import check_may, log_look
from serving.service.context import Service
from serving.service.paging import MOST_ON_A_PAGE, cursor, place_of
from serving.store.log_search import FoundEntry, LogPage, search_log_entries
from serving.store.log_search_ids import ids_ever
from serving.store.log_search_sought import Sought
from serving.store.writer import Receipt

__all__ = ["BadLogSearchError", "LogAsked", "LogFound", "entry_values", "search_log"]


class BadLogSearchError(Exception):
    """What is searched for can't be: the message says which part, and what may stand there."""


@dataclass(frozen=True, slots=True)
class LogAsked:
    """What entries are asked for; None asks for nothing.

    Attributes:
        officer: the account that acted, letter by letter.
        child: any id that the child or adult has or had.
        since, until: from ``since`` on and before ``until``.
        kind, operation: a name of :data:`KINDS`, a value of :class:`Operation`.
        after: the ``next_page`` of the page before.

    Raises:
        BadLogSearchError: there is no such kind or operation, or ``until`` is not after
            ``since``.
    """

    officer: str | None = None
    child: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    kind: str | None = None
    operation: str | None = None
    reason_code: str | None = None
    request: str | None = None
    after: str | None = None
    limit: int = 20

    def __post_init__(self) -> None:
        if self.kind is not None and self.kind not in KINDS:
            raise BadLogSearchError("There is no such kind of entry: see the published list.")
        if self.operation is not None and self.operation not in {o.value for o in Operation}:
            listed = ", ".join(operation.value for operation in Operation)
            raise BadLogSearchError(f"The operation is one of: {listed}.")
        if self.since is not None and self.until is not None and self.until <= self.since:
            raise BadLogSearchError("until must be after since.")

    @property
    def filters(self) -> dict[str, str | None]:
        """What narrows the search, as text."""
        since, until = self.since, self.until
        return {
            "officer": self.officer,
            "child": self.child,
            "since": None if since is None else instant_to_text(since),
            "until": None if until is None else instant_to_text(until),
            "kind": self.kind,
            "operation": self.operation,
            "reason_code": self.reason_code,
            "request": self.request,
        }

    @property
    def kinds(self) -> frozenset[str] | None:
        """The kinds that an entry may be of; None for any."""
        if self.kind is None and self.operation is None:
            return None
        return frozenset(
            kind.name
            for kind in KINDS.values()
            if self.kind in (None, kind.name)
            and (
                self.operation is None
                or self.operation in {operation.value for operation in kind.operations}
            )
        )


@dataclass(frozen=True, slots=True)
class LogFound:
    """One page: the values, the exact bytes, and the log's receipt."""

    values: Mapping[str, Any]
    body: bytes
    receipt: Receipt


async def search_log(service: Service, officer: Officer, asked: LogAsked) -> LogFound:
    """One page of entries, the newest first.

    An entry that was made for this very search is never in it. ``looked_back_to`` says
    how far back the page reached; while there is a ``next_page``, older ones are left,
    even if this page shows none.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        BadCursorError: ``after`` is no ``next_page`` of this search.
        StoreUnavailableError: it could not be read or logged, so nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.LOG_SEARCH, now)
    # A cursor is of one search: what it was asked with is signed with it.
    of = "log " + canonical(asked.filters).decode()
    before = None if asked.after is None else str(place_of(service.secret, of, asked.after)[0])
    page = await asyncio.to_thread(_read, service, asked, before)
    values = {
        "entries": [entry_values(entry) for entry in page.entries],
        "next_page": None if page.through is None else cursor(service.secret, of, [page.through]),
        "looked_back_to": None if page.through is None else instant_to_text(_at(page.through)),
        "as_at": instant_to_text(now),
    }
    body = encode(values)
    receipt = await log_look(
        service,
        officer,
        kind="LOG_SEARCHED",
        at=now,
        child=asked.child,
        question=canonical({k: v for k, v in asked.filters.items() if v is not None}).decode(),
        inputs={"as_of": instant_to_text(now)},
        facts={"listed": len(page.entries)},
        body=body,
    )
    return LogFound(values, body, receipt)


def _read(service: Service, asked: LogAsked, before: str | None) -> LogPage:
    with service.store.reading() as connection:
        sought = Sought(
            officer=asked.officer,
            children=None if asked.child is None else ids_ever(connection, asked.child),
            since=asked.since,
            until=asked.until,
            kinds=asked.kinds,
            reason_code=asked.reason_code,
            request=asked.request,
            before=before,
        )
        most = min(max(asked.limit, 1), MOST_ON_A_PAGE)
        return search_log_entries(connection, sought, most)


def _at(entry_id: str) -> datetime:
    return datetime.fromtimestamp(int(entry_id[:12], 16) / 1000, UTC)


def entry_values(entry: FoundEntry) -> dict[str, Any]:
    """One entry in a list: who did what when, about which child, by which justification."""
    fields = entry.fields
    kind = KINDS.get(str(fields.get("kind")))
    facts = fields.get("facts") or {}
    return {
        "entry": entry.id,
        "position": entry.position,
        "at": fields.get("at"),
        "kind": fields.get("kind"),
        "words": kind.words if kind else "This entry can't be read: verify the log",
        "operations": [operation.value for operation in kind.operations] if kind else [],
        "outcome": fields.get("outcome"),
        "officer": entry.private.get("who"),
        "roles": list(fields.get("roles") or []),
        "team": fields.get("team"),
        "child": entry.private.get("child"),
        "reason_code": fields.get("reason_code"),
        "rule": facts.get("rule"),
        "request": facts.get("request"),
        "erased": list(entry.erased),
    }
