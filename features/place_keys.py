"""One key for one home or place, however clerks spaced and punctuated it."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

__all__ = ["place_key"]

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
