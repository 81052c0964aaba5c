"""The order of results: classes that can be explained, never the band (a ranking by risk
would bias who is taken to be the child) and never a protected characteristic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from records.persons import ChildId
from serving.search.births import BirthLikeness, age_gap, birth_likeness
from serving.search.likeness import TypedWord, name_word
from serving.search.names import NameMatch, TypedName, match_name
from serving.search.query import Query
from serving.search.words import NameWords, Searchable

__all__ = ["Agreement", "Candidate", "Found", "Question", "are_alike", "rank"]

#: Results up to which those of the last resort are listed.
_ENOUGH = 20
_LAST_RESORT = 7
_Matches = dict[NameWords, NameMatch]
#: Ages this many years apart still agree: few know a child's age to the month.
_AGE_SLIP = 1


@dataclass(frozen=True, slots=True)
class Candidate:
    """A child who may be the one asked for.

    Attributes:
        records: what each of the child's records is found by.
        is_missing: whether a missing report is open.
    """

    child: ChildId
    records: tuple[Searchable, ...]
    is_missing: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A query with what its words may stand for.

    Attributes:
        places: each typed word of a home with the recorded words that agree with it.
    """

    query: Query
    name: TypedName
    places: tuple[tuple[TypedWord, frozenset[str]], ...]
    today: date


@dataclass(frozen=True, slots=True)
class Agreement:
    """How one child agrees with each part of the question; None for what was not asked.

    Attributes:
        age: years by which the age is off; -1 if no birth date is recorded.
        home: whether a recorded home agrees.
        has_home: whether any home is recorded.
    """

    name: NameMatch | None
    born: BirthLikeness | None
    age: int | None
    home: bool | None
    has_home: bool = True

    @property
    def has_age(self) -> bool:
        """Whether the age agrees, a year more or less."""
        return self.age is not None and 0 <= self.age <= _AGE_SLIP

    @property
    def full(self) -> int:
        """How many fields agree fully: each word of the name, birth date, age, home."""
        words = self.name.same if self.name else 0
        return words + (self.born is BirthLikeness.SAME) + (self.age == 0) + bool(self.home)

    @property
    def nearly(self) -> int:
        """How many fields agree nearly."""
        words = self.name.typed - self.name.same - self.name.lacking if self.name else 0
        return words + (self.born is not None and self.born.is_near) + (self.age == 1)

    @property
    def differing(self) -> int:
        """How many fields say something else; what is not recorded says nothing."""
        words = self.name.lacking if self.name else 0
        is_other_age = self.age is not None and self.age > _AGE_SLIP
        is_other_home = self.home is False and self.has_home
        return words + (self.born is BirthLikeness.OTHER) + is_other_age + is_other_home


@dataclass(frozen=True, slots=True)
class Found:
    """One result: the child, how it agrees, and its class from 1, the best, to 7."""

    candidate: Candidate
    agreement: Agreement
    rank: int

    @property
    def name(self) -> NameWords | None:
        """The recorded name that agrees best; None if no name was asked for."""
        return self.agreement.name.name if self.agreement.name else None


def rank(question: Question, candidates: Iterable[Candidate]) -> list[Found]:
    """Every candidate that agrees well enough, the most likely first.

    First the class (:func:`_class`); within it how many fields agree fully, then nearly,
    then how few differ and how near the name is; then the rarer name, the record last
    written, the child's id. The order of ``candidates`` makes no difference. Where nobody
    agrees by name and birth date, 20 at most are filled up from those of the last resort.
    """
    found = []
    matches: _Matches = {}
    for candidate in candidates:
        agreement = _agree(question, candidate, matches)
        place = _class(agreement, is_missing=candidate.is_missing)
        if place is not None:
            found.append(Found(candidate, agreement, place))
    names = Counter(one.name for one in found)
    found.sort(key=lambda one: one.candidate.child)
    found.sort(key=lambda one: max(r.seen for r in one.candidate.records), reverse=True)
    found.sort(key=lambda one: (*_order(one), names[one.name]))
    better = [one for one in found if one.rank < _LAST_RESORT]
    return better if any(map(_is_likely, better)) else [*better, *found[len(better) : _ENOUGH]]


def _is_likely(one: Found) -> bool:
    name = one.agreement.name
    return one.rank <= 3 or (one.rank == 4 and name is not None and name.is_near)


