"""The timetable of duties: a reviewed file of configuration, checked when it is read.

No national table of review times exists; forces set their own. The values in the file
beside this module are typical ones, to be agreed by each force before use.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib.resources import files
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_type_hints

__all__ = [
    "RANKS",
    "Intervals",
    "IntervalsError",
    "InterviewInterval",
    "MeetingInterval",
    "NoticeInterval",
    "PlanInterval",
    "ReviewInterval",
    "load_intervals",
]

SCHEMA = "intervals/v1"
#: Reviewers by rank: a review by a higher rank answers for a lower one.
RANKS = ("sergeant", "inspector", "superintendent")


class IntervalsError(ValueError):
    """The file of intervals can't be used; the message lists every fault."""


@dataclass(frozen=True, slots=True)
class ReviewInterval:
    """A supervisor's review of an open missing report.

    Attributes:
        bands: the advised bands for which it is due.
        first_hours: the first review, counted from the report to the police.
        every_hours: each later one, counted from the one before; None if one is enough.
    """

    bands: tuple[str, ...]
    rank: str
    first_hours: int
    every_hours: int | None


@dataclass(frozen=True, slots=True)
class InterviewInterval:
    """An interview after each return: due within hours, owed for days, then only counted."""

    within_hours: int
    owed_days: int
    owner: str


@dataclass(frozen=True, slots=True)
class MeetingInterval:
    """A strategy meeting after ``reports`` in ``in_days``, and for a long absence.

    Attributes:
        missing_hours: after so long an absence a meeting is due at once, and then every
            ``every_days`` while it lasts.
        within_hours: time to meet after the report that makes it ``reports``.
    """

    reports: int
    in_days: int
    missing_hours: int
    within_hours: int
    every_days: int
    owner: str


@dataclass(frozen=True, slots=True)
class PlanInterval:
    """A live plan with no day of review is reviewed within so many days of its version."""

    without_date_days: int


@dataclass(frozen=True, slots=True)
class NoticeInterval:
    """A notice in force is looked at again so many days before its last."""

    before_days: int
    owner: str


@dataclass(frozen=True, slots=True)
class Intervals:
    """The whole timetable.

    Attributes:
        version: the date under which it was agreed; stands in every answer.
        due_within_hours: what is due within so many hours is due; later, it is coming.
        done_shown_days: for so long a duty done is still told.
        band_when_none: the band whose reviews apply where no band could be advised.
    """

    version: str
    due_within_hours: int
    done_shown_days: int
    band_when_none: str
    reviews: tuple[ReviewInterval, ...]
    prevention_interview: InterviewInterval
    return_interview: InterviewInterval
    strategy_meeting: MeetingInterval
    plan_review: PlanInterval
    notice_lapsing: NoticeInterval


def load_intervals(path: Path | None = None) -> Intervals:
    """The timetable from ``path``, or the one that comes with this release.

    Raises:
        IntervalsError: it can't be read, is of another schema, lacks or has unknown
            names, or holds a number below 1.
    """
    source = files("duties").joinpath("intervals.json") if path is None else path
    try:
        raw = json.loads(source.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise IntervalsError(f"intervals: {source.name} can't be read as JSON") from None
    if not isinstance(raw, dict) or raw.get("schema") != SCHEMA:
        raise IntervalsError(f"intervals: {source.name} is not of schema {SCHEMA}")
    faults: list[str] = []
    intervals: Intervals | None = _read(
        Intervals, {k: v for k, v in raw.items() if k != "schema"}, "", faults
    )
    if intervals is not None:
        faults += _disagreements(intervals)
    if faults or intervals is None:
        raise IntervalsError("intervals: " + "; ".join(faults))
    return intervals


def _read(kind: type[Any], raw: Any, where: str, faults: list[str]) -> Any:
    """A dataclass from a JSON object; None and at least one fault if it is not one."""
    types = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    if not isinstance(raw, Mapping) or set(raw) != set(names):
        faults.append(f"{where or 'the file'} must hold exactly {', '.join(names)}")
        return None
    before = len(faults)
    values = {name: _value(types[name], raw[name], f"{where}{name}", faults) for name in names}
    return kind(**values) if len(faults) == before else None


def _value(kind: Any, raw: Any, where: str, faults: list[str]) -> Any:
    if isinstance(kind, UnionType):
        return None if raw is None else _value(get_args(kind)[0], raw, where, faults)
    if kind is int:
        if isinstance(raw, bool) or not isinstance(raw, int) or raw < 1:
            faults.append(f"{where} must be a whole number from 1 on")
        return raw
    if kind is str:
        if not isinstance(raw, str) or not raw.strip():
            faults.append(f"{where} must be text")
        return raw
    if isinstance(kind, type):
        return _read(kind, raw, f"{where}.", faults)
    if not isinstance(raw, list) or not raw:
        faults.append(f"{where} must be a list that isn't empty")
        return ()
    part = get_args(kind)[0]
    return tuple(_value(part, item, f"{where}[{n}]", faults) for n, item in enumerate(raw))


def _disagreements(intervals: Intervals) -> list[str]:
    bands = {band for review in intervals.reviews for band in review.bands}
    faults = [
        f"reviews[{place}].rank must be one of {', '.join(RANKS)}"
        for place, review in enumerate(intervals.reviews)
        if review.rank not in RANKS
    ]
    if intervals.band_when_none not in bands:
        faults.append("band_when_none must be a band that has reviews")
    return faults
