"""What a person record can be found by: its names, birth dates and homes as folded words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from linkage.cleaning import STREETS
from linkage.names import fold
from records.calendar import instant_to_text
from records.history import PLACEHOLDER_BIRTH_DATES
from records.persons import PersonRecord

__all__ = [
    "NO_FORENAME",
    "NameWords",
    "Searchable",
    "joined_words",
    "place_words",
    "recorded_names",
    "searchable",
]

#: No folded word has a space.
NO_FORENAME = "no forename"
_BETWEEN_NAMES, _BETWEEN_PARTS = ";", "/"


@dataclass(frozen=True, slots=True, order=True)
class NameWords:
    """One recorded name as folded words: hyphens part them, accents and capitals are gone."""

    given: tuple[str, ...]
    family: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """All of them, in the order in which they are written."""
        return (*self.given, *self.family)


@dataclass(frozen=True, slots=True)
class Searchable:
    """What one person record is found by, over all its versions: an old surname counts.

    Attributes:
        births: birth dates but for placeholders, which say nothing.
        homes: address and postcode of one version, as words, the latest first.
        seen: when the record was last written, as an instant's text.
    """

    names: tuple[NameWords, ...]
    births: tuple[date, ...]
    homes: tuple[tuple[str, ...], ...]
    seen: str

    def texts(self) -> tuple[str, str, str, str]:
        """Names, births, homes and ``seen``, as :meth:`from_texts` reads them."""
        names = _BETWEEN_NAMES.join(
            " ".join(name.given) + _BETWEEN_PARTS + " ".join(name.family) for name in self.names
        )
        births = _BETWEEN_NAMES.join(born.isoformat() for born in self.births)
        homes = _BETWEEN_NAMES.join(" ".join(home) for home in self.homes)
        return names, births, homes, self.seen

    @classmethod
    def from_texts(cls, names: str, births: str, homes: str, seen: str) -> Searchable:
        """The inverse of :meth:`texts`."""
        return cls(_names(names), _births(births), _homes(homes), seen)

    def name_words(self) -> set[str]:
        """Every word of every name, and neighbours joined: "van dyke" is found as "vandyke".

        :data:`NO_FORENAME` stands for a forename that is not recorded.
        """
        found: set[str] = set()
        for name in self.names:
            if not name.given:
                found.add(NO_FORENAME)
            found.update(name.given, name.family)
            found.update(joined_words(name.given), joined_words(name.family))
        return found

    def place_words(self) -> set[str]:
        """Every word of every home."""
        return {word for home in self.homes for word in home}


def recorded_names(person: PersonRecord) -> Iterator[tuple[str, NameWords]]:
    """Each name of one version: as it is shown, and its words.

    The last word of another name is its surname; one that stands alone is what the child
    is called, and goes with the record's own surname.
    """
    yield person.full_name, _name_words(person.forename or "", person.surname)
    for other in person.other_names:
        *given, last = other.split() or [""]
        if given:
            yield other, _name_words(" ".join(given), last)
        else:
            yield f"{last} {person.surname}".strip(), _name_words(last, person.surname)


def searchable(versions: Sequence[PersonRecord]) -> Searchable:
    """What a record is found by; ``versions`` are all of one record, in any order.

    Raises:
        ValueError: there is no version.
    """
    if len(versions) == 1:
        latest = versions
    else:
        latest = sorted(versions, key=lambda p: (p.recorded, repr(p)), reverse=True)
    if not latest:
        raise ValueError("a record without a version can't be searched for")
    names = dict.fromkeys(words for p in latest for _, words in recorded_names(p) if words.words)
    births = {p.date_of_birth for p in latest if p.date_of_birth is not None}
    homes = dict.fromkeys(place_words(_home(p)) for p in latest)
    homes.pop((), None)
    return Searchable(
        names=tuple(names),
        births=tuple(sorted(births - PLACEHOLDER_BIRTH_DATES)),
        homes=tuple(homes),
        seen=instant_to_text(latest[0].recorded),
    )


def _home(person: PersonRecord) -> str:
    """Address and postcode; the postcode once more without its space, as many type it."""
    postcode = person.postcode or ""
    return f"{person.address or ''} {postcode} {postcode.replace(' ', '')}"


@lru_cache(maxsize=65_536)
def _name_words(given: str, family: str) -> NameWords:
    return NameWords(tuple(fold(given).split()), tuple(fold(family).split()))


@lru_cache(maxsize=65_536)
def place_words(place: str) -> tuple[str, ...]:
    """The words of a home, each street's kind written short: "14 Beech Road" is 14 beech rd."""
    return tuple(STREETS.get(word, word) for word in fold(place).split())


def joined_words(words: Sequence[str]) -> Iterable[str]:
    """Each two neighbours as one word."""
    return (first + second for first, second in pairwise(words))


@lru_cache(maxsize=65_536)
def _names(text: str) -> tuple[NameWords, ...]:
    found = []
    for name in text.split(_BETWEEN_NAMES) if text else ():
        given, _, family = name.partition(_BETWEEN_PARTS)
        found.append(NameWords(tuple(given.split()), tuple(family.split())))
    return tuple(found)


@lru_cache(maxsize=65_536)
def _births(text: str) -> tuple[date, ...]:
    return tuple(date.fromisoformat(born) for born in text.split(_BETWEEN_NAMES) if born)


def _homes(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(home.split()) for home in text.split(_BETWEEN_NAMES) if home)
