"""What is so just now, before any advice: missing since when, protection and notices in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from records.calendar import instant_from_text
from records.words import length_words, moment_words, time_words
from serving.pages.typography import bind, capital_first, day_text, moment_text
from serving.pages.vantage import Vantage

__all__ = ["InForce", "Missing", "in_force", "missing", "not_missing"]

IN_FORCE = 3
_A_DAY = timedelta(days=1)
_FROM = {
    "home": "home",
    "childrens_home": "a children’s home",
    "foster_home": "a foster home",
    "school": "school",
    "hospital": "hospital",
    "other": "another place",
}


@dataclass(frozen=True, slots=True)
class Missing:
    """The open report.

    Attributes:
        lead, details: how long; since when and from where, short.
        facts: pairs of a heading and its words, with the report's reference.
    """

    lead: str
    details: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class InForce:
    """One line of what is in force: words, the adult's name as recorded, words."""

    before: str
    name: str = ""
    after: str = ""


def missing(answer: Mapping[str, Any], vantage: Vantage) -> Missing | None:
    """The open report, or None."""
    report = answer["missing_now"]
    if report is None:
        return None
    since = instant_from_text(report["since"])
    length = length_words(timedelta(minutes=report["minutes"]))
    # Under a day the clock time is plain; from a day on the date belongs to it.
    start = time_words(since) if vantage.as_of - since < _A_DAY else moment_words(since)
    where = _FROM.get(report["missing_from"], "another place")
    facts = (
        ("Missing since", moment_words(since)),
        ("Reported", moment_text(report["reported"])),
        ("From", where),
        ("Source", f"{vantage.source('S1').name}, {report['reference']}"),
    )
    return Missing(f"Missing {length}", f"Since {start}, from {where}", facts)


def not_missing(vantage: Vantage) -> str:
    """The sentence for no open report; it says so when the records are old or absent."""
    source = vantage.source("S1")
    if source.state == "fresh":
        return f"No missing report is open, as at {vantage.time}."
    return source.words if source.state == "never" else f"No missing report is open. {source.words}"


def in_force(
    answer: Mapping[str, Any], vantage: Vantage
) -> tuple[tuple[InForce, ...], tuple[str, ...]]:
    """What is in force, three lines at most and a count of the rest; then what is not
    recorded in force, or could not be seen, each as a sentence."""
    plan = answer["protection_plan"]
    lines = [] if plan is None else [_protection(plan)]
    notices = [notice for notice in answer["notices"] if notice["in_force"]]
    lines += [_notice(notice) for notice in notices]
    more = len(lines) - IN_FORCE
    shown = lines[:IN_FORCE] + ([InForce(f"And {more} more in force")] if more > 0 else [])
    ended = answer["protection_plans_other"] or len(answer["notices"]) > len(notices)
    absent, silent = [], []
    for system, noun, found in (
        ("S10", "child protection plan", plan is not None),
        ("S3", "notice", bool(notices)),
    ):
        source = vantage.source(system)
        if found:
            continue
        if source.is_connected:
            absent.append(noun)
        if source.state != "fresh":
            silent.append(source.words)
    still = " in force" if ended else ""
    if absent == ["notice"]:
        absent = ["abduction notice"]
    said = [f"No {' or '.join(absent)}{still} is recorded."] if absent else []
    return tuple(shown), (*said, *silent)


def _protection(plan: Mapping[str, Any]) -> InForce:
    words = f"child protection plan since {day_text(plan['since'])}: {plan['category_words']}"
    return InForce(f"Possible {words}" if plan["possible"] else capital_first(words))


def _notice(notice: Mapping[str, Any]) -> InForce:
    breached = ", breached" if notice["breached"] else ""
    return InForce(
        before="Possible notice on " if notice["possible"] else "Notice on ",
        name=bind(notice["adult"]),
        after=f" to {day_text(notice['in_force_until'])}{breached}",
    )
