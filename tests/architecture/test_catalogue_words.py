"""Every feature can be said in words, whatever its value and whatever is not known."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from features.catalogue import CATALOGUE, Feature
from features.phrases import PHRASES, Phrase
from features.table import Measured
from features.wording import LONGEST_SHORT, words
from records.formats import FORMATS
from records.history import History, known_at
from records.persons import ChildId
from records.unknown import Unknown

_KNOWN = known_at(
    History(ChildId("C-0000000000"), (), (), connected=frozenset(FORMATS)),
    datetime(2026, 11, 21, 12, tzinfo=UTC),
)
#: The largest value of a unit; others count without end.
_LARGEST = {"yes or no": 1, "state": 3}
_MANY = 10_000


def unsaid(phrases: tuple[Phrase, ...], largest: int) -> list[int]:
    """The values up to ``largest`` that no phrase says whatever the circumstance."""
    always = [phrase for phrase in phrases if phrase.when == ""]
    edges = {edge for phrase in always for edge in (phrase.low, (phrase.high or 0) + 1)}
    return [
        value
        for value in sorted(edges | {0, largest})
        if value <= largest
        and not any(p.low <= value and (p.high is None or value <= p.high) for p in always)
    ]


@pytest.mark.parametrize("feature", CATALOGUE, ids=lambda feature: feature.name)
def test_every_value_has_words(feature: Feature) -> None:
    assert unsaid(PHRASES[feature.measure], _LARGEST.get(feature.unit, _MANY)) == []


@pytest.mark.parametrize("feature", CATALOGUE, ids=lambda feature: feature.name)
@pytest.mark.parametrize("kind", Unknown)
def test_every_kind_of_not_knowing_has_words(feature: Feature, kind: Unknown) -> None:
    said = words(feature, Measured(kind, ()), _KNOWN)
    assert said.short.strip()
    assert said.full.strip()
    assert len(said.short) <= LONGEST_SHORT
    assert "{" not in said.short + said.full


def test_a_value_that_no_phrase_says_is_found() -> None:
    some = PHRASES[CATALOGUE[0].measure]
    assert unsaid(tuple(phrase for phrase in some if phrase.high is not None), _MANY)
