"""Events, person records and histories as JSON text, and back, without loss.

One canonical form (sorted keys, no spaces, UTF-8) for stores, snapshots and digests:
the same values always give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from records.calendar import instant_from_text, instant_to_text
from records.events import Event, EventKind
from records.formats import FORMATS
from records.history import History, Moved
from records.persons import ChildId, PersonRecord, RecordId
from records.sources import SourceSystem

__all__ = [
    "canonical",
    "details_from_json",
    "details_to_json",
    "event_from_json",
    "event_to_json",
    "history_from_json",
    "history_to_json",
    "person_from_json",
    "person_to_json",
]

_TYPES = {
    format_.source: {column.name: column.type for column in format_.own}
    for format_ in FORMATS.values()
}


_PERSON_FIELDS = tuple(field.name for field in fields(PersonRecord))
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def canonical(value: Any) -> bytes:
    """The one byte form of a JSON value. Floats are refused: they have no one form.

    Raises:
        TypeError: a float, or something JSON has no word for.
    """
    _refuse_floats(value)
    return _encode(value).encode()


def _refuse_floats(value: Any) -> None:
    kind = type(value)
    if kind is str or kind is int or value is None:
        return
    if kind is dict:
        for part in value.values():
            _refuse_floats(part)
    elif kind is list or kind is tuple:
        for part in value:
            _refuse_floats(part)
    elif isinstance(value, float):
        raise TypeError("a float has no canonical form; write an integer or text")


def details_to_json(source: SourceSystem, details: Mapping[str, Any]) -> dict[str, Any]:
    """An event's typed details as JSON values, by the format of its system."""
    types = _TYPES[source]
    return {name: types[name].write(value) for name, value in details.items()}


def details_from_json(source: SourceSystem, raw: Mapping[str, Any]) -> dict[str, Any]:
    """The inverse of :func:`details_to_json`. Raises ValueError or KeyError for other input."""
    types = _TYPES[source]
    return {name: types[name].parse(value) for name, value in raw.items()}


def event_to_json(event: Event) -> dict[str, Any]:
    """One event as JSON values."""
    return {
        "source": event.source.value,
        "kind": event.kind.value,
        "reference": event.reference,
        "entry": event.entry,
        "occurred": instant_to_text(event.occurred),
        "recorded": instant_to_text(event.recorded),
        "details": details_to_json(event.source, event.details),
        "replaces": event.replaces,
    }


def event_from_json(raw: Mapping[str, Any]) -> Event:
    """The inverse of :func:`event_to_json`."""
    source = SourceSystem(raw["source"])
    return Event(
        source=source,
        kind=EventKind(raw["kind"]),
        reference=raw["reference"],
        entry=raw["entry"],
        occurred=instant_from_text(raw["occurred"]),
        recorded=instant_from_text(raw["recorded"]),
        details=details_from_json(source, raw["details"]),
        replaces=raw["replaces"],
    )


def person_to_json(person: PersonRecord) -> dict[str, Any]:
    """One version of one person record as JSON values."""
    raw: dict[str, Any] = {}
    for name in _PERSON_FIELDS:
        value = getattr(person, name)
        match value:
            case RecordId():
                raw[name] = str(value)
            case datetime():
                raw[name] = instant_to_text(value)
            case date():
                raw[name] = value.isoformat()
            case tuple():
                raw[name] = list(value)
            case _:
                raw[name] = value
    return raw


def person_from_json(raw: Mapping[str, Any]) -> PersonRecord:
    """The inverse of :func:`person_to_json`."""
    born = raw["date_of_birth"]
    return PersonRecord(
        **{
            **raw,
            "id": RecordId.parse(raw["id"]),
            "recorded": instant_from_text(raw["recorded"]),
            "other_names": tuple(raw["other_names"]),
            "date_of_birth": None if born is None else date.fromisoformat(born),
        }
    )


def history_to_json(history: History) -> dict[str, Any]:
    """A whole history as JSON values; its canonical bytes are its digest's input."""
    return {
        "child": history.child,
        "persons": [person_to_json(person) for person in history.persons],
        "events": [event_to_json(event) for event in history.events],
        "moved": [
            {
                "source": moved.source.value,
                "entry": moved.entry,
                "recorded": instant_to_text(moved.recorded),
            }
            for moved in history.moved
        ],
        "connected": sorted(source.value for source in history.connected),
    }


def history_from_json(raw: Mapping[str, Any]) -> History:
    """The inverse of :func:`history_to_json`."""
    return History(
        child=ChildId(raw["child"]),
        persons=tuple(person_from_json(part) for part in raw["persons"]),
        events=tuple(event_from_json(part) for part in raw["events"]),
        moved=tuple(
            Moved(SourceSystem(m["source"]), m["entry"], instant_from_text(m["recorded"]))
            for m in raw["moved"]
        ),
        connected=frozenset(SourceSystem(source) for source in raw["connected"]),
    )
