"""Homes and places as records give them: one key for each, however clerks wrote it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from records.events import Event, EventKind
from records.persons import PersonRecord

__all__ = ["PLACES", "home_of", "place_key", "place_of"]

#: Kinds of entry that name a place with the child, and the columns of its words and postcode.
PLACES: Mapping[EventKind, tuple[str, str]] = MappingProxyType(
    {
        EventKind.MISSING_FOUND: ("found_at", "found_postcode"),
        EventKind.INTELLIGENCE_REPORT: ("place", "place_postcode"),
    }
)

_BREAKS = re.compile(r"[\W_]+")
#: What clerks write where an address should stand.
_NOWHERE = frozenset(
    {
        "address not known",
        "address unknown",
        "n a",
        "nfa",
        "no address",
        "no fixed abode",
        "no fixed address",
        "none",
        "not known",
        "not recorded",
        "unknown",
    }
)


@lru_cache(maxsize=65_536)
def place_key(text: str | None, postcode: str | None) -> str | None:
    """The key of a home or place; None unless both its words and its postcode are recorded.

    A postcode alone is a street, and an address without one may be in any town. Letters
    count alike in either case; spaces and punctuation don't count. The key is a digest: it
    tells two places apart and says of neither where it is.
    """
    words = " ".join(_BREAKS.sub(" ", (text or "").casefold()).split())
    code = _BREAKS.sub("", (postcode or "").casefold())
    if not words or not code or words in _NOWHERE:
        return None
    return "P-" + hashlib.blake2b(f"{words}|{code}".encode(), digest_size=10).hexdigest()


def place_of(event: Event) -> tuple[str, str] | None:
    """Key and words of the place that the entry names with the child; None for none in full."""
    columns = PLACES.get(event.kind)
    if columns is None:
        return None
    place, postcode = map(event.details.get, columns)
    key = place_key(place, postcode)
    return None if key is None else (key, f"{place}, {postcode}")


def home_of(person: PersonRecord) -> tuple[str, str] | None:
    """Key and words of the home that the person record gives; None if it gives none in full."""
    key = place_key(person.address, person.postcode)
    return None if key is None else (key, f"{person.address}, {person.postcode}")
