"""One entry as its tables keep it: its own row, and the versions of the people it names."""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple

from records.calendar import instant_to_text
from records.events import Event
from records.persons import PersonRecord
from records.rows import Entry
from records.serial import details_text, join_event, person_text

__all__ = ["Version", "WrittenEntry", "write_entry"]

#: A version of a person record: its id, the digest of its text, recorded, text, extract.
Version = tuple[str, str, str, str, int]


class WrittenEntry(NamedTuple):
    """An entry as its tables keep it. ``content`` is the digest of what the entry says,
    wherever in whichever file it stood."""

    name: str
    content: str
    row: tuple[Any, ...]
    person: Version | None
    adult: Version | None
    raw: str


def write_entry(extract_id: int, entry: Entry) -> WrittenEntry:
    """The rows of one good entry of the extract ``extract_id``."""
    event = entry.event
    source, kind = event.source.value, event.kind.value
    occurred, recorded = instant_to_text(event.occurred), instant_to_text(event.recorded)
    details = details_text(event.source, event.details)
    said = join_event(
        source, kind, event.reference, event.entry, occurred, recorded, details, event.replaces
    )
    # What an entry says of an adult stands in its details, so it is in the content too.
    person, adult = (
        None if whom is None else _version(extract_id, whom, event, recorded)
        for whom in (entry.person, entry.adult)
    )
    record, of_whom = (None, "null") if person is None else (person[0], person[3])
    content = hashlib.sha256(f'{{"event":{said},"person":{of_whom}}}'.encode()).hexdigest()
    row = (
        source, event.entry, record, kind, event.reference, occurred, recorded, details,
        event.replaces, content, extract_id, entry.row,
    )  # fmt: skip
    return WrittenEntry(event.entry, content, row, person, adult, entry.raw)


def _version(extract_id: int, person: PersonRecord, event: Event, recorded: str) -> Version:
    """``recorded`` is the text of the event's."""
    at = recorded if person.recorded is event.recorded else instant_to_text(person.recorded)
    said = person_text(person, at)
    return str(person.id), hashlib.sha256(said.encode()).hexdigest(), at, said, extract_id
