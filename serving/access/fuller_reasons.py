"""One look in ten is asked to be justified in words, drawn so that nobody can foresee it.

The draw is a keyed hash over the officer, the child and the hour: asking again in the hour
gives the same, and only who holds the store's secret could know it beforehand.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime

__all__ = ["FEWEST_LETTERS", "FEWEST_WORDS", "FullerReasonError", "is_drawn", "is_full"]

#: What counts as words: fewer tell an auditor nothing.
FEWEST_LETTERS = 20
FEWEST_WORDS = 3
_LABEL = b"fuller reason\0"


class FullerReasonError(Exception):
    """The look must be justified in words before the record opens. Nothing was shown."""

    def __init__(self) -> None:
        super().__init__(
            f"Say in words why you look: at least {FEWEST_WORDS} words and "
            f"{FEWEST_LETTERS} characters, without the child's name."
        )


def is_drawn(secret: bytes, officer: str, child: str, at: datetime, one_in: int) -> bool:
    """Whether this officer's look at this child in this hour was drawn.

    Args:
        secret: the store's own.
        one_in: one of so many is drawn; 0 draws none.

    Raises:
        ValueError: ``at`` has no time zone, or ``one_in`` is below 0.
    """
    if one_in < 0 or at.tzinfo is None:
        raise ValueError("a draw needs a moment with a time zone, and one_in of 0 or more")
    if one_in == 0:
        return False
    hour = at.astimezone(UTC).strftime("%Y-%m-%dT%H")
    # As JSON, so that no officer's name can run into a child's id.
    about = json.dumps([officer, child, hour]).encode()
    digest = hmac.new(secret, _LABEL + about, hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") % one_in == 0


def is_full(note: str) -> bool:
    """Whether a note is words: enough letters, and enough different words of two or more."""
    words = {
        word.casefold() for word in note.split() if sum(letter.isalpha() for letter in word) > 1
    }
    return len(" ".join(note.split())) >= FEWEST_LETTERS and len(words) >= FEWEST_WORDS
