"""What one pair of records weighs, field by field, so that it can be added up by hand (N2).

The database that weighs many pairs gives the same numbers; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from linkage.cleaning import CleanRecord
from linkage.frequencies import BANDS, Frequencies
from linkage.levels import DIFFERENT, FIELDS, UNKNOWN, Field
from linkage.weights import Weights

__all__ = ["Explained", "Part", "explain"]

_BAND_WORDS: Mapping[str, str] = {
    "rare": "a rare one",
    "uncommon": "an uncommon one",
    "common": "a common one",
    "very_common": "a very common one",
}


@dataclass(frozen=True, slots=True)
class Part:
    """What one field adds.

    Attributes:
        level: the field's level as :func:`linkage.levels.agreement` names it.
        words: the level in plain words, which hold nothing of either record.
        weight: in hundredths of a bit; 0 for what isn't known or counts elsewhere.
    """

    field: str
    level: str
    words: str
    weight: int


@dataclass(frozen=True, slots=True)
class Explained:
    """What a pair weighs: the prior and one part for every compared field."""

    prior: int
    parts: tuple[Part, ...]

    @property
    def weight(self) -> int:
        """The prior and all parts, added: hundredths of a bit."""
        return self.prior + sum(part.weight for part in self.parts)


def explain(a: CleanRecord, b: CleanRecord, weights: Weights) -> Explained:
    """What the two records weigh together and why; the same both ways round."""
    return Explained(
        prior=weights.expected.weight,
        parts=tuple(_part(field, a, b, weights) for field in FIELDS),
    )


def _part(field: Field, a: CleanRecord, b: CleanRecord, weights: Weights) -> Part:
    level = field.level(a, b)
    if level == UNKNOWN:
        return Part(field.name, level, f"{field.noun} is not recorded in both", 0)
    if level == DIFFERENT:
        words = f"{field.noun} differs"
        return Part(field.name, level, words, weights.of(field.name, level))
    declared = next(row for row in field.levels if row.name == level)
    if not declared.is_counted:
        return Part(field.name, level, f"{declared.phrase} (counted once)", 0)
    if level != "same" or field.by_frequency is None:
        return Part(field.name, level, declared.phrase, weights.of(field.name, level))
    band = _band(field.by_frequency, a, b, weights.frequencies[field.name])
    words = f"{declared.phrase}, {_BAND_WORDS[band]}"
    return Part(field.name, level, words, weights.of(field.name, f"same_{band}"))


def _band(column: str, a: CleanRecord, b: CleanRecord, frequencies: Frequencies) -> str:
    """The rarest band that a shared value is in."""
    shared = set(getattr(a, column)) & set(getattr(b, column))
    met = {frequencies.band(value) for value in shared}
    return next(band for band, _ in BANDS if band in met)
