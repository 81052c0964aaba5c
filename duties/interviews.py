"""Interviews after a child's return: the police's, and the independent one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from duties.duty import Duty, state_of
from duties.intervals import Intervals, InterviewInterval
from records.calendar import local_day
from records.events import Event, EventKind
from records.history import KnownHistory
from records.sources import SourceSystem
from records.states import MissingEpisode, missing_episodes
from records.words import day_words

__all__ = ["prevention_interviews", "return_interviews"]


@dataclass(frozen=True, slots=True)
class _Interview:
    kind: str
    entry: EventKind
    name: str


_PREVENTION = _Interview(
    "prevention_interview", EventKind.PREVENTION_INTERVIEW, "Prevention interview"
)
_RETURN = _Interview("return_interview", EventKind.RETURN_INTERVIEW, "Return interview")


def prevention_interviews(
    known: KnownHistory, intervals: Intervals, band: str | None
) -> list[Duty]:
    """The police see the child after each return, by the timetable's hours."""
    del band  # owed after every return, whatever the advice
    return _after_returns(known, intervals, intervals.prevention_interview, _PREVENTION)


def return_interviews(known: KnownHistory, intervals: Intervals, band: str | None) -> list[Duty]:
    """An independent interview is offered after each return, within 72 hours.

    A child who did not want to talk was offered it, so the duty is done and the words say
    so; an entry *not done* leaves it owed.
    """
    del band
    return _after_returns(known, intervals, intervals.return_interview, _RETURN)


def _after_returns(
    known: KnownHistory, intervals: Intervals, interval: InterviewInterval, interview: _Interview
) -> list[Duty]:
    episodes = missing_episodes(known)
    starts_of_next = [*(episode.since for episode in episodes[1:]), None]
    duties = []
    for episode, start_of_next in zip(episodes, starts_of_next, strict=False):
        returned = episode.ended or start_of_next
        if returned is None or returned < known.as_of - timedelta(days=interval.owed_days):
            continue
        due = returned + timedelta(hours=interval.within_hours)
        held = _held(episode.of_kind(interview.entry))
        done = None if held is None else held.occurred
        if done is not None and done < known.as_of - timedelta(days=intervals.done_shown_days):
            continue
        duties.append(
            Duty(
                kind=interview.kind,
                about_reference=episode.reference,
                source=SourceSystem.MISSING_PERSONS,
                due=due,
                done=done,
                state=state_of(due, done, known.as_of, intervals),
                words=_words(episode, interview, held, due, known.as_of),
                owner=interval.owner,
            )
        )
    return duties


def _held(entries: Sequence[Event]) -> Event | None:
    """The entry that ends the duty: a talk that was held, else the offer of one."""
    for answer in ("done", "did_not_want_to"):
        for entry in entries:
            if entry.details.get("interview") == answer:
                return entry
    return None


def _words(
    episode: MissingEpisode,
    interview: _Interview,
    held: Event | None,
    due: datetime,
    as_of: datetime,
) -> str:
    name = f"{interview.name} for the report of {day_words(local_day(episode.since))}"
    if held is not None:
        day = day_words(local_day(held.occurred))
        if held.details.get("interview") == "done":
            return f"{name}: done on {day}."
        return f"{name}: offered; the child did not want to talk on {day}."
    last_day = day_words(local_day(due))
    return f"{name}: not done; {'was due by' if due < as_of else 'due by'} {last_day}."
