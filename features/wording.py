"""A value in words: one short line for a list, one full sentence for the account."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import lru_cache
from string import Formatter
from typing import Any, NamedTuple

from features.catalogue import CATALOGUE, feature_named
from features.declaration import Feature
from features.measured import Measured
from features.phrases.declaration import Phrase, Told
from features.phrases.gaps import CIRCUMSTANCES, FILLINGS, Asked, Filling
from features.phrases.names import NAMES, PAST
from features.phrases.told import PHRASES, told_of
from features.phrases.unknown import UNKNOWN_PHRASES
from records.events import Event
from records.history import KnownHistory
from records.serial import canonical
from records.sources import SourceSystem
from records.unknown import Unknown
from records.words import join_words

__all__ = ["LONGEST_SHORT", "WORDING_VERSION", "Words", "told", "words"]

#: No short line is longer than this.
LONGEST_SHORT = 68
#: More systems than these are counted in a short line, not named.
_FEW = 2


def told(feature: Feature) -> Told:
    """The feature's words with its window filled in: it is the same for every child."""
    words_of = PHRASES[told_of(feature.name)]
    past = PAST[feature.window_days]
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


def _contents() -> dict[str, Any]:
    return {
        "phrases": {name: asdict(words_of) for name, words_of in PHRASES.items()},
        "subjects": {feature.name: feature.subject for feature in CATALOGUE},
        "unknown": {kind.value: list(pair) for kind, pair in UNKNOWN_PHRASES.items()},
        "names": dict(NAMES),
        "past": {str(days): text for days, text in PAST.items()},
    }


#: SHA-256 over every phrase.
WORDING_VERSION = "sha256:" + hashlib.sha256(canonical(_contents())).hexdigest()


class Words(NamedTuple):
    """``short`` has at most :data:`LONGEST_SHORT` characters; ``full`` is one sentence, or
    two where the second says what not knowing means."""

    short: str
    full: str


class _Said(NamedTuple):
    """A phrase made ready: filling gaps by place is several times as fast as by name."""

    low: int
    high: float
    is_so: Callable[[tuple[Event, ...]], bool] | None
    template: str
    fillings: tuple[Filling, ...]

    @classmethod
    def of(cls, phrase: Phrase) -> _Said:
        texts, fillings = [], []
        for text, gap, _, _ in Formatter().parse(f"{phrase.short}\n{phrase.full}"):
            texts.append(text.replace("%", "%%"))
            if gap is not None:
                texts.append("%s")
                fillings.append(FILLINGS[gap])
        return cls(
            phrase.low,
            math.inf if phrase.high is None else phrase.high,
            CIRCUMSTANCES[phrase.when] if phrase.when else None,
            "".join(texts),
            tuple(fillings),
        )

    def fits(self, asked: Asked) -> bool:
        """Whether the phrase is for this value, and what it tells of is so."""
        if not self.low <= asked.value <= self.high:
            return False
        return self.is_so is None or self.is_so(asked.evidence)

    def words(self, asked: Asked) -> Words:
        """The phrase with its gaps filled."""
        text = self.template % tuple([filling(asked) for filling in self.fillings])
        short, full = text.split("\n")
        return Words(short, full)


_SAID = {f.name: tuple(_Said.of(phrase) for phrase in told(f).phrases) for f in CATALOGUE}


def words(feature: Feature, measured: Measured, known: KnownHistory) -> Words:
    """What is said of ``measured``, the value of ``feature`` for the child ``known``.

    Every value and every kind of not knowing has words, and none names the child or an
    adult. Dates are the force's local days with no-break spaces inside.
    """
    value = measured.value
    if isinstance(value, Unknown):
        missing = tuple(system for system in feature.sources if system not in known.connected)
        return _unknown_words(feature.name, value, missing)
    asked = Asked(feature, value, measured.evidence, known)
    for said in _SAID[feature.name]:
        if said.fits(asked):
            return said.words(asked)
    raise ValueError(f"{feature.name}: nothing is said of {value}")


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
        "brief": PHRASES[told_of(name)].brief,
        "subject": feature.subject,
        "meaning": feature.unknown[kind],
        "systems": join_words(systems),
        "few_systems": join_words(few),
    }
    short, full = UNKNOWN_PHRASES[kind]
    return Words(short.format_map(gaps), full.format_map(gaps))
