"""Everything that is due, across all children: overdue, in 24 hours, coming (M5)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from duties.due import KINDS
from records.calendar import instant_to_text
from records.sources import SourceSystem
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
from serving.supervising.duties_told import DUTY_NAMES, STATES
from serving.work_store.lists import MOST_COUNTED, ListRow, check_lists_made, count_of, page_of
from serving.worklist.items import ItemKind

__all__ = [
    "DRIFTING",
    "DutiesAsked",
    "DutiesListed",
    "duty_counts",
    "duty_row",
    "list_duties",
    "unreviewed",
]

#: The kinds of duty by which an investigation is seen to drift.
DRIFTING = ("investigation_discussion", "investigation_account", "investigation_review")
#: The systems on which the list rests.
SYSTEMS = (
    SourceSystem.MISSING_PERSONS,
    SourceSystem.CSE_PLANS,
    SourceSystem.ABDUCTION_NOTICES,
    SourceSystem.CHILD_ABUSE_INVESTIGATION,
    SourceSystem.SAFEGUARDING_HUB,
    SourceSystem.SOCIAL_CARE,
)
_LONGEST_OWNER = 120
#: Children whom no supervisor has reviewed for a day, before everything that is overdue.
_FIRST = 25


@dataclass(frozen=True, slots=True)
class DutiesAsked:
    """Which duties.

    Attributes:
        state: a name of :data:`serving.supervising.duties_told.STATES`.
        kind: a kind of duty; ``owner`` who sees to it; one of them at most.
        after: the ``next_page`` of the page before.
    """

    state: str = "overdue"
    area: Area = NO_AREA
    kind: str | None = None
    owner: str | None = None
    after: str | None = None
    limit: int = USUAL_ON_A_PAGE

    @property
    def of(self) -> str:
        """The list's name for its cursors."""
        area = f"{self.area.team} {self.area.authority}"
        return f"duties {self.state} {area} {self.kind} {self.owner}"

    def check(self) -> None:
        """Refuse what no list is of. Raises :class:`BadListError`."""
        if self.state not in STATES:
            raise BadListError(f"The state is one of: {', '.join(STATES)}.")
        if self.kind is not None and self.kind not in KINDS:
            raise BadListError(f"The kind is one of: {', '.join(KINDS)}.")
        owner = self.owner or ""
        if len(owner) > _LONGEST_OWNER or not owner.isprintable():
            raise BadListError("Give the owner as one line of text.")
        if self.kind is not None and owner:
            raise BadListError("Narrow the list to a kind of duty or to an owner, not to both.")


@dataclass(frozen=True, slots=True)
class DutiesListed:
    """One page: its values, the exact bytes that are sent, and the log's receipt."""

    values: Mapping[str, Any]
    body: bytes
    receipt: Receipt


