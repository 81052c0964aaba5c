"""The timetable of duties: a reviewed file of configuration, checked when it is read.

No national table of review times exists; forces set their own. The values in the file
beside this module are typical ones, to be agreed by each force before use. Every rule
says where its interval comes from, or that it is assumed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from duties.parsing import read_dataclass
from records.serial import canonical

__all__ = [
    "RANKS",
    "ConcernInterval",
    "Intervals",
    "IntervalsError",
    "MeetingInterval",
    "NoticeInterval",
    "OwedInterval",
    "PlanInterval",
    "RepeatedInterval",
    "ReviewInterval",
    "StepInterval",
    "load_intervals",
]

SCHEMA = "intervals/v2"
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
    source: str


@dataclass(frozen=True, slots=True)
class StepInterval:
    """Something that must follow within hours, however long ago it should have."""

    within_hours: int
    owner: str
    source: str


@dataclass(frozen=True, slots=True)
class OwedInterval:
    """Something that must follow within hours, is owed for days, then only counted."""

    within_hours: int
    owed_days: int
    owner: str
    source: str


@dataclass(frozen=True, slots=True)
class MeetingInterval:
    """A strategy meeting for a long absence.

    Attributes:
        missing_hours: after so long an absence a meeting is due at once, and then every
            ``every_days`` while it lasts.
    """

    missing_hours: int
    every_days: int
    owner: str
    source: str


@dataclass(frozen=True, slots=True)
class ConcernInterval:
    """A strategy meeting after ``reports`` in ``in_days``.

    Attributes:
        with_concern: only if there is a concern that the child is sexually exploited, as
            :mod:`records.states.exploitation` defines it, or none could be known.
        concern_days: for so long a concern counts that does not stand.
        within_hours: time to meet after the report that makes it ``reports``.
    """

    reports: int
    in_days: int
    with_concern: bool
    concern_days: int
    within_hours: int
    owner: str
    source: str


@dataclass(frozen=True, slots=True)
class PlanInterval:
    """A live plan with no day of review is reviewed within so many days of its version."""

    without_date_days: int
    source: str


@dataclass(frozen=True, slots=True)
class NoticeInterval:
    """A notice in force is looked at again so many days before its last."""

    before_days: int
    owner: str
    source: str


@dataclass(frozen=True, slots=True)
class RepeatedInterval:
    """Something that must happen every so many days while a matter is open."""

    every_days: int
    owner: str
    source: str


@dataclass(frozen=True, slots=True)
class Intervals:
    """The whole timetable.

    Attributes:
        version: the date under which it was agreed; stands in every answer.
        due_within_hours: what is due within so many hours is due; later, it is coming.
        done_shown_days: for so long a duty done is still told.
        band_when_none: the band whose reviews apply where no band could be advised.
        content_hash: ``sha256:`` and the digest of :meth:`to_json`'s bytes.
    """

    version: str
    due_within_hours: int
    done_shown_days: int
    band_when_none: str
    reviews: tuple[ReviewInterval, ...]
    meeting_while_missing: MeetingInterval
    meeting_after_reports: ConcernInterval
    prevention_interview: OwedInterval
    return_interview: OwedInterval
    child_unseen: OwedInterval
    referral_triage: StepInterval
    referral_allocation: StepInterval
    referral_decision: StepInterval
    investigation_discussion: StepInterval
    investigation_account: StepInterval
    investigation_review: RepeatedInterval
    charging_decision: StepInterval
    further_work: StepInterval
    conference_decision: OwedInterval
    plan_review: PlanInterval
    notice_lapsing: NoticeInterval
    content_hash: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "content_hash", "")
        digest = hashlib.sha256(self.to_json()).hexdigest()
        object.__setattr__(self, "content_hash", f"sha256:{digest}")

    def to_json(self) -> bytes:
        """The timetable's bytes: canonical, so the same rules always give the same ones."""
        said = {name: value for name, value in asdict(self).items() if name != "content_hash"}
        return canonical({"schema": SCHEMA, **said})

    @classmethod
    def from_json(cls, data: bytes) -> Intervals:
        """The inverse of :meth:`to_json`.

        Raises:
            IntervalsError: as :func:`load_intervals`.
        """
        return _intervals(data, "what was given")


def load_intervals(path: Path | None = None) -> Intervals:
    """The timetable from ``path``, or the one that comes with this release.

    Raises:
        IntervalsError: it can't be read, is of another schema, lacks or has unknown
            names, or holds a number below 1.
    """
    source = files("duties").joinpath("intervals.json") if path is None else path
    try:
        data = source.read_bytes()
    except OSError:
        raise IntervalsError(f"intervals: {source.name} can't be read as JSON") from None
    return _intervals(data, source.name)


def _intervals(data: bytes, name: str) -> Intervals:
    try:
        raw: Any = json.loads(data)
    except ValueError:
        raise IntervalsError(f"intervals: {name} can't be read as JSON") from None
    if not isinstance(raw, dict) or raw.get("schema") != SCHEMA:
        raise IntervalsError(f"intervals: {name} is not of schema {SCHEMA}")
    faults: list[str] = []
    intervals: Intervals | None = read_dataclass(
        Intervals, {k: v for k, v in raw.items() if k != "schema"}, "", faults
    )
    if intervals is not None:
        faults += _disagreements(intervals)
    if faults or intervals is None:
        raise IntervalsError("intervals: " + "; ".join(faults))
    return intervals


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
