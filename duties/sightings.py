"""A child whom nobody saw when police were called must be seen soon (S6, S11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from duties.duty import Duty, Question, told
from records.calendar import local_day
from records.states import Unseen, unseen_incidents
from records.words import count_words, day_words

__all__ = ["children_to_see"]


def children_to_see(question: Question) -> Iterator[Duty]:
    """The child is seen soon after an incident at which nobody is known to have seen it.

    Incidents that follow one another within the days for which it is owed, with no
    sighting between, are one duty: its clock runs from the first, and it is owed from
    the latest on.
    """
    interval = question.intervals.child_unseen
    owed = timedelta(days=interval.owed_days)
    for run in _runs(unseen_incidents(question.known), owed):
        first, latest = run[0].incident, run[-1].incident
        yield from told(
            question,
            "child_unseen",
            first,
            since=first.occurred,
            due=first.occurred + timedelta(hours=interval.within_hours),
            words=_words(run),
            owner=interval.owner,
            by=run[0].seen,
            until=latest.occurred + owed,
        )


def _runs(incidents: tuple[Unseen, ...], owed: timedelta) -> list[list[Unseen]]:
    runs: list[list[Unseen]] = []
    for one in incidents:
        last = runs[-1][-1] if runs else None
        if (
            last is not None
            and last.seen is one.seen
            and one.incident.occurred <= last.incident.occurred + owed
        ):
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _words(run: list[Unseen]) -> str:
    latest = run[-1]
    day = day_words(local_day(latest.incident.occurred))
    called = f"Police were called on {day}"
    if len(run) > 1:
        first = day_words(local_day(run[0].incident.occurred))
        called = f"Police were called {count_words(len(run), 'time')}, {first} to {day}"
    seen = run[0].seen
    if seen is not None:
        return f"{called}: the child was seen on {day_words(local_day(seen.occurred))}."
    if any(one.is_said for one in run):
        return f"{called}: the child was not seen, then or since."
    return f"{called}: that the child was seen is not recorded."
