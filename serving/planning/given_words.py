"""The words that somebody gives with an act on a plan or a notice."""

from __future__ import annotations

__all__ = ["LONGEST_WORDS", "GivenWordsError", "given_words"]

LONGEST_WORDS = 500


class GivenWordsError(Exception):
    """The words are missing, too long or no plain text. Nothing was changed."""


def given_words(text: str, ask: str, *, needed: bool = True) -> str:
    """The words, stripped; line breaks of a form's field become spaces.

    ``ask`` says what to write, in one sentence.

    Raises:
        GivenWordsError: missing though needed, too long, or with control characters.
    """
    words = " ".join(text.split())
    if needed and not words:
        raise GivenWordsError(ask)
    if (over := len(words) - LONGEST_WORDS) > 0:
        raise GivenWordsError(f"The words are {over} characters too long: at most {LONGEST_WORDS}.")
    if not words.isprintable():
        raise GivenWordsError("The words hold a character that can't be printed. Take it out.")
    return words
