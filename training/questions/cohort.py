"""When the question is asked, and of whom.

At each missing report, one microsecond after it was recorded: the first moment at which
it is known. And at local midnight on the first of each month, for every child about whom a
system of :data:`records.sources.OPENING` held an entry in the past year. Calls, care and
domestic abuse alone don't open a question; once one is open, they are weighed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt

from features.table import micros
from records.calendar import FORCE_ZONE, local_day
from records.events import Event, EventKind
from records.history import History
from records.persons import ETHNICITIES, SEXES
from records.sources import OPENING
from records.states.missing import SAME_EPISODE
from training.questions.labels import Harms, harms_of, label
from training.settings import HORIZON

__all__ = ["GRADES", "NO_GRADE", "Child", "Cohort", "ask", "observe"]

Int64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_YEAR = timedelta(days=365) // timedelta(microseconds=1)
_HORIZON = HORIZON // timedelta(microseconds=1)
_SAME = SAME_EPISODE // timedelta(microseconds=1)
#: The officers' own grades, the lowest first: a comparator, never an input.
GRADES = ("no_apparent_risk", "low", "medium", "high")
NO_GRADE = -1


@dataclass(frozen=True, slots=True)
class Child:
    """What training needs of one child besides the features.

    Attributes:
        reports: (moment of the question, place in :data:`GRADES`) for each report.
        entered: sorted moments at which entries that open a question were recorded.
        sex, ethnicity: for monitoring alone.
    """

    id: str
    reports: tuple[tuple[int, int], ...]
    entered: Int64
    harms: Harms
    sex: str
    ethnicity: str


def observe(history: History) -> Child:
    """The child's questions, outcomes and monitoring groups, before any is dropped."""
    opening = [
        event
        for event in history.events
        if event.source in OPENING and event.kind is not EventKind.WITHDRAWN
    ]
    return Child(
        id=history.child,
        reports=_reports([e for e in opening if e.kind is EventKind.MISSING_REPORTED]),
        entered=np.array([micros(event.recorded) for event in opening], dtype=np.int64),
        harms=harms_of(history),
        sex=_most_said([p.sex for p in history.persons], SEXES),
        ethnicity=_most_said([p.ethnicity for p in history.persons], ETHNICITIES),
    )


def _reports(reported: list[Event]) -> tuple[tuple[int, int], ...]:
    """One question for each report; one entered twice, or corrected, is asked about once."""
    asked: list[tuple[int, int]] = []
    references: set[str] = set()
    starts: list[int] = []
    for event in reported:  # in order of recording
        start = micros(event.occurred)
        if event.reference in references or any(abs(start - s) < _SAME for s in starts):
            continue
        references.add(event.reference)
        starts.append(start)
        grade = event.details.get("police_grade")
        asked.append((micros(event.recorded) + 1, GRADES.index(grade) if grade else NO_GRADE))
    return tuple(asked)


def _most_said(said: Iterable[str | None], choices: Sequence[str]) -> str:
    known = [value for value in said if value is not None and value != "not_known"]
    return max(choices, key=known.count) if known else "not_known"


@dataclass(frozen=True, slots=True)
class Cohort:
    """The questions: one row each, in order of (child, moment).

    Attributes:
        child: place in ``children``; ``as_of``: microseconds; ``is_report``: asked at a
            report, not at the start of a month; ``grade``: place in :data:`GRADES` of the
            officer's grade, or :data:`NO_GRADE`; ``harmed``: the outcome.
        dropped: questions left out, by the reason's name.
    """

    children: tuple[Child, ...]
    child: Int64
    as_of: Int64
    is_report: Bools
    grade: Int64
    harmed: Bools
    dropped: dict[str, int]

    def __len__(self) -> int:
        return len(self.child)

    def keep(self, rows: Bools, reason: str) -> Cohort:
        """The cohort of these rows; the others are counted under ``reason``."""
        return Cohort(
            self.children,
            self.child[rows],
            self.as_of[rows],
            self.is_report[rows],
            self.grade[rows],
            self.harmed[rows],
            {**self.dropped, reason: int((~rows).sum())},
        )


def ask(children: Sequence[Child], taken: datetime, warm_up: timedelta) -> Cohort:
    """Every question that can be labelled by ``taken``; the rest are counted by name.

    Dropped: ``within_warm_up`` of the first entry of all, and ``not_observed_90_days``,
    whose outcome's window is not over at ``taken``. Adults are dropped later, by the age
    that the feature gives.
    """
    first = min((int(c.entered.min()) for c in children if len(c.entered)), default=micros(taken))
    months = np.array(_month_starts(first, taken), dtype=np.int64)
    place, moment, report, grade, harmed = [], [], [], [], []
    for number, child in enumerate(children):
        monthly = _asked_monthly(child.entered, months)
        at_reports = np.array([asked for asked, _ in child.reports], dtype=np.int64)
        as_of = np.concatenate([at_reports, monthly])
        order = np.argsort(as_of, kind="stable")
        grades = [*(grade_ for _, grade_ in child.reports), *[NO_GRADE] * len(monthly)]
        place.append(np.full(len(as_of), number, dtype=np.int64))
        moment.append(as_of[order])
        report.append((np.arange(len(as_of)) < len(at_reports))[order])
        grade.append(np.array(grades, dtype=np.int64)[order])
        harmed.append(label(child.harms, as_of[order], _HORIZON))
    empty = [np.empty(0, dtype=np.int64)]
    cohort = Cohort(
        tuple(children),
        np.concatenate(place or empty),
        np.concatenate(moment or empty),
        np.concatenate(report or empty).astype(np.bool_),
        np.concatenate(grade or empty),
        np.concatenate(harmed or empty).astype(np.bool_),
        {},
    )
    start = first + warm_up // timedelta(microseconds=1)
    cohort = cohort.keep(cohort.as_of >= start, "within_warm_up")
    return cohort.keep(cohort.as_of + _HORIZON <= micros(taken), "not_observed_90_days")


def _asked_monthly(entered: Int64, months: Int64) -> Int64:
    entered = np.sort(entered)
    before = np.searchsorted(entered, months, side="left")
    a_year_before = np.searchsorted(entered, months - _YEAR, side="left")
    return months[before > a_year_before]


def _month_starts(first: int, taken: datetime) -> list[int]:
    """Local midnights on the first of each month after ``first``, up to ``taken``."""
    day = local_day(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=first))
    starts: list[int] = []
    year, month = day.year, day.month
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        midnight = datetime(year, month, 1, tzinfo=FORCE_ZONE)
        if midnight >= taken:
            return starts
        starts.append(micros(midnight))