def are_alike(one: Found, other: Found) -> bool:
    """Whether two results are easily taken for one another.

    Each word of a name of the one agrees with a word of a name of the other, and of their
    birth dates two are the same or a slip apart.
    """
    births = [_births(found.candidate.records) for found in (one, other)]
    if all(birth_likeness(born, births[1]) in _UNLIKE for born in births[0]):
        return False
    names = [_all_names(found.candidate.records) for found in (one, other)]
    return any(_are_like(first, second) for first in names[0] for second in names[1])


_UNLIKE = (BirthLikeness.OTHER, BirthLikeness.UNKNOWN)


def _are_like(one: NameWords, other: NameWords) -> bool:
    typed = [name_word(word) for word in one.words]
    like = tuple(
        {word: kind for word in other.words if (kind := t.likeness(word)) is not None}
        for t in typed
    )
    match = match_name(TypedName(one.words, like, {}), other)
    return len(one.words) == len(other.words) and not match.lacking


def _order(one: Found) -> tuple[int, int, int, int, int]:
    agreement = one.agreement
    cost = agreement.name.cost if agreement.name else 0
    return one.rank, -agreement.full, -agreement.nearly, agreement.differing, cost


def _class(agreement: Agreement, *, is_missing: bool) -> int | None:
    """Which class a child is in; None if too little agrees to list the child.

    1. missing now, and the name is the same or the birth date is and the name not another
    2. birth date the same, name the same
    3. name the same, birth date near
    4. birth date the same, name near, or one of its words
    5. name near, age agrees, home agrees
    6. name near only; or, without a name, what else was asked for
    7. the last resort: one word of the name, and a birth date near: a changed surname
    """
    name, is_born = agreement.name, agreement.born is BirthLikeness.SAME
    if name is None:
        return _class_without_name(agreement, is_missing=is_missing)
    if is_missing and (name.is_equal or (is_born and name.is_half)):
        return 1
    if is_born and name.is_equal:
        return 2
    if name.is_equal and agreement.born is not None and agreement.born.is_near:
        return 3
    if is_born and name.is_half:
        return 4
    if name.is_near:
        return 5 if agreement.has_age and agreement.home else 6
    if agreement.home and (is_born or (agreement.has_age and name.is_half)):
        return 6
    is_near = agreement.born is not None and agreement.born.is_near
    return _LAST_RESORT if is_near and name.is_half else None


def _class_without_name(agreement: Agreement, *, is_missing: bool) -> int | None:
    if agreement.born is BirthLikeness.SAME:
        return 1 if is_missing else 6
    if agreement.born is not None:
        return 6 if agreement.born.is_near and agreement.home else None
    return 6 if agreement.home and (agreement.age is None or agreement.has_age) else None


def _agree(question: Question, candidate: Candidate, matches: _Matches) -> Agreement:
    query, births = question.query, _births(candidate.records)
    age = None if query.age is None else age_gap(query.age, births, question.today)
    return Agreement(
        name=_best_name(question.name, candidate.records, matches),
        born=None if query.birth_date is None else birth_likeness(query.birth_date, births),
        age=-1 if age is None and query.age is not None else age,
        home=_is_at(question.places, candidate.records) if question.places else None,
        has_home=any(record.homes for record in candidate.records),
    )


def _best_name(
    typed: TypedName, records: Sequence[Searchable], matches: _Matches
) -> NameMatch | None:
    """The best match of the names; ``matches`` keeps them, as many children share a name."""
    if not typed.words:
        return None
    found = []
    for name in _all_names(records):
        if name not in matches:
            matches[name] = match_name(typed, name)
        found.append(matches[name])
    return min(found, key=lambda match: match.order, default=None)


def _all_names(records: Sequence[Searchable]) -> frozenset[NameWords]:
    return frozenset(name for record in records for name in record.names)


def _births(records: Sequence[Searchable]) -> frozenset[date]:
    return frozenset(born for record in records for born in record.births)


def _is_at(
    places: tuple[tuple[TypedWord, frozenset[str]], ...], records: Sequence[Searchable]
) -> bool:
    return any(
        all(_stands_in(home, typed.text, like) for typed, like in places)
        for record in records
        for home in record.homes
    )


def _stands_in(home: tuple[str, ...], typed: str, like: frozenset[str]) -> bool:
    """Whether a typed word is in a home; a single letter or figure may begin a word of it."""
    if len(typed) == 1:
        return any(word.startswith(typed) for word in home)
    return not like.isdisjoint(home)
