"""Rows of extracts as the reader gives them, with only what a test cares about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from records.events import Event, EventKind
from records.persons import PersonRecord, RecordId
from records.reading import BadRow, Entry, Fault
from records.sources import SourceSystem

__all__ = ["DAY", "S1", "S2", "a_bad_row", "a_person", "an_entry"]

S1, S2 = SourceSystem.MISSING_PERSONS, SourceSystem.CSE_PLANS
DAY = datetime(2026, 11, 1, 12, tzinfo=UTC)


def a_person(
    ref: str = "P-1", source: SourceSystem = S1, day: int = 0, **known: Any
) -> PersonRecord:
    """A person record as one system wrote it on a day."""
    known.setdefault("forename", "Maya")
    known.setdefault("surname", "Testcase")
    return PersonRecord(RecordId(source, ref), DAY + timedelta(days=day), **known)


def an_entry(
    number: int = 1,
    person: PersonRecord | None = None,
    *,
    kind: EventKind = EventKind.MISSING_REPORTED,
    row: int | None = None,
    replaces: str | None = None,
    **details: Any,
) -> Entry:
    """Entry ``number`` of its system, recorded when its person record was."""
    person = person or a_person(day=number)
    event = Event(
        source=person.id.source,
        kind=kind,
        reference=f"MP-2026-{number:04d}",
        entry=f"E{number}",
        occurred=person.recorded - timedelta(hours=2),
        recorded=person.recorded,
        details=details,
        replaces=replaces,
    )
    return Entry(row or number + 1, event, replace(person), f"the line of entry {number}")


def a_bad_row(row: int, raw: str = "no,such,row") -> BadRow:
    """A row that the reader could not take."""
    return BadRow(row, (Fault("occurred_at", "is required"), Fault("surname", "is required")), raw)
