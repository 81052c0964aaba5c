"""Events, person records and histories as JSON text, and back, without loss.

One canonical form (sorted keys, no spaces, UTF-8) for stores, snapshots and digests:
the same values always give the same bytes. The text of a whole is its parts' texts put
together, so what is stored in parts is never read and written again to make a whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from json.encoder import encode_basestring
from typing import Any

from records.calendar import instant_from_text, instant_to_text
from records.connections import Concern, Connection, Through
from records.events import Event, EventKind
from records.formats import FORMATS
from records.history import History, Moved
from records.persons import ChildId, PersonRecord, RecordId
from records.sources import SourceSystem

__all__ = [
    "canonical",
    "connection_from_json",
    "connection_text",
    "detail_from_json",
    "details_text",
    "event_from_json",
    "event_text",
    "history_from_json",
    "history_text",
    "join_event",
    "join_history",
    "moved_from_json",
    "moved_text",
    "person_from_json",
    "person_text",
]

_TYPES = {
    format_.source: {column.name: column.type for column in format_.own}
    for format_ in FORMATS.values()
}
_PARSERS = {
    source: {name: type_.parse for name, type_ in types.items()} for source, types in _TYPES.items()
}
#: For each system and column of its own: its name as it stands in JSON, and its writer.
_WRITERS = {
    source: {name: (f"{encode_basestring(name)}:", type_.write) for name, type_ in types.items()}
    for source, types in _TYPES.items()
}
_SOURCES = {source.value: source for source in SourceSystem}
_KINDS = {kind.value: kind for kind in EventKind}

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


def details_text(source: SourceSystem, details: Mapping[str, Any]) -> str:
    """An event's typed details in canonical text, by the format of its system.

    Raises:
        KeyError: the system has no such column.
        TypeError: a value that is not of its column's type.
    """
    writers = _WRITERS[source]
    parts = []
    for name in sorted(details):
        label, write = writers[name]
        value = write(details[name])
        if type(value) is not str:
            break
        parts.append(label + encode_basestring(value))
    else:
        return "{" + ",".join(parts) + "}"
    return canonical({name: writers[name][1](value) for name, value in details.items()}).decode()


def join_event(
    source: str,
    kind: str,
    reference: str,
    entry: str,
    occurred: str,
    recorded: str,
    details: str,
    replaces: str | None,
) -> str:
    """One event in canonical text, from its parts as a store keeps them.

    ``details`` is canonical text already, the instants are as
    :func:`records.calendar.instant_to_text` writes them.
    """
    return (
        f'{{"details":{details},"entry":{encode_basestring(entry)},"kind":"{kind}"'
        f',"occurred":"{occurred}","recorded":"{recorded}"'
        f',"reference":{encode_basestring(reference)},"replaces":{_text_or_null(replaces)}'
        f',"source":"{source}"}}'
    )


def event_text(event: Event) -> str:
    """One event in canonical text."""
    return join_event(
        event.source.value,
        event.kind.value,
        event.reference,
        event.entry,
        instant_to_text(event.occurred),
        instant_to_text(event.recorded),
        details_text(event.source, event.details),
        event.replaces,
    )


def event_from_json(raw: Mapping[str, Any]) -> Event:
    """The inverse of :func:`event_text`, of its JSON values.

    Raises ValueError or KeyError for other input.
    """
    source = _SOURCES[raw["source"]]
    parsers = _PARSERS[source]
    return Event(
        source,
        _KINDS[raw["kind"]],
        raw["reference"],
        raw["entry"],
        instant_from_text(raw["occurred"]),
        instant_from_text(raw["recorded"]),
        {name: parsers[name](value) for name, value in raw["details"].items()},
        raw["replaces"],
    )


def person_text(person: PersonRecord, recorded: str | None = None) -> str:
    """One version of one person record in canonical text.

    ``recorded`` is the text of its ``recorded``, where that is at hand.
    """
    recorded = recorded or instant_to_text(person.recorded)
    born = "null" if person.date_of_birth is None else f'"{person.date_of_birth.isoformat()}"'
    return (
        f'{{"address":{_text_or_null(person.address)}'
        f',"date_of_birth":{born}'
        f',"ethnicity":{_text_or_null(person.ethnicity)}'
        f',"forename":{_text_or_null(person.forename)}'
        f',"id":{encode_basestring(str(person.id))}'
        f',"learning_disability":{_LOGICAL[person.learning_disability]}'
        f',"local_authority":{_text_or_null(person.local_authority)}'
        f',"other_names":[{",".join(map(encode_basestring, person.other_names))}]'
        f',"postcode":{_text_or_null(person.postcode)}'
        f',"recorded":"{recorded}"'
        f',"sex":{_text_or_null(person.sex)}'
        f',"surname":{encode_basestring(person.surname)}'
        f',"team":{_text_or_null(person.team)}}}'
    )


_LOGICAL = {None: "null", True: "true", False: "false"}


def _text_or_null(text: str | None) -> str:
    return "null" if text is None else encode_basestring(text)


def person_from_json(raw: Mapping[str, Any]) -> PersonRecord:
    """The inverse of :func:`person_text`, of its JSON values."""
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


def detail_from_json(source: SourceSystem, name: str, raw: Any) -> Any:
    """The typed value of one detail of an event. Raises ValueError or KeyError otherwise."""
    return _PARSERS[source][name](raw)


def moved_text(source: str, entry: str, recorded: str) -> str:
    """An entry that another child's replaced, in canonical text."""
    return f'{{"entry":{encode_basestring(entry)},"recorded":"{recorded}","source":"{source}"}}'


