"""The tables together: every feature has one, and they print as the manual."""

from __future__ import annotations

import pytest

from features.catalogue import CATALOGUE
from tests.lib.spec_tables import Spec, manual
from tests.spec import (
    test_features_after_return,
    test_features_care,
    test_features_connections,
    test_features_crime,
    test_features_every_way,
    test_features_incidents,
    test_features_intelligence,
    test_features_missing,
    test_features_missing_patterns,
    test_features_referrals,
    test_features_standing,
)

ALL_SPECS: tuple[Spec, ...] = (
    *test_features_missing.SPECS,
    *test_features_missing_patterns.SPECS,
    *test_features_after_return.SPECS,
    *test_features_crime.SPECS,
    *test_features_incidents.SPECS,
    *test_features_intelligence.SPECS,
    *test_features_standing.SPECS,
    *test_features_referrals.SPECS,
    *test_features_care.SPECS,
    *test_features_connections.SPECS,
    *test_features_every_way.SPECS,
)


def test_every_feature_of_the_catalogue_has_a_table() -> None:
    assert {spec.feature for spec in ALL_SPECS} == {feature.name for feature in CATALOGUE}


def test_every_table_tells_a_value_from_nothing() -> None:
    """A feature that gave one answer to everything would not pass its tables."""
    for feature in CATALOGUE:
        values = {
            value
            for spec in ALL_SPECS
            if spec.feature == feature.name
            for value in spec.expect.values()
        }
        assert len(values) > 1, feature.name


def test_the_tables_print_as_a_manual() -> None:
    text = manual(ALL_SPECS)
    assert all(f"## `{feature.name}`" in text for feature in CATALOGUE)
    assert "Ana: 3, Ben: 1, Cat: 2, Dan: 2, Eve: 0" in text
    assert "| concern" in text


def test_a_failing_spec_shows_the_child_and_both_values() -> None:
    spec = Spec("a planted fault", "plan_state", "2026-07-01", "", {"Ana": 3})
    with pytest.raises(AssertionError, match="Ana: 0, not 3"):
        spec.check("one_child")
