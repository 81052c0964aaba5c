"""Every feature can be said in words, whatever its value and whatever is not known."""

from __future__ import annotations

import re
import string

import pytest

from features.catalogue import CATALOGUE, Feature
from features.matters import ConnectionMatter
from features.phrases.declaration import Phrase
from features.phrases.told import PHRASES, told_of
from features.phrases.unknown import UNKNOWN_PHRASES
from features.wording import LONGEST_SHORT
from records.unknown import Unknown
from tests.lib.said_values import said, values_of

#: The largest value of a unit; others count without end.
_LARGEST = {"yes or no": 1, "state": 3}
_MANY = 10_000
#: Words that blame a child, hide what an adult does, take suspicion for fact, or reassure.
_NEVER = re.compile(
    r"\b(promiscu\w*|prostitut\w*|lifestyle|choice\w*|abscond\w*|runaway|streetwise|boyfriend"
    r"|relationship|consensual|refuse[ds]?|claim\w*|alleg\w*|offender|misper|subject|nominal"
    r"|safe|no risk|clear|green|N/A|nil|none|guilty|criminal record|puts? (her|him|them)self"
    r"|good|well|fine|only|just one)\b",
    re.IGNORECASE,
)
#: How a sentence about nothing says that what is absent is a record.
_ABSENT = re.compile(
    r"\b(is recorded|does not record|says that|says of|names|records that|lacks|"
    r"no length to tell|not shorter|less than)\b"
)


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


def test_the_tables_hold_words_for_every_feature_and_for_nothing_else() -> None:
    assert set(PHRASES) == {told_of(feature.name) for feature in CATALOGUE}
    assert set(UNKNOWN_PHRASES) == set(Unknown)


@pytest.mark.parametrize("feature", CATALOGUE, ids=lambda feature: feature.name)
def test_every_value_has_words(feature: Feature) -> None:
    assert unsaid(PHRASES[told_of(feature.name)].phrases, _LARGEST.get(feature.unit, _MANY)) == []


@pytest.mark.parametrize("feature", CATALOGUE, ids=lambda feature: feature.name)
def test_every_value_is_said_briefly_in_whole_words_and_without_blame(feature: Feature) -> None:
    for value in (*values_of(feature), *Unknown):
        lines = list(said(feature, value))
        assert lines, value
        for line in lines:
            assert 0 < len(line.short) <= LONGEST_SHORT, line.short
            assert line.full.endswith(".")
            assert "{" not in line.short + line.full
            assert line.short[0].isupper() or line.short[0].isdigit(), line.short
            assert line.full[0].isupper() or line.full[0].isdigit(), line.full
            for text in (line.short, line.full):
                assert not _NEVER.search(text), text
                assert "!" not in text, text
                assert "  " not in text, text
                assert " ," not in text, text


@pytest.mark.parametrize(
    "feature",
    [feature for feature in CATALOGUE if feature.direction == "up" and feature.unit != "hours"],
    ids=lambda feature: feature.name,
)
def test_nothing_is_said_as_what_is_not_recorded(feature: Feature) -> None:
    for line in said(feature, 0):
        assert feature.unit in ("days", "years") or _ABSENT.search(line.full), line.full


@pytest.mark.parametrize("feature", CATALOGUE, ids=lambda feature: feature.name)
def test_each_way_of_not_knowing_has_its_own_sentence(feature: Feature) -> None:
    assert len({line.full for kind in Unknown for line in said(feature, kind)}) == len(Unknown)


def test_one_and_many_of_a_thing_are_said_differently() -> None:
    for feature in CATALOGUE:
        if feature.unit not in ("yes or no", "state", "years"):
            one, two, ten = (next(said(feature, value)).full for value in (1, 2, 10))
            assert len({one, two, ten}) == 3, feature.name


def test_what_happened_elsewhere_is_dated_by_the_entry_elsewhere() -> None:
    for feature in CATALOGUE:
        if isinstance(feature.matter, ConnectionMatter):
            for value in (1, 2, 10):
                (line,) = said(feature, value)
                assert "September" in line.full, line.full
                assert "November" not in line.full, line.full


def test_a_value_that_no_phrase_says_is_found() -> None:
    some = PHRASES["missing_reports"].phrases
    assert unsaid(tuple(phrase for phrase in some if phrase.high is not None), _MANY)


@pytest.mark.parametrize(
    "sentence", ["The child refused to talk.", "There is no risk.", "The child chose a lifestyle."]
)
def test_a_planted_sentence_that_blames_or_reassures_is_found(sentence: str) -> None:
    assert _NEVER.search(sentence)


@pytest.mark.parametrize("sentence", ["The child is well.", "No adult harmed the child."])
def test_a_planted_sentence_that_takes_no_record_for_no_harm_is_found(sentence: str) -> None:
    assert not _ABSENT.search(sentence)


def test_no_phrase_speaks_of_she_or_he() -> None:
    texts = [t for told in PHRASES.values() for p in told.phrases for t in (p.short, p.full)]
    words = {word for text in texts for word in re.findall(r"[a-z]+", text.lower())}
    assert not words & {"he", "she", "her", "him", "his", "hers", "boy", "girl"}


def test_every_gap_of_every_phrase_is_spelled_as_one_word() -> None:
    for told in PHRASES.values():
        for phrase in told.phrases:
            gaps = [gap for _, gap, _, _ in string.Formatter().parse(phrase.full) if gap]
            assert all(gap.isidentifier() for gap in gaps), phrase.full
