"""How the words of a question agree with the names of a record, and in which words to say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from serving.search.likeness import Likeness
from serving.search.words import NameWords, joined_words

__all__ = ["NameMatch", "TypedName", "match_name"]

#: Typed words from which one may be recorded nowhere: "Tom Smith Jones" may be Tom Smith.
_ONE_MAY_LACK = 3

_SAID = {
    Likeness.FAMILY: "is another form of the name.",
    Likeness.ONE_LETTER: "differs by one letter.",
    Likeness.ONE_OF_THREE: "differs by one letter.",
    Likeness.TWO_LETTERS: "differs by two letters.",
    Likeness.SOUND: "sounds the same.",
    Likeness.BEGINS: "begins with what was typed.",
    Likeness.SHORTENED: "is the beginning of what was typed.",
    Likeness.INITIAL: "has the same initial.",
}


@dataclass(frozen=True, slots=True)
class TypedName:
    """The words of a typed name with every recorded word that agrees with each.

    Attributes:
        like: for each of ``words``: recorded word -> how it agrees.
        joined: two of the words as one, as it is recorded somewhere -> the two's places.
    """

    words: tuple[str, ...]
    like: tuple[Mapping[str, Likeness], ...]
    joined: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class NameMatch:
    """How a typed name agrees with one recorded name.

    Attributes:
        same: how many typed words stand there as typed.
        lacking: how many typed words agree with none that is recorded.
        cost: the kinds of agreement summed up, and the recorded words that nothing typed
            agrees with: lower is nearer.
        agreeing: the recorded words that stand there as typed.
    """

    name: NameWords
    typed: int
    same: int
    lacking: int
    cost: int
    agreeing: tuple[str, ...]
    why: tuple[str, ...]

    @property
    def is_equal(self) -> bool:
        """Every typed word stands there as typed, in whatever order."""
        return self.same == self.typed

    @property
    def is_near(self) -> bool:
        """Every typed word agrees in some way; or all but one, of three and more words or
        where no forename is recorded."""
        may_lack = self.typed >= _ONE_MAY_LACK or (self.typed == 2 and not self.name.given)
        return not self.lacking or (self.lacking == 1 and may_lack)

    @property
    def is_half(self) -> bool:
        """At least one typed word agrees."""
        return self.lacking < self.typed

    @property
    def order(self) -> tuple[int, int, int, NameWords]:
        """Sorts the best match of several first."""
        return self.lacking, -self.same, self.cost, self.name


def match_name(typed: TypedName, name: NameWords) -> NameMatch:
    """The best pairing of the typed words with the recorded ones, each used once.

    The pair that agrees best is taken first, so that "Lee Ann" does not spend "lee" on
    "ann"; the order of the typed words makes no difference.
    """
    words, given = name.words, len(name.given)
    pairs: list[tuple[Likeness, str, tuple[int, ...], int, tuple[int, ...]]] = []
    for place, like in enumerate(typed.like):
        text = typed.words[place]
        for other, word in enumerate(words):
            kind = like.get(word)
            if kind is None and len(text) == 1 and word.startswith(text):
                kind = Likeness.INITIAL
            if kind is not None:
                pairs.append((kind, text, (place,), other, (other,)))
        for other, word in _joined(name):
            if like.get(word) is Likeness.SAME:
                pairs.append((Likeness.SAME, word, (place,), other, (other, other + 1)))
    for other, word in enumerate(words):
        if word in typed.joined:
            pairs.append((Likeness.SAME, word, typed.joined[word], other, (other,)))
    pairs.sort(key=lambda pair: (pair[0], pair[1], pair[3]))
    same = cost = 0
    spent: set[int] = set()
    taken: set[int] = set()
    said: dict[int, Likeness] = {}
    for kind, _, places, _, others in pairs:
        if spent.isdisjoint(places) and taken.isdisjoint(others):
            spent.update(places)
            taken.update(others)
            cost += kind
            if kind is Likeness.SAME:
                same += len(places)
            for other in others:
                said[other] = kind
    lacking = len(typed.words) - len(spent)
    return NameMatch(
        name=name,
        typed=len(typed.words),
        same=same,
        lacking=lacking,
        cost=cost + len(words) - len(taken),
        agreeing=tuple(words[other] for other in sorted(said) if said[other] is Likeness.SAME),
        why=_why(said, given, lacking, same == len(typed.words)),
    )


def _joined(name: NameWords) -> Sequence[tuple[int, str]]:
    """Neighbouring words as one, with the place of the first."""
    if len(name.given) < 2 and len(name.family) < 2:
        return ()
    given = list(enumerate(joined_words(name.given)))
    return given + [
        (len(name.given) + place, word) for place, word in enumerate(joined_words(name.family))
    ]


def _why(said: Mapping[int, Likeness], given: int, lacking: int, is_equal: bool) -> tuple[str, ...]:
    if is_equal:
        return _EQUAL
    sentences = [
        f"{_part(place, given)} {_SAID[said[place]]}"
        for place in sorted(said, key=lambda place: (place < given, place))
        if said[place] is not Likeness.SAME
    ]
    if lacking:
        no_given = not given and lacking == 1
        nothing = "No first name is recorded." if no_given else _LACKING[lacking > 1]
        sentences.append(nothing)
    return tuple(sentences)


_EQUAL = ("Name the same.",)
_LACKING = ("One of the names typed is not recorded.", "Some of the names typed are not recorded.")


def _part(place: int, given: int) -> str:
    if place >= given:
        return "Surname"
    return "Middle name" if place else "First name"
