"""Entries before they have their references: those are given when all neighbourhoods are in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from records.events import EventKind
from records.sources import SourceSystem

__all__ = ["Draft", "Drafts", "Later", "PersonView"]


@dataclass(frozen=True, slots=True)
class Later:
    """A reference that is given when all neighbourhoods are in.

    Of a record: ``record:`` and its key. Of an adult, as one system has them:
    ``adult:``, the system's id, ``:`` and the adult's key.
    """

    key: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """What one person record of one system says at one time. ``key`` stands for its id.

    Attributes:
        child: whom it is really about.
    """

    key: str
    child: str
    forename: str | None
    surname: str
    other_names: tuple[str, ...] = ()
    date_of_birth: date | None = None
    sex: str | None = None
    ethnicity: str | None = None
    address: str | None = None
    postcode: str | None = None
    local_authority: str | None = None
    team: str | None = None
    learning_disability: bool | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """One entry; ``number`` counts within the neighbourhood, ``replaces`` is such a number.

    Attributes:
        record: the key of the record that it belongs to.
        person: None for an entry about an adult alone.
    """

    number: int
    source: SourceSystem
    kind: EventKind
    record: str
    person: PersonView | None
    occurred: int
    recorded: int
    details: Mapping[str, Any]
    replaces: int | None = None


class Drafts:
    """The entries that one neighbourhood's systems hold when the extracts are taken."""

    def __init__(self, neighbourhood: int, taken: int) -> None:
        self.neighbourhood, self.taken = neighbourhood, taken
        self.entries: list[Draft] = []
        self._records = 0
        self._opened: dict[str, int] = {}

    def new_record(self) -> str:
        """The key of a new record."""
        self._records += 1
        return f"{self.neighbourhood}:{self._records}"

    def write(
        self,
        source: SourceSystem,
        kind: EventKind,
        record: str,
        person: PersonView | None,
        occurred: int,
        recorded: int,
        details: Mapping[str, Any],
        replaces: Draft | None = None,
    ) -> Draft | None:
        """Enter it, unless the extract is taken before it is recorded: then None.

        An entry is never recorded before it happened, nor before the entry that opens its
        record: the first one written under it. If that one came too late for the extract,
        so do the others. Empty details are left out.
        """
        opened = self._opened.setdefault(record, max(recorded, occurred))
        recorded = max(recorded, occurred, opened)
        if recorded >= self.taken:
            return None
        kept = {name: value for name, value in details.items() if value is not None}
        number = replaces.number if replaces is not None else None
        draft = Draft(
            len(self.entries), source, kind, record, person, occurred, recorded, kept, number
        )
        self.entries.append(draft)
        return draft
