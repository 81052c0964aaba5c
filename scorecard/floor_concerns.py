"""Floors on harm and exploitation: told, found, recorded as crime, decided, investigated.

Each function is the rule of one kind of floor, as :class:`~scorecard.floor_kinds.FloorKind`
names it.
"""

from __future__ import annotations

from collections.abc import Iterable

from records.events import Event, EventKind
from records.formats.vocabulary import SEXUAL_DISCLOSURES
from records.history import KnownHistory
from records.states import (
    exploitation_concerns,
    investigations,
    is_exploitation_harm,
    is_sexual_crime,
    missing_episodes,
    referrals,
)
from records.states.intelligence import EXPLOITATION_THEMES, is_trusted
from scorecard.floor_finding import MOST_EVIDENCE, Found, Params, dates_of, newest_of, since_days

__all__ = [
    "exploitation_decided",
    "exploitation_intelligence",
    "exploitation_investigated",
    "exploitation_referred",
    "reports_with_concern",
    "sexual_crime",
    "sexual_harm_found",
    "sexual_harm_told",
]


def sexual_harm_told(known: KnownHistory, params: Params) -> Found | None:
    """The child told of sexual harm or exploitation, in an entry of any system, within ``days``."""
    since = since_days(known, params["days"])
    told = [
        event
        for event in known.events
        if event.details.get("disclosure") in SEXUAL_DISCLOSURES and event.occurred >= since
    ]
    found = newest_of(told)
    if found is None:
        return None
    newest = max(told, key=lambda e: (e.occurred, e.recorded, e.entry))
    return Found({**found.tells, "told_to": _role(newest.details.get("told_to"))}, found.evidence)


def _role(told_to: str | None) -> str:
    if told_to is None:
        return "someone whose role is not recorded"
    # "Return interviewer" stands inside the sentence; "PC" and "the nurse" stay as they are.
    if told_to[1:2].islower():
        told_to = told_to[0].lower() + told_to[1:]
    return told_to if told_to.startswith(("a ", "an ", "the ")) else f"the {told_to}"


def sexual_harm_found(known: KnownHistory, params: Params) -> Found | None:
    """Sexual harm was found when the child was found, within ``days``."""
    since = since_days(known, params["days"])
    return newest_of(
        [
            event
            for event in known.events
            if event.details.get("harm_found") == "sexual" and event.occurred >= since
        ]
    )


def sexual_crime(known: KnownHistory, params: Params) -> Found | None:
    """A sexual or exploitation crime against the child, by when it was recorded.

    Harm of long ago that is told of now is known now: the day of the offence decides
    nothing, and is often not known well.
    """
    since = since_days(known, params["days"])
    return _newest_recorded(
        event
        for event in known.of_kind(EventKind.CRIME_VICTIM)
        if event.recorded >= since and is_sexual_crime(event)
    )


def exploitation_decided(known: KnownHistory, params: Params) -> Found | None:
    """A national referral as sexually exploited, or the panel's highest level.

    Both count as recorded harm (:mod:`records.states.harm`): what the force measures
    itself by, it must not pass over.
    """
    since = since_days(known, params["days"])
    return newest_of(
        event
        for event in known.of_kind(EventKind.NATIONAL_REFERRAL, EventKind.PANEL_DECISION)
        if event.occurred >= since and is_exploitation_harm(event)
    )


def exploitation_investigated(known: KnownHistory, _: Params) -> Found | None:
    """An open child-abuse investigation of sexual exploitation or online grooming."""
    held = [one for one in investigations(known) if one.is_open and one.is_of_exploitation]
    return _worded(newest_of(one.opened for one in held), held[-1].category if held else "")


def exploitation_referred(known: KnownHistory, params: Params) -> Found | None:
    """A referral about sexual exploitation: undecided, or received within the window.

    One that was closed, or on which nothing more was to be done, no longer counts.
    """
    since = since_days(known, params["days"])
    return newest_of(
        one.received
        for one in referrals(known)
        if one.is_of_exploitation
        and not one.is_dismissed
        and (one.is_open or one.received.occurred >= since)
    )


def exploitation_intelligence(known: KnownHistory, params: Params) -> Found | None:
    """Trusted intelligence of sexual exploitation or online grooming within the window."""
    since = since_days(known, params["days"])
    held = [
        event
        for event in known.of_kind(EventKind.INTELLIGENCE_REPORT)
        if event.occurred >= since
        and event.details.get("theme") in EXPLOITATION_THEMES
        and is_trusted(event)
    ]
    return _worded(newest_of(held), str(held[-1].details["theme"]) if held else "")


def reports_with_concern(known: KnownHistory, params: Params) -> Found | None:
    """So many reports in the window, and a concern that the child is exploited.

    What counts as one, :mod:`records.states.exploitation` says: for the duty to meet too.
    """
    since = since_days(known, params["days"])
    reports = [e.reports[0] for e in missing_episodes(known) if e.since >= since]
    if len(reports) < int(params["reports"]):
        return None
    days = int(params["concern_days"])
    concerns = [c.event for c in exploitation_concerns(known) if c.holds_at(known.as_of, days)]
    if not concerns:
        return None
    # The concern is half of the reason, so a long list of reports must not push it out.
    newest = sorted(reports, key=lambda e: e.occurred)[-(MOST_EVIDENCE - 1) :]
    return Found({"count": str(len(reports))}, (*newest, concerns[-1]))


def _worded(found: Found | None, what: str) -> Found | None:
    if found is None:
        return None
    return Found({**found.tells, "what": what.replace("_", " ")}, found.evidence)


def _newest_recorded(events: Iterable[Event]) -> Found | None:
    """The events as evidence, worded by the day on which the last was recorded."""
    found = tuple(events)
    if not found:
        return None
    return Found(dates_of(max(event.recorded for event in found)), found)
