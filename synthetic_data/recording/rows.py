"""Entries as the rows of an extract, all but their references: the bulk of the writing.

Each neighbourhood makes its rows by itself, wherever it is worked on, and leaves them in a
file of its own in order of recording. What is left is to merge these files, give the
references, and write.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from records.events import Event
from records.formats import FORMATS
from records.persons import PersonRecord, RecordId
from records.writing import entry_values
from synthetic_data.minutes import day_of, moment
from synthetic_data.recording.drafts import Draft, Later, PersonView

__all__ = ["Row", "keep_rows", "kept_rows", "rows_of"]

#: Bytes read at one time from each neighbourhood's file.
_AT_ONCE = 1 << 17
#: Columns that may hold a reference of an adult, or inside a list one of another record.
_MAY_REFER = frozenset({"adult_ref", "people"})
#: Stands where a reference will.
_LATER = "-"


class Row(NamedTuple):
    """One row before its references.

    Attributes:
        number: the entry's, counted within its neighbourhood.
        source, kind: as their systems' ids and entries' kinds are written.
        values: the columns that are filled, as the file holds them.
        later: those of them in which the key of an adult or of another record stands.
        record, person: keys of what the references name; ``person`` is None for an adult
            alone.
        child: whom the person record is really about.
        year: of recording, by the force's calendar.
        replaces: the number of the entry that this one corrects.
        is_replaced: a later entry corrects this one.
    """

    recorded: int
    number: int
    source: str
    kind: str
    record: str
    person: str | None
    child: str | None
    year: int
    values: dict[str, Any]
    later: tuple[str, ...]
    replaces: int | None
    is_replaced: bool


def _row(draft: Draft, *, is_replaced: bool) -> Row:
    view = draft.person
    event = Event(
        source=draft.source,
        kind=draft.kind,
        reference=_LATER,
        entry=_LATER,
        occurred=moment(draft.occurred),
        recorded=moment(draft.recorded),
        details=draft.details,
        replaces=None if draft.replaces is None else _LATER,
    )
    person = None if view is None else _person(view, event)
    values = entry_values(FORMATS[draft.source], event, person)
    later = tuple(name for name in draft.details if name in _MAY_REFER)
    for name in later:
        values[name] = _keyed(values[name])
    return Row(
        recorded=draft.recorded,
        number=draft.number,
        source=draft.source.value,
        kind=draft.kind.value,
        record=draft.record,
        person=None if view is None else view.key,
        child=None if view is None else view.child,
        year=day_of(draft.recorded).year,
        values=values,
        later=later,
        replaces=draft.replaces,
        is_replaced=is_replaced,
    )


def _keyed(value: Any) -> Any:
    """The value with the key of each reference that is given later in its place."""
    if isinstance(value, list):
        return [{name: _keyed(part) for name, part in item.items()} for item in value]
    return value.key if isinstance(value, Later) else value


def _person(view: PersonView, event: Event) -> PersonRecord:
    return PersonRecord(
        id=RecordId(event.source, _LATER),
        recorded=event.recorded,
        forename=view.forename,
        surname=view.surname,
        other_names=view.other_names,
        date_of_birth=view.date_of_birth,
        sex=view.sex,
        ethnicity=view.ethnicity,
        address=view.address,
        postcode=view.postcode,
        local_authority=view.local_authority,
        team=view.team,
        learning_disability=view.learning_disability,
    )


def rows_of(drafts: Sequence[Draft]) -> list[Row]:
    """The rows of one neighbourhood, in order of recording."""
    replaced = {draft.replaces for draft in drafts}
    rows = [_row(draft, is_replaced=draft.number in replaced) for draft in drafts]
    return sorted(rows, key=lambda row: (row.recorded, row.number))


def keep_rows(drafts: Sequence[Draft], path: Path) -> None:
    """Leave the rows of one neighbourhood in a file, in order of recording."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(_written(row) + "\n" for row in rows_of(drafts))


_written = json.JSONEncoder(ensure_ascii=False).encode


def kept_rows(path: Path) -> Iterator[Row]:
    """The rows of such a file, a few at a time.

    The file is open only while it is read: a large force has more of them than a process
    may hold open.
    """
    place, size = 0, path.stat().st_size
    while place < size:
        with path.open("rb") as file:
            file.seek(place)
            lines = file.readlines(_AT_ONCE)
            place = file.tell()
        for line in lines:
            yield Row(*json.loads(line))
