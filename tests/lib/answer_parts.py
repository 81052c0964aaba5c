"""Pieces of an answer, as :mod:`serving.answer` writes them."""

from __future__ import annotations

from typing import Any

from records.words import NBSP
from serving.answer.missing_again import LEVELS

__all__ = [
    "AS_OF",
    "SYSTEMS",
    "a_notice",
    "a_plan",
    "a_reason",
    "advice",
    "due",
    "evidence",
    "interview",
    "missing_again",
    "no_again",
    "not_connected",
    "sources",
    "unknown",
    "versions",
]

#: Sunday, 02:00 local time.
AS_OF = "2026-11-22T02:00:00.000000Z"
_BARS = {"Low": 1, "Medium": 2, "High": 3}
SYSTEMS = (
    "Missing persons, CSE plans, Abduction notices, Crime, Child-abuse investigation, "
    "Command and control, Intelligence, Managed offenders, Safeguarding hub, Social care, "
    "Domestic abuse, Custody, Police protection"
).split(", ")
_CONNECTED = ("S1", "S2", "S3", "S10")


def advice(
    band: str | None,
    base: int | None,
    points: int | None,
    *,
    points_band: str | None = None,
    set_by: str = "points",
    state: str = "advised",
) -> dict[str, Any]:
    """The answer's ``advice``; the points alone give the band unless told otherwise."""
    return {
        "state": state,
        "band": band,
        "bars": _BARS[band] if band else 0,
        "note": "Advice, not a police grade",
        "predicts": "Predicts recorded harm in 90 days, not what happens tonight.",
        "base": base,
        "points": points,
        "points_band": points_band or band,
        "thresholds": [{"band": "Medium", "from": 20}, {"band": "High", "from": 45}],
        "set_by": set_by,
        "why_none": None,
    }


def evidence(reference: str, day: str) -> dict[str, str]:
    """One source line, of the missing-persons database."""
    return {"system": "S1", "system_name": "Missing persons", "reference": reference, "date": day}


#: Reports of a child who goes missing more and more often, newest first.
_REPORTS = (
    ("MP-2026-0687", "2026-11-21"),
    ("MP-2026-0641", "2026-11-12"),
    ("MP-2026-0612", "2026-10-30"),
    ("MP-2026-0548", "2026-10-04"),
    ("MP-2026-0431", "2026-08-17"),
    ("MP-2026-0302", "2026-05-02"),
)


def a_reason(feature: str, full: str, points: int, entries: int = 1) -> dict[str, Any]:
    """One reason with as many source entries."""
    return {
        "feature": feature,
        "short": full[:34],
        "full": full,
        "points": points,
        "unknown": None,
        "evidence": [evidence(*report) for report in _REPORTS[:entries]],
    }


def unknown(what: str, kind: str, words: str, system: str | None) -> dict[str, Any]:
    """One thing not known."""
    ask = "the missing coordinator" if system else "the control room, who can open them"
    return {"what": what, "kind": kind, "words": words, "ask": ask, "system": system}


def interview(day: str, number: str) -> dict[str, Any]:
    """A return interview that was not done, for a report of that day of 2026."""
    when = f"{day} 2026".replace(" ", NBSP)
    what = f"Return interview for the report of {when}"
    return unknown(what, "not_recorded", f"{what} (MP-2026-{number}): not done.", "S1")


def not_connected() -> dict[str, Any]:
    """The nine systems that have never reached the service, as one unknown."""
    words = (
        "Not connected to this service: crime, child-abuse investigation, command and control, "
        "intelligence, managed offenders, safeguarding hub, domestic abuse, custody "
        "and police protection."
    )
    return unknown(f"9{NBSP}systems not connected", "not_connected", words, None)


def due(state: str, words: str, moment: str) -> dict[str, Any]:
    """One duty about a missing report."""
    return {
        "kind": "review",
        "state": state,
        "since": moment,
        "due": moment,
        "done": None,
        "by": None,
        "came_due": {"count": int(state == "overdue"), "times": [moment][: state == "overdue"]},
        "words": words,
        "owner": "the supervisor on duty",
        "reference": "MP-2026-0687",
        "system": "S1",
    }


def a_notice(
    adult: str,
    served: str,
    until: str,
    *,
    in_force: bool = True,
    breached: list[str] | None = None,
    withdrawn: str | None = None,
) -> dict[str, Any]:
    """One abduction notice."""
    return {
        "reference": f"CAWN-{served[:4]}-{served[5:7]}{adult[-1:]}",
        "adult": adult,
        "served": served,
        "in_force_until": until,
        "in_force": in_force,
        "breached": breached or [],
        "withdrawn": withdrawn,
        "system": "S3",
        "possible": False,
    }


