"""The daily briefing's parts, as the page, the JSON and the print say them alike (M11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from records.calendar import instant_to_text
from records.connections import Through
from records.sources import SourceSystem
from serving.answer.advice import advice_values, measure_for
from serving.service.context import Service
from serving.store.opening import Connection
from serving.supervising.areas import Area
from serving.supervising.children_listed import Listed, Page, read_page
from serving.supervising.duties_told import DUTY_NAMES
from serving.supervising.list_duties import duty_counts, duty_row, unreviewed
from serving.supervising.list_missing_now import missing_counts, missing_row
from serving.work_store.cases import CaseRow, cases_changed, count_cases_changed
from serving.work_store.lists import ListRow, check_lists_made, count_of, page_of
from serving.worklist.items import ItemKind

__all__ = ["LAPSING", "MOST", "NEW_SINCE", "briefing_values"]

#: What counts as new: since the briefing of the day before.
NEW_SINCE = timedelta(hours=24)
#: Notices and plans are told so many days before they lapse, and once more each time nearer.
LAPSING = (1, 7, 28)
#: So many of each part are named, so that a force of 20,000 children fits four sides of paper;
#: the rest is counted, and one call away.
MOST = {"missing": 16, "newly_high": 10, "unreviewed": 6, "overdue": 12, "newly_linked": 8,
        "lapsing": 10}  # fmt: skip
_LAPSE_KINDS = ("notice_lapsing", "plan_review")
_SYSTEMS = (
    SourceSystem.MISSING_PERSONS,
    SourceSystem.CSE_PLANS,
    SourceSystem.ABDUCTION_NOTICES,
    SourceSystem.SOCIAL_CARE,
)


@dataclass(frozen=True, slots=True)
class _Found:
    """The rows of each part, before anybody's history is read."""

    missing: tuple[ListRow, ...]
    newly_high: tuple[CaseRow, ...]
    unreviewed: tuple[ListRow, ...]
    overdue: tuple[ListRow, ...]
    newly_linked: tuple[ListRow, ...]
    lapsing: tuple[ListRow, ...]

    @property
    def rows(self) -> list[ListRow | CaseRow]:
        return [
            *self.missing,
            *self.newly_high,
            *self.unreviewed,
            *self.overdue,
            *self.newly_linked,
            *self.lapsing,
        ]


def briefing_values(
    connection: Connection, service: Service, team: str | None, area: Area, now: datetime
) -> tuple[dict[str, Any], Page]:
    """The briefing of an area for an officer of ``team``, and what it was read from.

    Of the whole force a child newly High is told wherever they are; of a team or a local
    authority those of it alone.

    Raises:
        ListsNotMadeError: the lists were never worked out in this store.
    """
    check_lists_made(connection)
    since, of = now - NEW_SINCE, area.values()
    soon = now + timedelta(days=max(LAPSING))
    high = len(service.policy.labels) - 1
    lapsing = [
        row
        for kind in _LAPSE_KINDS
        for row in page_of(
            connection,
            ItemKind.DUTY,
            now=now,
            **of,
            about=kind,
            at_from=now,
            at_before=soon,
            most=MOST["lapsing"],
        ).rows
    ]
    found = _Found(
        missing=page_of(connection, ItemKind.MISSING, now=now, **of, most=MOST["missing"]).rows,
        newly_high=cases_changed(connection, high, since, **of, most=MOST["newly_high"]),
        unreviewed=unreviewed(connection, area, now)[: MOST["unreviewed"]],
        overdue=page_of(
            connection, ItemKind.DUTY, now=now, **of, at_before=now, most=MOST["overdue"]
        ).rows,
        newly_linked=page_of(
            connection, ItemKind.CONNECTED, now=now, **of, at_from=since, most=MOST["newly_linked"]
        ).rows,
        lapsing=tuple(sorted(lapsing, key=lambda row: row.place)[: MOST["lapsing"]]),
    )
    page = read_page(connection, service, team, found.rows, now)
    values = {
        "filters": of,
        "since": instant_to_text(since),
        "missing": {
            **missing_counts(connection, service, area, now),
            "children": [
                missing_row(r, page.children[r.child], service, now) for r in found.missing
            ],
        },
        "newly_high": {
            "count": count_cases_changed(connection, high, since, **of),
            "children": [_high(row, page.children[row.child], service) for row in found.newly_high],
        },
        "overdue": {
            **duty_counts(connection, service, area, now),
            "unreviewed": [
                duty_row(r, page.children[r.child], service, now) for r in found.unreviewed
            ],
            "duties": [duty_row(r, page.children[r.child], service, now) for r in found.overdue],
        },
        "newly_linked": {
            "count": count_of(connection, ItemKind.CONNECTED, now=now, **of, at_from=since),
            "children": [_linked(r, page.children[r.child], service) for r in found.newly_linked],
        },
        "lapsing": {
            "counts": _lapse_counts(connection, area, now),
            "duties": [
                {**duty_row(r, page.children[r.child], service, now), "within_days": _step(r, now)}
                for r in found.lapsing
            ],
        },
        **page.data_values(now, _SYSTEMS),
    }
    return values, page


def _lapse_counts(connection: Connection, area: Area, now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "kind": kind,
            "name": DUTY_NAMES[kind],
            "days": days,
            "count": count_of(
                connection,
                ItemKind.DUTY,
                now=now,
                **area.values(),
                about=kind,
                at_from=now,
                at_before=now + timedelta(days=days),
            ),
        }
        for kind in _LAPSE_KINDS
        for days in LAPSING
    ]


def _step(row: ListRow, now: datetime) -> int:
    """The nearest of the steps that the row is within: the first that is not yet past."""
    return next(days for days in LAPSING if row.at < now + timedelta(days=days))


def _high(row: CaseRow, child: Listed, service: Service) -> dict[str, Any]:
    """A child who came into the highest band, and the two strongest reasons."""
    return {
        **child.values(service.policy),
        "since": None if row.band_since is None else instant_to_text(row.band_since),
        "why": _why(child, service),
    }


def _why(child: Listed, service: Service) -> Sequence[str]:
    if child.known is None:
        return ()
    card = service.models().cards.champion
    measured = measure_for(child.known, card)
    headline: list[str] = advice_values(child.known, card, service.policy, measured)["headline"]
    return headline


def _linked(row: ListRow, child: Listed, service: Service) -> dict[str, Any]:
    """A child newly joined with somebody else: through what, and never with whom."""
    return {
        **child.values(service.policy),
        "through": row.about,
        "words": _LINKED_WORDS[Through(row.about)],
        "since": instant_to_text(row.at),
        "system": row.source,
    }


_LINKED_WORDS = {
    Through.ADULT: "An adult named with this child is named elsewhere too.",
    Through.HOME: "Harm to another child is recorded at a home of this child.",
    Through.PLACE: "Harm to another child is recorded at a place where this child was.",
}
