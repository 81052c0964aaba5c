"""Which pairs are worth weighing: records that share a key.

A key joins two facts that the same person's records seldom both get wrong. There are
enough kinds of key that a pair with one fact missing and another misspelt is still met.

Keys are whole numbers of 64 bits with a sign, hashed from their text: they are joined by
the million and kept for every record. Two texts with one number would only have one pair
more weighed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from hashlib import blake2b

from linkage.cleaning import CleanRecord
from linkage.names import phonetic

__all__ = ["asked_keys", "fingerprint", "kept_keys", "name_keys", "pair_keys"]


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


def name_keys(record: CleanRecord) -> tuple[int, ...]:
    """How the names are heard, forename and surname in either order.

    Used by itself only where one of two records has no birth date.
    """
    return _numbers(_heard(_forename_sounds(record), _surname_sounds(record)))


def pair_keys(record: CleanRecord) -> tuple[int, ...]:
    """Every key of a record: two records are weighed if they share one."""
    forenames, surnames = _forename_sounds(record), _surname_sounds(record)
    initials = {f[0] + s[0] for f in record.forenames for s in record.surnames}
    dates = _dates(record)
    parts = (*record.birth_months, *record.birth_days_of_month, *record.birthdays)
    places = (*record.postcodes, *record.addresses)
    return _numbers(
        (
            *_joined("date+forename", dates, forenames),
            *_joined("date+surname", dates, surnames),
            *_joined("date+initials", dates, initials),
            *_joined("date+place", dates, places),
            *_joined("place+forename", places, forenames),
            *_joined("place+surname", places, surnames),
            *_joined("names+part of date", _heard(forenames, surnames), parts),
        )
    )


def kept_keys(record: CleanRecord) -> tuple[int, ...]:
    """The keys under which a record is kept, to be met by a later one's :func:`asked_keys`.

    What one record asks for is kept by another exactly if the two are worth weighing.
    """
    return (*pair_keys(record), *_by_name(record, is_dated=bool(record.birth_dates)))


def asked_keys(record: CleanRecord) -> tuple[int, ...]:
    """The keys of every record that is worth weighing against this one."""
    undated = _by_name(record, is_dated=False)
    dated = () if record.birth_dates else _by_name(record, is_dated=True)
    return (*pair_keys(record), *undated, *dated)


def fingerprint(record: CleanRecord) -> bytes:
    """16 bytes that name what a record says: only if they change is it weighed again."""
    return blake2b(repr(record).encode(), digest_size=16).digest()


def _by_name(record: CleanRecord, *, is_dated: bool) -> tuple[int, ...]:
    heard = _heard(_forename_sounds(record), _surname_sounds(record))
    return _numbers(f"names {'with' if is_dated else 'without'} date|{names}" for names in heard)


def _heard(forenames: Collection[str], surnames: Collection[str]) -> set[str]:
    return {f"{f}|{s}" if f < s else f"{s}|{f}" for f in forenames for s in surnames}


def _joined(kind: str, first: Collection[str], second: Collection[str]) -> Iterable[str]:
    return [f"{kind}|{a}|{b}" for a in first for b in second]


def _numbers(texts: Iterable[str]) -> tuple[int, ...]:
    return tuple(
        sorted(
            {
                int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
                for text in texts
            }
        )
    )
