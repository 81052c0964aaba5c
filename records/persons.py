"""One system's view of a person, and the real child behind several of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NewType

from records.sources import SourceSystem

__all__ = ["ETHNICITIES", "SEXES", "ChildId", "PersonRecord", "RecordId"]

#: The stable id of a child, e.g. ``C-7Q2M4K9T``. It says nothing about the child.
ChildId = NewType("ChildId", str)

SEXES = ("female", "male", "not_known")
ETHNICITIES = ("white", "black", "asian", "mixed", "other", "not_known")


@dataclass(frozen=True, slots=True, order=True)
class RecordId:
    """One person record of one system: never a :data:`ChildId`."""

    source: SourceSystem
    ref: str

    def __str__(self) -> str:
        return f"{self.source.value}:{self.ref}"

    @classmethod
    def parse(cls, text: str) -> RecordId:
        """The inverse of ``str``. Raises ValueError for anything else."""
        source, colon, ref = text.partition(":")
        if not colon or not ref:
            raise ValueError("a record id is written SYSTEM:REFERENCE, e.g. S1:P-000123")
        return cls(SourceSystem(source), ref)


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """What one system wrote about one person, from ``recorded`` on.

    A person whose details change in a system has several of these under one ``id``;
    the latest known is the current view. ``None`` always means that the system did not
    record the value.

    Attributes:
        team: the neighbourhood team of the address, as the system names it.
        learning_disability: ``True`` or ``False`` as recorded.
    """

    id: RecordId
    recorded: datetime
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

    @property
    def full_name(self) -> str:
        """Forename and surname as recorded, in that order."""
        return f"{self.forename} {self.surname}" if self.forename else self.surname
