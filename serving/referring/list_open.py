"""Read one page of a list of open work: counts and rows in one state, entered before it goes."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from duties.intervals import Intervals
from records.calendar import instant_to_text
from records.history import KnownHistory, known_at
from records.serial import canonical
from records.words import length_words
from serving.access.permissions import Officer, Permission
from serving.access.restrictions import Restrictions
from serving.answer.encoder import encode
from serving.answer.identity import child_values
from serving.answer.inputs import look_history
from serving.answer.unknowns import source_values
from serving.referring.addresses import id_of
from serving.referring.asking import Ages, BadFilterError, OpenAsked, Within
from serving.referring.open_lists import Lane, OpenList
from serving.service.access_log import check_may
from serving.service.context import Service
from serving.service.log_listed import log_listed
from serving.service.paging import MOST_ON_A_PAGE, Place, cursor, place_of
from serving.store.extracts import freshness
from serving.store.opening import Connection
from serving.store.restrictions import read_restrictions
from serving.store.writer import Receipt
from serving.work_store.lists import (
    MOST_COUNTED,
    ListRow,
    areas_listed,
    check_lists_made,
    count_of,
    page_of,
    read_children,
)

__all__ = ["OpenListed", "list_open"]

#: What was recorded at this very moment is on the lists already.
_JUST_AFTER = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class OpenListed:
    """One page: the values, the exact bytes that are sent, and the log's receipt."""

    values: Mapping[str, Any]
    body: bytes
    receipt: Receipt


