"""What was done in the course of a report: moments and kinds, never what came to light.

For the questions of practice. A grade is about what was known when the report was made, so
nothing here tells what the child had to say or where the child was found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from records.calendar import instant_from_text, local_day
from records.events import Event, EventKind
from records.history import KnownHistory
from records.states import missing_episodes
from records.words import count_words, length_words, moment_words
from serving.case_audits.case_facts import line
from serving.case_audits.reading_cases import Case
from serving.store.log_search import FoundEntry, search_log_entries
from serving.store.log_search_ids import ids_ever
from serving.store.log_search_sought import Sought
from serving.store.opening import Connection

__all__ = ["practice_lines"]

#: Looks of which the plan was a part.
_SHOWED_THE_PLAN = frozenset(
    {"CHILD_VIEWED", "CHILD_VIEWED_IN_EMERGENCY", "CHILD_DISCLOSED", "PLAN_VIEWED"}
)
_MOST_LOOKS = 50
#: Column -> what is said of it: that it holds something, or what it holds.
_TOLD: Mapping[str, str] = MappingProxyType(
    {"review_by": "Reviewed by: {}", "interview": "Interview: {}", "interviewed_by": "Held by: {}",
     "told_to": "Told to: {}"}
)  # fmt: skip
_HELD: Mapping[str, str] = MappingProxyType(
    {
        "direction": "Direction is recorded.",
        "disclosure": "What the child told is recorded in kind.",
    }
)
_INTERVIEWS = frozenset({EventKind.RETURN_INTERVIEW, EventKind.PREVENTION_INTERVIEW})
#: After a return so long, a review of the child is counted as part of the report's course.
_AFTER = timedelta(days=7)
_KINDS: Mapping[EventKind, str] = MappingProxyType(
    {
        EventKind.MISSING_REPORTED: "Reported missing",
        EventKind.MISSING_FOUND: "The report was closed",
        EventKind.PREVENTION_INTERVIEW: "Prevention interview",
        EventKind.RETURN_INTERVIEW_OFFERED: "Return interview offered",
        EventKind.RETURN_INTERVIEW: "Return interview",
        EventKind.SUPERVISORY_REVIEW: "Supervisor’s review",
        EventKind.STRATEGY_MEETING: "Strategy meeting",
        EventKind.CHILD_REVIEWED: "Review of the child",
    }
)


def practice_lines(connection: Connection, case: Case, now: KnownHistory) -> list[dict[str, Any]]:
    """Every entry on the report as known now, and whether its plan was opened while it ran."""
    reference = case.value("reference")
    episode = next(
        (one for one in missing_episodes(now) if reference in {r.reference for r in one.reports}),
        None,
    )
    if episode is None:
        return [line("The report is not on this child’s record any more.")]
    since, until = episode.since, episode.ended or now.as_of
    reviews = (
        event
        for event in now.of_kind(EventKind.CHILD_REVIEWED)
        if since <= event.occurred <= until + _AFTER
    )
    told = sorted((*episode.entries, *reviews), key=lambda e: (e.occurred, e.recorded, e.entry))
    references = {report.reference for report in episode.reports}
    made = next(e for e in episode.entries if e.reference in references).recorded
    return [
        *(_entry(event, since) for event in told if event.kind in _KINDS),
        *_plan_opened(connection, case, made, until),
    ]


def _entry(event: Event, since: datetime) -> dict[str, Any]:
    after = max(event.occurred - since, timedelta(0))
    when = f"At {moment_words(event.occurred)}, {length_words(after)} after the child was missed"
    written = f"Written down at {moment_words(event.recorded)}"
    on = local_day(event.occurred)
    details = (when, written, *_details(event))
    return line(_KINDS[event.kind], details, event.source.words, event.reference, on)


def _details(event: Event) -> Iterator[str]:
    said = event.details
    for column, words in _TOLD.items():
        if said.get(column) is not None:
            yield words.format(str(said[column]).replace("_", " "))
    for column, words in _HELD.items():
        if said.get(column) is not None:
            yield words
    if event.kind in _INTERVIEWS and said.get("disclosure") is None:
        yield "What the child told is not recorded."
    if event.kind is EventKind.CHILD_REVIEWED:
        has = said.get("own_words") is not None
        yield f"The child’s own words are {'recorded' if has else 'not recorded'}."


def _plan_opened(
    connection: Connection, case: Case, since: datetime, until: datetime
) -> Iterator[dict[str, Any]]:
    """From the access log: looks at the child's answer, which shows the plan, in that time."""
    sought = Sought(
        children=ids_ever(connection, case.row.child),
        since=since,
        until=until,
        kinds=_SHOWED_THE_PLAN,
    )
    found: list[FoundEntry] = []
    while len(found) < _MOST_LOOKS:
        page = search_log_entries(connection, sought, _MOST_LOOKS - len(found))
        found += page.entries
        if page.through is None:
            break
        sought = replace(sought, before=page.through)
    if not found:
        lead = "Nobody opened the child’s answer here, which shows the plan, while it was open."
        yield line(lead, (), "Access log")
        return
    more = " or more" if len(found) == _MOST_LOOKS else ""
    first = instant_from_text(str(found[-1].fields["at"]))
    times = count_words(len(found), "time")
    lead = f"The child’s answer, which shows the plan, was opened {times}{more} while it was open."
    yield line(lead, (f"The first of these at {moment_words(first)}.",), "Access log")
