"""The timetable of duties: what is read, and what is refused."""

from __future__ import annotations

import json
from dataclasses import fields
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from duties.due import KINDS
from duties.intervals import RANKS, Intervals, IntervalsError, load_intervals
from duties.rules import RULES
from records.columns import Choice
from records.formats.missing_persons import MISSING_PERSONS


def release() -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(files("duties").joinpath("intervals.json").read_text())
    return raw


def written(path: Path, raw: object) -> Path:
    path.write_text(json.dumps(raw), encoding="utf-8")
    return path


def test_the_release_s_timetable_is_read() -> None:
    intervals = load_intervals()
    assert intervals.version == release()["version"]
    assert intervals.return_interview.within_hours == 72
    assert {band for row in intervals.reviews for band in row.bands} == {"Low", "Medium", "High"}


def test_a_force_s_own_timetable_is_read_from_its_file(tmp_path: Path) -> None:
    raw = release()
    raw["version"] = "2027-01-01"
    raw["return_interview"]["within_hours"] = 48
    intervals = load_intervals(written(tmp_path / "own.json", raw))
    assert (intervals.version, intervals.return_interview.within_hours) == ("2027-01-01", 48)


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    raw = release()
    raw["reviews"][0]["rank"] = "constable"
    raw["band_when_none"] = "Purple"
    with pytest.raises(IntervalsError) as fault:
        load_intervals(written(tmp_path / "own.json", raw))
    assert str(fault.value) == (
        "intervals: reviews[0].rank must be one of sergeant, inspector, superintendent; "
        "band_when_none must be a band that has reviews"
    )


@pytest.mark.parametrize(
    ("path", "value", "rule"),
    [
        ("due_within_hours", 0, "due_within_hours must be a whole number from 1 on"),
        ("due_within_hours", True, "due_within_hours must be a whole number from 1 on"),
        ("due_within_hours", 1.5, "due_within_hours must be a whole number from 1 on"),
        ("version", " ", "version must be text"),
        ("reviews", [], "reviews must be a list that isn't empty"),
        ("plan_review", {}, "plan_review. must hold exactly without_date_days, source"),
        ("surprise", 1, "the file must hold exactly version, "),
    ],
)
def test_a_wrong_value_is_refused_by_name(
    tmp_path: Path, path: str, value: object, rule: str
) -> None:
    with pytest.raises(IntervalsError, match=rule.replace("[", r"\[")):
        load_intervals(written(tmp_path / "own.json", {**release(), path: value}))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": "intervals/v1"}'])
def test_a_file_that_is_no_timetable_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "own.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(IntervalsError, match=r"own\.json"):
        load_intervals(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IntervalsError, match=r"none\.json can't be read"):
        load_intervals(tmp_path / "none.json")


def test_the_ranks_are_those_that_missing_persons_records() -> None:
    column = next(c for c in MISSING_PERSONS.own if c.name == "review_by")
    assert column.type == Choice(RANKS)


def test_every_kind_of_duty_has_a_rule_that_makes_it() -> None:
    made = [kind for rule in RULES for kind in rule.kinds]
    assert sorted(made) == sorted(KINDS)
    assert len(set(KINDS)) == len(KINDS)


def test_every_section_of_the_timetable_belongs_to_one_rule_and_says_its_source() -> None:
    whole = {"version", "due_within_hours", "done_shown_days", "band_when_none"}
    sections = [name for rule in RULES for name in rule.intervals]
    assert sorted(sections) == sorted({one.name for one in fields(Intervals) if one.init} - whole)
    raw = release()
    for name in sections:
        for row in raw[name] if isinstance(raw[name], list) else [raw[name]]:
            assert len(row["source"]) > 5, name


def test_whether_concern_is_asked_for_is_yes_or_no(tmp_path: Path) -> None:
    raw = release()
    raw["meeting_after_reports"]["with_concern"] = 1
    with pytest.raises(IntervalsError, match="with_concern must be true or false"):
        load_intervals(written(tmp_path / "own.json", raw))