def a_plan(
    reference: str = "PL-2026-0088",
    *,
    version: int = 4,
    state: str = "live",
    possible: bool = False,
) -> dict[str, Any]:
    """One plan with every kind of section."""
    sections = [
        ("read_first", "Read first", "lines", _READ_FIRST),
        ("first_hour", "First hour", "items", _FIRST_HOUR),
        ("pattern", "Usual pattern", "text", _PATTERN),
        ("people", "People", "items", _PEOPLE),
        ("places", "Places to check", "items", _PLACES),
        ("phones", "Phones and accounts", "lines", ["Her own handset, 07700 900417"]),
        ("contacts", "Whom to ring", "items", _CONTACTS),
        ("childs_words", "The child's own words", "items", _WORDS),
    ]
    return {
        "reference": reference,
        "version": version,
        "state": state,
        "review_overdue": False,
        "owner": "PC Imran Hale",
        "owner_team": "City North",
        "owner_phone": "0115 496 0188",
        "created": "2026-05-11",
        "updated": "2026-11-10",
        "age_days": 12,
        "review_due": "2026-12-08",
        "agreed_band": "High",
        "agreed_until": "2027-03-01",
        "possible": possible,
        "sections": [
            {"name": name, "title": title, "kind": kind, "content": content}
            for name, title, kind, content in sections
        ],
    }


_READ_FIRST = [
    "Goes to two men at 14 Example Court, who give her drink and harm her there.",
    "Send a unit to 14 Example Court first. Do not ring her phone.",
    "Ring the duty social work team at once, day or night.",
]
_FIRST_HOUR = [
    {"action": "Tell the duty social work team", "role": "call taker", "within_minutes": 0},
    {"action": "Unit to 14 Example Court", "role": "response sergeant", "within_minutes": 20},
]
_PATTERN = "Leaves after tea on Fridays and Saturdays. Comes back by taxi at about 05:00, tired."
_PEOPLE = [
    {
        "name": "Adult A",
        "relationship": "older man who collects her",
        "concern": "gives her drink; she is afraid of him",
        "notice_ref": "CAWN-2026-04A",
    }
]
_PLACES = [{"place": "14 Example Court, NG7 3XY", "why": "found there twice"}]
_CONTACTS = [
    {"role": "Duty social work team", "phone": "0115 496 0000", "hours": "day and night"},
    {"role": "Elm House", "name": "night staff", "phone": "0115 496 0117"},
]
_WORDS = [{"said_on": "2026-11-13", "words": "they dont let me go home till i done it"}]


def sources(*, never: tuple[str, ...] = (), stale: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """All thirteen systems; four are connected and fresh unless told otherwise."""
    lines = []
    for number, name in enumerate(SYSTEMS, start=1):
        system = f"S{number}"
        if system in never or system not in _CONNECTED:
            words = f"{name} records are not connected to this service."
            lines.append(_source(system, name, "never", None, None, words))
        elif system in stale:
            read = f"last read 23:10 on 19{NBSP}November{NBSP}2026"
            words = f"{name} records are 2{NBSP}days old ({read}). Later events are not here."
            lines.append(_source(system, name, "stale", "2026-11-19T23:10:00.000000Z", 50, words))
        else:
            words = f"{name} records: last read 01:30 on 22{NBSP}November{NBSP}2026."
            lines.append(_source(system, name, "fresh", "2026-11-22T01:30:00.000000Z", 0, words))
    return lines


def _source(
    system: str, name: str, state: str, taken: str | None, hours: int | None, words: str
) -> dict[str, Any]:
    return {
        "system": system,
        "name": name,
        "state": state,
        "taken_at": taken,
        "hours_old": hours,
        "words": words,
    }


def no_again(state: str) -> dict[str, Any]:
    """The answer's ``again`` where the second card has nothing to say."""
    words = {"not_asked": "Asked only of a child who is missing.", "adult": "Not for adults."}
    empty: dict[str, Any] = {"level": None, "base": None, "points": None}
    return {"state": state, "words": words[state], **empty, "starts": [], "reasons": []}


def missing_again() -> dict[str, Any]:
    """The answer's ``again`` of a child who goes missing more and more often."""
    return {
        "state": "advised",
        "level": "highest",
        "words": LEVELS["highest"],
        "base": 3,
        "points": 21,
        "starts": [9, 16],
        "reasons": [
            a_reason("missing_reports_count_90d", "Four missing reports in 90 days", 12, 4),
            a_reason("days_since_last_missing_report", "Last reported 9 days before", 6),
        ],
    }


def versions() -> dict[str, str]:
    """What an answer says it was made with."""
    return {
        "model": "3",
        "artefact": "sha256:" + "3f9a" * 16,
        "card_state": "in use",
        "again_model": "2",
        "again_artefact": "sha256:" + "4d1e" * 16,
        "again_state": "in use",
        "thresholds": "2026-11-01",
        "policy": "2026-11-01",
        "catalogue": "c0ffee12",
        "wording": "77ab01de",
        "intervals": "2026-11-01",
        "linkage": "sha256:" + "91bc" * 16,
        "encoder": "answers/v1",
    }
