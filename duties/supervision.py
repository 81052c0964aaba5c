"""Supervisors' reviews while a child is missing (M5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from duties.duty import Duty, state_of
from duties.intervals import RANKS, Intervals, ReviewInterval
from records.events import Event, EventKind
from records.history import KnownHistory
from records.sources import SourceSystem
from records.states import MissingEpisode, missing_episodes
from records.words import NBSP, count_words, length_words

__all__ = ["reviews_while_missing"]

_S1 = SourceSystem.MISSING_PERSONS


def reviews_while_missing(
    known: KnownHistory, intervals: Intervals, band: str | None
) -> list[Duty]:
    """For the open missing report: the gap in supervision, if any, then each review.

    The clock runs from the report to the police. Where a report was corrected, when it
    first came in is no longer known, so the clock runs from the start of the absence: a
    correction must not make an overdue review look early.
    """
    duties: list[Duty] = []
    for episode in missing_episodes(known):
        if not episode.is_open:
            continue
        rows = [r for r in intervals.reviews if (band or intervals.band_when_none) in r.bands]
        held = episode.of_kind(EventKind.SUPERVISORY_REVIEW)
        each = [_review(episode, row, held, intervals) for row in rows]
        missed = [
            _rule_words(row)
            for row, duty in zip(rows, each, strict=True)
            if duty.state == "overdue"
        ]
        if missed:
            duties.append(_gap(episode, held, missed, min(d.due for d in each)))
        duties += each
    return duties


def _reported_at(episode: MissingEpisode) -> datetime:
    """When the police were told, for all that is known; see above for corrections."""
    return min(
        report.recorded if report.replaces is None else report.occurred
        for report in episode.reports
    )


def _gap(
    episode: MissingEpisode, held: Sequence[Event], missed: Sequence[str], due: datetime
) -> Duty:
    last = held[-1].occurred if held else _reported_at(episode)
    length = length_words(max(episode.as_of - last, timedelta(0)))
    return Duty(
        kind="supervision_gap",
        about_reference=episode.reference,
        source=_S1,
        due=due,
        done=None,
        state="overdue",
        words=f"No supervisory review for {length}. Due by now: {'; '.join(missed)}.",
        owner="the duty inspector",
    )


def _review(
    episode: MissingEpisode, row: ReviewInterval, held: Sequence[Event], intervals: Intervals
) -> Duty:
    """Where one row of the timetable stands: the earliest review not held, or the next."""
    able = RANKS[RANKS.index(row.rank) :]
    times = [event.occurred for event in held if event.details.get("review_by") in able]
    start = _reported_at(episode)
    due = start + timedelta(hours=row.first_hours)
    done = next((moment for moment in times if moment >= episode.since), None)
    if row.every_hours is not None and times:
        # Each review held sets the clock for the next.
        due, done = max(due, times[-1] + timedelta(hours=row.every_hours)), None
    state = state_of(due, done, episode.as_of, intervals)
    return Duty(
        kind="supervisory_review",
        about_reference=episode.reference,
        source=_S1,
        due=due,
        done=done,
        state=state,
        words=_review_words(row, state, due, episode.as_of),
        owner=f"the duty {row.rank}",
    )


def _review_words(row: ReviewInterval, state: str, due: datetime, as_of: datetime) -> str:
    review = f"Review by {_article(row.rank)}{NBSP}{row.rank}"
    match state:
        case "overdue":
            return f"{review} overdue for {length_words(as_of - due)} ({_times(row)})."
        case "done":
            return f"{review} done ({_times(row)})."
        case _:
            return f"{review} in {length_words(due - as_of)} ({_times(row)})."


def _rule_words(row: ReviewInterval) -> str:
    return f"{row.rank} {_times(row)}"


def _times(row: ReviewInterval) -> str:
    first = f"within {_hours(row.first_hours)}"
    return first if row.every_hours is None else f"{first}, then every {_hours(row.every_hours)}"


def _hours(hours: int) -> str:
    return count_words(hours, "hour") if hours < 48 else count_words(hours // 24, "day")


def _article(noun: str) -> str:
    return "an" if noun[0] in "aeiou" else "a"
