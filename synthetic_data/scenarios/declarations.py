"""The nouns of a scenario: who is in it, what is written down, what is really so.

All times are minutes before the extracts are taken; :func:`ago` gives them in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from records.events import EventKind
from records.sources import SourceSystem
from synthetic_data.minutes import DAY, HOUR

__all__ = [
    "Absence",
    "Adult",
    "Ahead",
    "Child",
    "Entry",
    "Harm",
    "KnownAs",
    "Scenario",
    "Stay",
    "ago",
]


def ago(days: int, hour: float) -> int:
    """Minutes back to ``hour`` o'clock UTC on the day that began ``days`` days before the end.

    ``ago(1, 23)`` is an hour before the extracts are taken.
    """
    return days * DAY - round(hour * HOUR)


@dataclass(frozen=True, slots=True)
class Ahead:
    """In an entry's details: the day so many days after the extracts are taken."""

    days: int


@dataclass(frozen=True, slots=True)
class KnownAs:
    """How one system has a child otherwise than the child is: one letter of the surname
    dropped, day and month of birth exchanged, sex and street not asked.
    """

    source: SourceSystem
    forename: str


@dataclass(frozen=True, slots=True)
class Child:
    """One child of a scenario.

    Attributes:
        age: completed years when the extracts are taken.
        birthday: month and day; or how many days ago it was.
        family: children of one number share surname and home.
        home: another number than ``family``'s: strangers under one roof.
        known_as: the one system that has the child otherwise.
    """

    key: str
    forename: str
    age: int
    sex: str
    birthday: tuple[int, int] | int = (4, 9)
    family: int = 0
    home: int | None = None
    in_childrens_home: bool = False
    is_twin: bool = False
    ethnicity: str = "white"
    known_as: KnownAs | None = None


@dataclass(frozen=True, slots=True)
class Adult:
    """One adult of a scenario: the same true adult in every system that names the key."""

    key: str
    forename: str
    age: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the system that holds entries of this kind.

    Attributes:
        record: what its record is called within the scenario; the first entry opens it.
        who: the child's key; None for an entry about an adult alone.
        ago: when it happened.
        after: minutes from then until it is entered.
        adult: the adult's key, if it names one.
        first_on, moved: entered about this other child, and moved to ``who`` at that time.
    """

    kind: EventKind
    record: str
    who: str | None
    ago: int
    after: int = 15
    adult: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    first_on: str | None = None
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Absence:
    """One time missing, reported: its entries in S1 and its row of the truth.

    Attributes:
        ago: since when the child was missing.
        hours: how long really, which may reach beyond the extracts.
        reported: minutes from then until police were told.
        after: minutes from being told until the report is entered.
        found, interview: details of these entries; no interview, no entry.
        adult: the adult's key, where the child was found with one.
        harm: what was done to the child meanwhile.
    """

    record: str
    who: str
    ago: int
    hours: float
    reported: int = 30
    after: int = 10
    missing_from: str = "home"
    found: Mapping[str, Any] = field(default_factory=dict)
    interview: Mapping[str, Any] | None = None
    adult: str | None = None
    with_adult: bool = False
    harm: str | None = None
    first_on: str | None = None
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Stay:
    """One stay in one latent state: what adults are doing to the child from ``ago`` on."""

    who: str
    state: str
    ago: int


@dataclass(frozen=True, slots=True)
class Harm:
    """Harm done to the child, and when anybody recorded it first."""

    who: str
    ago: int
    known: int
    while_missing: bool = False
    kind: str = "sexual"


@dataclass(frozen=True, slots=True)
class Scenario:
    """One vignette.

    Attributes:
        words: what it is, in one sentence.
        stays: in order of time; before the first of a child, nothing was done to it.

    Raises:
        ValueError: with every child and adult that the script names and nobody plays.
    """

    name: str
    words: str
    children: tuple[Child, ...]
    script: tuple[Absence | Entry, ...]
    adults: tuple[Adult, ...] = ()
    stays: tuple[Stay, ...] = ()
    harms: tuple[Harm, ...] = ()

    def __post_init__(self) -> None:
        roles = {child.key for child in self.children}
        adults = {adult.key for adult in self.adults}
        named: list[str | None] = [s.who for s in (*self.script, *self.stays, *self.harms)]
        named += [step.first_on for step in self.script]
        by = [step.adult for step in self.script]
        faults = [f"no child is called {key}" for key in named if key and key not in roles]
        faults += [f"no adult is called {key}" for key in by if key and key not in adults]
        if faults:
            raise ValueError(f"{self.name}: " + "; ".join(faults))
