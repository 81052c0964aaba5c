"""A value in words: one short line for a list, one full sentence for the account."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from features.catalogue import CATALOGUE, feature_named
from features.declaration import Feature
from features.phrases import NAMES, PHRASES, told_of
from features.phrases_declaration import Phrase, Told
from features.table import Measured
from features.unknown_phrases import UNKNOWN_PHRASES
from records.calendar import local_day
from records.events import Event, EventKind
from records.formats.vocabulary import SEXUAL_DISCLOSURES
from records.history import KnownHistory
from records.serial import canonical
from records.sources import SourceSystem
from records.unknown import Unknown
from records.words import NBSP, count_words, day_words, join_words, length_words, ordinal_words

__all__ = ["LONGEST_SHORT", "WORDING_VERSION", "Words", "span_words", "told", "words"]

#: No short line is longer than this.
LONGEST_SHORT = 68
#: The windows as a sentence ends with them; a feature without one says nothing of it.
_IN_PAST: Mapping[int | None, str] = {
    28: " in the past 28 days",
    90: " in the past 90 days",
    365: " in the past year",
    None: "",
}
#: More systems than these are counted in a short line, not named.
_FEW = 2


def told(feature: Feature) -> Told:
    """The feature's words with its window filled in: it is the same for every child."""
    words_of = PHRASES[told_of(feature.name)]
    past = _IN_PAST[feature.window_days]
    return replace(
        words_of,
        phrases=tuple(
            replace(
                phrase,
                short=phrase.short.replace("{in_past}", past),
                full=phrase.full.replace("{in_past}", past),
            )
            for phrase in words_of.phrases
        ),
    )


_TOLD: Mapping[str, Told] = {feature.name: told(feature) for feature in CATALOGUE}


def _contents() -> dict[str, Any]:
    return {
        "phrases": {name: asdict(words_of) for name, words_of in PHRASES.items()},
        "subjects": {feature.name: feature.subject for feature in CATALOGUE},
        "unknown": {kind.value: list(pair) for kind, pair in UNKNOWN_PHRASES.items()},
        "names": dict(NAMES),
        "past": {str(days): text for days, text in _IN_PAST.items()},
    }


#: SHA-256 over every phrase.
WORDING_VERSION = "sha256:" + hashlib.sha256(canonical(_contents())).hexdigest()


class Words(NamedTuple):
    """``short`` has at most :data:`LONGEST_SHORT` characters; ``full`` is one sentence, or
    two where the second says what not knowing means."""

    short: str
    full: str


def words(feature: Feature, measured: Measured, known: KnownHistory) -> Words:
    """What is said of ``measured``, the value of ``feature`` for the child ``known``.

    Every value and every kind of not knowing has words, and none names the child or an
    adult. Dates are the force's local days with no-break spaces inside.
    """
    value = measured.value
    if isinstance(value, Unknown):
        missing = tuple(system for system in feature.sources if system not in known.connected)
        return _unknown_words(feature.name, value, missing)
    phrase = _phrase(_TOLD[feature.name].phrases, value, measured.evidence)
    gaps = _Gaps(feature, value, measured.evidence, known)
    return Words(phrase.short.format_map(gaps), phrase.full.format_map(gaps))


@lru_cache(maxsize=2_048)
def _unknown_words(name: str, kind: Unknown, missing: tuple[SourceSystem, ...]) -> Words:
    """Of the systems needed, those not connected are named, if that is what is said."""
    feature = feature_named(name)
    named = missing if kind is Unknown.NOT_CONNECTED and missing else feature.sources
    systems = [system.words for system in named] or ["Every system"]
    few = systems
    if len(systems) > _FEW:
        few = [*systems[: _FEW - 1], f"{len(systems) - _FEW + 1} more systems"]
    gaps = {
        "brief": _TOLD[name].brief,
        "subject": feature.subject,
        "meaning": feature.unknown[kind],
        "systems": join_words(systems),
        "few_systems": join_words(few),
    }
    short, full = UNKNOWN_PHRASES[kind]
    return Words(short.format_map(gaps), full.format_map(gaps))


def _phrase(phrases: tuple[Phrase, ...], value: int, evidence: tuple[Event, ...]) -> Phrase:
    for phrase in phrases:
        if (
            phrase.low <= value
            and (phrase.high is None or value <= phrase.high)
            and (not phrase.when or _CIRCUMSTANCES[phrase.when](evidence))
        ):
            return phrase
    raise ValueError(f"no phrase says {value}")


