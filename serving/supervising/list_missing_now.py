"""Who is missing now: by band and by time missing, each with the last review and the next due."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from records.calendar import instant_to_text
from records.events import Event, EventKind
from records.history import KnownHistory
from records.sources import SourceSystem
from records.states import missing_episodes, plans, protection_plans
from records.words import length_words
from serving.access.permissions import Officer, Permission
from serving.answer.encoder import encode
from serving.service.access_log import check_may
from serving.service.context import Service
from serving.service.log_listed import log_listed
from serving.service.paging import MOST_ON_A_PAGE, USUAL_ON_A_PAGE, Place, cursor, place_of
from serving.store.opening import Connection
from serving.store.writer import Receipt
from serving.supervising.areas import NO_AREA, Area, BadListError, Within
from serving.supervising.children_listed import Listed, Page, read_page
from serving.supervising.duties_told import duty_told
from serving.work_store.lists import (
    MOST_COUNTED,
    NO_BAND,
    ListRow,
    check_lists_made,
    count_missing,
    count_of,
    page_of,
)
from serving.work_store.told import ToldRow
from serving.work_store.told_lists import awaited
from serving.worklist.items import ItemKind

__all__ = [
    "LASTING",
    "SYSTEMS",
    "MissingAsked",
    "MissingNow",
    "list_missing_now",
    "missing_counts",
    "missing_row",
]

#: How long children have been missing, as lists are narrowed: from so many hours to so many.
LASTING: Mapping[str, tuple[int, int | None]] = {
    "over_72_hours": (72, None),
    "over_24_hours": (24, 72),
    "under_24_hours": (0, 24),
}
#: As many hand-overs as stand above the list.
_MOST_AWAITED = 25
#: The systems on which the list rests.
SYSTEMS = (SourceSystem.MISSING_PERSONS, SourceSystem.CSE_PLANS, SourceSystem.SOCIAL_CARE)


@dataclass(frozen=True, slots=True)
class MissingAsked:
    """Which of them: of which area, band and time missing, from where on, how many.

    Attributes:
        band: a label of the policy, ``none`` for no band, or None for all.
        lasting: a name of :data:`LASTING`, or None for all.
        after: the ``next_page`` of the page before.
    """

    area: Area = NO_AREA
    band: str | None = None
    lasting: str | None = None
    after: str | None = None
    limit: int = USUAL_ON_A_PAGE

    @property
    def of(self) -> str:
        """The list's name for its cursors."""
        return f"missing-now {self.area.team} {self.area.authority} {self.band} {self.lasting}"


@dataclass(frozen=True, slots=True)
class MissingNow:
    """One page: its values, the exact bytes that are sent, and the log's receipt."""

    values: Mapping[str, Any]
    body: bytes
    receipt: Receipt


