"""Which two records are one child: named cases, each "two like people except for ...".

Expected outcomes are worked out by hand; ``linked`` is one child without asking,
``possible`` is shown to people with its evidence, ``apart`` is neither.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from linkage.cleaning import clean_records
from linkage.compare import weigh_pairs
from linkage.linking import settle
from linkage.pairs import WeighedPair
from linkage.results import LinkResult
from linkage.weights import load_weights
from records.persons import PersonRecord, RecordId
from tests.lib.people import person

#: The record that the others are like, as S1 holds it.
LIKE: dict[str, Any] = {
    "forename": "Callum",
    "surname": "Thornworth",
    "born": "2011-03-09",
    "address": "12 Oakton Road",
    "postcode": "NG7 2AB",
}


@dataclass(frozen=True, slots=True)
class Case:
    """Two records like :data:`LIKE`, the second in S2, changed as the case says."""

    name: str
    outcome: str
    second: dict[str, Any]
    first: dict[str, Any] | None = None
    system: str = "S2"

    @property
    def people(self) -> tuple[PersonRecord, PersonRecord]:
        """The two records."""
        return (
            person("S1:1", **{**LIKE, **(self.first or {})}),
            person(f"{self.system}:2", **{**LIKE, **self.second}),
        )


MOVED = {"address": "3 Elm Lane", "postcode": "DE1 9ZZ"}
NO_HOME = {"address": None, "postcode": None}
HOME_OF_CHILDREN = {"address": "Larch House, 4 Mill Lane", "postcode": "NG7 4QD"}

CASES = (
    # One child, written down twice.
    Case("nothing changed", "linked", {}),
    Case("moved house", "linked", MOVED),
    Case("no home recorded", "linked", NO_HOME),
    Case(
        "in capitals, no space in the postcode",
        "linked",
        {"surname": "THORNWORTH", "postcode": "ng72ab"},
    ),
    Case("forename by one letter", "linked", {"forename": "Calum"}),
    Case("forename by a slip of typing", "linked", {"forename": "Callmu"}),
    Case(
        "forename as another spells it",
        "linked",
        {"forename": "Muhammad"},
        {"forename": "Mohammed"},
    ),
    Case("forename is a short form", "linked", {"forename": "Tilly"}, {"forename": "Matilda"}),
    Case("forename cut short", "linked", {"forename": "Cal"}),
    Case("second forename left out", "linked", {"forename": "Callum James"}),
    Case(
        "called by a nickname that a record tells of",
        "linked",
        {"forename": "Spider", "other_names": ("Callum",)},
    ),
    Case("surname by one letter", "linked", {"surname": "Thornwerth"}),
    Case(
        "half of a double surname",
        "linked",
        {"surname": "Thornworth"},
        {"surname": "Thornworth-Reid"},
    ),
    Case("changed surname, same home", "linked", {"surname": "Reid"}),
    Case(
        "changed surname that a record tells of",
        "linked",
        {"surname": "Reid", "other_names": ("Callum Thornworth",), **MOVED},
    ),
    Case(
        "forename and surname the wrong way round",
        "linked",
        {"forename": "Thornworth", "surname": "Callum"},
    ),
    Case("day and month of birth swapped", "linked", {"born": "2011-09-03"}),
    Case("birth date by one digit", "linked", {"born": "2011-03-08"}),
    Case("no birth date, all else the same", "linked", {"born": None}),
    Case("no birth date, forename by one letter", "linked", {"forename": "Calum", "born": None}),
    Case("no birth date, surname by one letter", "linked", {"surname": "Thornwerth", "born": None}),
    Case(
        "no birth date, both names by one letter",
        "linked",
        {"forename": "Callmu", "surname": "Thornwerth", "born": None},
    ),
    Case(
        "no birth date, half of a double surname",
        "linked",
        {"born": None},
        {"surname": "Thornworth-Reid"},
    ),
    Case(
        "no birth date, another spelling that sounds alike",
        "linked",
        {"forename": "Sofie", "born": None},
        {"forename": "Sophie"},
    ),
    Case("no forename, all else the same", "linked", {"forename": None}),
    Case(
        "no forename, surname by one letter",
        "linked",
        {"forename": None, "surname": "Thornwerth"},
    ),
    Case("three letters, one of them another", "linked", {"forename": "Lso"}, {"forename": "Leo"}),
    Case(
        "a slip so common that several records bear it",
        "linked",
        {"forename": "Gaorge"},
        {"forename": "George"},
    ),
    Case(
        "nickname and moved house",
        "linked",
        {"forename": "Tilly", **MOVED},
        {"forename": "Matilda"},
        system="S10",
    ),
    Case(
        "V4: nickname, surname by one letter, date swapped",
        "linked",
        {"forename": "Cal", "surname": "Thornwerth", "born": "2011-09-03", "address": None},
    ),
    # One child perhaps: people must look.
    Case(
        "V4 with a nickname nobody knows",
        "possible",
        {"forename": "Spider", "surname": "Thornwerth", "born": "2011-09-03", "address": None},
    ),
    Case("nickname nobody knows, all else the same", "possible", {"forename": "Spider"}),
    Case("no forename and moved", "possible", {"forename": None, **MOVED}),
    Case(
        "no forename, birth date by one digit",
        "possible",
        {"forename": None, "born": "2011-03-08"},
    ),
    Case("neither has a forename", "possible", {"forename": None}, {"forename": None}),
    Case(
        "no birth date and a short form: sisters are called Emily and Millie",
        "possible",
        {"forename": "Millie", "born": None},
        {"forename": "Emily"},
    ),
    Case(
        "no birth date, a spelling that sounds alike, surname by one letter",
        "possible",
        {"forename": "Sofie", "surname": "Thornwerth", "born": None},
        {"forename": "Sophie"},
    ),
    Case(
        "no birth date, twins or siblings with like names",
        "possible",
        {"forename": "Hayden", "born": None},
        {"forename": "Jayden"},
    ),
    Case("no birth date, another home", "possible", {"born": None, **NO_HOME}),
    Case("neither forename nor birth date", "possible", {"forename": None, "born": "1970-01-01"}),
    Case("birth date a placeholder and moved", "possible", {"born": "1900-01-01", **NO_HOME}),
    Case("birth date first of January and moved", "possible", {"born": "2011-01-01", **NO_HOME}),
    Case(
        "birth date quite another, whole name and home the same", "possible", {"born": "2009-07-21"}
    ),
    Case(
        "forename, surname and birth date each nearly the same",
        "possible",
        {"forename": "Callmu", "surname": "Thornwerth", "born": "2011-09-03"},
    ),
    Case(
        "nickname and moved house, and the second is a plan",
        "possible",
        {"forename": "Tilly", **MOVED},
        {"forename": "Matilda"},
    ),
    # Two children.
    Case("V13: twins, each known to one system alone", "possible", {"forename": "Jacob"}),
    Case("V13: twins with like names", "possible", {"forename": "Hayden"}, {"forename": "Jayden"}),
    Case("twins with short like names", "possible", {"forename": "Ada"}, {"forename": "Ava"}),
    Case("twins whose names begin alike", "possible", {"forename": "Joanna"}, {"forename": "Joan"}),
    Case("sibling", "apart", {"forename": "Jacob", "born": "2009-07-21"}),
    Case("sibling with a like name", "apart", {"forename": "Calum", "born": "2009-07-21"}),
    Case(
        "sibling with a name of one family",
        "apart",
        {"forename": "Muhammad", "born": "2009-07-21"},
        {"forename": "Mohammed"},
    ),
    Case(
        "V14: strangers in one home, same forename",
        "apart",
        {"surname": "Reid", "born": "2009-07-21", **HOME_OF_CHILDREN},
        HOME_OF_CHILDREN,
    ),
    Case(
        "strangers in one home, same birth date",
        "apart",
        {"forename": "Jacob", "surname": "Reid", **HOME_OF_CHILDREN},
        HOME_OF_CHILDREN,
    ),
    Case(
        "strangers with one placeholder for a birth date",
        "apart",
        {"forename": "Jacob", "surname": "Reid", "born": "1900-01-01", **MOVED},
        {"born": "1900-01-01"},
    ),
    Case("namesake of another age elsewhere", "apart", {"born": "2009-07-21", **MOVED}),
    Case("cousin: surname alone", "apart", {"forename": "Jacob", "born": "2009-07-21", **MOVED}),
    # Two records of one system.
    Case("entered twice", "linked", {}, system="S1"),
    Case("entered twice, moved between", "linked", MOVED, system="S1"),
    Case("entered twice, surname by one letter", "linked", {"surname": "Thornwerth"}, system="S1"),
    Case(
        "entered twice, surname by one letter, moved between",
        "possible",
        {"surname": "Thornwerth", **MOVED},
        system="S1",
    ),
    Case(
        "entered twice, date swapped, moved between",
        "possible",
        {"born": "2011-09-03", **MOVED},
        system="S1",
    ),
    Case("entered again without a forename", "possible", {"forename": None}, system="S1"),
    Case("V13: twins in one system", "apart", {"forename": "Jacob"}, system="S1"),
    Case(
        "twins in one system, one with a rare name", "apart", {"forename": "Zephaniah"}, system="S1"
    ),
)


@pytest.fixture(scope="module")
def weighed() -> dict[tuple[RecordId, RecordId], WeighedPair]:
    """All cases weighed at once: a pair's weight depends on its two records alone."""
    renamed = [
        _in_case(number, record) for number, case in enumerate(CASES) for record in case.people
    ]
    records = clean_records(renamed)
    pairs = weigh_pairs(records, load_weights(), load_weights().thresholds.possible)
    return {(records[pair.a].id, records[pair.b].id): pair for pair in pairs}


def _in_case(number: int, record: PersonRecord) -> PersonRecord:
    return replace(record, id=RecordId(record.id.source, f"{number:03d}-{record.id.ref}"))


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case.name for case in CASES])
def test_two_records_are_told_apart_or_together(
    number: int, weighed: dict[tuple[RecordId, RecordId], WeighedPair]
) -> None:
    case = CASES[number]
    records = clean_records(_in_case(number, record) for record in case.people)
    found = weighed.get((records[0].id, records[1].id))
    pairs = [] if found is None else [replace(found, a=0, b=1)]
    assert _outcome(settle(records, pairs, load_weights())) == case.outcome


def _outcome(result: LinkResult) -> str:
    if len(result.clusters) == 1:
        return "linked"
    return "possible" if result.possible else "apart"
