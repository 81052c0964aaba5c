"""Adults of the invented world, and where they are met."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

__all__ = ["Address", "Adult", "Circle", "Managed"]


@dataclass(frozen=True, slots=True)
class Address:
    """A place where people live, or meet; one that isn't a home may have no postcode."""

    line: str
    postcode: str | None


@dataclass(frozen=True, slots=True)
class Adult:
    """An adult who exploits children. ``key`` is unique in the force."""

    key: str
    forename: str
    surname: str
    born: date


@dataclass(frozen=True, slots=True)
class Circle:
    """Adults who exploit children together, and the places, cars and phones they share."""

    adults: tuple[Adult, ...]
    houses: tuple[Address, ...]
    places: tuple[str, ...]
    vehicles: tuple[str, ...]
    phones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Managed:
    """An adult whom police manage, as a sex offender or a person of concern."""

    adult: Adult
    category: str
    level: int
    since: int
    until: int | None
