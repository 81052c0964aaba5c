"""The second card in the answer: a line of its own, asked when the question arises."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from features.one_child import measure_child
from records.events import EventKind
from records.history import KnownHistory, known_at
from scorecard import load_policy
from serving.answer.advice import advice_values, measure_for
from serving.answer.cards import CardVersion
from serving.answer.missing_again import (
    HORIZON,
    LEVELS,
    again_values,
    is_again_asked,
    level_of,
    why_no_level,
)
from tests.lib.histories import a_history, a_person, an_entry
from tests.lib.vignette_card import again_card, vignette_card

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
POLICY = load_policy()


def child(
    *reports: tuple[float, float | None], born: tuple[int, int, int] = (2011, 4, 9)
) -> KnownHistory:
    """A child reported missing so many days ago for so many hours; None is still missing."""
    events = []
    for place, (ago, hours) in enumerate(reports):
        since, reference = NOW - timedelta(days=ago), f"MP-{place}"
        events.append(an_entry(EventKind.MISSING_REPORTED, since, reference, missing_from="home"))
        if hours is not None:
            events.append(
                an_entry(
                    EventKind.MISSING_FOUND,
                    since + timedelta(hours=hours),
                    reference,
                    how_ended="returned",
                )
            )
    return known_at(a_history(events, persons=[a_person(date(*born))]), NOW)


ASKED = {
    "missing now": (child((0.1, None)), True),
    "missing for forty days": (child((40, None)), True),
    "returned yesterday": (child((1, 5)), True),
    "reported 28 days ago": (child((28, 5)), True),
    "reported 29 days ago": (child((29, 5)), False),
    "never missing": (child(), False),
    "an adult missing now": (child((0.1, None), born=(2008, 11, 1)), False),
}


@pytest.mark.parametrize("case", sorted(ASKED))
def test_it_is_asked_while_missing_and_for_28_days_after_a_report(case: str) -> None:
    known, asked = ASKED[case]
    assert is_again_asked(known, POLICY) is asked


def said(known: KnownHistory, again: CardVersion | None) -> dict[str, Any]:
    """The answer's ``again``."""
    why_none = why_no_level(known, again, POLICY)
    card = None if again is None else again.shown
    return again_values(known, card, why_none, measure_for(known, again))


@pytest.mark.parametrize(
    ("known", "again", "state"),
    [
        (child((1, 5)), None, "no_card"),
        (child((1, 5)), CardVersion(again_card(), "2", is_stopped=True), "stopped"),
        (child((29, 5)), CardVersion(again_card(), "2"), "not_asked"),
        (child((1, 5), born=(2008, 11, 1)), CardVersion(again_card(), "2"), "adult"),
    ],
)
def test_where_it_has_no_level_one_sentence_says_why(
    known: KnownHistory, again: CardVersion | None, state: str
) -> None:
    found = said(known, again)
    assert found["state"] == state
    assert found["words"].endswith(".")
    assert (found["level"], found["points"], found["reasons"]) == (None, None, [])


@pytest.mark.parametrize(
    ("reports", "level", "points"),
    [
        (((1, 5),), "higher", 7),
        (((1, 5), (10, 5), (20, 5)), "highest", 12),
    ],
)
def test_level_and_reasons_add_up_and_rest_on_records(
    reports: tuple[tuple[float, float], ...], level: str, points: int
) -> None:
    found = said(child(*reports), CardVersion(again_card(), "2"))
    assert (found["state"], found["level"], found["points"]) == ("advised", level, points)
    assert found["words"] == LEVELS[level]
    assert found["base"] + sum(reason["points"] for reason in found["reasons"]) == points
    assert {e["reference"] for r in found["reasons"] for e in r["evidence"]} >= {"MP-0"}
    assert found["starts"] == [6, 11]


@pytest.mark.parametrize(
    ("points", "starts", "level"),
    [
        (5, {"Medium": 6, "High": 11}, "usual"),
        (6, {"Medium": 6, "High": 11}, "higher"),
        (11, {"Medium": 6, "High": 11}, "highest"),
        (11, {"High": 11}, "highest"),
        (7, {"Some": 4, "More": 6, "Most": 9}, "higher"),
    ],
)
def test_the_level_is_the_card_s_own(points: int, starts: dict[str, int], level: str) -> None:
    assert level_of(replace(again_card(), thresholds=starts), points) == level


def test_no_words_of_it_hold_a_probability_or_the_name_of_a_band() -> None:
    for words in LEVELS.values():
        assert "28 days" in words
        assert "%" not in words
        assert not set(words.replace(".", "").split()) & set(POLICY.labels)


def test_it_leaves_the_advice_as_it_is_and_is_measured_along_with_it() -> None:
    known, champion = child((1, 5)), CardVersion(vignette_card(), "1")
    again = CardVersion(again_card(), "2")
    both = measure_for(known, champion, again)
    alone = measure_for(known, champion)
    assert set(both) == {*champion.card.features, *again.card.features}
    assert advice_values(known, champion, POLICY, both) == advice_values(
        known, champion, POLICY, alone
    )
    assert all(both[name] == found for name, found in measure_child(known, only=both).items())
    assert measure_for(known, replace(champion, is_stopped=True), None) == {}


def test_the_horizon_is_that_of_its_words() -> None:
    assert HORIZON.days == 28
