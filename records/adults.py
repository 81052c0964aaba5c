"""Adults as linkage found them, and what systems hold about an adult alone.

What an entry says of an adult beside a child stands in the child's history. What is
entered of the adult without any child, that a person is managed (S8), stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from json.encoder import encode_basestring
from typing import Any

from records.events import Event
from records.persons import RecordId
from records.serial import event_from_json, event_text

__all__ = ["Adult", "adult_from_json", "adult_name", "adult_text", "named_adult"]


@dataclass(frozen=True, slots=True)
class Adult:
    """One adult: the person records that are theirs, and the entries without a child.

    Attributes:
        id: ``A-...``; it says nothing about the adult.
        records: every person record that is this adult, each of one adult alone.
        events: entries about the adult alone, in any order, and every entry that corrects
            or withdraws one of them, whomever it names. Kept sorted as a history's.
    """

    id: str
    records: tuple[RecordId, ...]
    events: tuple[Event, ...] = ()

    def __post_init__(self) -> None:
        events = sorted(self.events, key=lambda e: (e.recorded, e.source.value, e.entry))
        object.__setattr__(self, "records", tuple(sorted(self.records, key=str)))
        object.__setattr__(self, "events", tuple(events))


def adult_text(adult: Adult) -> str:
    """An adult in canonical text; its bytes are its digest's input."""
    return (
        f'{{"events":[{",".join(map(event_text, adult.events))}]'
        f',"id":{encode_basestring(adult.id)}'
        f',"records":[{",".join(encode_basestring(str(record)) for record in adult.records)}]}}'
    )


def adult_from_json(raw: Mapping[str, Any]) -> Adult:
    """The inverse of :func:`adult_text`, of its JSON values."""
    return Adult(
        id=raw["id"],
        records=tuple(RecordId.parse(record) for record in raw["records"]),
        events=tuple(event_from_json(part) for part in raw["events"]),
    )


def named_adult(event: Event) -> RecordId | None:
    """The person record of the adult whom the entry names; None if it names nobody.

    Without the system's reference the entry names an adult of its own.
    """
    if (ref := event.details.get("adult_ref")) is not None:
        return RecordId(event.source, ref)
    return RecordId(event.source, f"entry:{event.entry}") if adult_name(event) else None


def adult_name(event: Event) -> str:
    """The adult as the entry names them; empty if it gives a reference alone."""
    names = (event.details.get("adult_forename"), event.details.get("adult_surname"))
    return " ".join(name for name in names if name)
