"""Supervisors' reviews: of children who are missing (S1), of investigations (S5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from duties.duty import Duty
from records.events import EventKind
from records.states import MissingEpisode, missing_episodes
from serving.figures.cases import Asked, Case, Part
from serving.figures.months import month_of

__all__ = ["investigation_reviews_on_time", "long_absences_reviewed", "reviews_on_time"]

_DAY = timedelta(hours=24)


def reviews_on_time(asked: Asked) -> Iterator[Case]:
    """One case for each time that a supervisor's review of a missing child came due."""
    for duty in asked.due("supervisory_review"):
        yield from _each_time(asked, duty, EventKind.MISSING_REPORTED)


def investigation_reviews_on_time(asked: Asked) -> Iterator[Case]:
    """The same of reviews of child-abuse investigations."""
    for duty in asked.due("investigation_review"):
        yield from _each_time(asked, duty, EventKind.INVESTIGATION_OPENED)


def _each_time(asked: Asked, duty: Duty, asks: EventKind) -> Iterator[Case]:
    """Not met at every moment at which it came due undone; met if done by the moment it was."""
    missed = [(moment, Part.NOT_MET) for moment in duty.came_due]
    on_time = duty.done is not None and duty.done <= duty.due
    times = [(duty.due, Part.MET)] if on_time else missed
    record = asked.record_of(duty, asks)
    for moment, part in times:
        yield Case(
            month=month_of(moment),
            part=part,
            reference=record.reference,
            source=record.source,
            entry=record.entry,
            # Reviews by two ranks may come due at one moment: the owner names the rank.
            about=f"{duty.about_reference} {duty.owner} {moment.isoformat()}",
        )


def long_absences_reviewed(asked: Asked) -> Iterator[Case]:
    """One case for each absence that police knew of for more than a day: any review in it."""
    for episode in missing_episodes(asked.known):
        first = episode.reports[0]
        told = first.recorded if first.replaces is None else first.occurred
        by = max(told, episode.since) + _DAY
        if by >= asked.as_of or (episode.ended is not None and episode.ended <= by):
            continue
        review = next(
            (e for e in episode.of_kind(EventKind.SUPERVISORY_REVIEW) if e.occurred <= by), None
        )
        record = review or first
        yield Case(
            month=month_of(by),
            part=_reviewed(episode, is_reviewed=review is not None),
            reference=record.reference,
            source=record.source,
            entry=record.entry,
            about=episode.reference,
        )


def _reviewed(episode: MissingEpisode, *, is_reviewed: bool) -> Part:
    if episode.superseded:
        return Part.NOT_KNOWN  # Whether it lasted so long nobody recorded.
    return Part.MET if is_reviewed else Part.NOT_MET
