"""Named scenarios for tests: played alone, written as extracts, their people named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from records.events import Event
from records.formats import FORMATS
from records.persons import PersonRecord, RecordId
from records.sources import SourceSystem
from records.writing import write_extract, write_extract_times
from synthetic_data.minutes import minute_of_day, moment
from synthetic_data.recording.references import References
from synthetic_data.scenarios import script
from tests.lib.forces import UNTIL

__all__ = ["Played", "played"]


@dataclass(frozen=True)
class Played:
    """What the systems hold of some scenarios at ``taken``, and the truth beside it.

    Attributes:
        identity: each person record's true child.
        adults: each adult reference's true adult.
        truth: the rows of each table, as column lists.
    """

    taken: datetime
    entries: dict[SourceSystem, list[tuple[Event, PersonRecord | None]]]
    identity: dict[RecordId, str]
    adults: dict[RecordId, str]
    truth: dict[str, dict[str, list[Any]]]

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
        for source, format_ in FORMATS.items():
            found = [pair for pair in self.entries.get(source, []) if pair[0].recorded < end]
            write_extract(format_, directory, found)
        write_extract_times(directory, dict.fromkeys(FORMATS, end))
        return directory


def played(*names: str, until: date = UNTIL, number: int = 0, sex: str | None = None) -> Played:
    """The scenarios played together, taken as ``until`` begins."""
    taken = minute_of_day(until)
    drafts, tables = script(names, number, taken, sex=sex)
    references = References()
    entries = references.entries([drafts])
    return Played(
        taken=moment(taken),
        entries=entries,
        identity=dict(references.persons.values()),
        adults=references.adults,
        truth={name: table.to_pydict() for name, table in tables.items()},
    )
