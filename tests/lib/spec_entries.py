"""Entries and connections as small tables.

A table has one row for each entry::

    child | entry         | of   | occurred         | recorded   | with
    ------+---------------+------+------------------+------------+-----------------------
    Ana   | missing_found | MP-1 | 2026-02-01 22:00 | 2026-02-03 | found_with=friend  <- why

``recorded`` left empty or out is ``occurred``. ``with`` holds the entry's columns,
``replaces`` and ``entry`` among them; what its format demands has a plain default. Inside a
text ``_`` is a space. Times are UTC. What stands after ``<-`` is for the reader.

A table of connections has one row for each connection; ``of`` is the other child::

    child | through | key | concern | of  | occurred   | recorded   | gone
    ------+---------+-----+---------+-----+------------+------------+-----
    Ana   | adult   | A-1 | notice  | Bea | 2026-02-01 | 2026-02-03 |
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from textwrap import dedent
from typing import Any

from records.columns import Lines, Text
from records.connections import Concern, Connection, Through
from records.events import Event, EventKind
from records.formats import FORMATS
from records.persons import ChildId
from records.sources import SourceSystem
from tests.lib.histories import an_entry, at, source_of

__all__ = ["read_connections", "read_table"]

_TYPES = {
    source: {column.name: column.type for column in format_.own}
    for source, format_ in FORMATS.items()
}
#: What a row's entry holds unless the row says otherwise: what its format demands.
_DEFAULTS: dict[EventKind, dict[str, Any]] = {
    EventKind.MISSING_REPORTED: {"missing_from": "home"},
    EventKind.MISSING_FOUND: {"how_ended": "returned"},
    EventKind.PREVENTION_INTERVIEW: {"interview": "done"},
    EventKind.RETURN_INTERVIEW: {"interview": "done"},
    EventKind.PLAN_VERSION: {
        "owner": "PC Example",
        "owner_team": "North",
        "read_first": ("Ring.",),
    },
    EventKind.NOTICE_SERVED: {"adult_ref": "A-1"},
    EventKind.NOTICE_BREACHED: {"adult_ref": "A-1"},
    EventKind.NOTICE_WITHDRAWN: {"adult_ref": "A-1"},
    EventKind.CHILD_PROTECTION_STARTED: {"category": "neglect"},
    EventKind.LOOKED_AFTER_STARTED: {"placement": "foster_home"},
    EventKind.PLACEMENT_MOVED: {"placement": "foster_home"},
    EventKind.CRIME_VICTIM: {"offence": "theft"},
    EventKind.CRIME_SUSPECT: {"offence": "theft"},
    EventKind.CRIME_WITNESS: {"offence": "theft"},
    EventKind.CRIME_SUSPECT_NAMED: {"adult_ref": "A-1"},
    EventKind.CRIME_CHARGING_DECISION: {"charging_decision": "charge"},
    EventKind.CRIME_CLOSED: {"crime_outcome": "charged"},
    EventKind.INVESTIGATION_OPENED: {"abuse_category": "neglect"},
    EventKind.INVESTIGATION_SUSPECT_INTERVIEWED: {"adult_ref": "A-1"},
    EventKind.INVESTIGATION_CLOSED: {"investigation_outcome": "no_further_action"},
    EventKind.INCIDENT: {"incident_type": "disturbance", "about": "the_child"},
    EventKind.INTELLIGENCE_REPORT: {
        "theme": "other",
        "source_grade": "untested",
        "assessment": "known_indirectly",
    },
    EventKind.ASSOCIATION_RECORDED: {"adult_ref": "A-1", "association": "visits"},
    EventKind.ASSOCIATION_ENDED: {"adult_ref": "A-1"},
    EventKind.MANAGED_PERSON: {
        "adult_ref": "A-1",
        "adult_surname": "Example",
        "managed_category": "person_of_concern",
    },
    EventKind.REFERRAL_RECEIVED: {"referred_by": "school", "concern": "neglect"},
    EventKind.REFERRAL_DECISION: {"referral_decision": "early_help"},
    EventKind.NATIONAL_REFERRAL: {"exploitation": "labour"},
    EventKind.PANEL_DECISION: {"panel_level": "low"},
    EventKind.CONFERENCE_HELD: {"conference": "initial", "police_invited": True},
    EventKind.CHILD_REVIEWED: {
        "own_view": "Low",
        "words_heard": "heard",
        "action": "Ring.",
        "action_owner": "PC Example",
    },
    EventKind.JUDGEMENT_MADE: {
        "judgement": "agree",
        "judged_band": "High",
        "grounds": "So.",
        "judged_until": date(2026, 12, 1),
    },
    EventKind.DOMESTIC_INCIDENT: {"risk": "standard"},
    EventKind.DETAINED: {"power": "arrest"},
    EventKind.CUSTODY_DISCLOSURE: {"disclosure": "nothing_told"},
    EventKind.RELEASED: {"release": "bailed"},
    EventKind.PROTECTION_POWER_USED: {"protection_reason": "other", "taken_to": "relative"},
}
#: The entry elsewhere that tells each concern.
_TOLD_BY = {
    Concern.NOTICE: EventKind.NOTICE_SERVED,
    Concern.SUSPECT: EventKind.CRIME_SUSPECT_NAMED,
    Concern.INVESTIGATED: EventKind.INVESTIGATION_SUSPECT_INTERVIEWED,
    Concern.INTELLIGENCE: EventKind.INTELLIGENCE_REPORT,
    Concern.FOUND_WITH: EventKind.MISSING_FOUND,
    Concern.MANAGED: EventKind.MANAGED_PERSON,
    Concern.ASSOCIATED: EventKind.ASSOCIATION_RECORDED,
    Concern.HARMED: EventKind.CRIME_VICTIM,
}


def _rows(text: str) -> Iterator[dict[str, str]]:
    rows = [line.split("<-")[0] for line in dedent(text).splitlines()]
    rows = [row for row in rows if row.strip() and set(row.strip()) - set("-+")]
    if rows:
        header, *body = ([cell.strip() for cell in row.split("|")] for row in rows)
        for cells in body:
            yield dict(zip(header, cells, strict=True))


def read_table(text: str) -> dict[str, list[Event]]:
    """The entries of each child, in the order of the rows."""
    events: dict[str, list[Event]] = {}
    for row in _rows(text):
        events.setdefault(row["child"], []).append(_event(row))
    return events


def read_connections(text: str) -> dict[str, list[Connection]]:
    """The connections of each child, in the order of the rows."""
    found: dict[str, list[Connection]] = {}
    for row in _rows(text):
        found.setdefault(row["child"], []).append(_connection(row))
    return found


def _connection(row: Mapping[str, str]) -> Connection:
    concern, other = Concern(row["concern"]), row["of"] or None
    through = Through(row["through"])
    recorded = at(row.get("recorded") or row["occurred"])
    gone = row.get("gone") or None
    return Connection(
        through=through,
        key=row["key"],
        name="Tom Example",
        own=None if through is Through.HOME else (SourceSystem.MISSING_PERSONS, "E-OWN"),
        concern=concern,
        child=ChildId(f"C-{other}") if other else None,
        child_name=f"{other} Example" if other else None,
        event=an_entry(_TOLD_BY[concern], row["occurred"], f"R-{other}"),
        recorded=recorded,
        gone=at(gone) if gone else None,
    )


def _event(row: Mapping[str, str]) -> Event:
    kind = EventKind(row["entry"])
    pairs = dict(part.split("=", 1) for part in row.get("with", "").split())
    replaces, entry = pairs.pop("replaces", None), pairs.pop("entry", None)
    recorded = row.get("recorded") or None
    if kind is EventKind.WITHDRAWN:
        of = SourceSystem(pairs.pop("source", "S1"))
        when = at(recorded or row["occurred"])
        return Event(of, kind, row["of"], entry or f"W-{replaces}", when, when, {}, replaces)
    details = {name: _value(source_of(kind), name, text) for name, text in pairs.items()}
    return an_entry(
        kind,
        row["occurred"],
        row["of"],
        recorded,
        entry,
        replaces,
        **{**_DEFAULTS.get(kind, {}), **details},
    )


def _value(source: SourceSystem, name: str, text: str) -> Any:
    type_ = _TYPES[source][name]
    if isinstance(type_, Text):
        return text.replace("_", " ")
    return type_.parse([text] if isinstance(type_, Lines) else text)
