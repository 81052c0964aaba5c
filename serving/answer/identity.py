"""Who the child is: one name to show, and every other way the child is recorded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from linkage.folding import fold
from records.calendar import birthday
from records.history import KnownHistory
from records.persons import PersonRecord

__all__ = ["ADULT", "adult_since", "child_values", "home_words", "local_authority_of", "team_of"]

ADULT = 18


def child_values(known: KnownHistory) -> dict[str, Any]:
    """The answer's ``child``: names, age, home and the records they come from."""
    persons = known.current_persons
    name = _name(persons)
    return {
        "id": known.child,
        "name": name,
        "other_names": _other_names(known, name),
        "recorded_in": [
            {
                "system": person.id.source.value,
                "system_name": person.id.source.words,
                "reference": person.id.ref,
                "name": person.full_name,
            }
            for person in sorted(persons, key=lambda p: (int(p.id.source.value[1:]), p.id.ref))
        ],
        "age": known.age,
        "birth_date": None if known.birth_date is None else known.birth_date.isoformat(),
        "sex": _newest(persons, lambda p: None if p.sex == "not_known" else p.sex),
        "home": _newest(persons, home_words),
        "local_authority": local_authority_of(known),
        "team": team_of(known),
        "adult_since": adult_since(known),
    }


def adult_since(known: KnownHistory) -> str | None:
    """The eighteenth birthday, if the person is 18 or over at ``as_of``."""
    if known.birth_date is None or known.age is None or known.age < ADULT:
        return None
    return birthday(known.birth_date, ADULT).isoformat()


def team_of(known: KnownHistory) -> str | None:
    """The neighbourhood team, by the newest record that names one."""
    return _newest(known.current_persons, lambda p: p.team)


def local_authority_of(known: KnownHistory) -> str | None:
    """The local authority, by the newest record that names one."""
    return _newest(known.current_persons, lambda p: p.local_authority)


def _name(persons: tuple[PersonRecord, ...]) -> str:
    """The full name that most records agree on; among equals the newest with a forename."""
    votes = Counter(fold(person.full_name) for person in persons)
    best = min(
        persons,
        key=lambda p: (-votes[fold(p.full_name)], p.forename is None, persons.index(p)),
        default=None,
    )
    return best.full_name if best else "Name not recorded"


def _other_names(known: KnownHistory, name: str) -> list[str]:
    seen = {fold(name)}
    others = []
    for person in reversed(known.persons):
        for other in (person.full_name, *person.other_names):
            if fold(other) not in seen:
                seen.add(fold(other))
                others.append(other)
    return others


def home_words(person: PersonRecord) -> str | None:
    """Address and postcode as recorded; None if neither is."""
    return ", ".join(part for part in (person.address, person.postcode) if part) or None


def _newest(
    persons: tuple[PersonRecord, ...], part: Callable[[PersonRecord], str | None]
) -> str | None:
    return next((value for value in map(part, persons) if value is not None), None)
