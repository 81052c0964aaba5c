"""From entries to extract files in the agreed formats: the reader's inverse."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from records.calendar import instant_to_text
from records.events import Event
from records.formats.declaration import ExtractFormat
from records.persons import PersonRecord
from records.sources import SourceSystem

__all__ = ["EXTRACT_TIMES", "ExtractFile", "entry_values", "write_extract", "write_extract_times"]

#: The file beside the extracts that says when each of them was taken.
EXTRACT_TIMES = "extract_times.json"


class ExtractFile:
    """One system's extract being written, row by row; close it, or use it in ``with``.

    A file of the same name is replaced; the directory must exist.
    """

    def __init__(self, format_: ExtractFormat, directory: Path) -> None:
        self.path = directory / format_.file
        self._names = [column.name for column in format_.columns]
        self._file = self.path.open("w", encoding="utf-8", newline="")
        self._table: Any = None
        if self.path.suffix == ".csv":
            self._table = csv.writer(self._file, lineterminator="\n")
            self._table.writerow(self._names)

    def write(self, values: Mapping[str, Any]) -> None:
        """Write one row, as :func:`entry_values` gives it."""
        if self._table is not None:
            self._table.writerow([values.get(name, "") for name in self._names])
        else:
            self._file.write(json.dumps(values, ensure_ascii=False) + "\n")

    def close(self) -> None:
        """The file is whole from now on."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def write_extract(
    format_: ExtractFormat,
    directory: Path,
    entries: Iterable[tuple[Event, PersonRecord | None]],
) -> Path:
    """Write one system's extract; the directory must exist. Returns the file's path."""
    with ExtractFile(format_, directory) as file:
        for event, person in entries:
            file.write(entry_values(format_, event, person))
    return file.path


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
