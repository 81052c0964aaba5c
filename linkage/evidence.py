"""The evidence for or against two records being one child, in plain words."""

from __future__ import annotations

from collections.abc import Mapping

from linkage.cleaning import clean_records
from linkage.levels import DIFFERENT, FIELDS, UNKNOWN, agreement
from linkage.results import Evidence
from records.persons import PersonRecord

__all__ = ["compare_in_words", "in_words"]


def compare_in_words(a: PersonRecord, b: PersonRecord) -> Evidence:
    """What agrees and what differs between two person records.

    A field that one of them doesn't record is left out: it speaks neither for nor
    against. The words hold no value of either record. Needs neither Splink nor weights.
    """
    (first,), (second,) = clean_records([a]), clean_records([b])
    return in_words(agreement(first, second))


def in_words(levels: Mapping[str, str]) -> Evidence:
    """The words for levels as :func:`linkage.levels.agreement` gives them."""
    same: list[str] = []
    different: list[str] = []
    phrases: list[str] = []
    for field in FIELDS:
        level = levels[field.name]
        if level == UNKNOWN:
            continue
        if level == DIFFERENT:
            agrees, noun, phrase = False, field.noun, f"{field.noun} differs"
        else:
            found = next(row for row in field.levels if row.name == level)
            agrees, noun, phrase = found.agrees, found.noun, found.phrase
        if phrase not in phrases:
            (same if agrees else different).append(noun)
            phrases.append(phrase)
    return Evidence(tuple(same), tuple(different), tuple(phrases))
