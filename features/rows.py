"""The rows of the catalogue, declared; :mod:`features.catalogue` reads them."""

from __future__ import annotations

from features.declaration import Feature, Measure
from records.sources import SourceSystem
from records.unknown import Unknown

__all__ = ["ROWS"]

_S1 = (SourceSystem.MISSING_PERSONS,)
_S2 = (SourceSystem.CSE_PLANS,)
_S3 = (SourceSystem.ABDUCTION_NOTICES,)
_S10 = (SourceSystem.SOCIAL_CARE,)

_NO_END = {
    Unknown.NOT_RECORDED: "reports stand in the window, but no end is recorded for any of them"
}
_ONE_EACH = (
    "A report counts by the moment since when the child was missing; reports that overlap, "
    "or begin within 6 hours of each other, are one."
)


def _reports(days: int, window: str) -> Feature:
    return Feature(
        name=f"missing_reports_count_{days}d",
        question=f"How many times was the child reported missing in {window}?",
        definition=_ONE_EACH,
        family="missing_reports",
        measure=Measure.EPISODES,
        sources=_S1,
        window_days=days,
        unit="reports",
        direction="up",
        grounds="Repeat reports gather on few children, and raise harm (Sidebottom 2020).",
        subject=f"How often the child was reported missing in {window}",
    )


