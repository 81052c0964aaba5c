"""How the words of a question agree with the names of a record, and in which words to say so."""

from __future__ import annotations

from dataclasses import dataclass

from linkage.names import fold, is_near, nickname_family, phonetic
from serving.search.keys import name_tokens

__all__ = ["NameMatch", "match_name"]

_PART = 3
#: Kinds of agreement between two words of a name, the best first.
_EXACT, _NICKNAME, _LETTERS, _SOUND, _PART_WORD, _INITIAL, _NOTHING = range(7)


@dataclass(frozen=True, slots=True)
class NameMatch:
    """How a typed name agrees with one recorded name.

    Attributes:
        equal: every typed word stands in the recorded name as typed.
        near: every typed word agrees in some way.
        half: at least one typed word stands there as typed.
        why: what differs, as sentences; empty when equal.
    """

    recorded: str
    equal: bool
    near: bool
    half: bool
    why: tuple[str, ...]
    cost: int


def match_name(typed: str, recorded: str) -> NameMatch:
    """The best pairing of the typed words with those of the recorded name."""
    words = name_tokens(typed)
    rest = list(name_tokens(recorded))
    kinds: list[tuple[str, str | None, int]] = []
    # The word that agrees best chooses first, so that "Lee Ann" does not spend "lee" on "ann".
    for word in sorted(words, key=lambda w: min((_kind(w, r) for r in rest), default=_NOTHING)):
        best = min(rest, key=lambda r: (_kind(word, r), r), default=None)
        kind = _NOTHING if best is None else _kind(word, best)
        if kind == _NOTHING or best is None:
            kinds.append((word, None, _NOTHING))
        else:
            rest.remove(best)
            kinds.append((word, best, kind))
    last = fold(recorded).split()[-1:] if recorded else []
    why = tuple(_words(best, kind, last) for _, best, kind in kinds if kind != _EXACT)
    return NameMatch(
        recorded=recorded,
        equal=bool(words) and all(kind == _EXACT for *_, kind in kinds),
        near=bool(words) and all(kind < _NOTHING for *_, kind in kinds),
        half=any(kind == _EXACT for *_, kind in kinds),
        why=why,
        cost=sum(kind for *_, kind in kinds),
    )


def _kind(typed: str, recorded: str) -> int:
    if typed == recorded:
        return _EXACT
    if recorded in nickname_family(typed):
        return _NICKNAME
    if is_near(typed, recorded):
        return _LETTERS
    if len(typed) >= _PART and recorded.startswith(typed):
        return _PART_WORD
    if len(typed) >= _PART and phonetic(typed) == phonetic(recorded):
        return _SOUND
    if len(typed) == 1 and recorded.startswith(typed):
        return _INITIAL
    return _NOTHING


def _words(recorded: str | None, kind: int, surname: list[str]) -> str:
    part = "Surname" if recorded is not None and [recorded] == surname else "Name"
    return {
        _NICKNAME: "Known by a short or other form of the name.",
        _LETTERS: f"{part} differs by a letter or two.",
        _SOUND: f"{part} sounds the same.",
        _PART_WORD: f"{part} begins with what was typed.",
        _INITIAL: f"{part} has the same initial.",
        _NOTHING: "One of the names typed is not recorded.",
    }[kind]