async def list_missing_now(service: Service, officer: Officer, asked: MissingAsked) -> MissingNow:
    """One page of the children who are missing now, the longest missing first.

    Counts are of the whole area, whatever else narrows the page.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        BadListError: no such band or time missing.
        BadCursorError: ``after`` is no ``next_page``.
        ListsNotMadeError: the lists were never worked out in this store.
        StoreUnavailableError: it could not be read or logged, so nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.WORK_VIEW, now)
    _check(service, asked)
    after = None if asked.after is None else place_of(service.secret, asked.of, asked.after)
    values, page = await asyncio.to_thread(_read, service, officer, asked, after, now)
    body = encode(values)
    receipt = await log_listed(
        service,
        officer,
        kind="MISSING_NOW_LISTED",
        at=now,
        body=body,
        inputs=page.inputs(now),
        shown={
            row["child"]: row for row in (*values["awaiting"]["hand_overs"], *values["children"])
        },
        facts={"children": len(values["children"])},
    )
    return MissingNow(values, body, receipt)


def _check(service: Service, asked: MissingAsked) -> None:
    bands = (*service.policy.labels, NO_BAND)
    if asked.band is not None and asked.band not in bands:
        raise BadListError(f"The band is one of: {', '.join(bands)}.")
    if asked.lasting is not None and asked.lasting not in LASTING:
        raise BadListError(f"How long is one of: {', '.join(LASTING)}.")


def _read(
    service: Service, officer: Officer, asked: MissingAsked, after: Place | None, now: datetime
) -> tuple[dict[str, Any], Page]:
    area = asked.area.values()
    with service.store.reading() as connection:
        check_lists_made(connection)
        found = page_of(
            connection,
            ItemKind.MISSING,
            now=now,
            **area,
            **_within(asked.lasting, now),
            band=asked.band,
            after=None if after is None else tuple(str(part) for part in after),
            most=min(max(asked.limit, 1), MOST_ON_A_PAGE),
        )
        page = read_page(connection, service, officer.team, found.rows, now)
        counts = missing_counts(connection, service, asked.area, now)
        waited = awaited(connection, _MOST_AWAITED + 1, **area)
    rows = [missing_row(row, page.children[row.child], service, now) for row in found.rows]
    going_on = None if found.after is None else cursor(service.secret, asked.of, found.after)
    narrowed = {**area, "band": asked.band, "lasting": asked.lasting}
    values = {
        "filters": narrowed,
        "awaiting": {
            "hand_overs": [_awaited(row) for row in waited[:_MOST_AWAITED]],
            "more": len(waited) > _MOST_AWAITED,
        },
        **counts,
        "children": rows,
        "next_page": going_on,
        **page.data_values(now, SYSTEMS),
    }
    return values, page


def _awaited(row: ToldRow) -> dict[str, Any]:
    """A report that was handed over and that nobody acknowledged; it names no child."""
    handed_on, by = row.handed_on_at, row.acknowledge_by
    return {
        "notice": row.id,
        "child": row.child,
        "reference": row.reference,
        "team": row.team,
        "told_at": instant_to_text(row.at),
        "acknowledge_by": None if by is None else instant_to_text(by),
        "handed_on_at": None if handed_on is None else instant_to_text(handed_on),
    }


def missing_counts(
    connection: Connection, service: Service, area: Area, now: datetime
) -> dict[str, Any]:
    """How many are missing, by band and by time missing; the briefing says the same."""
    of = area.values()
    bands = count_missing(connection, service.policy.labels, now=now, **of)
    count = min(sum(bands.values()), MOST_COUNTED)
    return {
        "count": count,
        "more": count == MOST_COUNTED,
        "bands": [
            {"band": band, "count": bands.get(band, 0)}
            for band in (*reversed(service.policy.labels), None)
        ],
        "lasting": [
            {
                "lasting": name,
                "count": count_of(
                    connection, ItemKind.MISSING, now=now, **of, **_within(name, now)
                ),
            }
            for name in LASTING
        ],
        "unreviewed": count_of(connection, ItemKind.UNREVIEWED, now=now, **of, at_before=now),
    }


def _within(lasting: str | None, now: datetime) -> Within:
    if lasting is None:
        return {}
    start, end = LASTING[lasting]
    return {
        "at_from": None if end is None else now - timedelta(hours=end),
        "at_before": now - timedelta(hours=start) if start else None,
    }


def missing_row(row: ListRow, child: Listed, service: Service, now: datetime) -> dict[str, Any]:
    """What is said of one child who is missing: of a limited one, only that, and since when."""
    away = max(now - row.since, timedelta(0))
    values = child.values(service.policy)
    known = child.known
    return {
        **values,
        "reference": row.reference,
        "missing_since": instant_to_text(row.since),
        "minutes": away // timedelta(minutes=1),
        "elapsed": length_words(away),
        "missing_from": None if known is None else _missing_from(known),
        "last_review": None if known is None else _last_review(known, now),
        "overdue": sum(duty.state == "overdue" for duty in child.due),
        "gap": next((d.words for d in child.due if d.kind == "supervision_gap"), None),
        "next_due": next((duty_told(d) for d in child.due if d.kind != "supervision_gap"), None),
        "plan": None if known is None else _plan(known),
        "protection_plan": known is not None
        and any(plan.is_in_force for plan in protection_plans(known)),
    }


def _missing_from(known: KnownHistory) -> str | None:
    episodes = missing_episodes(known)
    return str(episodes[-1].reports[0].details["missing_from"]) if episodes else None


def _last_review(known: KnownHistory, now: datetime) -> dict[str, Any] | None:
    episodes = missing_episodes(known)
    held = episodes[-1].of_kind(EventKind.SUPERVISORY_REVIEW) if episodes else ()
    last: Event | None = held[-1] if held else None
    if last is None:
        return None
    return {
        "at": instant_to_text(last.occurred),
        "ago": length_words(max(now - last.occurred, timedelta(0))),
        "by": last.details["review_by"],
        "direction": last.details.get("direction"),
    }


def _plan(known: KnownHistory) -> dict[str, Any] | None:
    plan = next((plan for plan in plans(known) if plan.is_live), None)
    if plan is None:
        return None
    return {
        "reference": plan.reference,
        "version": plan.version,
        "review_overdue": plan.is_review_overdue,
        "owner": plan.details["owner"],
    }
