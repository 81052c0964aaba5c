"""Rules about the columns of the extracts: each says whether it tells who a person is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields

from records.columns import Column, Items
from records.formats.declaration import COMMON, PERSON_COLUMNS, ExtractFormat
from records.persons import PersonRecord

__all__ = ["SIGNED", "every_column", "person_fields_without_a_column", "unclassified_columns"]

#: Columns that are neither identifying nor a protected characteristic, and why. Adding one
#: is a decision about people's data: it needs a second maintainer's review.
SIGNED: Mapping[str, str] = {
    "entry": "kind of entry, from a fixed list",
    "entry_ref": "the system's own number of an entry",
    "record_ref": "the reference that people quote; opens nothing by itself",
    "occurred_at": "a moment",
    "recorded_at": "a moment",
    "replaces": "the system's own number of an entry",
    "local_authority": "an area of many thousand children",
    "team": "an area of many thousand children",
    # S1
    "missing_from": "kind of place, from a fixed list",
    "police_grade": "a comparator, from a fixed list; kept out of the features by a test",
    "how_ended": "from a fixed list",
    "found_place": "kind of place, from a fixed list",
    "found_with": "kind of company, from a fixed list",
    "harm_found": "kind of harm, from a fixed list",
    "interview": "from a fixed list",
    "disclosure": "what was told, in kind only, from a fixed list",
    "told_to": "role, not a name",
    "review_by": "rank, from a fixed list",
    "interviewed_by": "an officer or role at work",
    # S10
    "conference_on": "a day",
    # S14
    "by": "an officer at work, by account",
    "by_role": "role, not a name",
    "by_team": "a team at work",
    "own_view": "from a fixed list; kept out of the features by a test",
    "advised_band": "from a fixed list; kept out of the features by a test",
    "words_heard": "from a fixed list",
    "said_on": "a day",
    "action_owner": "an officer or role at work, shown so that they can be asked",
    "next_review": "a day",
    "outcome": "from a fixed list",
    "judgement": "from a fixed list; kept out of the features by a test",
    "judged_band": "from a fixed list; kept out of the features by a test",
    "judged_until": "a day",
    # S2
    "version": "a count",
    "state": "from a fixed list",
    "owner": "an officer at work, shown so that they can be rung",
    "owner_team": "a team at work",
    "owner_phone": "a work number",
    "review_due": "a day",
    "agreed_band": "from a fixed list",
    "agreed_until": "a day",
    "read_first": "free text of a plan: shown with the plan, kept out of logs and errors",
    "first_hour": "what to do and who does it",
    "later_hours": "what to do and who does it",
    "pattern": "free text of a plan: shown with the plan, kept out of logs and errors",
    "on_finding": "free text of a plan: shown with the plan, kept out of logs and errors",
    "disruption": "free text of a plan: shown with the plan, kept out of logs and errors",
    "protection": "free text of a plan: shown with the plan, kept out of logs and errors",
    "people.relationship": "kind of tie to the child",
    "people.concern": "free text under an identifying section",
    "people.notice_ref": "the reference of a notice",
    "places.why": "free text under an identifying section",
    "first_hour.action": "what to do",
    "first_hour.role": "role, not a name",
    "first_hour.within_minutes": "a count",
    "later_hours.action": "what to do",
    "later_hours.role": "role, not a name",
    "later_hours.within_minutes": "a count",
    "contacts.role": "role, not a name",
    "contacts.hours": "opening hours",
    "childs_words.said_on": "a day",
    "childs_words.words": "free text under an identifying section",
    # S3
    "in_force_until": "a day",
    # S4, S12
    "offence": "kind of offence, from a fixed list",
    "cse_flag": "yes or no",
    "charging_decision": "from a fixed list",
    "crime_outcome": "from a fixed list",
    # S5
    "abuse_category": "kind of harm, from a fixed list",
    "investigation_outcome": "from a fixed list",
    # S6, S11
    "incident_type": "from a fixed list",
    "about": "from a fixed list",
    "child_seen": "yes or no",
    "seen_alone": "yes or no",
    "demeanour": "from a fixed list",
    # S7
    "theme": "from a fixed list",
    "source_grade": "from a fixed list",
    "assessment": "from a fixed list",
    # S8
    "managed_category": "from a fixed list",
    "managed_level": "a level",
    "association": "kind of tie, from a fixed list",
    # S9
    "referred_by": "kind of body, from a fixed list",
    "concern": "kind of concern, from a fixed list",
    "priority": "from a fixed list",
    "allocated_to": "a team at work",
    "referral_decision": "from a fixed list",
    "exploitation": "kind of harm, from a fixed list",
    "panel_level": "from a fixed list",
    # S10
    "out_of_area": "yes or no",
    "conference": "from a fixed list",
    "police_invited": "yes or no",
    "police_attended": "yes or no",
    "conference_decision": "from a fixed list",
    # S11
    "risk": "from a fixed list",
    "child_present": "yes or no",
    # S12
    "power": "from a fixed list",
    "accommodation": "from a fixed list",
    "release": "from a fixed list",
    # S13
    "protection_reason": "kind of harm, from a fixed list",
    "used_by": "rank and team at work",
    "taken_to": "kind of place, from a fixed list",
    # S10
    "category": "kind of harm, from a fixed list",
    "placement": "kind of placement, from a fixed list",
}


def every_column(formats: Iterable[ExtractFormat]) -> Iterator[tuple[str, Column]]:
    """Each column once, by name; a column inside a list of objects as ``list.column``."""
    seen = {column.name: column for format_ in formats for column in format_.columns}
    for name, column in seen.items():
        yield name, column
        if isinstance(column.type, Items):
            for part in column.type.columns:
                yield f"{name}.{part.name}", part


def unclassified_columns(
    formats: Iterable[ExtractFormat], signed: Mapping[str, str] = SIGNED
) -> list[str]:
    """Columns that nobody classified, classified twice, or that are signed but not there."""
    columns = dict(every_column(formats))
    faults = [
        f"{name}: neither identifying nor protected, and not signed as neither"
        for name, column in columns.items()
        if not (column.identifying or column.protected or name in signed)
    ]
    faults += [
        f"{name}: signed as neither, but declared identifying or protected"
        for name, column in columns.items()
        if (column.identifying or column.protected) and name in signed
    ]
    return faults + [f"{name}: signed, but no column" for name in signed if name not in columns]


def person_fields_without_a_column() -> set[str]:
    """Fields of a person record that no shared column fills, so that nobody classified them."""
    columns = {column.name for column in (*COMMON, *PERSON_COLUMNS)}
    own = {"id", "recorded"}  # made of person_ref and recorded_at
    return {field.name for field in fields(PersonRecord)} - columns - own
