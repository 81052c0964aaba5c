"""What an officer asks: a name in any order, a birth date or an age, a place."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

__all__ = ["Query", "QueryError"]

LONGEST = 120
SHORTEST_NAME = 2
OLDEST = 25


class QueryError(Exception):
    """The question can't be searched for. ``faults``: field -> what to do about it."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Query:
    """One search. At least a name, a birth date or a place must be given.

    Raises:
        QueryError: with every fault at once; never repeating what was typed.
    """

    name: str | None = None
    birth_date: date | None = None
    age: int | None = None
    place: str | None = None

    def __post_init__(self) -> None:
        faults = {}
        for field in ("name", "place"):
            text = getattr(self, field)
            if text is None:
                continue
            text = " ".join(text.split())
            if any(unicodedata.category(letter)[0] == "C" for letter in text):
                faults[field] = "Use letters, spaces, hyphens and apostrophes only."
            elif len(text) > LONGEST:
                faults[field] = f"Use {LONGEST} characters or fewer."
            object.__setattr__(self, field, text or None)
        if self.name is not None and len(self.name) < SHORTEST_NAME:
            faults["name"] = f"Enter at least {SHORTEST_NAME} letters of a name."
        if self.age is not None and not 0 <= self.age <= OLDEST:
            faults["age"] = f"Enter an age from 0 to {OLDEST}."
        if not faults and self.name is None and self.birth_date is None and self.place is None:
            faults["name"] = "Enter a name, a birth date or a place."
        if faults:
            raise QueryError(faults)
