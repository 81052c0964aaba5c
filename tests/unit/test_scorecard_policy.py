"""The policy file: read strictly, and refused if it could fail in front of an officer."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from records.sources import SourceSystem
from scorecard import Policy, PolicyError, load_policy
from scorecard.floor_kinds import SHORT_LENGTH, Floor, FloorKind
from scorecard.floors import RULES

BLAMING = re.compile(
    r"abscond|runaway|promiscu|prostitut|lifestyle|boyfriend|engage|hostile|streetwise|choice"
    r"|puts? (her|him|them)sel|offender|alleg|claims|\bsafe\b|no risk|refus",
    re.IGNORECASE,
)


def _raw() -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(
        resources.files("scorecard").joinpath("policy.json").read_bytes()
    )
    return raw


def _load(raw: dict[str, Any], folder: Path) -> Policy:
    path = folder / "policy.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    return load_policy(path)


def test_the_policy_of_this_release_holds() -> None:
    policy = load_policy()
    assert policy.labels == ("Low", "Medium", "High")
    assert [policy.bars(label) for label in policy.labels] == [1, 2, 3]
    assert policy.content_hash.startswith("sha256:")


def test_every_kind_of_floor_has_a_rule_and_a_row() -> None:
    assert set(RULES) == set(FloorKind)
    assert {floor.kind for floor in load_policy().floors} == set(FloorKind)


def test_every_floor_of_the_design_is_a_row_with_its_band() -> None:
    bands = {floor.id: floor.band for floor in load_policy().floors}
    assert bands == {
        "sexual_harm_told": "High",
        "sexual_harm_found": "High",
        "sexual_crime": "High",
        "exploitation_decided": "High",
        "missing_72_hours": "High",
        "notice_breached": "High",
        "three_in_90_days": "High",
        "plan_agreed_high": "High",
        "warned_adult": "Medium",
        "suspected_adult": "Medium",
        "managed_adult": "Medium",
        "plan_agreed_medium": "Medium",
        "live_plan": "Medium",
        "notice_in_force": "Medium",
        "notice_served": "Medium",
        "exploitation_investigated": "Medium",
        "exploitation_referred": "Medium",
        "exploitation_intelligence": "Medium",
        "missing_24_hours": "Medium",
        "under_13": "Medium",
        "learning_disability": "Medium",
    }


def test_every_band_asks_for_something_in_the_next_hour_and_more_the_higher_it_is() -> None:
    policy = load_policy()
    counts = [len(policy.next_hour(label)) for label in policy.labels]
    assert counts == sorted(counts)
    assert counts[0] > 0


def test_someone_is_named_to_ask_for_every_system_and_for_anything_else() -> None:
    policy = load_policy()
    for source in SourceSystem:
        assert policy.ask(source.value)
    assert policy.ask("something new") == policy.ask("otherwise")


@pytest.mark.parametrize("floor", load_policy().floors, ids=lambda floor: floor.id)
def test_the_wording_blames_nobody_and_reassures_nobody(floor: Floor) -> None:
    for words in (floor.short, floor.full):
        assert not BLAMING.search(words)
        assert "!" not in words
    assert floor.full.endswith(".")
    assert not floor.short.endswith(".")


@pytest.mark.parametrize("floor", load_policy().floors, ids=lambda floor: floor.id)
def test_no_sentence_is_longer_than_twenty_words(floor: Floor) -> None:
    filled = floor.full.replace("{date}", "12 November 2026").replace("{until}", "")
    for sentence in filled.rstrip(".").split(". "):
        assert len(sentence.split()) <= 20, sentence


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"schema": "policy/v9"}, "schema is not policy/v1"),
        ({"extra": 1}, "nobody declared"),
        ({"adult_age": 5}, "adult_age"),
        ({"bands": [{"label": "High", "bars": 3}]}, "two bands"),
        (
            {"bands": [{"label": "Low", "bars": 2}, {"label": "Medium", "bars": 1}]},
            "does not fill more bars",
        ),
        ({"actions": {"Low": ["Look again"]}}, "every band asks for"),
        ({"ask_whom": {}}, "whom to ask"),
    ],
)
def test_a_policy_that_breaks_a_rule_is_refused(
    changed: dict[str, Any], rule: str, tmp_path: Path
) -> None:
    with pytest.raises(PolicyError, match=rule):
        _load(_raw() | changed, tmp_path)


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"kind": "horoscope"}, "no such kind"),
        ({"band": "Low"}, "raises to no band above the lowest"),
        ({"band": "Extreme"}, "raises to no band above the lowest"),
        ({"params": {}}, "needs the parameters: days"),
        ({"params": {"days": 0}}, "days is not a whole number above 0"),
        ({"short": "Told of harm to {name}"}, "does not tell name"),
        ({"short": "Told of harm, {}"}, "does not tell an empty name"),
        ({"short": "Told of harm, {day"}, "braces"),
        ({"short": "x" * 60 + " {day}"}, f"longer than {SHORT_LENGTH}"),
        ({"full": "x" * 300}, "longer than"),
        ({"id": "under_13"}, "share an id"),
    ],
)
def test_a_floor_that_breaks_a_rule_is_refused(
    changed: dict[str, Any], rule: str, tmp_path: Path
) -> None:
    raw = _raw()
    raw["floors"][0] |= changed
    with pytest.raises(PolicyError, match=rule):
        _load(raw, tmp_path)


def test_a_file_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="can't be read"):
        load_policy(tmp_path / "none.json")


def test_a_band_that_the_policy_does_not_have_is_named_as_such() -> None:
    with pytest.raises(PolicyError, match="no such band"):
        load_policy().rank("Extreme")
