"""Named scenarios for tests: played alone, written as extracts, their people named."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from records.events import Event
from records.formats import FORMATS
from records.persons import PersonRecord, RecordId
from records.reading import Entry, read_extract
from records.sources import EXTRACTED, SourceSystem
from records.writing import ExtractFile, write_extract_times
from synthetic_data.minutes import minute_of_day, moment
from synthetic_data.recording.references import References
from synthetic_data.recording.rows import rows_of
from synthetic_data.scenarios import script
from tests.lib.forces import UNTIL

__all__ = ["Played", "played"]


@dataclass(frozen=True)
class Played:
    """What the systems hold of some scenarios at ``taken``, and the truth beside it.

    Attributes:
        rows: of every system's extract, in order of recording: system, when, values.
        entries: the same, read back.
        identity: each person record's true child.
        adults: each adult reference's true adult.
        truth: the rows of each table, as column lists.
    """

    taken: datetime
    rows: list[tuple[SourceSystem, datetime, dict[str, Any]]] = field(repr=False)
    identity: dict[RecordId, str]
    adults: dict[RecordId, str]
    truth: dict[str, dict[str, list[Any]]] = field(repr=False)
    entries: dict[SourceSystem, list[tuple[Event, PersonRecord | None]]] = field(
        init=False, repr=False
    )

    def __post_init__(self) -> None:
        with TemporaryDirectory(prefix="scenarios-") as directory:
            object.__setattr__(self, "entries", _read(self.write(Path(directory))))

    def name(self, forename: str) -> str:
        """The one child's true full name."""
        children = self.truth["children"]
        [surname] = [
            surname
            for first, surname in zip(children["forename"], children["surname"], strict=True)
            if first == forename
        ]
        return f"{forename} {surname}"

    def ago(self, **length: float) -> datetime:
        """So long before the extracts were taken: ``ago(days=4)``."""
        return self.taken - timedelta(**length)

    def write(self, directory: Path, taken: datetime | None = None) -> Path:
        """Write every system's extract as taken then: nothing recorded later is in it."""
        directory.mkdir(parents=True, exist_ok=True)
        end = taken or self.taken
        for source in EXTRACTED:
            with ExtractFile(FORMATS[source], directory) as file:
                for system, recorded, values in self.rows:
                    if system is source and recorded < end:
                        file.write(values)
        write_extract_times(directory, dict.fromkeys(EXTRACTED, end))
        return directory


def _read(directory: Path) -> dict[SourceSystem, list[tuple[Event, PersonRecord | None]]]:
    found: dict[SourceSystem, list[tuple[Event, PersonRecord | None]]] = {}
    for source in EXTRACTED:
        format_ = FORMATS[source]
        for entry in read_extract(format_, directory / format_.file):
            assert isinstance(entry, Entry), (format_.file, entry)
            found.setdefault(source, []).append((entry.event, entry.person))
    return found


def played(*names: str, until: date = UNTIL, number: int = 0, sex: str | None = None) -> Played:
    """The scenarios played together, taken as ``until`` begins."""
    taken = minute_of_day(until)
    drafts, tables = script(names, number, taken, sex=sex)
    rows = rows_of(drafts)
    references = References()
    return Played(
        taken=moment(taken),
        rows=[
            (SourceSystem(row.source), moment(row.recorded), references.filled(row, number))
            for row in rows
        ],
        identity=dict(references.persons.values()),
        adults=references.adults,
        truth={name: table.to_pydict() for name, table in tables.items()},
    )
