"""Which pairs are worth weighing: records that share a key.

A key joins two facts that the same person's records seldom both get wrong. There are
enough kinds of key that a pair with one fact missing and another misspelt is still met.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from linkage.cleaning import CleanRecord
from linkage.names import phonetic

__all__ = ["name_keys", "pair_keys"]


def _forename_sounds(record: CleanRecord) -> set[str]:
    heads = (phonetic(head) for head in record.forename_families)
    parts = (phonetic(part) for part in record.forename_parts)
    return {*record.forename_sounds, *heads, *parts}


def _surname_sounds(record: CleanRecord) -> set[str]:
    return {*record.surname_sounds, *(phonetic(part) for part in record.surname_parts)}


def _dates(record: CleanRecord) -> set[str]:
    # Day and month in one order, so that a date and its swapped form share a key.
    return {
        date[:4] + min(date[4:6], date[6:]) + max(date[4:6], date[6:])
        for date in record.birth_dates
    }


def name_keys(record: CleanRecord) -> tuple[str, ...]:
    """How the names are heard, forename and surname in either order.

    Used by itself only where one of two records has no birth date.
    """
    return _name_keys(_forename_sounds(record), _surname_sounds(record))


def _name_keys(forenames: set[str], surnames: set[str]) -> tuple[str, ...]:
    pairs = {f"{f}|{s}" if f < s else f"{s}|{f}" for f in forenames for s in surnames}
    return tuple(sorted(pairs))


def pair_keys(record: CleanRecord) -> tuple[str, ...]:
    """Every key of a record: two records are weighed if they share one."""
    forenames, surnames = _forename_sounds(record), _surname_sounds(record)
    initials = {f[0] + s[0] for f in record.forenames for s in record.surnames}
    dates = _dates(record)
    parts = (*record.birth_months, *record.birth_days_of_month, *record.birthdays)
    places = (*record.postcodes, *record.addresses)
    keys = {
        *_joined("date+forename", dates, forenames),
        *_joined("date+surname", dates, surnames),
        *_joined("date+initials", dates, initials),
        *_joined("date+place", dates, places),
        *_joined("place+forename", places, forenames),
        *_joined("place+surname", places, surnames),
        *_joined("names+part of date", _name_keys(forenames, surnames), parts),
    }
    return tuple(sorted(keys))


def _joined(kind: str, first: Collection[str], second: Collection[str]) -> Iterable[str]:
    return [f"{kind}|{a}|{b}" for a in first for b in second]
