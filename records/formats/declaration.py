"""What an extract format says, and the columns that every system shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from records.columns import Choice, Column, Day, Instant, NameList, Text, YesNo
from records.events import EventKind
from records.persons import ETHNICITIES, SEXES
from records.sources import SourceSystem

__all__ = ["COMMON", "PERSON_COLUMNS", "ExtractFormat"]

_ENTRY_COLUMNS = (
    Column("entry_ref", Text(60), "unique in the system; the same entry always has it", True),
    Column("record_ref", Text(60), "the reference people quote; shared by its entries", True),
    Column("occurred_at", Instant(), "when it happened", True),
    Column("recorded_at", Instant(), "when the system was told; never before it happened", True),
    Column("replaces", Text(60), "the entry_ref that this entry corrects or withdraws"),
)

PERSON_COLUMNS = (
    Column("person_ref", Text(60), "the system's own id of the child", True, identifying=True),
    Column("forename", Text(80), "forename as recorded", identifying=True),
    Column("surname", Text(80), "surname as recorded", True, identifying=True),
    Column("other_names", NameList(), "nicknames, former names", identifying=True),
    Column("date_of_birth", Day(), "as recorded, placeholders included", identifying=True),
    Column("sex", Choice(SEXES), "as recorded", protected=True),
    Column("ethnicity", Choice(ETHNICITIES), "for monitoring alone", protected=True),
    Column("address", Text(200), "home address as recorded", identifying=True),
    Column("postcode", Text(12), "home postcode as recorded", identifying=True),
    Column("local_authority", Text(60), "the responsible local authority"),
    Column("team", Text(60), "the neighbourhood team of the home"),
    Column("learning_disability", YesNo(), "a policy floor, never points", protected=True),
)

#: Columns of every extract, before the system's own.
COMMON: tuple[Column, ...] = _ENTRY_COLUMNS + PERSON_COLUMNS


@dataclass(frozen=True, slots=True)
class ExtractFormat:
    """One system's extract: its file, the kinds of entry it may hold and their columns.

    Attributes:
        file: the file's name within an extract directory. Its ending decides the
            reader: ``.csv`` with a header line, or ``.jsonl`` with one object a line.
        entries: for each kind of entry, the names of the system's own columns that it
            must fill; a column of another kind may stay empty.
        own: the system's own columns, after :data:`COMMON`.
        promise_hours: how old an extract may be before it is called stale.
        columns: every column in file order; ``entry`` tells the kind of the row.
        without_child: kinds of entry about an adult alone. They, and withdrawals of them,
            leave the person's columns empty.
    """

    source: SourceSystem
    file: str
    entries: Mapping[EventKind, tuple[str, ...]]
    own: tuple[Column, ...]
    promise_hours: int
    without_child: frozenset[EventKind] = frozenset()
    columns: tuple[Column, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        kinds = tuple(kind.value for kind in (*self.entries, EventKind.WITHDRAWN))
        entry = Column("entry", Choice(kinds), "the kind of entry", True)
        object.__setattr__(self, "columns", (entry, *COMMON, *self.own))
