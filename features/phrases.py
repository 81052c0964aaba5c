"""What is said of each value: sentences with gaps, chosen by value and by circumstance.

Past tense; the adult or the event acts, never the child as a cause; absence is a
sentence of what is recorded, and is not worded as reassurance.
"""

from __future__ import annotations

from dataclasses import dataclass

from features.declaration import Measure

__all__ = ["PHRASES", "Phrase"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words for values from ``low`` to ``high`` (None: no end) in one circumstance.

    ``when`` names a circumstance that :mod:`features.wording` tells from the evidence;
    an empty one fits always.
    """

    low: int
    high: int | None
    short: str
    full: str
    when: str = ""


#: For each measure the phrases in order of preference; the first that fits is said.
PHRASES: dict[Measure, tuple[Phrase, ...]] = {
    Measure.EPISODES: (
        Phrase(0, 0, "No missing report in {past}", "No missing report is recorded in {past}."),
        Phrase(
            1,
            1,
            "Missing report, {latest}",
            "The child was reported missing once in {past}, from {latest}.",
        ),
        Phrase(
            2,
            None,
            "{Ordinal} missing report in {span}",
            "The child was reported missing {times} in {span}, the last time from {latest}.",
        ),
    ),
    Measure.DAYS_SINCE_LAST: (
        Phrase(
            0,
            0,
            "Reported missing in the past day",
            "The child was last reported missing from {latest}, less than a day ago.",
        ),
        Phrase(
            1,
            None,
            "Last missing report {days} ago",
            "The child was last reported missing from {latest}, {days} ago.",
        ),
    ),
    Measure.LONGEST_HOURS: (
        Phrase(
            0,
            0,
            "No time missing in {past}",
            "No missing report is recorded in {past}, so there is no length to tell.",
            when="nothing",
        ),
        Phrase(
            0,
            None,
            "Missing for {length} so far",
            "The child has been missing for {length}, since {first}.",
            when="still missing",
        ),
        Phrase(
            0,
            None,
            "Missing for {length} at the longest",
            "The longest the child was missing in {past} was {length}, from {first}.",
        ),
    ),
    Measure.OVERNIGHT: (
        Phrase(
            0,
            0,
            "No night missing in {past}",
            "No entry says that the child was missing at 3 in the morning in {past}.",
        ),
        Phrase(
            1,
            1,
            "Missing overnight, {latest}",
            "The child was missing overnight once in {past}, from {latest}.",
        ),
        Phrase(
            2,
            None,
            "Missing overnight {times} in {span}",
            "The child was missing overnight {times} in {span}, the last time from {latest}.",
        ),
    ),
    Measure.GAPS_SHORTENING: (
        Phrase(
            0,
            0,
            "No shortening gap between reports",
            "The latest gap between missing reports is not shorter than the one before it, "
            "or there are too few reports to tell.",
        ),
        Phrase(
            1,
            1,
            "Gap between reports has shortened",
            "The latest gap between missing reports, {gap}, is shorter than the one before it.",
        ),
        Phrase(
            2,
            None,
            "Reports are coming closer together",
            "The gap between missing reports shortened {times} in a row; the latest is {gap}.",
        ),
    ),
    Measure.FOUND_WITH_UNKNOWN_ADULT: (
        Phrase(
            0,
            0,
            "No unknown adult recorded on finding",
            "No entry of {past} says that an adult not known to the family was with the child "
            "when found.",
        ),
        Phrase(
            1,
            1,
            "Found with an unknown adult, {latest}",
            "An adult not known to the family was with the child when found on {latest}.",
        ),
        Phrase(
            2,
            None,
            "Found {times} with an unknown adult",
            "An adult not known to the family was with the child when found {times} in {past}, "
            "the last time on {latest}.",
        ),
    ),
    Measure.SEXUAL_HARM: (
        Phrase(
            0,
            0,
            "No sexual harm recorded as told",
            "No entry of {past} says that the child told of sexual harm; it may not have been "
            "asked.",
        ),
        Phrase(
            1,
            1,
            "Told of {harm}, {latest}",
            "The child told{role} of {harm} on {latest}.",
            when="told",
        ),
        Phrase(
            1, 1, "Sexual harm found, {latest}", "Sexual harm to the child was found on {latest}."
        ),
        Phrase(
            2,
            None,
            "Told of {harm}, {latest}",
            "The child told{role} of {harm} on {latest}; sexual harm was told of or found after "
            "{n} missing reports in {past}.",
            when="told",
        ),
        Phrase(
            2,
            None,
            "Sexual harm found, {latest}",
            "Sexual harm to the child was found on {latest}; it was told of or found after {n} "
            "missing reports in {past}.",
        ),
    ),
    Measure.INTERVIEWS_NOT_DONE: (
        Phrase(
            0,
            0,
            "No return interview is overdue",
            "No missing report of {past} that ended over 72 hours ago lacks a return interview.",
        ),
        Phrase(
            1,
            1,
            "1 return interview not done",
            "No return interview is recorded as done after the missing report of {latest}, so "
            "what happened then is not known.",
        ),
        Phrase(
            2,
            None,
            "{n} return interviews not done",
            "No return interview is recorded as done after {n} missing reports in {past}, so "
            "what happened then is not known.",
        ),
    ),
    Measure.NOTICES_IN_FORCE: (
        Phrase(
            0,
            0,
            "No abduction notice in force",
            "No abduction notice about the child is recorded as in force.",
        ),
        Phrase(
            1,
            1,
            "Abduction notice to {until}",
            "An abduction notice about the child is in force until {until}; it was served on "
            "{latest}.",
        ),
        Phrase(
            2,
            None,
            "{n} abduction notices in force",
            "{n} abduction notices about the child are in force; the latest was served on "
            "{latest}.",
        ),
    ),
    Measure.NOTICES_EVER: (
        Phrase(
            0, 0, "No abduction notice recorded", "No abduction notice about the child is recorded."
        ),
        Phrase(
            1,
            1,
            "Abduction notice served {latest}",
            "An abduction notice about the child was served on {latest}.",
        ),
        Phrase(
            2,
            None,
            "{n} abduction notices served",
            "{n} abduction notices about the child were served, the latest on {latest}.",
        ),
    ),
    Measure.PLAN_STATE: (
        Phrase(
            0,
            0,
            "No CSE plan is recorded",
            "No CSE plan is recorded; a plan may exist that has not reached this service.",
        ),
        Phrase(1, 1, "CSE plan ended {latest}", "A CSE plan for the child ended on {latest}."),
        Phrase(
            2,
            2,
            "CSE plan in draft, {latest}",
            "A CSE plan for the child is in draft; its latest version is of {latest}.",
        ),
        Phrase(
            3,
            3,
            "CSE plan is live",
            "A CSE plan for the child is live; its latest version is of {latest}.",
        ),
    ),
    Measure.PROTECTION_STATE: (
        Phrase(
            0,
            0,
            "No child protection plan recorded",
            "No child protection plan for the child is recorded.",
        ),
        Phrase(
            1,
            2,
            "Child protection plan ended {latest}",
            "A child protection plan ended on {latest}: {category}.",
        ),
        Phrase(
            3,
            3,
            "Child protection plan: {category}",
            "A child protection plan has been in force since {latest}: {category}.",
        ),
    ),
    Measure.LOOKED_AFTER: (
        Phrase(
            0,
            0,
            "Not recorded as looked after",
            "Social care does not record that the child is looked after.",
        ),
        Phrase(
            1,
            1,
            "Looked after by a local authority",
            "The child is looked after by a local authority, as recorded for {latest}.",
        ),
    ),
    Measure.AGE: (Phrase(0, None, "Aged {n}", "The child is {years} old."),),
}
