"""Whether a report tells of a child of whom a report is open already: told, and asked about."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from linkage.folding import fold
from records.events import Event, EventKind
from records.history import History, KnownHistory, known_at
from records.sources import SourceSystem
from records.states import MissingEpisode, missing_episodes
from records.words import moment_words
from serving.answer.inputs import look_history
from serving.entering.given import Who
from serving.missing.reports import moment_after
from serving.store.histories import read_blob
from serving.store.opening import Connection
from serving.work_store.missing_reports import children_missing_between

__all__ = ["DoubleReportError", "double_of", "double_of_stranger"]

#: Of a child whom no search found: how far apart two reports may begin and be asked about.
_NEAR = timedelta(hours=24)
_NEW = "(new)"


class DoubleReportError(Exception):
    """A report of the child is open, or tells of the same absence. Nothing was written.

    Attributes:
        reference: of that report: whoever opens another beside it names it.
    """

    def __init__(self, reference: str, words: str) -> None:
        super().__init__(words)
        self.reference = reference


def double_of(history: History, since: datetime, now: datetime) -> DoubleReportError | None:
    """What is told before a report since ``since`` is opened for the child; None if nothing.

    A report is open, or by the rules of :func:`records.states.missing_episodes` the new one
    would tell of an absence that is recorded already.
    """
    known = known_at(history, moment_after(now))
    before = missing_episodes(known)
    tried = Event(
        SourceSystem.MISSING_PERSONS, EventKind.MISSING_REPORTED, _NEW, _NEW, since, now,
        {"missing_from": "other"},
    )  # fmt: skip
    after = missing_episodes(
        known_at(replace(history, events=(*history.events, tried)), moment_after(now))
    )
    same = next(one for one in after if any(r.reference == _NEW for r in one.reports))
    for episode in reversed(before):
        if episode.reference in {report.reference for report in same.reports}:
            return _told(episode)
    still = next((one for one in reversed(before) if one.is_open), None)
    return None if still is None else _told(still)


def double_of_stranger(
    connection: Connection, who: Who, since: datetime, now: datetime
) -> DoubleReportError | None:
    """The same for a child whom no search found: a child of that very name who is missing now
    from about that moment, unless both birth dates are known and differ."""
    born = who.details.get("date_of_birth")
    name = _folded(who.details.get("forename"), who.details["surname"])
    for child in children_missing_between(connection, since - _NEAR, since + _NEAR):
        known = known_at(look_history(read_blob(connection, child), frozenset()), moment_after(now))
        if not any(_folded(p.forename, p.surname) == name for p in known.current_persons):
            continue
        if born is not None and known.birth_date not in (None, born):
            continue
        episode = _open(known)
        if episode is not None:
            return _told(episode)
    return None


def _open(known: KnownHistory) -> MissingEpisode | None:
    return next((one for one in reversed(missing_episodes(known)) if one.is_open), None)


def _folded(forename: str | None, surname: str) -> str:
    return fold(f"{forename or ''} {surname}".strip())


def _told(episode: MissingEpisode) -> DoubleReportError:
    reference, since = episode.reference, moment_words(episode.since)
    if episode.ended is None:
        return DoubleReportError(
            reference,
            f"Report {reference} of this child is open, missing since {since}. "
            "Add to that report, or say that you open another beside it.",
        )
    return DoubleReportError(
        reference,
        f"Report {reference} tells of an absence from {since} to "
        f"{moment_words(episode.ended)}, and this one would count as part of it. Correct that "
        "report, or say that you open another beside it.",
    )
