"""A value in words: one short line for a list, one full sentence for the account."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from features.declaration import Feature, Measure
from features.phrases import PHRASES, Phrase
from features.table import Measured
from features.unknown_phrases import BRIEF, UNKNOWN_PHRASES
from records.calendar import local_day
from records.events import Event, EventKind
from records.formats.vocabulary import SEXUAL_DISCLOSURES
from records.history import KnownHistory
from records.serial import canonical
from records.sources import SourceSystem
from records.unknown import Unknown
from records.words import NBSP, count_words, day_words, join_words, length_words, ordinal_words

__all__ = ["LONGEST_SHORT", "WORDING_VERSION", "Words", "span_words", "words"]

#: No short line is longer than this.
LONGEST_SHORT = 68


def _contents() -> dict[str, Any]:
    return {
        "phrases": {m.name: [asdict(p) for p in phrases] for m, phrases in PHRASES.items()},
        "brief": {measure.name: text for measure, text in BRIEF.items()},
        "unknown": {kind.value: list(pair) for kind, pair in UNKNOWN_PHRASES.items()},
    }


#: SHA-256 over every phrase.
WORDING_VERSION = "sha256:" + hashlib.sha256(canonical(_contents())).hexdigest()


@dataclass(frozen=True, slots=True)
class Words:
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
        gaps = _unknown_gaps(feature, value, known)
        short, full = UNKNOWN_PHRASES[value]
        return Words(short.format_map(gaps), full.format_map(gaps))
    phrase = _phrase(feature.measure, value, _circumstance(measured))
    gaps = _gaps(feature, value, measured.evidence, known)
    return Words(phrase.short.format_map(gaps), phrase.full.format_map(gaps))


def _phrase(measure: Measure, value: int, circumstance: str) -> Phrase:
    return next(
        phrase
        for phrase in PHRASES[measure]
        if phrase.low <= value
        and (phrase.high is None or value <= phrase.high)
        and phrase.when in ("", circumstance)
    )


def _circumstance(measured: Measured) -> str:
    """What the evidence tells beyond the number, in the words of ``Phrase.when``."""
    if not measured.evidence:
        return "nothing"
    newest = measured.evidence[0]
    if newest.details.get("disclosure") in SEXUAL_DISCLOSURES:
        return "told"
    kinds = {event.kind for event in measured.evidence}
    return "still missing" if kinds == {EventKind.MISSING_REPORTED} else ""


def _gaps(
    feature: Feature, value: int, evidence: tuple[Event, ...], known: KnownHistory
) -> dict[str, str]:
    """Everything that a phrase may ask for; what the evidence doesn't tell is left out."""
    past = "the past year" if feature.window_days == 365 else f"the past {feature.window_days} days"
    gaps = {
        "n": str(value),
        "Ordinal": ordinal_words(value).capitalize(),
        "times": count_words(value, "time"),
        "days": count_words(value, "day"),
        "years": count_words(value, "year"),
        "length": _hours_words(value),
        "past": past,
        "span": past,
    }
    if evidence:
        newest, oldest = evidence[0], evidence[-1]
        if len(evidence) == value:  # all of it is kept, so the oldest is the first counted
            gaps["span"] = span_words(known.as_of - oldest.occurred)
        if len(evidence) > 1:
            gaps["gap"] = length_words(newest.occurred - evidence[1].occurred)
        gaps |= {
            "latest": day_words(local_day(newest.occurred)),
            "first": day_words(local_day(oldest.occurred)),
            "role": _role_words(newest),
        }
        if "in_force_until" in newest.details:
            gaps["until"] = day_words(newest.details["in_force_until"])
        if "disclosure" in newest.details:
            gaps["harm"] = str(newest.details["disclosure"]).replace("_", NBSP)
        for event in evidence:
            if "category" in event.details:
                gaps["category"] = str(event.details["category"]).replace("_", NBSP)
    return gaps


def _role_words(event: Event) -> str:
    told_to = event.details.get("told_to")
    return f" the {told_to}" if told_to else ""


def _hours_words(hours: int) -> str:
    return length_words(timedelta(hours=hours)) if hours else "less than an hour"


def span_words(length: timedelta) -> str:
    """A length rounded up: ``9 days``, from 15 days on weeks, from 9 weeks on months."""
    days = max(1, -(-length // timedelta(days=1)))
    if days <= 14:
        return count_words(days, "day")
    if days <= 8 * 7:
        return count_words(-(-days // 7), "week")
    return count_words(-(-days * 12 // 365), "month")


def _unknown_gaps(feature: Feature, kind: Unknown, known: KnownHistory) -> dict[str, str]:
    needed: tuple[SourceSystem, ...] = feature.sources
    unconnected = tuple(system for system in needed if system not in known.connected)
    named = unconnected if kind is Unknown.NOT_CONNECTED and unconnected else needed
    return {
        "brief": BRIEF[feature.measure],
        "subject": feature.subject,
        "meaning": feature.unknown[kind],
        "systems": join_words([system.words for system in named]) or "Every system",
    }
