"""What is not known, which kind of not knowing it is, and who can settle it (N3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from records.calendar import instant_to_text, local_day
from records.events import EventKind
from records.formats import FORMATS
from records.history import PLACEHOLDER_BIRTH_DATES, KnownHistory
from records.sources import EXTRACTED, SourceSystem
from records.states import MissingEpisode, missing_episodes
from records.unknown import Unknown
from records.words import count_words, day_words, join_words, length_words, moment_words
from serving.answer.cards import CardVersion

__all__ = ["source_values", "unknown_values"]

#: Who can settle what a system does not say.
#: Whom to ask about what one system should say; those that no question rests on yet are
#: named together.
_ASK = {
    SourceSystem.MISSING_PERSONS: "the missing coordinator",
    SourceSystem.CSE_PLANS: "the neighbourhood CSE team",
    SourceSystem.ABDUCTION_NOTICES: "the CSE unit",
    SourceSystem.SOCIAL_CARE: "the duty social work team",
}
_S1 = SourceSystem.MISSING_PERSONS
_ADMINISTRATOR = "the service administrator"
_ANALYSTS = "the analysts, who check it"
_LOOKED_BACK = timedelta(days=365)
_NAMED_INTERVIEWS = 2


def source_values(taken: Mapping[SourceSystem, datetime], as_of: datetime) -> list[dict[str, Any]]:
    """How fresh each system's extract is; every one of the thirteen, in order S1-S13."""
    return [_source(source, taken.get(source), as_of) for source in EXTRACTED]


def _source(source: SourceSystem, taken: datetime | None, as_of: datetime) -> dict[str, Any]:
    if taken is None:
        state, hours = "never", None
        words = f"{source.words}: not connected to this service."
    else:
        age = max(as_of - taken, timedelta(0))
        stale = age > timedelta(hours=FORMATS[source].promise_hours)
        state, hours = ("stale" if stale else "fresh"), age // timedelta(hours=1)
        read = f"last read {moment_words(taken)}"
        words = (
            f"{source.words}: {length_words(age)} old ({read}). Later events are not here."
            if stale
            else f"{source.words}: {read}."
        )
    return {
        "system": source.value,
        "name": source.words,
        "state": state,
        "taken_at": None if taken is None else instant_to_text(taken),
        "hours_old": hours,
        "words": words,
    }


def unknown_values(
    known: KnownHistory, sources: list[dict[str, Any]], champion: CardVersion | None
) -> list[dict[str, Any]]:
    """Everything that is not known, the most telling first.

    Interviews not done, then systems that are stale or never connected, then details
    of the child that no system recorded. An empty list would claim that all is known;
    with thirteen systems that is a rare and true thing to say.
    """
    return [
        *_points(champion),
        *_interviews(known),
        *_ends(known),
        *_birth_dates(known),
        *_sources(sources),
        *_details(known),
    ]


def _unknown(
    what: str, kind: Unknown, words: str, ask: str, system: SourceSystem | None
) -> dict[str, Any]:
    return {
        "what": what,
        "kind": kind.value,
        "words": words,
        "ask": ask,
        "system": system.value if system else None,
    }


def _points(champion: CardVersion | None) -> list[dict[str, Any]]:
    if champion is None:
        words = "The advice could not be worked out: no scorecard could be loaded."
        return [_unknown("Advice band", Unknown.FAILED, words, _ADMINISTRATOR, None)]
    if champion.is_stopped:
        words = "The scorecard no longer fits what is recorded, so no points are shown."
        return [_unknown("Scorecard", Unknown.STALE, words, _ANALYSTS, None)]
    return []


