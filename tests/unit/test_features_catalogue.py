"""The catalogue: what a row may say, and what may never be a feature."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from features.catalogue import CATALOGUE, CATALOGUE_VERSION, as_markdown, feature_named
from features.declaration import DIRECTIONS, Feature, Measure
from features.measures_of_episodes import OF_EPISODES
from features.measures_of_matters import OF_MATTERS
from features.measures_of_standing import OF_STANDING
from records.columns import Column
from records.formats import COMMON, FORMATS
from records.unknown import Unknown

#: Never an input: protected facts, places, and what another person judged.
_REFUSED = re.compile(
    r"ethnic|religio|national|language|\bsex\b|gender|girl|boy|female|male\b|postcode|address"
    r"|depriv|benefit|\barea\b|authority_|team|disab|grade|officer",
    re.IGNORECASE,
)


def texts(feature: Feature) -> str:
    return " ".join((feature.name, feature.question, feature.definition, feature.subject))


def test_no_feature_measures_a_protected_fact_a_place_or_an_officers_judgement() -> None:
    found = [feature.name for feature in CATALOGUE if _REFUSED.search(texts(feature))]
    assert not found


@pytest.mark.parametrize("fault", ["police_grade", "ethnicity", "postcode", "learning disability"])
def test_a_planted_refused_feature_would_be_found(fault: str) -> None:
    assert _REFUSED.search(texts(replace(CATALOGUE[0], subject=f"Whether {fault} is recorded")))


def test_every_protected_column_of_every_format_is_among_the_refused() -> None:
    columns: list[Column] = [*COMMON, *(c for f in FORMATS.values() for c in f.own)]
    protected = [column.name.replace("_", " ") for column in columns if column.protected]
    assert protected, "the walk must find the protected columns"
    assert all(_REFUSED.search(name) for name in protected)


def test_every_feature_has_meaning_for_every_kind_of_unknown() -> None:
    for feature in CATALOGUE:
        assert set(feature.unknown) == set(Unknown), feature.name
        assert all(feature.unknown.values()), feature.name
        assert feature.direction in DIRECTIONS


def test_every_measure_has_a_plain_rule_and_a_feature() -> None:
    assert {*OF_MATTERS, *OF_EPISODES, *OF_STANDING} == set(Measure)
    assert {feature.measure for feature in CATALOGUE} == set(Measure)


def test_a_feature_is_found_by_its_name_and_a_missing_one_named() -> None:
    assert feature_named("plan_state").measure is Measure.PLAN_STATE
    with pytest.raises(KeyError, match="has no feature plan_stat"):
        feature_named("plan_stat")


def test_a_bad_row_is_refused_with_every_fault_at_once() -> None:
    with pytest.raises(ValueError, match="feature Bad_28d") as fault:
        replace(
            CATALOGUE[0], name="Bad_28d", window_days=90, direction="sideways", unit="", subject=" "
        )
    for rule in ("lower-case", "window_days differ", "direction is", "unit is", "subject is empty"):
        assert rule in str(fault.value)


def test_the_version_covers_every_row_and_its_meaning() -> None:
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", CATALOGUE_VERSION)


def test_the_reference_page_names_every_feature_and_every_unknown() -> None:
    page = as_markdown()
    for feature in CATALOGUE:
        assert f"## `{feature.name}`" in page
        assert feature.definition in page
    assert page.count("- Not connected: ") == len(CATALOGUE)
    assert CATALOGUE_VERSION in page
    assert page == as_markdown()
