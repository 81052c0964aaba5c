"""The invented force measured against published figures: what was drawn, what should be."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from records.calendar import birthday
from records.history import KnownHistory, known_at
from records.states import is_looked_after, protection_plans
from synthetic_data.care_spells import care_spells
from synthetic_data.estimates import Estimate, plain, rate, ratio, share
from synthetic_data.figures import PUBLISHED, Measured
from synthetic_data.reports import Force, Report
from synthetic_data.separation import Separation

__all__ = ["living_children", "measure", "recorded_years"]

_YEAR = timedelta(days=365.25)
_KNOWN = ("white", "black", "asian", "mixed", "other")
_Values = dict[str, Estimate]
_Spell = tuple[str, int]

_SIZES = (
    ("child-years with 1 report, %", 1, 1),
    ("child-years with 2 reports, %", 2, 2),
    ("child-years with 3 to 5 reports, %", 3, 5),
    ("child-years with 6 to 9 reports, %", 6, 9),
    ("child-years with 10 or more reports, %", 10, 10**6),
)
_HOURS = (
    ("up to 8 hours, %", 0, 8),
    ("8 to 16 hours, %", 8, 16),
    ("16 to 24 hours, %", 16, 24),
    ("24 to 48 hours, %", 24, 48),
    ("2 to 7 days, %", 48, 168),
    ("7 to 28 days, %", 168, 672),
    ("over 28 days, %", 672, 10**6),
)


def measure(force: Force, reports: Sequence[Report], told: Separation) -> tuple[Measured, ...]:
    """Every published figure beside the force's own, in the order of :data:`PUBLISHED`.

    A figure whose base is empty (no report, no harm) is measured as 0.

    Args:
        reports: all of :func:`synthetic_data.reports.reports_of` this force.
        told: :func:`synthetic_data.separation.separation` of it.
    """
    values = _volumes(force, reports) | _who(reports) | _care(force, reports) | _what(reports)
    values |= _told_apart(told)
    return tuple(Measured(figure, values[figure.name]) for figure in PUBLISHED)


def living_children(force: Force) -> int:
    """Children under 18 who live there when the extracts are taken."""
    day = force.taken.date()
    adult = date(day.year - 18, day.month, min(day.day, 28))
    return sum(birth > adult for birth in force.truth["children"]["born"])


def recorded_years(force: Force, reports: Sequence[Report]) -> int:
    """Whole years for which reports were recorded; 1 at least."""
    first = min((report.recorded for report in reports), default=force.taken)
    return max(round((force.taken - first) / _YEAR), 1)


def _spell(force: Force, report: Report) -> _Spell:
    """The child, and the year counted back from the extracts."""
    return report.child, int((force.taken - report.since) / _YEAR)


def _share(reports: Iterable[Report], holds: Callable[[Report], bool]) -> Estimate:
    return share((report.child, holds(report)) for report in reports)


def _volumes(force: Force, reports: Sequence[Report]) -> _Values:
    exposure = living_children(force) * recorded_years(force, reports)
    spells = Counter(_spell(force, report) for report in reports)
    sizes = sorted(spells.values(), reverse=True)
    total = max(sum(sizes), 1)
    by_child = Counter(report.child for report in reports)
    years = Counter(child for child, _ in spells)
    times = defaultdict(list)
    for report in reports:
        times[report.child].append(report.since)
    first = {child: seen[1] - seen[0] for child, seen in times.items() if len(seen) > 1}
    episodes = force.truth["episodes"]
    told = zip(episodes["true_child"], episodes["reported"], strict=True)
    reported = {child for child, at in told if at is not None}
    most = [count for (_, _), count in spells.items() if count > 9]
    values = {
        "reports a year per 1,000 children": rate(by_child.values(), exposure, 1000),
        "children reported in a year per 1,000": rate(years.values(), exposure, 1000),
        "reports per reported child and year": ratio(
            {child: (count, years[child]) for child, count in by_child.items()}
        ),
        "repeats, % of reports": ratio(
            {child: (count - years[child], count) for child, count in by_child.items()}, 100, 100
        ),
        "reports in child-years with 10 or more, %": plain(100 * sum(most) / total, total),
        "reports of the top 15% of child-years, %": plain(
            100 * sum(sizes[: round(0.15 * len(sizes))]) / total, total
        ),
        "first repeats within 4 weeks, %": share(
            (child, gap < timedelta(weeks=4)) for child, gap in first.items()
        ),
        "children who are never reported, % of those missing": share(
            (child, child not in reported) for child in set(episodes["true_child"])
        ),
    }
    for name, low, high in _SIZES:
        values[name] = share((child, low <= size <= high) for (child, _), size in spells.items())
    return values


def _who(reports: Sequence[Report]) -> _Values:
    ethnic = [report for report in reports if report.ethnicity in _KNOWN]
    return {
        "boys, % of reports": _share(reports, lambda r: r.sex == "male"),
        "aged 12 to 17, % of reports": _share(reports, lambda r: r.age >= 12),
        "ethnicity unknown, % of reports": _share(reports, lambda r: r.ethnicity not in _KNOWN),
        "White, % of known ethnicity": _share(ethnic, lambda r: r.ethnicity == "white"),
        "Black, % of known ethnicity": _share(ethnic, lambda r: r.ethnicity == "black"),
    }


@dataclass(slots=True)
class _Cared:
    """Children in care or on a plan at the end, and child-years with some care in them."""

    in_care: int = 0
    protected: int = 0
    spells: int = 0


def _in_care(force: Force, years: int) -> _Cared:
    found = _Cared()
    table = force.truth["children"]
    born = dict(zip(table["true_child"], table["born"], strict=True))
    for history in force.histories:
        known = known_at(history, force.taken)
        adult = birthday(born[history.child], 18)
        under_18 = adult > force.taken.date()
        found.in_care += under_18 and is_looked_after(known)
        found.protected += under_18 and any(plan.is_in_force for plan in protection_plans(known))
        found.spells += _years_in_care(known, force.taken, adult, years)
    return found


def _years_in_care(known: KnownHistory, taken: datetime, adult: date, years: int) -> int:
    """Years counted back from ``taken`` in which the child was in care for some time."""
    until = datetime(adult.year, adult.month, adult.day, tzinfo=taken.tzinfo)
    held = set()
    for start, end in care_spells(known):
        last = min(end or taken, taken, until)
        if start < last:
            newest, oldest = (int((taken - moment) / _YEAR) for moment in (last, start))
            held |= set(range(newest, oldest + 1))
    return sum(year < years for year in held)


def _care(force: Force, reports: Sequence[Report]) -> _Values:
    living, years = living_children(force), recorded_years(force, reports)
    found = _in_care(force, years)
    cared = Counter(_spell(force, report) for report in reports if report.looked_after)
    spells = {_spell(force, report) for report in reports}
    # Of all children, so many were reported; those in care at some time of the year aside.
    others = living * years - found.spells
    rest = (len(spells) - len(cared)) / others if others > 0 else 0.0
    often = len(cared) / found.spells if found.spells else 0.0
    by_child: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for (child, _), count in cared.items():
        by_child[child][0] += count
        by_child[child][1] += 1
    return {
        "children looked after, %": rate([1] * found.in_care, living, 100),
        "children with a protection plan, %": rate([1] * found.protected, living, 100),
        "reports of looked-after children, %": _share(reports, lambda r: r.looked_after),
        "looked-after children, % of child-years": share(
            (spell[0], spell in cared) for spell in spells
        ),
        "looked-after children reported in a year, %": plain(100 * often, found.spells),
        "reports per looked-after child-year": ratio(
            {child: (count, spell) for child, (count, spell) in by_child.items()}
        ),
        "looked after against not, times as likely": plain(
            often / rest if rest else 0.0, found.spells
        ),
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
        "harm recorded on finding, %": _share(
            reports, lambda r: r.harm not in (None, "nothing_found")
        ),
        "graded high, %": _share(reports, lambda r: r.grade == "high"),
        "graded medium, %": _share(reports, lambda r: r.grade == "medium"),
        "graded low, %": _share(reports, lambda r: r.grade == "low"),
        "harmed who were graded high, %": _share(harmed, lambda r: r.grade == "high"),
        "with a CSE plan at the report, %": _share(reports, lambda r: r.has_plan),
        "girls, % of reports with a plan": _share(planned, lambda r: r.sex == "female"),
        "return interview done, %": _share(reports, lambda r: r.return_interview == "done"),
        "done within 72 hours, %": _share(done, lambda r: (r.return_hours or 0) <= 72),
        "sexual harm recorded within 90 days, %": _share(followed, lambda r: bool(r.outcome)),
    }
    for name, low, high in _HOURS:
        values[name] = share((r.child, low < (r.hours or 0) <= high) for r in timed)
    return values


def _told_apart(told: Separation) -> _Values:
    return {
        "exploited, area of the best single record": (
            told.singles[0].area if told.singles else plain(0.0)
        ),
        "harm in 90 days, area of 3 reports in 90 days": told.rule,
        "harm in 90 days, area of reports in 90 days": told.count,
        "harm in 90 days, area of the checklist": told.checklist,
    }
