"""One row of an extract: from its cells to an entry, or to every rule that it broke."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.columns import parse_columns
from records.events import Event, EventKind
from records.formats.declaration import PERSON_COLUMNS, ExtractFormat
from records.formats.vocabulary import ADULT_COLUMNS
from records.persons import PersonRecord, RecordId

__all__ = ["BadRow", "Entry", "Fault", "RowReader"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken rule. ``rule`` never holds the value."""

    field: str
    rule: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One good row: what happened, and to which person record. ``raw`` is the row as read.

    Attributes:
        person: the child; None for an entry about an adult alone.
        adult: the adult whom the entry names; None if it names nobody. What it says of
            an adult stands in the event's details too, as it was read.
    """

    row: int
    event: Event
    person: PersonRecord | None
    raw: str
    adult: PersonRecord | None = None


@dataclass(frozen=True, slots=True)
class BadRow:
    """One row that broke a rule, with its place in the file and what it held."""

    row: int
    faults: tuple[Fault, ...]
    raw: str


_PERSON = tuple(column.name for column in PERSON_COLUMNS)
_WITHDRAWN = EventKind.WITHDRAWN
#: A kind of entry, every column that it must fill, and whether it is about a child.
_Shape = tuple[EventKind, set[str], bool]


class RowReader:
    """Reads the rows of one format.

    What can be worked out from the format alone is worked out once: a force has rows by
    the hundred thousand, and nearly all of them are good.

    Attributes:
        parsers: for each column, what makes its typed value of a filled cell.
    """

    def __init__(self, format_: ExtractFormat) -> None:
        self.format = format_
        self.columns = format_.columns
        self.parsers = {column.name: column.type.parse for column in self.columns}
        self._own = tuple(column.name for column in format_.own)
        self._names_adults = set(self._own).issuperset(column.name for column in ADULT_COLUMNS)
        self._shapes = {kind.value: self._shape(kind) for kind in (*format_.entries, _WITHDRAWN)}

    def _shape(self, kind: EventKind) -> _Shape:
        has_child = kind not in self.format.without_child
        always = {column.name for column in self.columns if column.required}
        about = always if has_child else always.difference(_PERSON)
        return kind, about.union(_needed(self.format, kind)), has_child

    def good(self, row: int, values: Mapping[str, Any], raw: str) -> Entry | None:
        """The entry of a row whose filled cells are all parsed; None unless it is surely good.

        Of a row that isn't, :meth:`checked` says what is wrong.
        """
        shape = self._shapes.get(values.get("entry", ""))
        if shape is None:
            return None
        kind, needed, has_child = shape
        if not needed <= values.keys() or values["occurred_at"] > values["recorded_at"]:
            return None
        if not has_child and not values.keys().isdisjoint(_PERSON):
            return None
        return self._entry(row, kind, values, raw, has_child=has_child)

    def checked(self, row: int, cells: Mapping[str, Any], raw: str) -> Entry | BadRow:
        """The entry of a row, or every rule that it broke. ``cells`` are as the file has them."""
        values, broken = parse_columns(self.columns, cells)
        faults = [Fault(*pair) for pair in broken]
        has_child = True
        if "entry" in values:
            kind = EventKind(values["entry"])
            has_child = _has_child(self.format, kind, values)
            if not has_child:
                faults = [f for f in faults if f.field not in _PERSON or f.rule != "is required"]
                faults += [
                    Fault(name, f"must be empty for {kind.value}")
                    for name in _PERSON
                    if name in values
                ]
            seen = {fault.field for fault in faults}
            faults += [
                Fault(name, f"is required for {kind.value}")
                for name in _needed(self.format, kind)
                if name not in values and name not in seen
            ]
        if {"occurred_at", "recorded_at"} <= values.keys() and (
            values["occurred_at"] > values["recorded_at"]
        ):
            faults.append(Fault("recorded_at", "is before occurred_at"))
        if faults:
            return BadRow(row, tuple(faults), raw)
        return self._entry(row, EventKind(values["entry"]), values, raw, has_child=has_child)

    def _entry(
        self, row: int, kind: EventKind, values: Mapping[str, Any], raw: str, *, has_child: bool
    ) -> Entry:
        source, get, recorded = self.format.source, values.get, values["recorded_at"]
        event = Event(
            source,
            kind,
            values["record_ref"],
            values["entry_ref"],
            values["occurred_at"],
            recorded,
            {name: values[name] for name in self._own if name in values},
            get("replaces"),
        )
        adult = _adult(event, values) if self._names_adults else None
        if not has_child:
            return Entry(row, event, None, raw, adult)
        person = PersonRecord(
            id=RecordId(source, values["person_ref"]),
            recorded=recorded,
            forename=get("forename"),
            surname=values["surname"],
            other_names=get("other_names", ()),
            date_of_birth=get("date_of_birth"),
            sex=get("sex"),
            ethnicity=get("ethnicity"),
            address=get("address"),
            postcode=get("postcode"),
            local_authority=get("local_authority"),
            team=get("team"),
            learning_disability=get("learning_disability"),
        )
        return Entry(row, event, person, raw, adult)


def _adult(event: Event, values: Mapping[str, Any]) -> PersonRecord | None:
    """The adult's record as this entry gives it: a name is needed, a reference is not.

    An only name stands as the surname. Without the system's reference nobody can tell
    whether two entries mean one adult, so each names a record of its own; a withdrawal
    then names nobody. An entry that gives a reference alone adds nothing to its record.
    """
    forename, surname = values.get("adult_forename"), values.get("adult_surname")
    if surname is None:
        forename, surname = None, forename
    if surname is None:
        return None
    ref = values.get("adult_ref")
    if ref is None:
        if event.kind is _WITHDRAWN:
            return None
        ref = f"entry:{event.entry}"
    return PersonRecord(
        id=RecordId(event.source, ref),
        recorded=event.recorded,
        forename=forename,
        surname=surname,
        date_of_birth=values.get("adult_date_of_birth"),
    )


def _needed(format_: ExtractFormat, kind: EventKind) -> tuple[str, ...]:
    """The columns that an entry of this kind must fill, beside those of every entry."""
    return ("replaces",) if kind is _WITHDRAWN else format_.entries[kind]


def _has_child(format_: ExtractFormat, kind: EventKind, values: Mapping[str, Any]) -> bool:
    """Whether the row is about a child: a withdrawal says so by naming one or not."""
    if kind is _WITHDRAWN and format_.without_child:
        return "person_ref" in values
    return kind not in format_.without_child
