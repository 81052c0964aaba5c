"""Which pairs are worth weighing: records that share a key.

A key joins two facts that the same person's records seldom both get wrong. There are
enough kinds of key that a pair with one fact missing and another misspelt is still met.

Keys are whole numbers of 64 bits with a sign: they are joined by the million and kept for
every record. Each is a sum of multiples of its facts' hashes, so a fact is hashed once for
all keys that it is part of. Two keys that fall on one number would only have one pair more
weighed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from operator import attrgetter

from linkage.cleaning import STEPS, CleanRecord
from linkage.names import phonetic

__all__ = ["Keys", "fingerprint", "keys_of"]


_WHOLE = 1 << 64
_HALF = 1 << 63


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one record.

    Attributes:
        pairs: two records are weighed if they share one of these.
        names: how the names are heard, forename and surname in either order: used by
            themselves only where one of two records has no birth date.
    """

    pairs: tuple[int, ...]
    names: tuple[int, ...]
    is_dated: bool

    @property
    def kept(self) -> tuple[int, ...]:
        """The keys under which a record is kept, to be met by what a later one asks for.

        What one record asks for is kept by another exactly if the two are worth weighing.
        """
        return (*self.pairs, *self._by_name(is_dated=self.is_dated))

    @property
    def asked(self) -> tuple[int, ...]:
        """The kept keys of every record that is worth weighing against this one."""
        dated = () if self.is_dated else self._by_name(is_dated=True)
        return (*self.pairs, *self._by_name(is_dated=False), *dated)

    def _by_name(self, *, is_dated: bool) -> tuple[int, ...]:
        kind = _of_word("names with date" if is_dated else "names without date")
        return _signed(kind + name for name in self.names)


def keys_of(record: CleanRecord) -> Keys:
    """The keys of a record."""
    forenames, surnames = _forename_sounds(record), _surname_sounds(record)
    initials = {_of_word(f[0] + s[0]) for f in record.forenames for s in record.surnames}
    dates, heard = _dates(record), _heard(forenames, surnames)
    parts = (*record.birth_months, *record.birth_days_of_month, *record.birthdays)
    places = {_number(place) for place in (*record.postcodes, *record.addresses)}
    pairs = (
        *_joined("date+forename", dates, forenames),
        *_joined("date+surname", dates, surnames),
        *_joined("date+initials", dates, initials),
        *_joined("date+place", dates, places),
        *_joined("place+forename", places, forenames),
        *_joined("place+surname", places, surnames),
        *_joined("names+part of date", heard, map(_of_word, parts)),
    )
    return Keys(_signed(pairs), _signed(heard), bool(record.birth_dates))


#: What a record says, before anything is worked out from it.
_SAID = attrgetter(*(step.field for step in STEPS if step.of is None))


def fingerprint(record: CleanRecord) -> bytes:
    """16 bytes that name what a record says: only if they change is it weighed again."""
    said = "\x1e".join("\x1f".join(values) for values in _SAID(record))
    return blake2b(said.encode(), digest_size=16).digest()


def _forename_sounds(record: CleanRecord) -> set[int]:
    heads = (phonetic(head) for head in record.forename_families)
    parts = (phonetic(part) for part in record.forename_parts)
    return set(map(_of_word, (*record.forename_sounds, *heads, *parts)))


def _surname_sounds(record: CleanRecord) -> set[int]:
    parts = (phonetic(part) for part in record.surname_parts)
    return set(map(_of_word, (*record.surname_sounds, *parts)))


def _dates(record: CleanRecord) -> set[int]:
    # Day and month in one order, so that a date and its swapped form share a key.
    return {
        _of_word(date[:4] + min(date[4:6], date[6:]) + max(date[4:6], date[6:]))
        for date in record.birth_dates
    }


def _heard(forenames: Collection[int], surnames: Collection[int]) -> set[int]:
    return {forename + surname for forename in forenames for surname in surnames}


def _joined(kind: str, first: Collection[int], second: Iterable[int]) -> Iterable[int]:
    begun = _of_word(kind)
    return [begun + 3 * a + 5 * b for b in second for a in first]


def _signed(numbers: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted({(number + _HALF) % _WHOLE - _HALF for number in numbers}))


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


#: The number of a text that many records have: a sound, a date, initials.
_of_word = lru_cache(maxsize=131_072)(_number)
