"""The lists of a child's page: protection, notices, duties, records, data, versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.words import count_words
from serving.pages.typography import bind, capital_first, day_text, moment_text
from serving.pages.vantage import Vantage

__all__ = ["Entry", "Listing", "due", "notices", "protection_plans", "recorded_in", "versions"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list: the fact, what is said of it, and where it stands.

    Attributes:
        name: a name as recorded, that follows the lead.
        state: one word for a mark, e.g. ``overdue``; None for no mark.
    """

    lead: str
    details: tuple[str, ...]
    source: str
    state: str | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list with its count, its moment and the age of its data.

    Attributes:
        label: what the jump link says after the heading, e.g. ``1 overdue``.
    """

    entries: tuple[Entry, ...]
    note: str
    label: str | None = None


def protection_plans(answer: Mapping[str, Any], vantage: Vantage) -> Listing:
    """Child protection plans: the one in force, then those that ended within 12 months."""
    current = answer["protection_plan"]
    plans = ([current] if current else []) + list(answer["protection_plans_other"])
    entries = tuple(_protection(plan, vantage) for plan in plans)
    counted = count_words(len(entries), "child protection plan")
    return Listing(entries, vantage.note(f"{counted} in force or ended in the past year", "S10"))


def _protection(plan: Mapping[str, Any], vantage: Vantage) -> Entry:
    ended = plan.get("ended")
    span = f"since {day_text(plan['since'])}"
    if ended is not None:
        span = f"from {day_text(plan['since'])} to {day_text(ended)}"
    return Entry(
        lead=f"{capital_first(plan['category_words'])}, {span}",
        details=(_POSSIBLE,) if plan["possible"] else (),
        source=_source(plan, vantage),
        state="ended" if ended is not None else "in force",
    )


def notices(answer: Mapping[str, Any], vantage: Vantage) -> Listing:
    """Abduction notices in force, then the others that the answer lists."""
    ordered = sorted(answer["notices"], key=lambda notice: not notice["in_force"])
    entries = tuple(_notice(notice, vantage) for notice in ordered)
    counted = count_words(len(entries), "abduction notice")
    return Listing(entries, vantage.note(f"{counted} in force or served in the past year", "S3"))


def _notice(notice: Mapping[str, Any], vantage: Vantage) -> Entry:
    details = [f"Served {day_text(notice['served'])}, to {day_text(notice['in_force_until'])}"]
    details += [f"Breached {day_text(day)}" for day in notice["breached"]]
    state = "in force" if notice["in_force"] else "ended"
    if notice["withdrawn"] is not None:
        details.append(f"Withdrawn {day_text(notice['withdrawn'])}")
        state = "withdrawn"
    if notice["possible"]:
        details.append(_POSSIBLE)
    return Entry("About ", tuple(details), _source(notice, vantage), state, bind(notice["adult"]))


def due(answer: Mapping[str, Any], vantage: Vantage) -> Listing:
    """Duties in the answer's order, each with its owner and time."""
    duties = answer["due"]
    entries = tuple(
        Entry(
            lead=bind(duty["words"]),
            details=_duty_details(duty),
            source=_source(duty, vantage),
            state=duty["state"],
        )
        for duty in duties
    )
    systems = tuple(dict.fromkeys(duty["system"] for duty in duties)) or ("S1",)
    overdue = sum(duty["state"] == "overdue" for duty in duties)
    counted = f"{count_words(len(entries), 'duty', 'duties')}, {overdue} overdue"
    return Listing(
        entries,
        vantage.note(counted, *systems),
        f"{overdue}\u00a0overdue" if overdue else str(len(entries)),
    )


def _duty_details(duty: Mapping[str, Any]) -> tuple[str, ...]:
    """By when and for whom; of what was done, when and by which record; how often missed."""
    by, came_due = duty["by"], duty["came_due"]
    details = [f"By {moment_text(duty['due'])}. For: {bind(duty['owner'])}"]
    if by is not None:
        done = moment_text(duty["done"])
        details = [f"Done at {done}. Source: {by['system_name']}, {bind(by['reference'])}"]
    if came_due["count"] > 1:
        times = [moment_text(came_due["times"][place]) for place in (0, -1)]
        said = count_words(came_due["count"], "time")
        shown = "first" if came_due["count"] == len(came_due["times"]) else "among them"
        details.append(f"Came due {said}: {shown} at {times[0]}, last at {times[1]}")
    return tuple(details)


def recorded_in(answer: Mapping[str, Any], vantage: Vantage) -> Listing:
    """Every record that is taken to be this child, under the name it has there."""
    records = answer["child"]["recorded_in"]
    entries = tuple(
        Entry("", (), f"{record['system_name']}, {record['reference']}", name=record["name"])
        for record in records
    )
    counted = count_words(len(entries), "record")
    return Listing(entries, vantage.note(f"{counted} taken to be this child"))


def versions(answer: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What the answer was made with, in the answer's order."""
    return tuple(
        (_VERSIONS.get(name, capital_first(name.replace("_", " "))), str(value))
        for name, value in answer["versions"].items()
        if value
    )


_POSSIBLE = "From a possible match. Nobody has checked it yet."
_VERSIONS = {
    "model": "Scorecard version",
    "artefact": "Scorecard content",
    "card_state": "Scorecard state",
    "again_model": "Second scorecard version",
    "again_artefact": "Second scorecard content",
    "again_state": "Second scorecard state",
}


def _source(entry: Mapping[str, Any], vantage: Vantage) -> str:
    return f"{vantage.source(entry['system']).name}, {entry['reference']}"
