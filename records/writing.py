"""From entries to extract files in the agreed formats: the reader's inverse."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from records.calendar import instant_to_text
from records.events import Event
from records.formats.declaration import ExtractFormat
from records.persons import PersonRecord
from records.sources import SourceSystem

__all__ = ["EXTRACT_TIMES", "entry_values", "write_extract", "write_extract_times"]

#: The file beside the extracts that says when each of them was taken.
EXTRACT_TIMES = "extract_times.json"


def write_extract(
    format_: ExtractFormat, directory: Path, entries: Iterable[tuple[Event, PersonRecord | None]]
) -> Path:
    """Write one system's extract; the directory must exist. Returns the file's path."""
    path = directory / format_.file
    names = [column.name for column in format_.columns]
    with path.open("w", encoding="utf-8", newline="") as file:
        if path.suffix == ".csv":
            table = csv.writer(file, lineterminator="\n")
            table.writerow(names)
            for event, person in entries:
                values = entry_values(format_, event, person)
                table.writerow([values.get(name, "") for name in names])
        else:
            for event, person in entries:
                values = entry_values(format_, event, person)
                file.write(json.dumps(values, ensure_ascii=False) + "\n")
    return path


def entry_values(
    format_: ExtractFormat, event: Event, person: PersonRecord | None
) -> dict[str, Any]:
    """The row as the file holds it: column name -> text, number or list; empty ones left out.

    ``person`` is None for an entry about an adult alone.
    """
    known: dict[str, Any] = {
        "entry": event.kind.value,
        "entry_ref": event.entry,
        "record_ref": event.reference,
        "occurred_at": event.occurred,
        "recorded_at": event.recorded,
        "replaces": event.replaces,
        "person_ref": person.id.ref if person else None,
        **event.details,
    }
    values = {}
    for column in format_.columns:
        value = known[column.name] if column.name in known else getattr(person, column.name, None)
        if column.name == "entry":
            values["entry"] = value
        elif value is not None and value != ():
            values[column.name] = column.type.write(value)
    return values


def write_extract_times(directory: Path, taken: dict[SourceSystem, datetime]) -> None:
    """Say when each system's extract was taken."""
    times = {source.value: instant_to_text(moment) for source, moment in _sorted_by_id(taken)}
    (directory / EXTRACT_TIMES).write_text(json.dumps(times, indent=1) + "\n", encoding="utf-8")


def _sorted_by_id(taken: dict[SourceSystem, datetime]) -> list[tuple[SourceSystem, datetime]]:
    """Systems in the order S1, S2 ... S13."""
    return sorted(taken.items(), key=lambda pair: int(pair[0].value[1:]))
