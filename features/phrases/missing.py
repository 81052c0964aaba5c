"""What is said of missing episodes: how often, how long, and from when."""

from __future__ import annotations

from collections.abc import Mapping

from features.phrases.declaration import Line, Phrase, Told, counted

__all__ = ["MISSING_PHRASES"]

_NO_LENGTH = "No missing report is recorded{in_past}, so there is no length to tell."

MISSING_PHRASES: Mapping[str, Told] = {
    "missing_reports": counted(
        "Missing reports",
        Line("No missing report{in_past}", "No missing report is recorded{in_past}."),
        Line(
            "Missing report, {latest}",
            "The child was reported missing once{in_past}, from {latest}.",
        ),
        Line(
            "{Ordinal} missing report{in_span}",
            "The child was reported missing {times}{in_past}, the last time from {latest}.",
        ),
    ),
    "days_since_last_missing_report": Told(
        "Last missing report",
        (
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
    ),
    "missing_latest_gap_days": Told(
        "Gap between reports",
        (
            Phrase(
                0,
                0,
                "Last two reports less than a day apart",
                "The last two missing reports, the later from {latest}, began less than a day "
                "apart.",
            ),
            Phrase(
                1,
                None,
                "Last two missing reports {days} apart",
                "The last two missing reports, the later from {latest}, began {days} apart.",
            ),
        ),
    ),
    "missing_gaps_shortening": counted(
        "Gaps between reports",
        Line(
            "No shortening gap between reports",
            "The latest gap between missing reports is not shorter than the one before it, "
            "or there are too few reports to tell.",
        ),
        Line(
            "Gap between reports has shortened",
            "The latest gap between missing reports, {gap}, is shorter than the one before it.",
        ),
        Line(
            "Reports are coming closer together",
            "The gap between missing reports shortened {times} in a row; the latest is {gap}.",
        ),
    ),
    "longest_missing_hours": Told(
        "Time missing",
        (
            Phrase(0, 0, "No time missing{in_past}", _NO_LENGTH, when="nothing"),
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
                "The longest the child was missing{in_past} was {length}, from {first}.",
            ),
        ),
    ),
    "missing_hours_total": Told(
        "Time missing",
        (
            Phrase(0, 0, "No time missing{in_past}", _NO_LENGTH, when="nothing"),
            Phrase(
                0,
                None,
                "Missing for {length} in all{in_past}",
                "The child was missing for {length} in all{in_past}, the last time from {latest}.",
            ),
        ),
    ),
    "overnight_missing": counted(
        "Nights missing",
        Line(
            "No night missing{in_past}",
            "No entry says that the child was missing at 3 in the morning{in_past}.",
        ),
        Line(
            "Missing overnight, {latest}",
            "The child was missing overnight once{in_past}, from {latest}.",
        ),
        Line(
            "Missing overnight {times}{in_span}",
            "The child was missing overnight {times}{in_span}, the last time from {latest}.",
        ),
    ),
    "missing_over_24_hours": counted(
        "Days missing",
        Line(
            "No whole day missing{in_past}",
            "No entry says that the child was missing for 24 hours or longer{in_past}.",
        ),
        Line(
            "Missing for a day or longer, {latest}",
            "The child was missing for 24 hours or longer once{in_past}, from {latest}.",
        ),
        Line(
            "Missing for a day or longer {times}",
            "The child was missing for 24 hours or longer {times}{in_past}, the last time from "
            "{latest}.",
        ),
    ),
    "missing_late": counted(
        "Hours of going missing",
        Line(
            "No report of going missing late{in_past}",
            "No missing report that begins between 22:00 and 05:00 is recorded{in_past}.",
        ),
        Line(
            "Missing from late evening or night, {latest}",
            "The child was reported missing from an hour between 22:00 and 05:00 once{in_past}, "
            "on {latest}.",
        ),
        Line(
            "Missing from late evening or night {times}",
            "The child was reported missing from an hour between 22:00 and 05:00 "
            "{times}{in_past}, the last time on {latest}.",
        ),
    ),
    "missing_from_care": counted(
        "Missing from care",
        Line(
            "No report of missing from care{in_past}",
            "No missing report{in_past} names a children's home or a foster home.",
        ),
        Line(
            "Missing from {from_home}, {latest}",
            "The child was reported missing from {from_home} once{in_past}, on {latest}.",
        ),
        Line(
            "Missing from a home of care {times}",
            "The child was reported missing from a children's home or a foster home "
            "{times}{in_past}, the last time on {latest}.",
        ),
    ),
    "return_interviews_not_done": counted(
        "Return interviews",
        Line(
            "No return interview is overdue",
            "No missing report{in_past} that ended over 72 hours ago lacks a return interview.",
        ),
        Line(
            "1 return interview not done",
            "No return interview is recorded as done after the missing report of {latest}, so "
            "what happened then is not known.",
        ),
        Line(
            "{n} return interviews not done",
            "No return interview is recorded as done after {n} missing reports{in_past}, so "
            "what happened then is not known.",
        ),
    ),
}
