"""How far records tell exploited children from others, without any model (N5).

Exploited children must really differ in the records, or nothing can be learnt; and no single
record may give a child away, or what is learnt is the simulation. Ranking is by the area under
the curve: the chance that a case has the larger value than one that isn't; ties count half.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

from records.columns import Choice, YesNo
from records.formats import FORMATS
from records.history import KnownHistory
from records.states import is_looked_after, missing_episodes
from records.states.checklist import checklist_points
from synthetic_data.estimates import Estimate, area
from synthetic_data.reports import Force, Report

__all__ = ["FEWEST", "MANY", "Separation", "Single", "separation"]

#: A single record that fewer children have than this says nothing about records in general.
FEWEST = 40
#: So many reports in 90 days are what many protocols act on (domain.md 2.6).
MANY = 3
_YEAR = timedelta(days=365)
_INSTANT = timedelta(microseconds=1)
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Single:
    """One record-level feature alone, and how well it ranks the truly exploited.

    Attributes:
        children: how many have another value than 0.
        area: from 0.5 up: a feature that ranks the other way round is as telling.
    """

    name: str
    children: int
    area: Estimate


@dataclass(frozen=True, slots=True)
class Separation:
    """What can be told apart in a force.

    Attributes:
        children: those reported, each asked about at the latest report.
        exploited: of them, truly exploited at that report or in the year before it.
        singles: every feature of at least :data:`FEWEST` children, the most telling first.
        rule, count, checklist, grade: areas for harm recorded within 90 days of a report: three
            reports in 90 days or not, how many reports, points of the checklist, the officers'
            own grade.
        ceiling: the same for the probability that follows from the truth: no model of the
            records can rank better, but by luck.
    """

    children: int
    exploited: int
    singles: tuple[Single, ...]
    rule: Estimate
    count: Estimate
    checklist: Estimate
    grade: Estimate
    ceiling: Estimate

    @property
    def rules(self) -> tuple[tuple[str, Estimate], ...]:
        """Each rule for harm within 90 days in words, the ceiling last."""
        return (
            (f"{MANY} reports in 90 days", self.rule),
            ("how many reports in 90 days", self.count),
            ("points of the checklist", self.checklist),
            ("the officers' own grade", self.grade),
            ("what truly was to be expected: no model can rank better", self.ceiling),
        )


def separation(force: Force, pairs: Iterable[tuple[Report, KnownHistory]]) -> Separation:
    """Everything of :class:`Separation`.

    Args:
        pairs: all of :func:`synthetic_data.reports.asked` of this force.
    """
    spells = _exploited(force)
    latest: dict[str, tuple[Report, KnownHistory]] = {}
    followed: list[Report] = []
    points: list[float] = []
    for report, known in pairs:
        latest[report.child] = (report, known)
        if report.outcome is not None:
            followed.append(report)
            points.append(checklist_points(known))
    exploited = [
        any(start <= r.since and end > r.since - _YEAR for start, end in spells.get(r.child, ()))
        for r, _ in latest.values()
    ]
    outcomes, children = [bool(r.outcome) for r in followed], [r.child for r in followed]
    return Separation(
        children=len(latest),
        exploited=sum(exploited),
        singles=_singles(exploited, [known for _, known in latest.values()]),
        rule=area(outcomes, [r.recent >= MANY for r in followed], children),
        count=area(outcomes, [r.recent for r in followed], children),
        checklist=area(outcomes, points, children),
        grade=area(outcomes, [_GRADES.get(r.grade or "", 0) for r in followed], children),
        ceiling=_ceiling(force, followed),
    )


def _ceiling(force: Force, followed: Sequence[Report]) -> Estimate:
    table = force.truth["prospects"]
    columns = (table[name] for name in ("true_child", "as_of", "probability"))
    expected = {(child, as_of): chance for child, as_of, chance in zip(*columns, strict=True)}
    asked_at = {report: (report.child, report.recorded + _INSTANT) for report in followed}
    held = [report for report in followed if asked_at[report] in expected]
    return area(
        [bool(report.outcome) for report in held],
        [expected[asked_at[report]] for report in held],
        [report.child for report in held],
    )


_GRADES = {"high": 2, "medium": 1}


def _exploited(force: Force) -> dict[str, list[tuple[datetime, datetime]]]:
    table = force.truth["states"]
    columns = (table[name] for name in ("true_child", "state", "start", "end"))
    spells = defaultdict(list)
    for child, state, start, end in zip(*columns, strict=True):
        if state == "exploited":
            spells[child].append((start, end))
    return spells


def _singles(exploited: list[bool], histories: list[KnownHistory]) -> tuple[Single, ...]:
    if not 0 < sum(exploited) < len(exploited):
        return ()
    values: dict[str, Floats] = defaultdict(lambda: np.zeros(len(histories)))
    for row, known in enumerate(histories):
        for name, value in _features(known):
            values[name][row] += value
    children, found = [str(known.child) for known in histories], []
    for name, column in values.items():
        held = int(np.count_nonzero(column))
        if held >= FEWEST:
            either = area(exploited, column.tolist(), children)
            upward = (
                either if either.value >= 0.5 else area(exploited, (-column).tolist(), children)
            )
            found.append(Single(name, held, upward))
    return tuple(sorted(found, key=lambda single: (-single.area.value, single.name)))


#: Columns whose values are words of a fixed list: each word of each kind of entry is a feature.
_WORDS = frozenset(
    column.name
    for format_ in FORMATS.values()
    for column in format_.own
    if isinstance(column.type, (Choice, YesNo))
)
_OF_EPISODES: dict[str, Callable[[KnownHistory], float]] = {
    "missing reports in 90 days": lambda known: sum(
        e.since >= known.as_of - timedelta(days=90) for e in missing_episodes(known)
    ),
    "missing reports ever": lambda known: len(missing_episodes(known)),
    "nights missing in a year": lambda known: sum(
        bool(e.is_overnight) for e in missing_episodes(known) if e.since >= known.as_of - _YEAR
    ),
    "longest time missing": lambda known: max(
        (e.duration or timedelta(0)) / timedelta(hours=1) for e in missing_episodes(known)
    ),
    "age": lambda known: known.age or 0,
    "is looked after": is_looked_after,
    "systems that know the child": lambda known: len({e.source for e in known.events}),
    "entries in all systems": lambda known: len(known.events),
    "is a girl": lambda known: any(p.sex == "female" for p in known.persons),
}


def _features(known: KnownHistory) -> Iterator[tuple[str, float]]:
    """(name, value), a name perhaps several times: its values add up."""
    for name, measure in _OF_EPISODES.items():
        yield name, float(measure(known))
    for event in known.events:
        if event.occurred < known.as_of - _YEAR:
            continue
        system = f"{event.source.value} {event.kind.value}"
        yield system, 1
        for column, value in event.details.items():
            if column in _WORDS:
                shown = {True: "yes", False: "no"}.get(value, value)
                yield f"{system}: {column} {shown}", 1
