"""Interviews after a child's return: the police's, and the independent one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from duties.duty import Duty, Question, standing_words, told
from duties.intervals import OwedInterval
from records.calendar import local_day
from records.events import Event, EventKind
from records.states import MissingEpisode, missing_episodes
from records.words import day_words

__all__ = ["prevention_interviews", "return_interviews"]


@dataclass(frozen=True, slots=True)
class _Interview:
    kind: str
    entry: EventKind
    name: str
    offer: EventKind | None = None


_PREVENTION = _Interview(
    "prevention_interview", EventKind.PREVENTION_INTERVIEW, "Prevention interview"
)
_RETURN = _Interview(
    "return_interview",
    EventKind.RETURN_INTERVIEW,
    "Return interview",
    EventKind.RETURN_INTERVIEW_OFFERED,
)


def prevention_interviews(question: Question) -> Iterator[Duty]:
    """The police see the child after each return, by the timetable's hours."""
    return _after_returns(question, question.intervals.prevention_interview, _PREVENTION)


def return_interviews(question: Question) -> Iterator[Duty]:
    """An independent interview is offered after each return, within 72 hours.

    A child who did not want to talk was offered it, so the duty is done and the words say
    so; an entry *not done* leaves it owed, and so does an offer that nobody has answered yet,
    of which the words tell.
    """
    return _after_returns(question, question.intervals.return_interview, _RETURN)


def _after_returns(
    question: Question, interval: OwedInterval, interview: _Interview
) -> Iterator[Duty]:
    episodes = missing_episodes(question.known)
    starts_of_next = [*(episode.since for episode in episodes[1:]), None]
    for episode, start_of_next in zip(episodes, starts_of_next, strict=False):
        returned = episode.ended or start_of_next
        if returned is None:
            continue
        due = returned + timedelta(hours=interval.within_hours)
        held = _held(episode.of_kind(interview.entry))
        yield from told(
            question,
            interview.kind,
            episode.reports[0],
            since=returned,
            due=due,
            words=partial(_words, question, interview, episode, due, held),
            owner=interval.owner,
            by=held,
            until=returned + timedelta(days=interval.owed_days),
        )


def _words(
    question: Question,
    interview: _Interview,
    episode: MissingEpisode,
    due: datetime,
    held: Event | None,
) -> str:
    name = f"{interview.name} for the report of {day_words(local_day(episode.since))}"
    if held is not None and held.details.get("interview") != "done":
        day = day_words(local_day(held.occurred))
        return f"{name}: offered. The child did not want to talk on {day}."
    done = None if held is None else held.occurred
    said = f"{name}: {standing_words(due, done, question.as_of)}."
    offered = _offered(question, interview, episode) if held is None else None
    if offered is None:
        return said
    return f"{said} It was offered on {day_words(local_day(offered.occurred))}."


def _offered(question: Question, interview: _Interview, episode: MissingEpisode) -> Event | None:
    """The latest offer of the interview; None if none is recorded."""
    if interview.offer is None:
        return None
    references = {report.reference for report in episode.reports}
    offers = question.known.of_kind(interview.offer)
    return next((offer for offer in reversed(offers) if offer.reference in references), None)


def _held(entries: Sequence[Event]) -> Event | None:
    """The entry that ends the duty: a talk that was held, else the offer of one."""
    for answer in ("done", "did_not_want_to"):
        for entry in entries:
            if entry.details.get("interview") == answer:
                return entry
    return None