def _interviews(known: KnownHistory) -> list[dict[str, Any]]:
    open_ones = [
        episode
        for episode in reversed(missing_episodes(known))
        if episode.ended is not None
        and known.as_of - episode.ended <= _LOOKED_BACK
        and not _has_return_interview(episode)
    ]
    ask = _ASK[_S1]
    system = SourceSystem.MISSING_PERSONS
    values = []
    for episode in open_ones[:_NAMED_INTERVIEWS]:
        what = f"Return interview for the report of {day_words(local_day(episode.since))}"
        words = f"{what} ({episode.reference}): not done."
        values.append(_unknown(what, Unknown.NOT_RECORDED, words, ask, system))
    if rest := open_ones[_NAMED_INTERVIEWS:]:
        what = f"Return interviews for {count_words(len(rest), 'earlier report')}"
        words = f"{what} in the past year: not done."
        values.append(_unknown(what, Unknown.NOT_RECORDED, words, ask, system))
    return values


def _has_return_interview(episode: MissingEpisode) -> bool:
    held = episode.of_kind(EventKind.RETURN_INTERVIEW)
    return any(event.details["interview"] == "done" for event in held)


def _ends(known: KnownHistory) -> list[dict[str, Any]]:
    return [
        _unknown(
            f"End of the report of {day_words(local_day(episode.since))}",
            Unknown.NOT_RECORDED,
            f"Nobody recorded when the report of {day_words(local_day(episode.since))} "
            f"({episode.reference}) ended. A later report begins after it.",
            _ASK[_S1],
            SourceSystem.MISSING_PERSONS,
        )
        for episode in missing_episodes(known)
        if episode.superseded and known.as_of - episode.since <= _LOOKED_BACK
    ]


def _sources(sources: list[dict[str, Any]]) -> list[dict[str, Any]]:
    values = [
        _unknown(
            f"{source['name']} since {moment_words(datetime.fromisoformat(source['taken_at']))}",
            Unknown.STALE,
            source["words"],
            _ADMINISTRATOR,
            SourceSystem(source["system"]),
        )
        for source in sources
        if source["state"] == "stale"
    ]
    never = [source for source in sources if source["state"] == "never"]
    for source in never:
        system = SourceSystem(source["system"])
        if (ask := _ASK.get(system)) is not None:
            values.append(
                _unknown(source["name"], Unknown.NOT_CONNECTED, source["words"], ask, system)
            )
    rest = [source["name"] for source in never if SourceSystem(source["system"]) not in _ASK]
    if rest:
        names = join_words([name.lower() for name in rest])
        what = f"{count_words(len(rest), 'system')} not connected"
        words = f"Not connected to this service: {names}."
        values.append(
            _unknown(
                what, Unknown.NOT_CONNECTED, words, "the control room, who can open them", None
            )
        )
    return values


def _birth_dates(known: KnownHistory) -> list[dict[str, Any]]:
    """That records disagree on the birth date, and which says what."""
    said: dict[date, list[str]] = {}
    for person in known.current_persons:
        born = person.date_of_birth
        if born is not None and born not in PLACEHOLDER_BIRTH_DATES:
            said.setdefault(born, []).append(person.id.source.words)
    if len(said) < 2:
        return []
    each = [
        f"{day_words(born)} ({join_words(sorted(set(systems)))})"
        for born, systems in sorted(said.items())
    ]
    words = f"Records differ on the birth date: {join_words(each)}."
    return [_unknown("Birth date", Unknown.NOT_RECORDED, words, _ASK[_S1], None)]


def _details(known: KnownHistory) -> list[dict[str, Any]]:
    persons = known.current_persons
    missing = {
        "Birth date": known.birth_date is None,
        "Home": not any(person.address or person.postcode for person in persons),
        "Sex": all(person.sex in (None, "not_known") for person in persons),
        "Ethnicity": all(person.ethnicity in (None, "not_known") for person in persons),
    }
    ask = _ASK[_S1]
    return [
        _unknown(
            what,
            Unknown.NOT_RECORDED,
            f"{what} is not recorded in any connected system.",
            ask,
            None,
        )
        for what, absent in missing.items()
        if absent
    ]
