"""Strategy meetings: after repeated reports, and for a long absence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from duties.duty import Duty, Question, standing_words, told
from duties.runs import runs_of, runs_told
from records.calendar import local_day
from records.events import Event, EventKind
from records.sources import SourceSystem
from records.states import MissingEpisode, exploitation_concerns, missing_episodes
from records.states.exploitation import CONCERN_SYSTEMS
from records.words import count_words, day_words, join_words, ordinal_words

__all__ = ["meetings_after_reports", "meetings_while_missing"]


@dataclass(frozen=True, slots=True)
class _Asking:
    """A report that asks for a meeting, from when on, and as which of how many.

    Attributes:
        last: the latest report that the same meeting would answer.
        unheard: systems that could tell of a concern and aren't connected, where no
            concern is known.
    """

    episode: MissingEpisode
    since: datetime
    count: int
    last: datetime
    unheard: tuple[SourceSystem, ...]


def meetings_after_reports(question: Question) -> Iterator[Duty]:
    """The meeting that repeated reports of a child of concern ask for.

    Each report that makes, say, 3 within 90 days asks for a meeting, and one meeting
    answers all such reports before it. Where the timetable wants a concern of
    exploitation too, the meeting is asked for from when that was known, if it was within
    those days of the report. Where none is known and a system that could tell of one is
    not connected, the meeting is asked for and the words say why: what isn't known must
    not reassure.
    """
    rule = question.intervals.meeting_after_reports
    held = question.known.of_kind(EventKind.STRATEGY_MEETING)
    for asking in _answered_together(_askings(question), held):
        due = asking.since + timedelta(hours=rule.within_hours)
        by = _first_from(held, asking.episode.since)
        ordinal = ordinal_words(asking.count)
        of = day_words(local_day(asking.episode.since))
        what = f"{ordinal} missing report in {count_words(rule.in_days, 'day')}, of {of}"
        words = f"Strategy meeting after the {what}. {_stands(question, due, by)}."
        if asking.unheard:
            names = join_words([system.words for system in asking.unheard])
            words += f" Whether exploitation is a concern is not known: not connected: {names}."
        yield from told(
            question,
            "meeting_after_reports",
            asking.episode.reports[0],
            since=asking.since,
            due=due,
            words=words,
            owner=rule.owner,
            by=by,
            until=asking.last + timedelta(days=rule.in_days),
        )


def meetings_while_missing(question: Question) -> Iterator[Duty]:
    """A meeting at the limit of a long absence, and then at the timetable's interval.

    Told only of an open absence, unless the whole is asked for: of one that is over, a
    meeting that had come due by its end was missed.
    """
    rule = question.intervals.meeting_while_missing
    held = question.known.of_kind(EventKind.STRATEGY_MEETING)
    for episode in missing_episodes(question.known):
        # When an absence ended whose end nobody recorded isn't known: nothing came due.
        ended = episode.since if episode.superseded else episode.ended
        runs = runs_of(
            episode.since,
            episode.since + timedelta(hours=rule.missing_hours),
            timedelta(days=rule.every_days),
            [event for event in held if event.occurred >= episode.since],
            ended or question.as_of,
        )
        for run in runs_told(runs, ended, whole=question.whole):
            if run.since == episode.since:
                what = f"Strategy meeting for {count_words(rule.missing_hours, 'hour')} missing"
            else:
                what = "Next strategy meeting while the child is missing"
            yield from told(
                question,
                "meeting_while_missing",
                episode.reports[0],
                since=run.since,
                due=run.due,
                words=f"{what}: {_held_words(question, run.due, run.by)}.",
                owner=rule.owner,
                by=run.by,
                until=ended,
                came_due=run.came_due,
            )


def _askings(question: Question) -> list[_Asking]:
    """Every report that asks for a meeting, in order of when it came to ask.

    Of reports that one concern made ask at once, the latest comes first: it speaks for them.
    """
    rule = question.intervals.meeting_after_reports
    span = timedelta(days=rule.in_days)
    episodes = missing_episodes(question.known)
    found = []
    for place, episode in enumerate(episodes):
        count = sum(e.since > episode.since - span for e in episodes[: place + 1])
        if count < rule.reports:
            continue
        since: datetime | None = episode.since
        unheard: tuple[SourceSystem, ...] = ()
        if rule.with_concern:
            since = _concern_from(question, episode.since, episode.since + span)
            if since is None:
                missing = CONCERN_SYSTEMS - question.known.connected
                unheard = tuple(sorted(missing, key=lambda system: system.value))
                since = episode.since if unheard else None
        if since is not None:
            found.append(_Asking(episode, since, count, since, unheard))
    found.reverse()
    return sorted(found, key=lambda asking: asking.since)


def _concern_from(question: Question, start: datetime, end: datetime) -> datetime | None:
    """From when on in [start, end) a concern of exploitation holds; None if none does."""
    days = question.intervals.meeting_after_reports.concern_days
    moments = (
        (max(start, concern.known_from), concern)
        for concern in exploitation_concerns(question.known)
    )
    return min(
        (moment for moment, concern in moments if moment < end and concern.holds_at(moment, days)),
        default=None,
    )


def _answered_together(askings: Sequence[_Asking], held: Sequence[Event]) -> list[_Asking]:
    """The first of each run of askings that one meeting answers, or that none has."""
    found: list[_Asking] = []
    for asking in askings:
        if found:
            by = _first_from(held, found[-1].episode.since)
            if by is None or by.occurred >= asking.episode.since:
                found[-1] = replace(found[-1], last=asking.since)
                continue
        found.append(asking)
    return found


def _first_from(held: Sequence[Event], moment: datetime) -> Event | None:
    return next((event for event in held if event.occurred >= moment), None)


def _stands(question: Question, due: datetime, by: Event | None) -> str:
    """The same as a sentence of its own, where the first is long."""
    words = _held_words(question, due, by)
    return words[0].upper() + words[1:]


def _held_words(question: Question, due: datetime, by: Event | None) -> str:
    done = None if by is None else by.occurred
    return standing_words(due, done, question.as_of, "held")
