"""Example rows of every extract: invented, made from the declarations, read back by a test.

One child, one line for each kind of entry that a system holds, so that a force's own data team
can hold its export beside it.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from records.events import EventKind
from records.formats import ExtractFormat
from synthetic_data.recording.references import RECORD_STEMS

__all__ = ["FILLS", "VALUES", "example_rows", "example_text"]

_START = datetime(2026, 11, 12, 22, 30, tzinfo=UTC)
_STEP, _ENTERED_AFTER = timedelta(hours=9), timedelta(minutes=25)
_PERSON = (
    "person_ref forename surname other_names date_of_birth sex ethnicity address postcode "
    "local_authority team learning_disability"
).split()
_BY = ("by", "by_role", "by_team")
_ADULT = ("adult_ref", "adult_forename", "adult_surname", "adult_date_of_birth")

#: What stands in a column, as a file holds it; for every column of every extract.
VALUES: Mapping[str, object] = {
    # The entry and the person.
    "replaces": "S1-0004711",
    "person_ref": "made for each system",
    "forename": "Robin",
    "surname": "Testcase",
    "other_names": "Rob;Robbie",
    "date_of_birth": "2011-03-09",
    "sex": "female",
    "ethnicity": "white",
    "address": "12 Example Street",
    "postcode": "NG99 1AA",
    "local_authority": "Trentmere City",
    "team": "Larkhill",
    "learning_disability": "no",
    # An adult named beside the child.
    "adult_ref": "X-00017",
    "adult_forename": "Alex",
    "adult_surname": "Sample",
    "adult_date_of_birth": "1994-07-21",
    # Missing persons.
    "missing_from": "home",
    "police_grade": "medium",
    "how_ended": "police_found",
    "found_place": "unknown_adults_home",
    "found_with": "adult_not_known_to_family",
    "found_at": "Flat 3, 40 Sample Road",
    "found_postcode": "NG99 2BB",
    "harm_found": "nothing_found",
    "interview": "done",
    "disclosure": "given_money_or_gifts",
    "told_to": "return interviewer",
    "interviewed_by": "return interviewer, City team",
    "review_by": "inspector",
    "direction": "Ask the arcade for its pictures of Friday evening.",
    "circumstances": "Left home at 19:40 after a message; said nothing of where to.",
    "clothing": "Black coat, grey trainers; has a phone along.",
    # CSE plans.
    "version": 3,
    "state": "live",
    "owner": "PC 1234 Casey Example",
    "owner_team": "Larkhill neighbourhood team",
    "owner_phone": "0115 496 0101",
    "review_due": "2026-12-10",
    "agreed_band": "High",
    "agreed_until": "2027-02-28",
    "read_first": ["Met by an adult with a car.", "Go to Sample Road first.", "Ring the owner."],
    "first_hour": [
        {"action": "Go to 40 Sample Road", "role": "response officer", "within_minutes": 30}
    ],
    "later_hours": [
        {"action": "Strategy discussion", "role": "duty inspector", "within_minutes": 240}
    ],
    "pattern": "Friday evenings, after a message; back by morning.",
    "people": [{"name": "Alex Sample", "relationship": "older friend", "concern": "gifts"}],
    "places": [{"place": "40 Sample Road", "why": "found there twice"}],
    "vehicles": ["blue hatchback, AB12 CDE, keeper Alex Sample"],
    "phones": ["07700 900123, own number"],
    "on_finding": ["See her alone; ask what she wants to happen."],
    "disruption": ["Abduction notice on Alex Sample, owner PC 1234, by 1 December"],
    "protection": "Child protection plan since October.",
    "contacts": [{"role": "duty social work team", "phone": "0115 496 0102", "hours": "always"}],
    "other_children": ["a friend of the same age, seen at 40 Sample Road"],
    "childs_words": [{"said_on": "2026-10-30", "words": "He's nice to me. I don't want trouble."}],
    # Abduction notices.
    "in_force_until": "2027-11-12",
    # Crime.
    "offence": "child_sexual_exploitation",
    "cse_flag": "yes",
    "charging_decision": "further_work_asked_for",
    "crime_outcome": "evidence_too_weak",
    # Child-abuse investigations.
    "abuse_category": "sexual_exploitation",
    "investigation_outcome": "passed_to_social_care",
    # Command and control.
    "incident_type": "concern_for_safety",
    "about": "the_child",
    "child_seen": "yes",
    "seen_alone": "no",
    "demeanour": "quiet",
    # Intelligence.
    "theme": "sexual_exploitation",
    "source_grade": "untested",
    "assessment": "known_indirectly",
    "place": "40 Sample Road",
    "place_postcode": "NG99 2BB",
    "vehicle": "blue hatchback, AB12 CDE",
    # Managed offenders.
    "managed_category": "person_of_concern",
    "managed_level": 1,
    "association": "seen_together",
    # Safeguarding hub.
    "referred_by": "school",
    "concern": "sexual_exploitation",
    "priority": "high",
    "allocated_to": "City hub, team 2",
    "referral_decision": "exploitation_panel",
    "exploitation": "sexual",
    "panel_level": "medium",
    # Social care.
    "category": "multiple",
    "placement": "foster_home",
    "out_of_area": "no",
    "conference": "initial",
    "conference_on": "2026-11-20",
    "police_invited": "yes",
    "police_attended": "no",
    "conference_decision": "plan_started",
    # Domestic abuse.
    "risk": "medium",
    "child_present": "yes",
    # Custody.
    "power": "arrest",
    "accommodation": "none_available",
    "release": "bailed",
    # Police protection.
    "protection_reason": "found_with_risky_adult",
    "used_by": "Sergeant, response team 3",
    "taken_to": "foster_home",
    # Reviews and judgements.
    "by": "casey.example",
    "by_role": "neighbourhood officer",
    "by_team": "Larkhill neighbourhood team",
    "own_view": "High",
    "advised_band": "Medium",
    "words_heard": "heard",
    "own_words": "I want to go to school and not be asked about it there.",
    "said_on": "2026-11-11",
    "action": "Ask the school for somebody whom she can talk to.",
    "action_owner": "PC 1234 Casey Example",
    "next_review": "2026-12-10",
    "outcome": "safer",
    "outcome_words": "At home each night since October; sees the youth worker weekly.",
    "judgement": "raise",
    "judged_band": "High",
    "grounds": "She was seen twice this week with the adult of the notice.",
    "judged_until": "2026-12-12",
}  # fmt: skip

#: What a sound row fills beside the columns that its kind must fill.
FILLS: Mapping[EventKind, tuple[str, ...]] = {
    EventKind.MISSING_REPORTED: ("police_grade", "circumstances", "clothing"),
    EventKind.MISSING_FOUND: (
        "found_place", "found_with", "found_at", "found_postcode", "harm_found", *_ADULT,
    ),
    EventKind.PREVENTION_INTERVIEW: ("disclosure", "told_to"),
    EventKind.RETURN_INTERVIEW_OFFERED: ("interviewed_by",),
    EventKind.RETURN_INTERVIEW: ("disclosure", "told_to", "interviewed_by"),
    EventKind.SUPERVISORY_REVIEW: ("police_grade", "direction"),
    EventKind.PLAN_VERSION: (
        "owner_phone", "review_due", "agreed_band", "agreed_until", "first_hour", "later_hours",
        "pattern", "people", "places", "vehicles", "phones", "on_finding", "disruption",
        "protection", "contacts", "other_children", "childs_words",
    ),
    EventKind.NOTICE_SERVED: _ADULT,
    EventKind.NOTICE_BREACHED: _ADULT,
    EventKind.NOTICE_WITHDRAWN: _ADULT,
    EventKind.CRIME_VICTIM: ("cse_flag",),
    EventKind.CRIME_SUSPECT: ("cse_flag",),
    EventKind.CRIME_WITNESS: ("cse_flag",),
    EventKind.CRIME_SUSPECT_NAMED: _ADULT,
    EventKind.INVESTIGATION_SUSPECT_INTERVIEWED: _ADULT,
    EventKind.INCIDENT: ("child_seen", "seen_alone", "demeanour"),
    EventKind.INTELLIGENCE_REPORT: (*_ADULT, "place", "place_postcode", "vehicle"),
    EventKind.MANAGED_PERSON: (*_ADULT, "managed_level"),
    EventKind.ASSOCIATION_RECORDED: _ADULT,
    EventKind.PLACEMENT_MOVED: ("out_of_area",),
    EventKind.LOOKED_AFTER_STARTED: ("out_of_area",),
    EventKind.CONFERENCE_CALLED: ("police_invited",),
    EventKind.CONFERENCE_HELD: ("police_attended", "conference_decision"),
    EventKind.DOMESTIC_INCIDENT: ("child_present", "child_seen", *_ADULT),
    EventKind.DETAINED: ("offence",),
    EventKind.CUSTODY_DISCLOSURE: ("told_to",),
    EventKind.PROTECTION_POWER_USED: ("used_by",),
    EventKind.CHILD_REVIEWED: (*_BY, "advised_band", "own_words", "said_on", "next_review"),
    EventKind.JUDGEMENT_MADE: (*_BY, "advised_band"),
    EventKind.JUDGEMENT_APPROVED: _BY,
    EventKind.JUDGEMENT_DECLINED: _BY,
    EventKind.JUDGEMENT_ENDED: _BY,
}  # fmt: skip

#: What the last row of a kind fills, where that is not what the row before it fills.
_AT_THE_END: Mapping[EventKind, tuple[str, ...]] = {
    EventKind.CHILD_REVIEWED: (*_BY, "advised_band", "outcome", "outcome_words"),
}
#: The kinds of entry that open a record, and how its reference begins.
_STEMS: Mapping[EventKind, str] = {
    **{kind: stem for kind, stem in RECORD_STEMS.items() if kind is not EventKind.CONFERENCE_HELD},
    EventKind.CONFERENCE_CALLED: RECORD_STEMS[EventKind.CONFERENCE_HELD],
    EventKind.CHILD_REVIEWED: "REV",
    EventKind.JUDGEMENT_MADE: "JUD",
}
#: Where a kind of entry would not say what the column says elsewhere.
_OTHERWISE: Mapping[tuple[EventKind, str], object] = {
    (EventKind.CRIME_SUSPECT, "offence"): "theft",
    (EventKind.CRIME_SUSPECT, "cse_flag"): "no",
    (EventKind.DETAINED, "offence"): "theft",
    (EventKind.PREVENTION_INTERVIEW, "disclosure"): "nothing_told",
    (EventKind.PREVENTION_INTERVIEW, "told_to"): "response officer",
    (EventKind.CUSTODY_DISCLOSURE, "told_to"): "custody nurse",
    (EventKind.JUDGEMENT_APPROVED, "grounds"): "Two sightings in a week are enough for High.",
    (EventKind.JUDGEMENT_DECLINED, "grounds"): "One of the sightings was of another child.",
    (EventKind.JUDGEMENT_ENDED, "grounds"): "The advice is High by now.",
}


def example_rows(format_: ExtractFormat) -> list[dict[str, object]]:
    """One row for each kind of entry, in the order of the declaration, then a withdrawal.

    A kind that says one thing while work goes on and another at its end has two rows.
    Empty columns are left out. It names the row before it. Entries of one record
    share its reference, as they must.
    """
    rows, reference = [], ""
    for place, (kind, fills) in enumerate(_told(format_)):
        if kind in _STEMS:
            reference = f"{_STEMS[kind]}-2026-{612 + place:04d}"
        rows.append(_row(format_, kind, fills, place, reference))
    return rows


def _told(format_: ExtractFormat) -> Iterator[tuple[EventKind, tuple[str, ...]]]:
    for kind in (*format_.entries, EventKind.WITHDRAWN):
        yield kind, FILLS.get(kind, ())
        if kind in _AT_THE_END:
            yield kind, _AT_THE_END[kind]


def _row(
    format_: ExtractFormat, kind: EventKind, fills: tuple[str, ...], place: int, reference: str
) -> dict[str, object]:
    occurred = _START + place * _STEP
    values: dict[str, object] = {
        "entry": kind.value,
        "entry_ref": _entry_ref(format_, place),
        "record_ref": reference,
        "occurred_at": occurred.isoformat(),
        "recorded_at": (occurred + _ENTERED_AFTER).isoformat(),
    }
    if kind is EventKind.WITHDRAWN:
        values["replaces"] = _entry_ref(format_, place - 1)
    if kind not in format_.without_child:
        values |= {name: VALUES[name] for name in _PERSON}
        values["person_ref"] = f"{format_.source.value}-P-000123"  # systems share no references
    filled = {*format_.entries.get(kind, ()), *fills}
    own = (column.name for column in format_.own if column.name in filled)
    return values | {name: _OTHERWISE.get((kind, name), VALUES[name]) for name in own}


def _entry_ref(format_: ExtractFormat, place: int) -> str:
    return f"{format_.source.value}-{4711 + place:07d}"


def example_text(format_: ExtractFormat) -> str:
    """The rows as the extract's file holds them, with a CSV file's line of names."""
    rows = example_rows(format_)
    if not format_.file.endswith(".csv"):
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    text = io.StringIO()
    table = csv.DictWriter(
        text, [column.name for column in format_.columns], restval="", lineterminator="\n"
    )
    table.writeheader()
    table.writerows(rows)
    return text.getvalue()
