"""When the question is asked, and of whom.

At each missing report, one microsecond after it was recorded: the first moment at which
it is known. And at local midnight on the first of each month, for every child about whom a
system of :data:`records.sources.OPENING` held an entry in the past year. Calls, care and
domestic abuse alone don't open a question; once one is open, they are weighed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from features.table import micros
from records.calendar import FORCE_ZONE, local_day
from records.events import Event, EventKind
from records.history import History, known_at
from records.persons import ETHNICITIES, SEXES
from records.places import home_of
from records.sources import OPENING
from records.states.checklist import checklist_points
from records.states.missing import SAME_EPISODE
from training.questions.households import households
from training.questions.labels import Entries, entries_of, label
from training.questions.outcomes import MAIN, Outcome

__all__ = [
    "DISABILITY",
    "GRADES",
    "NOT_ASKED",
    "NO_GRADE",
    "Child",
    "Cohort",
    "Report",
    "ask",
    "observe",
]

Int64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_YEAR = timedelta(days=365) // timedelta(microseconds=1)
_SAME = SAME_EPISODE // timedelta(microseconds=1)
#: The officers' own grades, the lowest first: a comparator, never an input.
GRADES = ("no_apparent_risk", "low", "medium", "high")
NO_GRADE = -1
#: Stands where the checklist was not filled in.
NOT_ASKED = -1
#: Whether any record says that the child has a learning disability.
DISABILITY = ("yes", "no", "not_known")


@dataclass(frozen=True, slots=True)
class Report:
    """A question asked at a missing report.

    Attributes:
        as_of: microseconds; ``grade``: place in :data:`GRADES` or :data:`NO_GRADE`;
            ``checklist``: points of a form like SERAF, or :data:`NOT_ASKED`.
    """

    as_of: int
    grade: int
    checklist: int


@dataclass(frozen=True, slots=True)
class Child:
    """What training needs of one child besides the features.

    Attributes:
        entered: sorted moments at which entries that open a question were recorded.
        outcomes: the entries of the outcome.
        sex, ethnicity, disability, local_authority: for monitoring alone.
        homes: keys of every home that a record gave, for the households.
        records: ids of the person records, by which an invented force's truth is found.
    """

    id: str
    reports: tuple[Report, ...]
    entered: Int64
    outcomes: Entries
    sex: str
    ethnicity: str
    disability: str
    local_authority: str
    homes: frozenset[str]
    records: tuple[str, ...]


def observe(history: History, outcome: Outcome = MAIN, checked_from: int | None = None) -> Child:
    """The child's questions, outcomes and monitoring groups, before any is dropped.

    Args:
        checked_from: the checklist is filled in at reports from this moment on, in
            microseconds; at none if None. It takes longer than all the rest.
    """
    opening = [
        event
        for event in history.events
        if event.source in OPENING and event.kind is not EventKind.WITHDRAWN
    ]
    persons = history.persons
    reported = [e for e in opening if e.kind is EventKind.MISSING_REPORTED]
    return Child(
        id=history.child,
        reports=_reports(history, reported, checked_from),
        entered=np.array([micros(event.recorded) for event in opening], dtype=np.int64),
        outcomes=entries_of(history, outcome),
        sex=_most_said([p.sex for p in persons], SEXES),
        ethnicity=_most_said([p.ethnicity for p in persons], ETHNICITIES),
        disability=_any_said([p.learning_disability for p in persons]),
        local_authority=_last_said([p.local_authority for p in persons]),
        homes=frozenset(home[0] for home in map(home_of, persons) if home is not None),
        records=tuple(sorted({str(p.id) for p in persons})),
    )


def _reports(
    history: History, reported: list[Event], checked_from: int | None
) -> tuple[Report, ...]:
    """One question for each report; one entered twice, or corrected, is asked about once."""
    asked: list[Report] = []
    references: set[str] = set()
    starts: list[int] = []
    for event in reported:  # in order of recording
        start = micros(event.occurred)
        if event.reference in references or any(abs(start - s) < _SAME for s in starts):
            continue
        references.add(event.reference)
        starts.append(start)
        grade = event.details.get("police_grade")
        as_of = micros(event.recorded) + 1
        checklist = NOT_ASKED
        if checked_from is not None and as_of >= checked_from:
            moment = event.recorded + timedelta(microseconds=1)
            checklist = checklist_points(known_at(history, moment))
        asked.append(Report(as_of, GRADES.index(grade) if grade else NO_GRADE, checklist))
    return tuple(asked)


def _most_said(said: Iterable[str | None], choices: Sequence[str]) -> str:
    known = [value for value in said if value is not None and value != "not_known"]
    return max(choices, key=known.count) if known else "not_known"


def _any_said(said: Iterable[bool | None]) -> str:
    """One record that says so is enough: the others were not asked."""
    known = [value for value in said if value is not None]
    return "not_known" if not known else "yes" if any(known) else "no"


def _last_said(said: Sequence[str | None]) -> str:
    """Where the child lives by the newest record that says so."""
    return next((value for value in reversed(said) if value), "not_known")


@dataclass(frozen=True, slots=True)
class Cohort:
    """The questions: one row each, in order of (child, moment).

    Attributes:
        child: place in ``children``; ``as_of``: microseconds; ``is_report``: asked at a
            report, not at the start of a month; ``grade``: place in :data:`GRADES` of the
            officer's grade, or :data:`NO_GRADE`; ``checklist``: points, or
            :data:`NOT_ASKED`; ``harmed``: whether the outcome came about.
        household: [children] the number of each child's household.
        dropped: questions left out, by the reason's name.
    """

    outcome: Outcome
    children: tuple[Child, ...]
    household: Int64
    child: Int64
    as_of: Int64
    is_report: Bools
    grade: Int64
    checklist: Int64
    harmed: Bools
    dropped: dict[str, int]

    def __len__(self) -> int:
        return len(self.child)

    def keep(self, rows: Bools, reason: str) -> Cohort:
        """The cohort of these rows; the others are counted under ``reason``."""
        return replace(
            self,
            child=self.child[rows],
            as_of=self.as_of[rows],
            is_report=self.is_report[rows],
            grade=self.grade[rows],
            checklist=self.checklist[rows],
            harmed=self.harmed[rows],
            dropped={**self.dropped, reason: int((~rows).sum())},
        )


def ask(
    children: Sequence[Child],
    taken: datetime,
    warm_up: timedelta,
    outcome: Outcome = MAIN,
    *,
    unlabelled: bool = False,
) -> Cohort:
    """Every question that can be labelled by ``taken``; the rest are counted by name.

    Dropped: ``within_warm_up`` of the first entry of all, and ``not_observed_90_days`` (or
    as long as the outcome's window is), whose window is not over at ``taken``. Adults are
    dropped later, by the age that the feature gives.

    Args:
        unlabelled: keep the questions whose window is not over, with what came of them so
            far: for watching what the card is asked, never for learning.
    """
    first = min((int(c.entered.min()) for c in children if len(c.entered)), default=micros(taken))
    months = np.array(_month_starts(first, taken) if outcome.asked_monthly else [], dtype=np.int64)
    horizon = outcome.horizon // timedelta(microseconds=1)
    columns: list[list[npt.NDArray[Any]]] = [[] for _ in range(6)]
    for number, child in enumerate(children):
        monthly = _asked_monthly(child.entered, months)
        at_reports = np.array([asked.as_of for asked in child.reports], dtype=np.int64)
        as_of = np.concatenate([at_reports, monthly])
        order = np.argsort(as_of, kind="stable")
        grades = [asked.grade for asked in child.reports] + [NO_GRADE] * len(monthly)
        points = [asked.checklist for asked in child.reports] + [NOT_ASKED] * len(monthly)
        of_child = (
            np.full(len(as_of), number, dtype=np.int64),
            as_of[order],
            (np.arange(len(as_of)) < len(at_reports))[order],
            np.array(grades, dtype=np.int64)[order],
            np.array(points, dtype=np.int64)[order],
            label(child.outcomes, as_of[order], horizon),
        )
        for column, values in zip(columns, of_child, strict=True):
            column.append(values)
    child_, as_of_, is_report, grade, checklist, harmed = (
        np.concatenate([np.empty(0, dtype=np.int64), *column]) for column in columns
    )
    cohort = Cohort(
        outcome=outcome,
        children=tuple(children),
        household=np.array(households([c.homes for c in children]), dtype=np.int64),
        child=child_,
        as_of=as_of_,
        is_report=is_report.astype(np.bool_),
        grade=grade,
        checklist=checklist,
        harmed=harmed.astype(np.bool_),
        dropped={},
    )
    start = first + warm_up // timedelta(microseconds=1)
    cohort = cohort.keep(cohort.as_of >= start, "within_warm_up")
    if unlabelled:
        return cohort
    observed = cohort.as_of + horizon <= micros(taken)
    return cohort.keep(observed, f"not_observed_{outcome.horizon.days}_days")


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
