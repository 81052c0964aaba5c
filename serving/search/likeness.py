"""How one typed word agrees with one recorded word, and where to look for those that do.

Both are folded words. :func:`name_word` and :func:`place_word` say what is forgiven; the
store finds recorded words by :class:`TypedWord`'s spellings, sound, beginning and ends,
and keeps those that :meth:`TypedWord.likeness` accepts.
"""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from linkage.names import edits, nicknames, phonetic

__all__ = ["Likeness", "TypedWord", "name_word", "near_words", "place_word"]

#: Letters from which a word may be looked for by its beginning or its sound.
PART = 3
#: Letters from which two may differ, and from which one may, as linkage takes it.
TWO_DIFFER, ONE_DIFFERS = 7, 4
#: Letters of the longest first half of a postcode.
_FIRST_HALF = 4


class Likeness(IntEnum):
    """How two words agree, the best first."""

    SAME = 0
    FAMILY = 1
    ONE_LETTER = 2
    BEGINS = 3
    ONE_OF_THREE = 4
    TWO_LETTERS = 5
    SOUND = 6
    SHORTENED = 7
    INITIAL = 8


@dataclass(frozen=True, slots=True)
class TypedWord:
    """One typed word and what is taken for it.

    Attributes:
        family: the names of its family, of which it is a short or other form.
        sound: how it is heard; "" if sounds aren't compared.
        one_letter: whether a letter may differ.
        two_letters: whether two letters may.
        begins: whether it may be the beginning of a longer word.
    """

    text: str
    family: frozenset[str]
    sound: str
    one_letter: bool
    two_letters: bool
    begins: bool

    def likeness(self, recorded: str, sound: str | None = None) -> Likeness | None:
        """The best way in which the recorded word agrees; None if it doesn't.

        In words of three letters a slip leaves the first one: "mia" may be "mai", not "tia".
        ``sound`` is that of ``recorded``, worked out if it is left out.
        """
        typed = self.text
        if recorded == typed:
            return Likeness.SAME
        if recorded in self.family:
            return Likeness.FAMILY
        if len(typed) == 1 or len(recorded) == 1:
            is_initial = bool(self.sound or len(typed) == 1) and typed[0] == recorded[0]
            return Likeness.INITIAL if is_initial else None
        differ = _differ(typed, recorded) if self.one_letter or self.sound else 9
        is_short = min(len(typed), len(recorded)) < ONE_DIFFERS
        if differ == 1 and self.one_letter and not is_short:
            return Likeness.ONE_LETTER
        if self.begins and recorded.startswith(typed):
            return Likeness.BEGINS
        if differ == 1 and self.one_letter and typed[0] == recorded[0]:
            return Likeness.ONE_OF_THREE
        if differ == 2 and self.two_letters and len(recorded) >= TWO_DIFFER:
            return Likeness.TWO_LETTERS
        if self.sound and self._is_heard_as(recorded, sound, differ):
            return Likeness.SOUND
        is_shorter = self.sound and len(recorded) >= PART and typed.startswith(recorded)
        return Likeness.SHORTENED if is_shorter else None

    def _is_heard_as(self, recorded: str, sound: str | None, differ: int) -> bool:
        if (
            len(recorded) < PART - 1
            or (phonetic(recorded) if sound is None else sound) != self.sound
        ):
            return False
        return len(self.sound) >= PART or differ <= 2

    @property
    def spellings(self) -> frozenset[str]:
        """Words that agree and can be told beforehand; not those that :attr:`ends` lead to."""
        found = {self.text, *self.family}
        if self.one_letter and not self.two_letters:
            found |= _one_edit(self.text)
        if self.sound:
            found.add(self.text[0])
            found.update(self.text[:length] for length in range(PART, len(self.text)))
        return frozenset(found)

    @property
    def ends(self) -> tuple[str, str] | None:
        """A beginning and an ending: one wrong letter leaves one of them, and two mostly do."""
        third = len(self.text) // 3
        return (self.text[:third], self.text[-third:]) if self.two_letters else None


def near_words(typed: str, words: Sequence[str]) -> set[str]:
    """Those of many words that differ from the typed one by two letters at most."""
    found = process.extract(
        typed, words, scorer=DamerauLevenshtein.distance, score_cutoff=2, limit=None
    )
    return {word for word, _, _ in found}


def name_word(text: str) -> TypedWord:
    """A word of a name: other forms, sounds, one or two letters and beginnings are taken."""
    is_part = len(text) >= PART
    return TypedWord(
        text=text,
        family=nicknames(text) - {text} if len(text) > 1 else frozenset(),
        sound=phonetic(text) if is_part else "",
        one_letter=is_part,
        two_letters=len(text) >= TWO_DIFFER,
        begins=is_part,
    )


def place_word(text: str) -> TypedWord:
    """A word of a home: beginnings are taken, and one wrong letter of a long word.

    A word with a figure is part of a postcode or a house's number: its beginning counts
    once it is more than the postcode's first half, which is a word of its own.
    """
    has_digit = any(letter.isdigit() for letter in text)
    return TypedWord(
        text=text,
        family=frozenset(),
        sound="",
        one_letter=len(text) > ONE_DIFFERS and not has_digit,
        two_letters=False,
        begins=len(text) > _FIRST_HALF if has_digit else len(text) >= PART,
    )


def _differ(typed: str, recorded: str) -> int:
    return 9 if abs(len(typed) - len(recorded)) > 2 else edits(typed, recorded)


def _one_edit(word: str) -> set[str]:
    letters = {*string.ascii_lowercase, *word}
    parts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    found = {left + letter + right for left, right in parts for letter in letters}
    found |= {left + letter + right[1:] for left, right in parts if right for letter in letters}
    found |= {left + right[1:] for left, right in parts if right}
    found |= {left + right[1] + right[0] + right[2:] for left, right in parts if len(right) > 1}
    return found - {word, ""}