async def list_duties(service: Service, officer: Officer, asked: DutiesAsked) -> DutiesListed:
    """One page of duties in one state, the longest due first.

    Before those that are overdue, on the first page of them, the missing children whom no
    supervisor has reviewed for a day. Each duty is worded as the child's own page words it.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        BadListError: there is no such list.
        BadCursorError: ``after`` is no ``next_page``.
        ListsNotMadeError: the lists were never worked out in this store.
        StoreUnavailableError: it could not be read or logged, so nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.WORK_VIEW, now)
    asked.check()
    after = None if asked.after is None else place_of(service.secret, asked.of, asked.after)
    values, page = await asyncio.to_thread(_read, service, officer, asked, after, now)
    body = encode(values)
    rows = [*values["unreviewed"]["duties"], *values["duties"]]
    receipt = await log_listed(
        service,
        officer,
        kind="DUTIES_LISTED",
        at=now,
        body=body,
        inputs=page.inputs(now),
        shown={
            child: [row for row in rows if row["child"] == child]
            for child in {row["child"] for row in rows}
        },
        facts={"state": asked.state, "duties": len(values["duties"])},
    )
    return DutiesListed(values, body, receipt)


def _read(
    service: Service, officer: Officer, asked: DutiesAsked, after: Place | None, now: datetime
) -> tuple[dict[str, Any], Page]:
    area = asked.area.values()
    first: tuple[ListRow, ...] = ()
    with service.store.reading() as connection:
        check_lists_made(connection)
        found = page_of(
            connection,
            ItemKind.DUTY,
            now=now,
            **area,
            **_within(asked.state, service, now),
            about=asked.kind,
            owner=asked.owner or None,
            after=None if after is None else tuple(str(part) for part in after),
            most=min(max(asked.limit, 1), MOST_ON_A_PAGE),
        )
        if asked.state == "overdue" and after is None and not (asked.kind or asked.owner):
            first = unreviewed(connection, asked.area, now)
        page = read_page(connection, service, officer.team, [*first, *found.rows], now)
        counts = duty_counts(connection, service, asked.area, now)
        beside = _beside(connection, asked.area, now)
    told = [duty_row(row, page.children[row.child], service, now) for row in found.rows]
    before = [duty_row(row, page.children[row.child], service, now) for row in first]
    going_on = None if found.after is None else cursor(service.secret, asked.of, found.after)
    values = {
        "filters": {
            "state": asked.state,
            **area,
            "kind": asked.kind,
            "owner": asked.owner or None,
        },
        **counts,
        **beside,
        "kinds": [{"kind": kind, "name": DUTY_NAMES[kind]} for kind in KINDS],
        "unreviewed": {"count": counts["counts"]["unreviewed"], "duties": before},
        "duties": told,
        "next_page": going_on,
        **page.data_values(now, SYSTEMS),
    }
    return values, page


def unreviewed(connection: Connection, area: Area, now: datetime) -> tuple[ListRow, ...]:
    """The missing children whom no supervisor has reviewed for a day, the longest first."""
    kind, of = ItemKind.UNREVIEWED, area.values()
    return page_of(connection, kind, now=now, **of, at_before=now, most=_FIRST).rows


def duty_counts(
    connection: Connection, service: Service, area: Area, now: datetime
) -> dict[str, Any]:
    """How many duties are in each state; at most :data:`MOST_COUNTED` are counted."""
    of = area.values()
    counts = {
        state: count_of(connection, ItemKind.DUTY, now=now, **of, **_within(state, service, now))
        for state in STATES
    }
    late = count_of(connection, ItemKind.UNREVIEWED, now=now, **of, at_before=now)
    return {"counts": {"unreviewed": late, **counts}, "counted_to": MOST_COUNTED}


def _beside(connection: Connection, area: Area, now: datetime) -> dict[str, Any]:
    """What waits on other lists: judgements for a supervisor, investigations that drift."""
    of = area.values()
    return {
        "judgements_waiting": count_of(connection, ItemKind.JUDGEMENT, now=now, **of),
        "investigations_drifting": [
            {
                "kind": kind,
                "name": DUTY_NAMES[kind],
                "count": count_of(
                    connection, ItemKind.DUTY, now=now, **of, about=kind, at_before=now
                ),
            }
            for kind in DRIFTING
        ],
    }


def _within(state: str, service: Service, now: datetime) -> Within:
    """The same bounds as of :func:`duties.duty.state_of`: due at its very moment, then late."""
    end_of_due = now + timedelta(hours=service.intervals.due_within_hours)
    just_after = timedelta(microseconds=1)
    if state == "overdue":
        return {"at_before": now}
    if state == "today":
        return {"at_from": now, "at_before": end_of_due + just_after}
    return {"at_from": end_of_due + just_after}


def duty_row(row: ListRow, child: Listed, service: Service, now: datetime) -> dict[str, Any]:
    """One duty as the child's own page words it; of a limited child its kind and times alone."""
    duty = next(
        (
            duty
            for duty in child.due
            if (duty.kind, duty.about_reference, duty.owner, duty.since)
            == (row.about, row.reference, row.owner, row.since)
        ),
        None,
    )
    late = now - row.at
    return {
        **child.values(service.policy),
        "kind": row.about,
        "kind_name": DUTY_NAMES[row.about],
        "words": None if duty is None else duty.words,
        "reference": row.reference,
        "system": row.source,
        "since": instant_to_text(row.since),
        "due": instant_to_text(row.at if duty is None else duty.due),
        "late_by": length_words(late) if late > timedelta(0) else None,
        "times": 0 if duty is None else len(duty.came_due),
        "owner": row.owner,
    }
