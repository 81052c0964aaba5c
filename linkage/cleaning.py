"""From person records to comparable ones: a table of cleaning steps and its reader.

A record that was changed in its system has several versions; everything that any of
them says is kept, because an old surname or address still finds the child.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from linkage.names import fold, nickname_family, phonetic
from records.calendar import local_day
from records.history import PLACEHOLDER_BIRTH_DATES
from records.persons import PersonRecord, RecordId

__all__ = ["STEPS", "STREETS", "CleanRecord", "Step", "clean_records"]

Values = tuple[str, ...]

#: What clerks type where a name should stand, folded and without spaces.
PLACEHOLDER_NAMES = frozenset(
    {"unknown", "unk", "notknown", "notgiven", "notstated", "nk", "none", "noname", "name"}
    | {"tbc", "tba", "xx", "xxx", "test", "anon", "anonymous", "withheld"}
)
#: ... and where a forename should.
PLACEHOLDER_FORENAMES = PLACEHOLDER_NAMES | frozenset(
    {"baby", "child", "infant", "unborn", "male", "female", "boy", "girl", "mr", "miss", "ms"}
)
#: Words before a surname that many share; alone they say nothing.
PARTICLES = frozenset(
    {"al", "el", "de", "da", "di", "do", "dos", "du", "la", "le", "van", "von", "der", "den"}
    | {"bin", "ibn", "bint", "abu", "mac", "san", "ter", "ten"}
)
#: Words of streets, and how each is written short.
STREETS = {
    "avenue": "ave",
    "close": "cl",
    "court": "ct",
    "crescent": "cres",
    "drive": "dr",
    "flat": "fl",
    "gardens": "gdns",
    "grove": "gr",
    "lane": "ln",
    "place": "pl",
    "road": "rd",
    "saint": "st",
    "square": "sq",
    "street": "st",
    "terrace": "ter",
}
_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?[0-9][A-Z]{2}")


@dataclass(frozen=True, slots=True)
class CleanRecord:
    """What one person record says in all its versions, folded for comparing.

    Each field holds every distinct value, sorted; an empty one means that the system
    recorded nothing usable. A field's meaning is its row in :data:`STEPS`.
    """

    id: RecordId
    forenames: Values
    forename_parts: Values
    forename_families: Values
    forename_sounds: Values
    surnames: Values
    surname_parts: Values
    surname_sounds: Values
    birth_dates: Values
    birth_dates_swapped: Values
    birth_dates_year_off: Values
    birth_months: Values
    birth_days_of_month: Values
    birthdays: Values
    birth_years: Values
    assumed_years: Values
    addresses: Values
    postcodes: Values
    postcode_districts: Values


@dataclass(frozen=True, slots=True)
class Step:
    """One field of a clean record and how it is made.

    Attributes:
        of: the field whose values are turned; None takes from the person record.
        make: gives the field's values from one version, or from one earlier value.
    """

    field: str
    of: str | None
    make: Callable[[Any], Iterable[str]]
    meaning: str


def _joined(words: Sequence[str], placeholders: frozenset[str]) -> Iterable[str]:
    name = "".join(words)
    if len(name) > 1 and name not in placeholders:
        yield name


class _Version:
    """One version of a person record, with what several steps take from it.

    Attributes:
        names: each known name as (words of the forename, words of the surname).
        born: the birth date, unless it is a placeholder or can't be true.
    """

    __slots__ = ("born", "names", "person")

    def __init__(self, person: PersonRecord) -> None:
        self.person = person
        self.names = tuple(_names(person))
        self.born = _stated_date(person)


def _names(person: PersonRecord) -> Iterable[tuple[list[str], list[str]]]:
    yield fold(person.forename or "").split(), fold(person.surname).split()
    for other in person.other_names:
        # The last word as written, hyphens kept together, is a surname; one word alone
        # is what the child is called.
        *given, last = other.split() or [""]
        yield (
            (fold(" ".join(given)).split(), fold(last).split())
            if given
            else (
                fold(last).split(),
                [],
            )
        )


def _forenames(version: _Version) -> Iterable[str]:
    for given, _ in version.names:
        yield from _joined(given, PLACEHOLDER_FORENAMES)


def _surnames(version: _Version) -> Iterable[str]:
    for _, family in version.names:
        yield from _joined(family, PLACEHOLDER_NAMES)


def _forename_parts(version: _Version) -> Iterable[str]:
    for given, _ in version.names:
        if len(given) > 1:
            for word in given:
                yield from _joined([word], PLACEHOLDER_FORENAMES)


def _surname_parts(version: _Version) -> Iterable[str]:
    for _, family in version.names:
        if len(family) > 1:
            for word in family:
                if word not in PARTICLES and len(word) > 2:
                    yield from _joined([word], PLACEHOLDER_NAMES)


def _stated_date(person: PersonRecord) -> date | None:
    born = person.date_of_birth
    if born is None or born in PLACEHOLDER_BIRTH_DATES or born.year <= 1901:
        return None
    return born if born <= local_day(person.recorded) else None


def _birth_date(version: _Version) -> Iterable[str]:
    born = version.born
    if born is not None and (born.day, born.month) != (1, 1):
        yield f"{born.year:04d}{born.month:02d}{born.day:02d}"


def _assumed_year(version: _Version) -> Iterable[str]:
    born = version.born
    if born is not None and (born.day, born.month) == (1, 1):
        yield f"{born.year:04d}"


def _swapped(text: str) -> Iterable[str]:
    year, month, day = text[:4], text[4:6], text[6:]
    if month != day and day <= "12":
        yield year + day + month


def _year_off(text: str) -> Iterable[str]:
    return (f"{int(text[:4]) + years:04d}{text[4:]}" for years in (-1, 1))


def _address(version: _Version) -> Iterable[str]:
    words = [STREETS.get(word, word) for word in fold(version.person.address or "").split()]
    if len(words) > 1:
        yield " ".join(words)


def _postcode(version: _Version) -> Iterable[str]:
    code = fold(version.person.postcode or "").replace(" ", "").upper()
    if _POSTCODE.fullmatch(code):
        yield code


#: Every cleaning step, in the order in which they are taken.
STEPS: tuple[Step, ...] = (
    Step("forenames", None, _forenames, "each forename whole, nicknames too; no initials"),
    Step("forename_parts", None, _forename_parts, "the words of a forename of several"),
    Step("forename_families", "forenames", nickname_family, "short forms and other spellings"),
    Step("forename_sounds", "forenames", lambda name: [phonetic(name)], "how it is heard"),
    Step("surnames", None, _surnames, "each surname whole, former ones too"),
    Step("surname_parts", None, _surname_parts, "the words of a surname of several"),
    Step("surname_sounds", "surnames", lambda name: [phonetic(name)], "how it is heard"),
    Step("birth_dates", None, _birth_date, "YYYYMMDD; no placeholders, no 1 January"),
    Step("birth_dates_swapped", "birth_dates", _swapped, "with day and month exchanged"),
    Step("birth_dates_year_off", "birth_dates", _year_off, "a year earlier and a year later"),
    Step("birth_months", "birth_dates", lambda text: [text[:6]], "year and month"),
    Step("birth_days_of_month", "birth_dates", lambda text: [text[:4] + text[6:]], "year and day"),
    Step("birthdays", "birth_dates", lambda text: [text[4:]], "month and day"),
    Step("birth_years", "birth_dates", lambda text: [text[:4]], "year of a whole date"),
    Step("assumed_years", None, _assumed_year, "year of a 1 January, often only assumed"),
    Step("addresses", None, _address, "address line, words of streets shortened"),
    Step("postcodes", None, _postcode, "whole postcode without spaces"),
    Step("postcode_districts", "postcodes", lambda code: [code[:-3]], "its first half"),
)


def clean_records(persons: Iterable[PersonRecord]) -> tuple[CleanRecord, ...]:
    """One clean record for each record id, all versions together, in order of id.

    The order of ``persons`` and repeated versions make no difference.
    """
    versions: dict[RecordId, list[PersonRecord]] = {}
    for person in persons:
        versions.setdefault(person.id, []).append(person)
    in_order = sorted(versions, key=lambda record: (record.source.value, record.ref))
    turned = {step.field: _Turned(step.make) for step in STEPS if step.of is not None}
    return tuple(_clean(record, versions[record], turned) for record in in_order)


class _Turned:
    """What a step makes of earlier values, each worked out once: names and dates recur."""

    def __init__(self, make: Callable[[str], Iterable[str]]) -> None:
        self._make = make
        self._known: dict[str, Values] = {}

    def of(self, values: Values) -> Values:
        """Everything that the step makes of the values."""
        if len(values) == 1:
            return self._one(values[0])
        return tuple(sorted({made for value in values for made in self._one(value)}))

    def _one(self, value: str) -> Values:
        found = self._known.get(value)
        if found is None:
            found = self._known[value] = tuple(sorted({*self._make(value)} - {""}))
        return found


def _clean(
    record: RecordId, versions: Sequence[PersonRecord], turned: Mapping[str, _Turned]
) -> CleanRecord:
    made: dict[str, Values] = {}
    parts = [_Version(person) for person in versions]
    for step in STEPS:
        if step.of is not None:
            made[step.field] = turned[step.field].of(made[step.of])
        else:
            values = {value for part in parts for value in step.make(part) if value}
            made[step.field] = tuple(sorted(values)) if len(values) > 1 else tuple(values)
    return CleanRecord(id=record, **made)
