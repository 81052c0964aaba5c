"""The adults of an invented force, as perfect linkage would give them."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from records.adults import Adult, named_adult
from records.events import Event
from records.formats import FORMATS
from records.persons import RecordId
from records.reading import Entry, read_extract
from records.sources import EXTRACTED

__all__ = ["true_adults"]


def true_adults(force: Path) -> list[Adult]:
    """Every adult with a record, in order of id, with the entries about the adult alone."""
    table = pq.read_table(force / "truth" / "adults.parquet").to_pydict()
    adult_of = {
        str(record): f"A-{adult}"
        for record, adult in zip(table["adult_id"], table["true_adult"], strict=True)
    }
    records: dict[str, list[RecordId]] = {}
    for record, adult in adult_of.items():
        records.setdefault(adult, []).append(RecordId.parse(record))
    alone = [
        entry.event
        for format_ in map(FORMATS.__getitem__, EXTRACTED)
        if format_.without_child
        for entry in read_extract(format_, force / "records" / format_.file)
        if isinstance(entry, Entry) and entry.person is None
    ]
    about: dict[str, list[Event]] = {}
    whose: dict[str, str] = {}
    for event in alone:
        named = adult_of.get(str(named_adult(event)))
        if named is not None:
            about.setdefault(named, []).append(event)
            whose[event.entry] = named
    for event in alone:
        corrected = whose.get(event.replaces or "")
        if corrected is not None and whose.get(event.entry) != corrected:
            about[corrected].append(event)
    return [Adult(id_, tuple(records[id_]), tuple(about.get(id_, ()))) for id_ in sorted(records)]
