"""Names made alike for comparing: lower case, no accents, no marks.

The folded form is stored and compared, so it has a version of its own: a change to it means
folding everything stored again. Nothing here but the standard library: past answers are
worked out with it, and must be for as long as they are kept (N1).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

__all__ = ["FOLD_VERSION", "fold"]

#: Version of :func:`fold` and :func:`linkage.names.phonetic`; stored beside what they made.
FOLD_VERSION: Final = "fold/1"

#: Letters that Unicode doesn't take apart into a Latin letter and a mark.
_LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ħ": "h",
        "ŧ": "t",
        "ə": "a",
    }
)
#: Marks written within a name that separate nothing: O'Brien is OBrien.
_WITHIN = re.compile(r"['’‘ʼʻ`´.]")
_NOT_LETTERS = re.compile(r"[\W_]+")


@lru_cache(maxsize=131_072)
def fold(text: str) -> str:
    """``text`` for comparing: lower case, no accents, words apart by one space.

    A hyphen parts words; an apostrophe or full stop is dropped. Letters of other
    scripts stay as they are, in lower case. Nothing but marks gives ``""``.
    """
    joined = _WITHIN.sub("", text)
    if joined.isascii():  # Nothing to take apart: several times quicker, for most names.
        bare = joined.lower()
    else:
        plain = unicodedata.normalize("NFKD", joined).casefold().translate(_LETTERS)
        bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(_NOT_LETTERS.sub(" ", bare).split())
