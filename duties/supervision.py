"""Supervisors' reviews while a child is missing (M5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from duties.duty import Duty, Question, standing_words, state_of, told
from duties.intervals import RANKS, ReviewInterval
from duties.runs import Run, runs_of, runs_told
from records.events import EventKind
from records.states import MissingEpisode, missing_episodes
from records.words import NBSP, count_words, join_words, length_words

__all__ = ["reviews_while_missing"]


def reviews_while_missing(question: Question) -> Iterator[Duty]:
    """For the open missing report: the gap in supervision, if any, then each review.

    The clock runs from the report to the police. Where a report was corrected, when it
    first came in is no longer known, so the clock runs from the start of the absence: a
    correction must not make an overdue review look early. A review by a higher rank
    answers for a lower one, and each review held sets the clock for the next.

    Asked for the whole, every review that was ever due, of ended absences too, by the
    timetable of the question's band; those not held before the child was back were missed.
    """
    intervals = question.intervals
    rows = [r for r in intervals.reviews if (question.band or intervals.band_when_none) in r.bands]
    for episode in missing_episodes(question.known):
        if not (question.whole or episode.is_open):
            continue
        ended = _ended(episode)
        each = [
            (row, duty)
            for row in rows
            for run in runs_told(_runs(episode, row), ended, whole=question.whole)
            for duty in _review(question, episode, row, run, ended)
        ]
        missed = [(row.rank, duty.came_due) for row, duty in each if duty.state == "overdue"]
        if missed and not question.whole:
            yield from _gap(question, episode, missed)
        yield from (duty for _, duty in each)


def _runs(episode: MissingEpisode, row: ReviewInterval) -> list[Run]:
    able = RANKS[RANKS.index(row.rank) :]
    start = _reported_at(episode)
    return runs_of(
        start,
        start + timedelta(hours=row.first_hours),
        None if row.every_hours is None else timedelta(hours=row.every_hours),
        [
            event
            for event in episode.of_kind(EventKind.SUPERVISORY_REVIEW)
            if event.details.get("review_by") in able and event.occurred >= episode.since
        ],
        _ended(episode) or episode.as_of,
    )


def _ended(episode: MissingEpisode) -> datetime | None:
    """When an absence that is over ended; None while it lasts.

    When a child came back whose return nobody recorded isn't known, so of such an absence
    nothing can be said to have come due: it counts as over when it began.
    """
    return episode.since if episode.superseded else episode.ended


def _reported_at(episode: MissingEpisode) -> datetime:
    """When the police were told, for all that is known; see above for corrections."""
    return min(
        report.recorded if report.replaces is None else report.occurred
        for report in episode.reports
    )


def _gap(
    question: Question,
    episode: MissingEpisode,
    missed: Sequence[tuple[str, tuple[datetime, ...]]],
) -> tuple[Duty, ...]:
    held = episode.of_kind(EventKind.SUPERVISORY_REVIEW)
    last = held[-1].occurred if held else _reported_at(episode)
    length = length_words(max(episode.as_of - last, timedelta(0)))
    moments = sorted(moment for _, came_due in missed for moment in came_due)
    return told(
        question,
        "supervision_gap",
        episode.reports[0],
        since=last,
        due=moments[0],
        words=f"No supervisory review for {length}. {_missed_words(missed)}",
        owner="the duty inspector",
        came_due=tuple(moments),
    )


def _missed_words(missed: Sequence[tuple[str, tuple[datetime, ...]]]) -> str:
    counts = {
        rank: sum(len(came_due) for by, came_due in missed if by == rank)
        for rank in RANKS
        if any(by == rank for by, _ in missed)
    }
    if sum(counts.values()) == 1:
        return f"By now one should have happened, by {_a(next(iter(counts)))}."
    each = [f"{count} by {_a(rank)}" for rank, count in counts.items()]
    if len(each) == 1:
        return f"By now {each[0].replace(' by', ' should have happened, by', 1)}."
    return f"By now {sum(counts.values())} should have happened: {join_words(each)}."


def _review(
    question: Question,
    episode: MissingEpisode,
    row: ReviewInterval,
    run: Run,
    ended: datetime | None,
) -> tuple[Duty, ...]:
    done = None if run.by is None else run.by.occurred
    state = state_of(run.due, done, question.as_of, question.intervals, ended)
    return told(
        question,
        "supervisory_review",
        episode.reports[0],
        since=run.since,
        due=run.due,
        words=_review_words(row, state, run, question.as_of),
        owner=f"the duty {row.rank}",
        by=run.by,
        until=ended,
        came_due=run.came_due,
    )


def _review_words(row: ReviewInterval, state: str, run: Run, as_of: datetime) -> str:
    review, times = f"Review by {_a(row.rank)}", _times(row)
    match state:
        case "overdue":
            return f"{review} overdue for {length_words(as_of - run.due)} ({times})."
        case "done" | "missed":
            done = None if run.by is None else run.by.occurred
            return f"{review} {standing_words(run.due, done, as_of)} ({times})."
        case _:
            return f"{review} in {length_words(run.due - as_of)} ({times})."


def _times(row: ReviewInterval) -> str:
    first = f"within {_hours(row.first_hours)}"
    return first if row.every_hours is None else f"{first}, then every {_hours(row.every_hours)}"


def _hours(hours: int) -> str:
    return count_words(hours, "hour") if hours < 48 else count_words(hours // 24, "day")


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'}{NBSP}{noun}"