ROWS: tuple[Feature, ...] = (
    _reports(28, "the past 28 days"),
    _reports(90, "the past 90 days"),
    _reports(365, "the past year"),
    Feature(
        name="days_since_last_missing_report",
        question="How many whole days ago did the child last go missing?",
        definition="Whole days of 24 hours from the start of the latest missing episode.",
        family="missing_reports",
        measure=Measure.DAYS_SINCE_LAST,
        sources=_S1,
        window_days=None,
        unit="days",
        direction="down",
        grounds="Over half of first repeats come within 4 weeks (Sidebottom 2020).",
        subject="How long ago the child last went missing",
        unknown={Unknown.NOT_APPLICABLE: "no missing report is recorded"},
    ),
    Feature(
        name="longest_missing_hours_365d",
        question="How many hours did the longest missing episode of the past year last?",
        definition=(
            "Whole hours of the longest episode that began in the window; an episode still "
            "open lasts until the moment of the question. Episodes whose end nobody recorded "
            "are left out. 0 if no episode began in the window."
        ),
        family="length",
        measure=Measure.LONGEST_HOURS,
        sources=_S1,
        window_days=365,
        unit="hours",
        direction="up",
        grounds="Missing overnight or longer is a significant indicator (SERAF; IICSA 2022).",
        subject="How long the child was missing",
        unknown=_NO_END,
    ),
    Feature(
        name="overnight_missing_count_365d",
        question="How many times was the child missing at 3 in the morning in the past year?",
        definition=(
            "Episodes that began in the window and held 3 o'clock local time. Episodes whose "
            "end nobody recorded are left out."
        ),
        family="length",
        measure=Measure.OVERNIGHT,
        sources=_S1,
        window_days=365,
        unit="reports",
        direction="up",
        grounds="Missing overnight or longer is a significant indicator (SERAF; IICSA 2022).",
        subject="Whether the child was missing overnight",
        unknown=_NO_END,
    ),
    Feature(
        name="missing_gaps_shortening_count_365d",
        question="How many times in a row did the gap between missing reports shorten?",
        definition=(
            "Gaps run from the start of one episode to the start of the next, both in the "
            "window. Counted back from the latest gap: how many are shorter than the gap "
            "before them, until one is not."
        ),
        family="missing_reports",
        measure=Measure.GAPS_SHORTENING,
        sources=_S1,
        window_days=365,
        unit="gaps",
        direction="up",
        grounds="The inspected case: six reports whose gaps shortened before the disclosure.",
        subject="Whether the missing reports come closer together",
    ),
    Feature(
        name="found_with_unknown_adult_count_365d",
        question="After how many episodes was the child found with an adult unknown to the family?",
        definition=(
            "Entries of the child's finding in the window that say so, once for each episode."
        ),
        family="found_with",
        measure=Measure.FOUND_WITH_UNKNOWN_ADULT,
        sources=_S1,
        window_days=365,
        unit="reports",
        direction="up",
        grounds="Controlling adults and cars with unknown adults (SERAF; IICSA 2022).",
        subject="Who was with the child when found",
    ),
    Feature(
        name="sexual_harm_told_count_365d",
        question="After how many episodes was sexual harm told of or found in the past year?",
        definition=(
            "Entries of the missing-persons database in the window in which the child told of "
            "sexual harm or exploitation, or sexual harm was found; once for each episode."
        ),
        family="sexual_harm",
        measure=Measure.SEXUAL_HARM,
        sources=_S1,
        window_days=365,
        unit="reports",
        direction="up",
        grounds="Harm in an earlier episode is the most robust predictor (Davies 2025).",
        subject="Whether the child told of sexual harm",
    ),
    Feature(
        name="return_interviews_not_done_count_365d",
        question="After how many episodes was no return interview done in time?",
        definition=(
            "Episodes that began in the window and ended at least 72 hours ago without a "
            "return interview recorded as done. An episode whose end nobody recorded counts "
            "as ended when the next one began."
        ),
        family="return_interviews",
        measure=Measure.INTERVIEWS_NOT_DONE,
        sources=_S1,
        window_days=365,
        unit="interviews",
        direction="up",
        grounds="Half are never done (Children's Society 2019); what was not asked is not known.",
        subject="Whether return interviews were done",
    ),
    Feature(
        name="notices_in_force_count",
        question="How many abduction notices about the child are in force?",
        definition="Notices served, not withdrawn, whose last day has not passed.",
        family="notices",
        measure=Measure.NOTICES_IN_FORCE,
        sources=_S3,
        window_days=None,
        unit="notices",
        direction="up",
        grounds="A named adult of concern (IICSA 2022); size assumed.",
        subject="Whether an abduction notice is in force",
    ),
    Feature(
        name="notices_ever_count",
        question="How many abduction notices were ever served about the child?",
        definition="Notices served, whether or not they lapsed or were withdrawn since.",
        family="notices",
        measure=Measure.NOTICES_EVER,
        sources=_S3,
        window_days=None,
        unit="notices",
        direction="up",
        grounds="A named adult of concern (IICSA 2022); size assumed.",
        subject="Whether an abduction notice was ever served",
    ),
    Feature(
        name="plan_state",
        question="Has the child a CSE plan?",
        definition="0 none recorded, 1 ended, 2 in draft, 3 live; the highest of several plans.",
        family="plan",
        measure=Measure.PLAN_STATE,
        sources=_S2,
        window_days=None,
        unit="state",
        direction="up",
        grounds="A current or past CSE flag raises repeats and harm (Hutchings 2018).",
        subject="Whether the child has a CSE plan",
    ),
    Feature(
        name="protection_plan_state",
        question="Has the child a child protection plan?",
        definition=(
            "0 none recorded, 1 ended more than 365 days ago, 2 ended within 365 days, "
            "3 in force; the highest of several plans."
        ),
        family="social_care",
        measure=Measure.PROTECTION_STATE,
        sources=_S10,
        window_days=None,
        unit="state",
        direction="up",
        grounds="Abuse and neglect recorded before raise harm (Hutchings 2018).",
        subject="Whether the child has a child protection plan",
    ),
    Feature(
        name="looked_after",
        question="Is the child looked after by a local authority?",
        definition="1 if the latest entry about care leaves the child looked after, otherwise 0.",
        family="social_care",
        measure=Measure.LOOKED_AFTER,
        sources=_S10,
        window_days=None,
        unit="yes or no",
        direction="up",
        grounds="36% of children's incidents (DfE); carers also report more, an exposure bias.",
        subject="Whether the child is looked after",
    ),
    Feature(
        name="age_years",
        question="How old is the child?",
        definition=(
            "Completed years on the force's calendar day of the question, by the birth date "
            "that most person records agree on. A birth date in the future is no birth date."
        ),
        family="age",
        measure=Measure.AGE,
        sources=(),
        window_days=None,
        unit="years",
        direction="free",
        grounds="Exploitation peaks at 13 to 16 (DfE 2025); not monotone.",
        subject="The child's age",
        unknown={Unknown.NOT_RECORDED: "no usable birth date is recorded in any system"},
    ),
)
