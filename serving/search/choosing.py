"""Choosing, among all records, the few that are worth reading whole.

Works on postings: for each word, birth date and month, the numbers of the records that
have it. The cost is that of touching those numbers once, however common a name is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt

from serving.search.asking import Asked
from serving.search.likeness import TypedWord

__all__ = ["Keys", "Listable", "Postings", "likeliest", "score"]

_Numbers = npt.NDArray[np.uint32]
#: Numbers of records, ascending, by the key of a word, a day or a month.
Postings = Mapping[int, _Numbers]

_COUNTS = np.array([bits.bit_count() for bits in range(256)], dtype=np.uint8)
_NOTHING = np.zeros(0, dtype=np.uint32)
_NOBODY = np.zeros(0, dtype=np.int64)
#: Above every score.
_FIRST = 1 << 16
#: How well a birth date agrees: not at all, the age alone, nearly, fully.
_AGED, _NEAR, _BORN = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Keys:
    """For each typed word of the name and of the place, the keys of words that agree.

    Attributes:
        same: for each word of the name, keys of the words that are the same.
        lacking: the key under which records are whose forename nobody wrote down; 0 if none.
    """

    names: tuple[tuple[int, ...], ...]
    same: tuple[tuple[int, ...], ...]
    places: tuple[tuple[int, ...], ...]
    lacking: int = 0


@dataclass(frozen=True, slots=True)
class Listable:
    """The records that may be listed, ascending by number, and how well each seems to agree."""

    numbers: npt.NDArray[np.int64]
    scores: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.numbers)


def score(asked: Asked, keys: Keys, postings: Postings) -> Listable:
    """Every record that may be listed, by what its postings show of it."""
    size = 1 + max((int(found[-1]) for found in postings.values() if len(found)), default=0)
    near = _bits(keys.names, postings, size)
    same = _bits(keys.same, postings, size)
    home = _bits(keys.places, postings, size)
    born = _born(asked, postings, size)
    lacks_given = np.zeros(size, dtype=bool)
    lacks_given[postings.get(keys.lacking, _NOTHING)] = True
    asked_for = [found for found in (near, home, born) if any(found.strides)]
    numbers = np.flatnonzero(reduce(np.bitwise_or, asked_for) != 0) if asked_for else _NOBODY
    near, same, home, born = near[numbers], same[numbers], home[numbers], born[numbers]
    sought, at = _sought(asked.names), _sought(asked.places)
    at_home = (home & np.uint8(at)) == at if at else np.zeros(len(home), dtype=bool)
    found = _score(asked, near & np.uint8(sought), sought, lacks_given[numbers], at_home, born)
    listed = found > 0
    return Listable(numbers[listed], found[listed] * 16 + _COUNTS[same[listed]])


def likeliest(listable: Listable, most: int, first: Sequence[int] = ()) -> list[int]:
    """At most ``most`` numbers, the likeliest first; of equals the later number.

    Those of ``first``, records of children missing now, come before all others.
    """
    numbers, order = listable.numbers, listable.scores
    if first:
        order = order + np.isin(numbers, np.asarray(first, dtype=np.int64)) * _FIRST
    packed = (order << 32) | numbers
    if len(packed) > most:
        packed = np.partition(packed, len(packed) - most)[-most:]
    return [int(number) for number in np.sort(packed)[::-1] & 0xFFFFFFFF]


def _sought(words: Sequence[TypedWord]) -> int:
    """A bit for each word that is looked for: an initial is in too many names and homes for
    that, and counts when they are compared."""
    return sum(1 << place for place, word in enumerate(words) if len(word.text) > 1)


def _bits(words: Sequence[Sequence[int]], postings: Postings, size: int) -> npt.NDArray[np.uint8]:
    """For each record number, a bit for each word that the record has."""
    if not any(words):
        return np.broadcast_to(np.uint8(0), size)  # no memory, and no stride
    found = np.zeros(size, dtype=np.uint8)
    for place, keys in enumerate(words):
        for key in keys:
            found[postings.get(key, _NOTHING)] |= np.uint8(1 << place)
    return found


def _born(asked: Asked, postings: Postings, size: int) -> npt.NDArray[np.uint8]:
    days = () if asked.born is None else (asked.born,)
    if not (days or asked.months):
        return np.broadcast_to(np.uint8(0), size)
    found = np.zeros(size, dtype=np.uint8)
    for keys, agrees in ((asked.months, _AGED), (asked.near, _NEAR), (days, _BORN)):
        for key in keys:
            found[postings.get(key, _NOTHING)] = agrees
    return found


def _score(
    asked: Asked,
    near: npt.NDArray[np.uint8],
    sought: int,
    lacks_given: npt.NDArray[np.bool_],
    at_home: npt.NDArray[np.bool_],
    born: npt.NDArray[np.uint8],
) -> npt.NDArray[np.int64]:
    """0 for records that can't be listed; otherwise the more the likelier.

    Mirrors :mod:`serving.search.ranking`'s classes from what one record alone shows.
    """
    count, words = _COUNTS[near], int(sought).bit_count()
    is_day, is_near_day, is_aged = born == _BORN, born == _NEAR, born == _AGED
    wants_day, wants_age = asked.born is not None, bool(asked.months)
    if not asked.names:
        wanted = at_home | np.bool_(not asked.places)
        fits = is_day * 8 + (is_near_day & at_home) * 4 if wants_day else wanted * 4
        if wants_age and not wants_day:
            fits = fits * is_aged
        return np.asarray(fits * (1 + at_home), dtype=np.int64)
    count = np.minimum(count + lacks_given * (count > 0), words)
    full = count == words if words else np.ones(len(count), bool)
    most = full | ((count >= words - 1) & (words >= 3))
    half = (count > 0) | (words == 0)
    score = np.zeros(len(near), dtype=np.uint8)
    for fits, worth in (
        (half & is_near_day, 1),
        (most, 2),
        (most & at_home, 4),
        (most & is_aged, 6),
        (half & is_aged & at_home, 8),
        (most & is_aged & at_home, 10),
        (is_day & at_home, 11),
        (half & is_day, 12),
        (most & is_near_day, 14),
        (most & is_day, 16),
    ):
        np.putmask(score, fits, worth)
    return np.asarray(score * 2 + (full & (score > 0)), dtype=np.int64)
