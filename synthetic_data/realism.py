"""Joint figures of an invented force: what its records say together, and what they missed."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta

from records.calendar import FORCE_ZONE
from records.events import EventKind
from records.states import is_exploitation_harm
from synthetic_data.joint_tables import JointTable, cross, shares
from synthetic_data.reports import Force, Report

__all__ = ["TABLES", "realism"]

_YEAR = timedelta(days=365.25)
_AGES = ("under 10", "10 to 12", "13 to 14", "15 to 17")
_COUNTS = ("0", "1", "2", "3 to 5", "6 to 9", "10 or more")
_HOURS = ("up to 8 h", "8 to 24 h", "1 to 2 days", "2 to 7 days", "over 7 days")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CLOCK = tuple(f"{hour:02d}" for hour in range(24))
_SEXES = ("female", "male")
_ETHNIC = ("white", "black", "asian", "mixed", "other")
_ALL = "all"
_CARE = ("looked after", "not looked after")


def realism(force: Force, reports: Sequence[Report]) -> tuple[JointTable, ...]:
    """Every table of :data:`TABLES`, in order; a force without reports gives empty cells."""
    return tuple(draw(force, reports) for draw in TABLES)


def _age(years: int) -> str:
    return _AGES[bisect_right((10, 13, 15), years)]


def _count(reports: int) -> str:
    return _COUNTS[bisect_right((1, 2, 3, 6, 10), reports)]


def _care(report: Report) -> str:
    return _CARE[not report.looked_after]


def _reports_by_care_and_age(force: Force, reports: Sequence[Report]) -> JointTable:
    spells: dict[tuple[str, int], list[Report]] = defaultdict(list)
    for report in reports:
        spells[report.child, int((force.taken - report.since) / _YEAR)].append(report)
    return cross(
        "Reports of a child in a year, by care and age",
        "Of the child-years with a report, how many had so many; care and age at the first of the "
        "year. Repeats concentrate on teenagers in care (4.1).",
        (
            (child, f"{_care(found[0])}, {_age(found[0].age)}", _count(len(found)))
            for (child, _), found in spells.items()
        ),
        [f"{care}, {age}" for care in _CARE for age in _AGES],
        _COUNTS[1:],
    )


def _duration_by_care(_: Force, reports: Sequence[Report]) -> JointTable:
    return cross(
        "How long, by care",
        "Of the reports whose end is recorded. Looked-after children: 90 % within two days (4.3).",
        (
            (r.child, _care(r), _HOURS[bisect_right((8, 24, 48, 168), r.hours)])
            for r in reports
            if r.hours is not None
        ),
        _CARE,
        _HOURS,
    )


def _local(report: Report) -> datetime:
    return report.since.astimezone(FORCE_ZONE)


def _hour_of_day(_: Force, reports: Sequence[Report]) -> JointTable:
    return cross(
        "Hour of the day since when missing",
        "Evening and curfew peak, 18:00 to 01:00 (4.3, assumed: no figures are published).",
        ((r.child, _ALL, _CLOCK[_local(r).hour]) for r in reports),
        (_ALL,),
        _CLOCK,
    )


def _day_of_week(_: Force, reports: Sequence[Report]) -> JointTable:
    return cross(
        "Day of the week since when missing",
        "More from Thursday to Saturday (4.3, assumed: no figures are published).",
        ((r.child, _ALL, _DAYS[_local(r).weekday()]) for r in reports),
        (_ALL,),
        _DAYS,
    )


def _harm_by_interview(force: Force, reports: Sequence[Report]) -> JointTable:
    told = _harm_told(force)
    words = {"done": "done", "not_done": "not done", "did_not_want_to": "child did not want to"}
    held = ("done", "child did not want to", "not done", "nothing recorded")
    return shares(
        "Sexual harm recorded of an episode, by the interview held",
        "Of the reports. What nobody asks about is not recorded, whatever happened (7).",
        (
            (report.child, row, words.get(interview or "", "nothing recorded"), known)
            for report in reports
            for known in [any(_within(report, moment) for moment in told[report.child])]
            for row, interview in (
                ("prevention interview", report.prevention_interview),
                ("return interview", report.return_interview),
            )
        ),
        ("prevention interview", "return interview"),
        held,
    )


def _harm_told(force: Force) -> dict[str, list[datetime]]:
    return defaultdict(
        list,
        {
            h.child: [e.occurred for e in h.events if is_exploitation_harm(e)]
            for h in force.histories
        },
    )


def _within(report: Report, moment: datetime) -> bool:
    """From its start to two weeks after its end, when a late return interview is held."""
    hours = report.hours if report.hours is not None else 0.0
    return report.since <= moment <= report.since + timedelta(hours=hours, days=14)


def _harm_recorded(force: Force, _: Sequence[Report]) -> JointTable:
    children, harm = force.truth["children"], force.truth["harm"]
    rows = zip(children["true_child"], children["sex"], children["ethnicity"], strict=True)
    who = {child: (sex, ethnicity) for child, sex, ethnicity in rows}
    found = zip(harm["true_child"], harm["kind"], harm["is_recorded"], strict=True)
    return shares(
        "True sexual harm that was recorded, by sex and ethnicity",
        "Of what truly happened, how much the force knows: recording is less likely for boys and "
        "for Black and Asian children (7).",
        (
            (child, group, who[child][0], is_recorded)
            for child, kind, is_recorded in found
            if kind == "sexual"
            for group in (_ALL, who[child][1])
        ),
        (_ALL, *_ETHNIC),
        _SEXES,
    )


def _exploited(force: Force, reports: Sequence[Report]) -> dict[str, list[datetime]]:
    """Children truly exploited within the recorded years: the starts of those spells."""
    table = force.truth["states"]
    first = min((report.since for report in reports), default=force.taken)
    found = defaultdict(list)
    columns = (table[name] for name in ("true_child", "state", "start", "end"))
    for child, state, start, end in zip(*columns, strict=True):
        if state == "exploited" and end > first:
            found[child].append(start)
    return found


def _ten_or_older(force: Force, reports: Sequence[Report]) -> Iterator[tuple[str, str]]:
    """Children (with their sex) who were 10 to 17 at some time in the recorded years."""
    table = force.truth["children"]
    first = min((report.since for report in reports), default=force.taken).date()
    youngest, oldest = _years_before(force.taken.date(), 10), _years_before(first, 18)
    for child, born, sex in zip(table["true_child"], table["born"], table["sex"], strict=True):
        if oldest < born <= youngest:
            yield child, sex


def _years_before(day: date, years: int) -> date:
    return date(day.year - years, day.month, min(day.day, 28))


def _exploited_by_reports(force: Force, reports: Sequence[Report]) -> JointTable:
    exploited, counts = _exploited(force, reports), Counter(report.child for report in reports)
    return shares(
        "Truly exploited, by reports in all recorded years",
        "Of the children aged 10 to 17 in those years. Many reports raise the share; many children "
        "with many reports are not exploited, and some with none are.",
        (
            (child, group, _count(counts[child]), child in exploited)
            for child, sex in _ten_or_older(force, reports)
            for group in (_ALL, sex)
        ),
        (_ALL, *_SEXES),
        _COUNTS,
    )


_MISSED = (
    "in no system at all",
    "never reported missing",
    "no sexual harm recorded",
    "no CSE plan",
    "none of the four",
)


def _missed(force: Force, reports: Sequence[Report]) -> JointTable:
    exploited, reported = _exploited(force, reports), {report.child for report in reports}
    kinds = {str(h.child): {e.kind for e in h.events} for h in force.histories}
    harmed = {child for child, moments in _harm_told(force).items() if moments}
    table = force.truth["children"]
    sex = dict(zip(table["true_child"], table["sex"], strict=True))
    lacks: dict[str, Callable[[str], bool]] = {
        _MISSED[0]: lambda child: child not in kinds,
        _MISSED[1]: lambda child: child not in reported,
        _MISSED[2]: lambda child: child not in harmed,
        _MISSED[3]: lambda child: EventKind.PLAN_VERSION not in kinds.get(child, set()),
    }
    lacks[_MISSED[4]] = lambda child: not any(lacks[name](child) for name in _MISSED[:4])
    return shares(
        "What was missed of truly exploited children",
        "Of the children truly exploited in the recorded years, how many the force's records lack.",
        (
            (child, group, name, holds(child))
            for child in exploited
            for group in (_ALL, sex[child])
            for name, holds in lacks.items()
        ),
        (_ALL, *_SEXES),
        _MISSED,
    )


#: What is drawn, in the order in which people read it.
TABLES: tuple[Callable[[Force, Sequence[Report]], JointTable], ...] = (
    _reports_by_care_and_age,
    _duration_by_care,
    _hour_of_day,
    _day_of_week,
    _harm_by_interview,
    _harm_recorded,
    _exploited_by_reports,
    _missed,
)