#: What the evidence tells beyond the number, by the words of ``Phrase.when``.
_CIRCUMSTANCES: Mapping[str, Callable[[tuple[Event, ...]], bool]] = {
    "nothing": lambda evidence: not evidence,
    "still missing": lambda evidence: {e.kind for e in evidence} == {EventKind.MISSING_REPORTED},
    "told of sexual harm": lambda evidence: (
        bool(evidence) and evidence[0].details.get("disclosure") in SEXUAL_DISCLOSURES
    ),
    "told of other harm": lambda evidence: (
        bool(evidence) and evidence[0].details.get("disclosure") in ("physical_harm", "threats")
    ),
}


class _Gaps(dict[str, str]):
    """What a phrase asks for, found when it is asked for: most phrases ask for little."""

    __slots__ = ("evidence", "feature", "known", "value")

    def __init__(
        self, feature: Feature, value: int, evidence: tuple[Event, ...], known: KnownHistory
    ) -> None:
        self.feature = feature
        self.value = value
        self.evidence = evidence
        self.known = known

    def __missing__(self, gap: str) -> str:
        filled = self[gap] = _FILLINGS[gap](self)
        return filled


@lru_cache(maxsize=4_096)
def _day(moment: datetime) -> str:
    """The local day; one entry stands behind many values, and the clock's zone is slow."""
    return day_words(local_day(moment))


def _elsewhere(gaps: _Gaps) -> str:
    """The day of the newest entry that isn't the child's own."""
    elsewhere = [connection.event for connection in gaps.known.connections]
    newest = next((e for e in gaps.evidence if any(e is event for event in elsewhere)), None)
    if newest is None:
        raise ValueError(f"{gaps.feature.name}: no connection of the child is its evidence")
    return _day(newest.occurred)


def _detail(column: str) -> Callable[[_Gaps], str]:
    """What the newest entry that fills ``column`` holds there, in words."""

    def held(gaps: _Gaps) -> str:
        value = next(str(e.details[column]) for e in gaps.evidence if column in e.details)
        return NAMES.get(value, value.replace("_", " ")).replace(" ", NBSP)

    return held


def _counted(noun: str) -> Callable[[_Gaps], str]:
    return lambda gaps: count_words(gaps.value, noun)


def _span(gaps: _Gaps) -> str:
    """How long all of it took; the window if not all of it is kept."""
    if len(gaps.evidence) < gaps.value:
        return _IN_PAST[gaps.feature.window_days]
    return " in " + span_words(gaps.known.as_of - gaps.evidence[-1].occurred)


def span_words(length: timedelta) -> str:
    """A length rounded up: ``9 days``, from 15 days on weeks, from 9 weeks on months."""
    days = max(1, -(-length // timedelta(days=1)))
    if days <= 14:
        return count_words(days, "day")
    if days <= 8 * 7:
        return count_words(-(-days // 7), "week")
    return count_words(-(-days * 12 // 365), "month")


def _length(gaps: _Gaps) -> str:
    hours = timedelta(hours=gaps.value)
    return length_words(hours) if hours else "less than an hour"


def _role(gaps: _Gaps) -> str:
    told_to = gaps.evidence[0].details.get("told_to")
    return f" the {told_to}" if told_to else ""


#: What may stand in a gap of a phrase.
_FILLINGS: Mapping[str, Callable[[_Gaps], str]] = {
    "n": lambda gaps: str(gaps.value),
    "Ordinal": lambda gaps: ordinal_words(gaps.value).capitalize(),
    "times": _counted("time"),
    "days": _counted("day"),
    "years": _counted("year"),
    "length": _length,
    "in_span": _span,
    "latest": lambda gaps: _day(gaps.evidence[0].occurred),
    "elsewhere": _elsewhere,
    "first": lambda gaps: _day(gaps.evidence[-1].occurred),
    "gap": lambda gaps: length_words(gaps.evidence[0].occurred - gaps.evidence[1].occurred),
    "until": lambda gaps: day_words(gaps.evidence[0].details["in_force_until"]),
    "role": _role,
    "told_of": _detail("disclosure"),
    "found_in": _detail("found_place"),
    "from_home": _detail("missing_from"),
    "demeanour": _detail("demeanour"),
    "level": _detail("panel_level"),
    "category": _detail("category"),
    "placement": _detail("placement"),
}
