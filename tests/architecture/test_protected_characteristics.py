"""No protected characteristic, and no officer's own grade, is among the features."""

from __future__ import annotations

from pathlib import Path

import pytest

from features.catalogue import CATALOGUE
from records.formats import FORMATS
from records.unknown import Unknown
from tests.architecture.protected_characteristics import forbidden_features, forbidden_reads
from tests.architecture.source_tree import plant


def test_no_feature_asks_for_a_protected_characteristic() -> None:
    assert len(CATALOGUE) >= 12
    assert forbidden_features((row.name, row.question) for row in CATALOGUE) == []


def test_no_engine_reads_a_protected_column(root: Path) -> None:
    assert (root / "features" / "one_child.py").is_file()
    assert forbidden_reads(root) == []


def test_every_protected_column_is_one_that_the_rule_looks_for(tmp_path: Path) -> None:
    protected = [c.name for f in FORMATS.values() for c in f.columns if c.protected]
    assert "ethnicity" in protected
    for name in {*protected, "police_grade"}:
        plant(tmp_path, "features/rows.py", f"x = person.{name}")
        assert forbidden_reads(tmp_path) == [f"features/rows.py:1: reads .{name}: never an input"]


def test_every_feature_says_its_direction_and_what_each_unknown_means() -> None:
    for row in CATALOGUE:
        assert row.direction in ("up", "down", "free"), row.name
        assert set(row.unknown) == set(Unknown), row.name
        assert all(words.strip() for words in row.unknown.values()), row.name


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("ethnicity_known", "is it written down"),
        ("age_years", "how old is the boy"),
        ("police_grade_high_count_90d", "how often"),
        ("home_postcode_incidents_count_365d", "how many"),
    ],
)
def test_a_planted_feature_is_found(name: str, question: str) -> None:
    assert forbidden_features([(name, question)])


def test_sexual_harm_is_not_taken_for_sex() -> None:
    assert forbidden_features([("sexual_harm_told_count_365d", "told of sexual harm?")]) == []


def test_a_planted_read_by_name_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "features/one_child.py", "x = event.details.get('police_grade')")
    assert forbidden_reads(tmp_path) == [
        "features/one_child.py:1: names 'police_grade': never an input"
    ]
