"""The invented force measured against published figures: what was drawn, what should be.

Each figure names its row of the domain facts. The tolerance is part of the statement: a
force of some tens of thousands of children is expected inside it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from records.history import known_at
from records.states import is_looked_after, protection_plans
from synthetic_data.reports import Force, Report, reports_of

__all__ = ["PUBLISHED", "Figure", "Measured", "measure"]

_YEAR = timedelta(days=365.25)
_KNOWN = ("white", "black", "asian", "mixed", "other")


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure.

    Attributes:
        low, high: a force is fitted while it lies between, both included.
        source: the row of domain.md, or ``target`` with the reason.
    """

    name: str
    published: float
    low: float
    high: float
    source: str


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure, and what the force gives."""

    figure: Figure
    value: float

    @property
    def is_fitted(self) -> bool:
        """Inside the tolerance."""
        return self.figure.low <= self.value <= self.figure.high


PUBLISHED: tuple[Figure, ...] = (
    Figure("reports a year per 1,000 children", 14.4, 11.0, 18.0, "4.1 0.5% x 2.9"),
    Figure("children reported in a year per 1,000", 5.0, 4.2, 6.2, "4.1 0.5%"),
    Figure("reports per reported child and year", 2.7, 2.3, 3.2, "4.1 to generate"),
    Figure("repeats, % of reports", 63, 57, 68, "4.1 2016/17"),
    Figure("child-years with 1 report, %", 60, 55, 66, "4.1 to generate"),
    Figure("child-years with 2 reports, %", 15, 12, 18, "4.1 to generate"),
    Figure("child-years with 3 to 5 reports, %", 14, 10, 17, "4.1 to generate"),
    Figure("child-years with 6 to 9 reports, %", 6, 2.5, 8, "4.1 to generate"),
    Figure("child-years with 10 or more reports, %", 5, 3, 8, "4.1 to generate"),
    Figure("reports in child-years with 10 or more, %", 31, 24, 45, "4.1 to generate"),
    Figure("reports of the top 15% of child-years, %", 54, 48, 62, "4.1 to generate"),
    Figure("first repeats within 4 weeks, %", 55, 50, 68, "4.1 over half"),
    Figure("children who are never reported, % of those missing", 70, 55, 75, "4.1 up to 7 in 10"),
    Figure("children looked after, %", 0.65, 0.5, 0.8, "4.2 2018/19"),
    Figure("reports of looked-after children, %", 36, 28, 45, "4.2 2018/19"),
    Figure("looked-after children, % of child-years", 19, 13, 24, "4.2 2018/19"),
    Figure("reports per looked-after child-year", 6, 4, 7.5, "4.2 about 6 each"),
    Figure("boys, % of reports", 52, 45, 59, "4.2 52 to 48"),
    Figure("aged 12 to 17, % of reports", 88, 80, 96, "4.2 12-17 dominate"),
    Figure("ethnicity unknown, % of reports", 31, 25, 37, "4.2 2019/20"),
    Figure("White, % of known ethnicity", 76, 68, 85, "4.2 2019/20"),
    Figure("Black, % of known ethnicity", 14, 6, 20, "4.2 2019/20"),
    Figure("up to 8 hours, %", 48, 44, 52, "4.3 to generate"),
    Figure("8 to 16 hours, %", 19, 16, 22, "4.3 to generate"),
    Figure("16 to 24 hours, %", 12, 8.5, 14, "4.3 to generate"),
    Figure("24 to 48 hours, %", 11, 9, 14, "4.3 to generate"),
    Figure("2 to 7 days, %", 8, 6, 11, "4.3 to generate"),
    Figure("7 to 28 days, %", 1.6, 0.8, 2.6, "4.3 to generate"),
    Figure("over 28 days, %", 0.4, 0.05, 0.8, "4.3 to generate"),
    Figure("returned by themselves, %", 43, 40, 46, "4.3 2018/19"),
    Figure("found by police, %", 29, 26, 32, "4.3 2018/19"),
    Figure("harm recorded on finding, %", 1.7, 1.1, 2.5, "4.3 1.7%"),
    Figure("graded high, %", 14.5, 12, 18, "4.3 band mix"),
    Figure("graded medium, %", 68, 63, 74, "4.3 band mix"),
    Figure("graded low, %", 13, 10, 16, "4.3 band mix"),
    Figure("harmed who were graded high, %", 41, 25, 57, "4.3 recall 0.41"),
    Figure("with a CSE plan at the report, %", 9, 6, 13, "4.3 flag 9%"),
    Figure("girls, % of reports with a plan", 72.6, 60, 86, "4.3 69 to 26"),
    Figure("return interview done, %", 50, 45, 55, "4.4 2019"),
    Figure("done within 72 hours, %", 63, 57, 69, "4.4 2023/24"),
    Figure("children with a protection plan, %", 0.43, 0.34, 0.56, "4.4 42.8 per 10,000"),
    Figure("sexual harm recorded within 90 days, %", 5, 3, 7.5, "7 label (b)"),
)

_Values = dict[str, float]


def measure(force: Force) -> tuple[Measured, ...]:
    """Every published figure beside the force's own, in the order of :data:`PUBLISHED`.

    A figure whose base is empty (no report, no harm) is measured as 0.
    """
    reports = tuple(reports_of(force))
    values = _volumes(force, reports) | _who(force, reports) | _what(reports)
    return tuple(Measured(figure, values[figure.name]) for figure in PUBLISHED)


def _share(reports: Sequence[Report], holds: Callable[[Report], bool]) -> float:
    return 100 * sum(map(holds, reports)) / len(reports) if reports else 0.0


def _living(force: Force) -> int:
    day = force.taken.date()
    adult = date(day.year - 18, day.month, min(day.day, 28))
    born = force.truth["children"]["born"]
    return sum(1 for birth in born if birth > adult)


def _years(force: Force, reports: Sequence[Report]) -> float:
    first = min((report.recorded for report in reports), default=force.taken)
    return max(round((force.taken - first) / _YEAR), 1)


def _volumes(force: Force, reports: Sequence[Report]) -> _Values:
    living, years = max(_living(force), 1), _years(force, reports)
    counts = Counter((r.child, int((force.taken - r.since) / _YEAR)) for r in reports)
    sizes = sorted(counts.values(), reverse=True)
    total, spells = max(sum(sizes), 1), max(len(sizes), 1)
    times = defaultdict(list)
    for report in reports:
        times[report.child].append(report.since)
    first = [seen[1] - seen[0] for seen in times.values() if len(seen) > 1]
    missing = set(force.truth["episodes"]["true_child"])
    told = zip(
        force.truth["episodes"]["true_child"], force.truth["episodes"]["reported"], strict=True
    )
    reported = {child for child, at in told if at is not None}
    values = {
        "reports a year per 1,000 children": 1000 * len(reports) / years / living,
        "children reported in a year per 1,000": 1000 * len(sizes) / years / living,
        "reports per reported child and year": sum(sizes) / spells,
        "repeats, % of reports": 100 * (1 - len(sizes) / total),
        "reports in child-years with 10 or more, %": 100 * sum(s for s in sizes if s > 9) / total,
        "reports of the top 15% of child-years, %": (
            100 * sum(sizes[: round(0.15 * len(sizes))]) / total
        ),
        "first repeats within 4 weeks, %": (
            100 * sum(gap < timedelta(weeks=4) for gap in first) / max(len(first), 1)
        ),
        "children who are never reported, % of those missing": (
            100 * len(missing - reported) / max(len(missing), 1)
        ),
    }
    for name, low, high in (
        ("child-years with 1 report, %", 1, 1),
        ("child-years with 2 reports, %", 2, 2),
        ("child-years with 3 to 5 reports, %", 3, 5),
        ("child-years with 6 to 9 reports, %", 6, 9),
        ("child-years with 10 or more reports, %", 10, 10**6),
    ):
        values[name] = 100 * sum(low <= size <= high for size in sizes) / spells
    return values


def _who(force: Force, reports: Sequence[Report]) -> _Values:
    living = max(_living(force), 1)
    known = [known_at(history, force.taken) for history in force.histories]
    in_care = sum(is_looked_after(now) and (now.age is None or now.age < 18) for now in known)
    protected = sum(any(plan.is_in_force for plan in protection_plans(now)) for now in known)
    cared = [report for report in reports if report.looked_after]
    spells = {(r.child, int((force.taken - r.since) / _YEAR)) for r in reports}
    care_spells = {(r.child, int((force.taken - r.since) / _YEAR)) for r in cared}
    ethnic = [report for report in reports if report.ethnicity in _KNOWN]
    return {
        "children looked after, %": 100 * in_care / living,
        "children with a protection plan, %": 100 * protected / living,
        "reports of looked-after children, %": _share(reports, lambda r: r.looked_after),
        "looked-after children, % of child-years": 100 * len(care_spells) / max(len(spells), 1),
        "reports per looked-after child-year": len(cared) / max(len(care_spells), 1),
        "boys, % of reports": _share(reports, lambda r: r.sex == "male"),
        "aged 12 to 17, % of reports": _share(reports, lambda r: r.age >= 12),
        "ethnicity unknown, % of reports": _share(reports, lambda r: r.ethnicity not in _KNOWN),
        "White, % of known ethnicity": _share(ethnic, lambda r: r.ethnicity == "white"),
        "Black, % of known ethnicity": _share(ethnic, lambda r: r.ethnicity == "black"),
    }


def _what(reports: Sequence[Report]) -> _Values:
    timed = [report for report in reports if report.hours is not None]
    harmed = [report for report in reports if report.harm not in (None, "nothing_found")]
    planned = [report for report in reports if report.has_plan]
    done = [report for report in reports if report.return_interview == "done"]
    ended = [report for report in reports if report.how_ended is not None]
    followed = [report for report in reports if report.outcome is not None]
    values = {
        "returned by themselves, %": _share(ended, lambda r: r.how_ended == "returned"),
        "found by police, %": _share(ended, lambda r: r.how_ended == "police_found"),
        "harm recorded on finding, %": 100 * len(harmed) / max(len(reports), 1),
        "graded high, %": _share(reports, lambda r: r.grade == "high"),
        "graded medium, %": _share(reports, lambda r: r.grade == "medium"),
        "graded low, %": _share(reports, lambda r: r.grade == "low"),
        "harmed who were graded high, %": _share(harmed, lambda r: r.grade == "high"),
        "with a CSE plan at the report, %": 100 * len(planned) / max(len(reports), 1),
        "girls, % of reports with a plan": _share(planned, lambda r: r.sex == "female"),
        "return interview done, %": 100 * len(done) / max(len(reports), 1),
        "done within 72 hours, %": _share(done, lambda r: (r.return_hours or 0) <= 72),
        "sexual harm recorded within 90 days, %": _share(followed, lambda r: bool(r.outcome)),
    }
    for name, low, high in (
        ("up to 8 hours, %", 0, 8),
        ("8 to 16 hours, %", 8, 16),
        ("16 to 24 hours, %", 16, 24),
        ("24 to 48 hours, %", 24, 48),
        ("2 to 7 days, %", 48, 168),
        ("7 to 28 days, %", 168, 672),
        ("over 28 days, %", 672, 10**6),
    ):
        within = sum(low < (report.hours or 0) <= high for report in timed)
        values[name] = 100 * within / max(len(timed), 1)
    return values
