"""Keys under which a person record can be found, and the keys that a question looks up.

A record is a candidate if it shares any key with the question. Errors are forgiven on
both sides: by the sound and the first letters of each name, by nicknames, and by birth
dates with day and month swapped, a year off, or one digit wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from linkage.names import fold, nickname_family, phonetic
from records.persons import PersonRecord
from serving.search.query import Query

__all__ = ["name_tokens", "near_dates", "person_keys", "query_keys", "swapped"]

_PART = 3


def name_tokens(text: str) -> tuple[str, ...]:
    """The folded words of a name, hyphens and apostrophes taken as :func:`fold` does."""
    return tuple(fold(text).split())


def person_keys(person: PersonRecord) -> frozenset[str]:
    """Every key of one version of a person record."""
    keys: set[str] = set()
    for name in (person.full_name, *person.other_names):
        for token in name_tokens(name):
            keys.update(_token_keys(token))
    if person.date_of_birth is not None:
        keys.add(f"d:{person.date_of_birth.isoformat()}")
    for place in (person.address, person.postcode):
        if place:
            keys.update(f"h:{token}" for token in _place_tokens(place))
    return frozenset(keys)


def query_keys(query: Query) -> frozenset[str]:
    """Every key to look up: those of the words as typed and of their likely errors."""
    keys: set[str] = set()
    for token in name_tokens(query.name or ""):
        keys.update(_token_keys(token))
        keys.update(f"n:{name}" for name in nickname_family(token))
    if query.birth_date is not None:
        keys.update(f"d:{day.isoformat()}" for day in (query.birth_date, *near_dates(query)))
    if query.place:
        keys.update(f"h:{token}" for token in _place_tokens(query.place))
    return frozenset(keys)


def _token_keys(token: str) -> Iterator[str]:
    yield f"n:{token}"
    yield f"p:{phonetic(token)}"
    if len(token) >= _PART:
        yield f"t:{token[:_PART]}"


def _place_tokens(place: str) -> set[str]:
    joined = fold(place).replace(" ", "")
    return {*(token for token in fold(place).split() if len(token) >= _PART), joined}


def swapped(day: date) -> date | None:
    """The date with day and month swapped, if that is another date."""
    try:
        other = date(day.year, day.day, day.month)
    except ValueError:
        return None
    return other if other != day else None


def near_dates(query: Query) -> tuple[date, ...]:
    """Dates that a slip of the pen makes of the birth date: swapped, a year, one digit."""
    if query.birth_date is None:
        return ()
    born = query.birth_date
    near = {swapped(born)}
    for years in (-1, 1):
        near.add(_date(born.year + years, born.month, born.day))
    written = born.strftime("%Y%m%d")
    for place in range(len(written)):
        for digit in "0123456789":
            typed = written[:place] + digit + written[place + 1 :]
            near.add(_date(int(typed[:4]), int(typed[4:6]), int(typed[6:])))
    return tuple(sorted(day for day in near if day is not None and day != born))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
