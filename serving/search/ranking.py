"""The order of results: classes that can be explained, never the band (a ranking by risk
would bias who is taken to be the child) and never a protected characteristic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from linkage.names import fold
from records.calendar import age_on
from records.persons import ChildId, PersonRecord
from serving.search.keys import near_dates, swapped
from serving.search.names import NameMatch, match_name
from serving.search.query import Query

__all__ = ["Candidate", "Found", "rank"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A child who shares a key with the question.

    Attributes:
        persons: every version of every record of the child.
        missing_since: start of the open report, if there is one.
        plan: ``linked``, ``possible`` or None.
        protection: whether a child protection plan is in force.
    """

    child: ChildId
    persons: tuple[PersonRecord, ...]
    missing_since: datetime | None
    plan: str | None
    protection: bool


@dataclass(frozen=True, slots=True)
class Found:
    """One result: the child, the name that matched, and why it is here, in words."""

    candidate: Candidate
    name: str
    rank: int
    why: tuple[str, ...]
    agrees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Agreement:
    name: NameMatch | None
    born: str | None
    age: str | None
    home: bool

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that agree fully."""
        return tuple(
            field
            for field, agrees in (
                ("name", self.name is not None and self.name.equal),
                ("birth date", self.born == "equal"),
                ("age", self.age is not None),
                ("home", self.home),
            )
            if agrees
        )


def rank(query: Query, candidates: Sequence[Candidate], today: date) -> list[Found]:
    """Every candidate that agrees well enough, the most likely first.

    Classes of agreement (module's table); within a class the number of agreeing fields,
    then the rarer name, then the record last touched, then the child's id.
    """
    found = []
    for candidate in candidates:
        agreement = _agree(query, candidate, today)
        place = _class(query, candidate, agreement)
        if place is not None:
            found.append((place, agreement, candidate))
    names = Counter(fold(_shown(a, c)) for _, a, c in found)
    found.sort(
        key=lambda row: (
            row[0],
            -len(row[1].fields),
            row[1].name.cost if row[1].name else 0,
            names[fold(_shown(row[1], row[2]))],
            -max(person.recorded for person in row[2].persons).timestamp(),
            row[2].child,
        )
    )
    return [
        Found(candidate, _shown(agreement, candidate), place, _why(agreement), agreement.fields)
        for place, agreement, candidate in found
    ]


def _agree(query: Query, candidate: Candidate, today: date) -> _Agreement:
    best = None
    if query.name:
        spoken = {n for p in candidate.persons for n in (p.full_name, *_aliases(p))}
        matches = [match_name(query.name, name) for name in sorted(spoken)]
        best = min(matches, key=lambda m: (not m.equal, not m.near, m.cost, m.recorded))
        best = best if best.near or best.half else None
    births = {p.date_of_birth for p in candidate.persons if p.date_of_birth is not None}
    return _Agreement(
        best, _born(query, births), _age(query, births, today), _home(query, candidate)
    )


def _aliases(person: PersonRecord) -> tuple[str, ...]:
    """Other names as recorded, and each one-word nickname with the surname."""
    alone = [name for name in person.other_names if " " not in name.strip()]
    return (*person.other_names, *(f"{name} {person.surname}" for name in alone))


def _born(query: Query, births: set[date]) -> str | None:
    if query.birth_date is None or not births:
        return None
    if query.birth_date in births:
        return "equal"
    if swapped(query.birth_date) in births:
        return "swapped"
    return "near" if births & set(near_dates(query)) else None


def _age(query: Query, births: set[date], today: date) -> str | None:
    if query.age is None or not births:
        return None
    gaps = [abs(age_on(born, today) - query.age) for born in births]
    return {0: "equal", 1: "near"}.get(min(gaps))


def _home(query: Query, candidate: Candidate) -> bool:
    if not query.place:
        return False
    asked = fold(query.place).replace(" ", "")
    homes = (
        fold(place).replace(" ", "")
        for person in candidate.persons
        for place in (person.address, person.postcode)
        if place
    )
    return any(asked in home for home in homes)


def _class(query: Query, candidate: Candidate, agrees: _Agreement) -> int | None:
    name, born = agrees.name, agrees.born
    equal = name is not None and name.equal
    near = name is not None and name.near
    if candidate.missing_since is not None and (equal or born == "equal"):
        return 1
    if born == "equal" and equal:
        return 2
    if equal and born in ("swapped", "near"):
        return 3
    if born == "equal" and (near or (name is not None and name.half)):
        return 4
    if equal and query.birth_date is None:
        return 5
    if near and agrees.age and agrees.home:
        return 6
    if near and born is not None:
        return 7
    if near:
        return 8
    if born == "equal":
        return 9
    return 10 if agrees.home and not query.name and query.birth_date is None else None


def _shown(agrees: _Agreement, candidate: Candidate) -> str:
    if agrees.name is not None:
        return agrees.name.recorded
    return max(candidate.persons, key=lambda p: (p.recorded, str(p.id))).full_name


def _why(agrees: _Agreement) -> tuple[str, ...]:
    said = []
    if agrees.name is not None:
        said += ["Name the same."] if agrees.name.equal else list(dict.fromkeys(agrees.name.why))
    born = {
        "equal": "Birth date the same.",
        "swapped": "Day and month of birth swapped.",
        "near": "Birth date differs by one digit or one year.",
    }
    if agrees.born is not None:
        said.append(born[agrees.born])
    if agrees.age is not None:
        said.append("Age the same." if agrees.age == "equal" else "Age differs by one year.")
    if agrees.home:
        said.append("Home agrees.")
    return tuple(said)
