"""Rows about missing episodes: how often, how long, when, and from where (S1)."""

from __future__ import annotations

from features.declaration import Feature, Measure
from features.matters import EntryMatter, Once
from features.rows.shapes import PAST, counted
from records.events import EventKind
from records.sources import SourceSystem
from records.unknown import Unknown

__all__ = ["MISSING_ROWS"]

_S1 = (SourceSystem.MISSING_PERSONS,)
_REPORTED = (EventKind.MISSING_REPORTED,)
_LATE = EntryMatter("missing_late", _REPORTED, once=Once.EPISODE, hours=(22, 5))
_FROM_CARE = EntryMatter(
    "missing_from_care",
    _REPORTED,
    ({"missing_from": ("childrens_home", "foster_home")},),
    Once.EPISODE,
)
_ONE_EACH = (
    "A report counts by the moment since when the child was missing; reports that overlap, "
    "or begin within 6 hours of each other, are one."
)
_NO_END = {
    Unknown.NOT_RECORDED: "reports stand in the window, but no end is recorded for any of them"
}
_NO_REPORT = {Unknown.NOT_APPLICABLE: "no missing report is recorded"}
_LASTING = (
    " that began in the window; an episode still open lasts until the moment of the question. "
    "Episodes whose end nobody recorded are left out. 0 if no episode began in the window."
)


def _of_episodes(
    name: str,
    measure: Measure,
    days: int | None,
    *,
    question: str,
    definition: str,
    family: str,
    unit: str,
    grounds: str,
    subject: str,
    direction: str = "up",
    unknown: dict[Unknown, str] | None = None,
) -> Feature:
    return Feature(
        name=name,
        question=question,
        definition=definition,
        family=family,
        measure=measure,
        sources=_S1,
        window_days=days,
        unit=unit,
        direction=direction,
        grounds=grounds,
        subject=subject,
        unknown=unknown or {},
    )


def _reports(days: int | None) -> Feature:
    return _of_episodes(
        "missing_reports_count" + ("" if days is None else f"_{days}d"),
        Measure.EPISODES,
        days,
        question=f"How many times was the child reported missing {PAST[days]}?",
        definition=_ONE_EACH,
        family="missing_reports",
        unit="reports",
        grounds="Repeat reports gather on few children, and raise harm (Sidebottom 2020).",
        subject=f"How often the child was reported missing {PAST[days]}",
    )


def _total_hours(days: int) -> Feature:
    return _of_episodes(
        f"missing_hours_total_{days}d",
        Measure.TOTAL_HOURS,
        days,
        question=f"For how many hours in all was the child missing {PAST[days]}?",
        definition="Whole hours of all episodes together" + _LASTING,
        family="length",
        unit="hours",
        grounds="Missing overnight or longer is a significant indicator (SERAF; IICSA 2022).",
        subject="How long the child was missing in all",
        unknown=_NO_END,
    )


MISSING_ROWS: tuple[Feature, ...] = (
    _reports(28),
    _reports(90),
    _reports(365),
    _reports(None),
    _of_episodes(
        "days_since_last_missing_report",
        Measure.DAYS_SINCE_MISSING,
        None,
        question="How many whole days ago did the child last go missing?",
        definition="Whole days of 24 hours from the start of the latest missing episode.",
        family="missing_reports",
        unit="days",
        direction="down",
        grounds="Over half of first repeats come within 4 weeks (Sidebottom 2020).",
        subject="How long ago the child last went missing",
        unknown=_NO_REPORT,
    ),
    _of_episodes(
        "missing_latest_gap_days_365d",
        Measure.LATEST_GAP_DAYS,
        365,
        question="How many whole days lie between the starts of the last two missing episodes?",
        definition="Both in the window. Whole days of 24 hours, from start to start.",
        family="missing_reports",
        unit="days",
        direction="down",
        grounds="Over half of first repeats come within 4 weeks (Sidebottom 2020).",
        subject="The gap between the last two missing reports",
        unknown={Unknown.NOT_APPLICABLE: "fewer than two missing reports stand in the window"},
    ),
    _of_episodes(
        "missing_gaps_shortening_count_365d",
        Measure.GAPS_SHORTENING,
        365,
        question="How many times in a row did the gap between missing reports shorten?",
        definition=(
            "Gaps run from the start of one episode to the start of the next, both in the "
            "window. Counted back from the latest gap: how many are shorter than the gap "
            "before them, until one is not."
        ),
        family="missing_reports",
        unit="gaps",
        grounds="Six reports whose gaps shortened before the disclosure (HMIC 2014).",
        subject="Whether the missing reports come closer together",
    ),
    _of_episodes(
        "longest_missing_hours_365d",
        Measure.LONGEST_HOURS,
        365,
        question="How many hours did the longest missing episode of the past year last?",
        definition="Whole hours of the longest episode" + _LASTING,
        family="length",
        unit="hours",
        grounds="Missing overnight or longer is a significant indicator (SERAF; IICSA 2022).",
        subject="How long the child was missing",
        unknown=_NO_END,
    ),
    _total_hours(90),
    _of_episodes(
        "overnight_missing_count_365d",
        Measure.OVERNIGHT,
        365,
        question="How many times was the child missing at 3 in the morning in the past year?",
        definition=(
            "Episodes that began in the window and held 3 o'clock local time. Episodes whose "
            "end nobody recorded are left out."
        ),
        family="length",
        unit="reports",
        grounds="Missing overnight or longer is a significant indicator (SERAF; IICSA 2022).",
        subject="Whether the child was missing overnight",
        unknown=_NO_END,
    ),
    _of_episodes(
        "missing_over_24_hours_count_365d",
        Measure.DAY_LONG,
        365,
        question="How many times was the child missing for 24 hours or longer in the past year?",
        definition=(
            "Episodes that began in the window and lasted 24 hours or longer; an open one "
            "lasts until the moment of the question. Episodes whose end nobody recorded are "
            "left out."
        ),
        family="length",
        unit="reports",
        grounds="Missing for 24 hours is a stage of its own in protocols (Torbay 2016).",
        subject="Whether the child was missing for a day or longer",
        unknown=_NO_END,
    ),
    counted(
        "missing_late",
        _LATE,
        365,
        _S1,
        what="missing episodes that began late in the evening or at night",
        definition="Episodes of which a report in the window says that the child was missing "
        "since a moment from 22:00 to 04:59 local time.",
        family="missing_pattern",
        unit="reports",
        grounds="Evening and curfew hours are when children go missing; size assumed.",
    ),
    counted(
        "missing_from_care",
        _FROM_CARE,
        365,
        _S1,
        what="missing episodes from a children's home or foster home",
        definition="Episodes of which a report in the window names a children's home or a "
        "foster home as the place that the child was missing from.",
        family="missing_pattern",
        unit="reports",
        grounds="36% of children's incidents are from care (IICSA G.1); carers also report more.",
    ),
    _of_episodes(
        "return_interviews_not_done_count_365d",
        Measure.INTERVIEWS_NOT_DONE,
        365,
        question="After how many episodes was no return interview done in time?",
        definition=(
            "Episodes that began in the window and ended at least 72 hours ago without a "
            "return interview recorded as done. An episode whose end nobody recorded counts "
            "as ended when the next one began."
        ),
        family="return_interviews",
        unit="interviews",
        grounds="Half are never done (Children's Society 2019); what was not asked is not known.",
        subject="Whether return interviews were done",
    ),
)
