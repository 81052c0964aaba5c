"""Names as people hear, shorten and misspell them: folding, families, sounds, nearness.

Folding itself is :mod:`linkage.folding`'s, and given on from here.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from rapidfuzz.distance import DamerauLevenshtein

from linkage.folding import FOLD_VERSION, fold

__all__ = [
    "FOLD_VERSION",
    "edits",
    "fold",
    "is_first_name",
    "is_near",
    "nickname_family",
    "nicknames",
    "phonetic",
]

#: How a folded name's letters are heard, tried in this order. The pairs join spellings
#: that one sound takes in English, in Polish and in transliterated Arabic, Urdu,
#: Bengali, Somali and Yoruba names.
_SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^(kn|gn|pn)", "n"),
        (r"^wr", "r"),
        (r"^(x|ps)", "s"),
        (r"ph", "f"),
        (r"ght", "t"),
        (r"ch(?=[lr])|kh|ck|q", "k"),
        (r"sch|sh|sz", "S"),
        (r"tch|ch|cz", "C"),
        (r"dj|dg(?=[eiy])|g(?=[eiy])", "j"),
        (r"gh", "g"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"x", "ks"),
        (r"z", "s"),
        (r"w", "v"),
        (r"(?<=.)h", ""),
        (r"^[aeiouy]+", "a"),
        (r"(?<=.)[aeiouy]+", ""),
        (r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=131_072)
def phonetic(name: str) -> str:
    """A key that names which sound alike share, e.g. ``jdn``; ``""`` for no letters.

    Takes any spelling, folds it first, and ignores where words part. All vowels are one
    at the start and none elsewhere, so it is broad: use it to find, never to decide.
    """
    letters = fold(name).replace(" ", "")
    for pattern, sound in _SOUNDS:
        letters = pattern.sub(sound, letters)
    return letters


def nickname_family(name: str) -> frozenset[str]:
    """The families of short forms and other spellings that ``name`` belongs to.

    Each family is named by its first member in ``nicknames.json``; a name of no family
    is a family of its own. Two names go together when their families meet. Empty for a
    name without letters.
    """
    folded = fold(name).replace(" ", "")
    if not folded:
        return frozenset()
    return _families().get(folded, frozenset((folded,)))


def nicknames(name: str) -> frozenset[str]:
    """Every folded name that shares a family with ``name``, itself among them."""
    heads = nickname_family(name)
    return frozenset().union(heads, *(_members().get(head, ()) for head in heads))


def is_first_name(name: str) -> bool:
    """Whether ``name``, folded, is listed in ``nicknames.json``: many people bear it."""
    folded = fold(name).replace(" ", "")
    return folded in _families() or folded in _alone()


def edits(a: str, b: str) -> int:
    """Letters to add, drop, change, or swap with their neighbour to make ``a`` into ``b``.

    Both are taken as they are (fold them first) and counted by bytes of UTF-8, as the
    database that scores pairs counts them.
    """
    return int(DamerauLevenshtein.distance(a.encode(), b.encode()))


def is_near(a: str, b: str) -> bool:
    """Whether two names may be one, misspelt or heard otherwise.

    True for equal folded names, one family, one edit in names of 4 letters or more, two
    in 7 or more, or the same sound of 3 letters or more. False when either has no letters.
    """
    first, second = fold(a).replace(" ", ""), fold(b).replace(" ", "")
    if not first or not second:
        return False
    if first == second or nickname_family(first) & nickname_family(second):
        return True
    shorter = min(len(first), len(second))
    allowed = 2 if shorter >= 7 else 1 if shorter >= 4 else 0
    sound = phonetic(first)
    return edits(first, second) <= allowed or (len(sound) >= 3 and sound == phonetic(second))


@lru_cache(maxsize=1)
def _declared() -> dict[str, Any]:
    text = (files("linkage") / "nicknames.json").read_text(encoding="utf-8")
    declared: dict[str, Any] = json.loads(text)
    return declared


@lru_cache(maxsize=1)
def _alone() -> frozenset[str]:
    return frozenset(fold(name).replace(" ", "") for name in _declared()["alone"])


@lru_cache(maxsize=1)
def _families() -> MappingProxyType[str, frozenset[str]]:
    members: dict[str, set[str]] = {}
    for family in _declared()["families"]:
        for member in family:
            members.setdefault(fold(member).replace(" ", ""), set()).add(family[0])
    return MappingProxyType({name: frozenset(heads) for name, heads in members.items()})


@lru_cache(maxsize=1)
def _members() -> MappingProxyType[str, frozenset[str]]:
    members: dict[str, set[str]] = {}
    for name, heads in _families().items():
        for head in heads:
            members.setdefault(head, set()).add(name)
    return MappingProxyType({head: frozenset(names) for head, names in members.items()})