def moved_from_json(raw: Mapping[str, Any]) -> Moved:
    """The inverse of :func:`moved_text`, of its JSON values."""
    return Moved(SourceSystem(raw["source"]), raw["entry"], instant_from_text(raw["recorded"]))


def connection_text(connection: Connection) -> str:
    """One connection in canonical text."""
    own = "null"
    if connection.own is not None:
        own = f'["{connection.own[0].value}",{encode_basestring(connection.own[1])}]'
    gone = "null" if connection.gone is None else f'"{instant_to_text(connection.gone)}"'
    return (
        f'{{"child":{_text_or_null(connection.child)}'
        f',"child_name":{_text_or_null(connection.child_name)}'
        f',"concern":"{connection.concern.value}","event":{event_text(connection.event)}'
        f',"gone":{gone},"key":{encode_basestring(connection.key)}'
        f',"name":{encode_basestring(connection.name)},"own":{own}'
        f',"recorded":"{instant_to_text(connection.recorded)}"'
        f',"through":"{connection.through.value}"}}'
    )


def connection_from_json(raw: Mapping[str, Any]) -> Connection:
    """The inverse of :func:`connection_text`, of its JSON values."""
    own, gone, child = raw["own"], raw["gone"], raw["child"]
    return Connection(
        through=Through(raw["through"]),
        key=raw["key"],
        name=raw["name"],
        own=None if own is None else (_SOURCES[own[0]], own[1]),
        concern=Concern(raw["concern"]),
        child=None if child is None else ChildId(child),
        child_name=raw["child_name"],
        event=event_from_json(raw["event"]),
        recorded=instant_from_text(raw["recorded"]),
        gone=None if gone is None else instant_from_text(gone),
    )


def join_history(
    child: str,
    persons: Iterable[str],
    events: Iterable[str],
    moved: Iterable[str],
    connected: Iterable[str],
    connections: Iterable[str],
) -> str:
    """A whole history in canonical text, from the texts of its parts in their order."""
    systems = ",".join(f'"{source}"' for source in sorted(connected))
    return (
        f'{{"child":{encode_basestring(child)},"connected":[{systems}]'
        f',"connections":[{",".join(connections)}]'
        f',"events":[{",".join(events)}],"moved":[{",".join(moved)}]'
        f',"persons":[{",".join(persons)}]}}'
    )


def history_text(history: History) -> str:
    """A whole history in canonical text; its bytes are its digest's input."""
    return join_history(
        history.child,
        map(person_text, history.persons),
        map(event_text, history.events),
        (moved_text(m.source.value, m.entry, instant_to_text(m.recorded)) for m in history.moved),
        (source.value for source in history.connected),
        map(connection_text, history.connections),
    )


def history_from_json(raw: Mapping[str, Any]) -> History:
    """The inverse of :func:`history_text`, of its JSON values."""
    return History(
        child=ChildId(raw["child"]),
        persons=tuple(person_from_json(part) for part in raw["persons"]),
        events=tuple(event_from_json(part) for part in raw["events"]),
        moved=tuple(moved_from_json(part) for part in raw["moved"]),
        connected=frozenset(SourceSystem(source) for source in raw["connected"]),
        connections=tuple(connection_from_json(part) for part in raw["connections"]),
    )