async def list_open(
    service: Service, officer: Officer, listed: OpenList, asked: OpenAsked
) -> OpenListed:
    """One page, the oldest first within each lane. Counts are of all its pages, capped.

    A limited child of another team is there with the reference alone.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        BadFilterError: the list has no such stage or ages.
        BadCursorError: ``after`` is no ``next_page`` of this list with these filters.
        ListsNotMadeError: the lists were never worked out in this store.
        StoreUnavailableError: it could not be read or logged, so nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.REFERRALS_VIEW, now)
    _check_stage(listed, asked)
    of = f"{listed.name} {canonical(asked.filters).decode()}"
    after = None if asked.after is None else place_of(service.secret, of, asked.after)
    reading = _Reading(service, officer, listed, asked, now)
    values = await asyncio.to_thread(reading.read, after, of)
    body = encode(values)
    rows = values["rows"]
    receipt = await log_listed(
        service,
        officer,
        kind=listed.entry,
        at=now,
        body=body,
        inputs={"as_of": instant_to_text(now)},
        shown={
            child: [row for row in rows if row["child"] == child]
            for child in {row["child"] for row in rows}
        },
        facts={"listed": len(rows), **asked.filters},
    )
    return OpenListed(values, body, receipt)


def _check_stage(listed: OpenList, asked: OpenAsked) -> None:
    stages = [stage for stage, _ in listed.stages]
    if asked.stage is not None and asked.stage not in stages:
        raise BadFilterError(f"The stage is one of: {', '.join(stages)}.")


@dataclass(frozen=True, slots=True)
class _Reading:
    service: Service
    officer: Officer
    listed: OpenList
    asked: OpenAsked
    now: datetime

    @property
    def intervals(self) -> Intervals:
        return self.service.intervals

    def read(self, after: Place | None, of: str) -> dict[str, Any]:
        ages = self._ages()
        late = self.listed.late(self.intervals)
        with self.service.store.reading() as connection:
            check_lists_made(connection)
            rows, end = self._page(connection, after)
            blobs = read_children(connection, [row.child for row in rows])
            limits = read_restrictions(connection)
            taken = freshness(connection)
            lanes = [self._lane_values(connection, lane) for lane in self.listed.counted]
            bands = [self._band_values(connection, one) for one in ages]
            areas = areas_listed(connection)
            overdue = self._count(connection, late.lanes, late.within(self.now))
        known = {
            child: known_at(look_history(blob, frozenset(taken)), self.now + _JUST_AFTER)
            for child, blob in blobs.items()
        }
        systems = {system.value for system in self.listed.systems}
        return {
            "filters": self.asked.filters,
            "lanes": lanes,
            "ages": bands,
            "late": {
                "count": overdue[0],
                "more": overdue[1],
                "hours": late.after // timedelta(hours=1),
                "words": late.words,
            },
            "rows": [self._row(row, known.get(row.child), limits) for row in rows],
            "next_page": None if end is None else cursor(self.service.secret, of, end),
            "areas": {name: list(values) for name, values in areas.items()},
            "as_at": instant_to_text(self.now),
            "sources": [s for s in source_values(taken, self.now) if s["system"] in systems],
        }

    def _ages(self) -> tuple[Ages, ...]:
        ages = self.listed.ages(self.intervals)
        if self.asked.age is not None and self.asked.age not in {one.id for one in ages}:
            raise BadFilterError(f"The ages are one of: {', '.join(one.id for one in ages)}.")
        return ages

    def _lanes(self) -> tuple[Lane, ...]:
        if self.asked.late:
            return self.listed.late(self.intervals).lanes
        return self.listed.lanes(self.asked)

    def _within(self) -> Within:
        within = Within()
        if self.asked.age is not None:
            chosen = next(one for one in self._ages() if one.id == self.asked.age)
            within = within.narrowed(chosen.within(self.now))
        if self.asked.late:
            within = within.narrowed(self.listed.late(self.intervals).within(self.now))
        return within

    def _page(
        self, connection: Connection, after: Place | None
    ) -> tuple[list[ListRow], Place | None]:
        """The rows of the page, lane by lane and then by age, and the place of the last one if
        there may be more."""
        most, within = min(max(self.asked.limit, 1), MOST_ON_A_PAGE), self._within()
        first = 0 if after is None else int(after[0])
        start = None if after is None else tuple(str(part) for part in after[1:])
        found: list[tuple[Place, ListRow]] = []
        for number, lane in enumerate(self._lanes()):
            if number < first or len(found) > most:
                continue
            page = page_of(
                connection,
                lane.kind,
                now=self.now + _JUST_AFTER,
                **self.asked.area,
                owner=self.asked.of_owner,
                stage=self.asked.stage,
                at_from=within.start,
                at_before=within.end,
                after=start,
                most=most + 1 - len(found),
            )
            found += [((number, *row.place), row) for row in page.rows]
            start = None
        rows = [row for _, row in found[:most]]
        return rows, found[most - 1][0] if len(found) > most else None

    def _count(
        self, connection: Connection, lanes: Sequence[Lane], within: Within
    ) -> tuple[int, bool]:
        """How many rows, and whether there are more than were counted."""
        counts = [
            count_of(
                connection,
                lane.kind,
                now=self.now + _JUST_AFTER,
                **self.asked.area,
                owner=self.asked.of_owner,
                at_from=within.start,
                at_before=within.end,
                most=MOST_COUNTED,
            )
            for lane in lanes
        ]
        return sum(counts), any(count == MOST_COUNTED for count in counts)

    def _lane_values(self, connection: Connection, lane: Lane) -> dict[str, Any]:
        count, more = self._count(connection, [lane], Within())
        return {"lane": lane.id, "words": lane.words, "count": count, "more": more}

    def _band_values(self, connection: Connection, ages: Ages) -> dict[str, Any]:
        lanes = self.listed.lanes(OpenAsked())
        count, more = self._count(connection, lanes, ages.within(self.now))
        return {"age": ages.id, "words": ages.words, "count": count, "more": more}

    def _row(
        self, row: ListRow, known: KnownHistory | None, limits: Restrictions
    ) -> dict[str, Any]:
        limited = not limits.may_open(row.child, self.officer.team)
        child = None if limited or known is None else child_values(known)
        about = None
        if not limited and known is not None:
            about = self.listed.about(known, row, self.intervals, self.now)
        waited = max(self.now - row.at, timedelta(0))
        return {
            "child": row.child,
            "name": None if child is None else child["name"],
            "age": None if child is None else child["age"],
            "limited": limited,
            "reference": row.reference,
            "id": id_of(row.child, row.reference),
            "team": row.team,
            "local_authority": row.local_authority,
            "owner": row.owner or None,
            "stage": row.stage,
            "stage_words": dict(self.listed.stages)[row.stage],
            "since": instant_to_text(row.since),
            "at": instant_to_text(row.at),
            "waited_hours": waited // timedelta(hours=1),
            "waited": length_words(waited),
            "about": about,
        }
