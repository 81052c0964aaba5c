"""Builders of person records, and a small seeded force whose truth is known.

All names are invented combinations; the errors are those that clerks make.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from records.persons import PersonRecord, RecordId
from records.sources import SourceSystem

__all__ = ["RECORDED", "SmallForce", "person", "record_id", "small_force"]

#: When a built record was recorded unless a test says otherwise.
RECORDED = datetime(2026, 11, 1, 22, 0, tzinfo=UTC)

_FORENAMES = (
    "Olivia Amelia Isla Ava Lily Freya Maisie Poppy Ella Grace Sophie Emily Charlotte Jessica "
    "Daisy Phoebe Ruby Millie Rosie Alice Chloe Lucy Erin Holly Imogen Elsie Matilda Eleanor "
    "Martha Harriet Bethany Megan Abigail Georgia Katie Amber Jasmine Lola Scarlett Aisha Fatima "
    "Zainab Maryam Iqra Amina Priya Anjali Simran Adaeze Chioma Zofia Julia Leila Oliver George "
    "Harry Noah Jack Leo Arthur Oscar Charlie Jacob Thomas Henry William Freddie Alfie Joshua "
    "Theodore Ethan James Logan Isaac Alexander Joseph Edward Lucas Max Samuel Benjamin Finley "
    "Daniel Harrison Toby Riley Dylan Luke Matthew Jake Callum Kieran Connor Liam Ryan Mohammed "
    "Ahmed Ali Hassan Hamza Ibrahim Yusuf Umar Bilal Zain Arjun Rohan Gurpreet Chidi Tunde Kacper "
    "Szymon Jayden Hayden Tyler Reece Mason Nathan Kyle Declan Owen Rhys Elliot Stanley"
).split()
_STARTS = (
    "Ash Bar Bex Black Brad Bright Brom Cald Cart Clay Cor Cross Dal Dun East Elm Fair Fen Gar "
    "Glen Had Hal Har Hart Hazel Hol Kel King Lang Lind Long Mar Mead Mil Nor Oak Pem Red Rock "
    "Rush Sand Shel Stan Sut Thorn Wal West Whit Wood Yar Okon Chow Rah Kow Nowa Adey Olu"
).split()
_ENDS = (
    "ley ton ford field well wood worth by ham ridge stone man son croft brook ski dhury emi kwo"
).split()
_COMMON = "Smith Jones Taylor Khan Patel Ahmed Brown Williams Singh Hussain Ali Wilson".split()
_NICKNAMES = {
    "Charlotte": ("Lottie", "Charlie"),
    "Jessica": ("Jess",),
    "Matilda": ("Tilly",),
    "Alexander": ("Alex", "Xander"),
    "Mohammed": ("Muhammad", "Mohamed", "Mo"),
    "Yusuf": ("Yousef",),
    "Zainab": ("Zaynab",),
    "Aisha": ("Ayesha",),
    "Samuel": ("Sam",),
    "Joshua": ("Josh",),
    "Bethany": ("Beth",),
    "Megan": ("Meg",),
    "William": ("Will", "Billy"),
    "Joseph": ("Joe",),
}
#: Share of children that each system holds, and S1 twice.
_HELD = {
    SourceSystem.MISSING_PERSONS: 0.7,
    SourceSystem.SOCIAL_CARE: 0.5,
    SourceSystem.CSE_PLANS: 0.15,
    SourceSystem.ABDUCTION_NOTICES: 0.1,
}
_TWICE = 0.03


def record_id(text: str) -> RecordId:
    """``S1:P-1`` as a record id."""
    return RecordId.parse(text)


def person(id_: str, forename: str | None = None, surname: str = "", **more: Any) -> PersonRecord:
    """A person record; ``born`` is its birth date as text."""
    born = more.pop("born", None)
    return PersonRecord(
        id=record_id(id_),
        recorded=more.pop("recorded", RECORDED),
        forename=forename,
        surname=surname,
        date_of_birth=date.fromisoformat(born) if isinstance(born, str) else born,
        **more,
    )


@dataclass(frozen=True, slots=True)
class SmallForce:
    """Person records and which child each truly is."""

    persons: tuple[PersonRecord, ...]
    truth: dict[RecordId, int]

    @property
    def true_pairs(self) -> set[frozenset[RecordId]]:
        """Every pair of records of one child."""
        held: dict[int, list[RecordId]] = {}
        for record, child in self.truth.items():
            held.setdefault(child, []).append(record)
        return {
            frozenset((a, b))
            for records in held.values()
            for place, a in enumerate(records)
            for b in records[place + 1 :]
        }


def small_force(children: int, seed: int) -> SmallForce:
    """A seeded force: families with siblings, twins, children's homes, and clerks' errors."""
    dice = Random(seed)
    homes = [_address(dice, "House") for _ in range(max(2, children // 150))]
    persons: list[PersonRecord] = []
    truth: dict[RecordId, int] = {}
    child = 0
    while child < children:
        surname = dice.choice(_COMMON) if dice.random() < 0.2 else _surname(dice)
        home, born = _address(dice), None
        taken: set[str] = set()
        for _ in range(dice.choices((1, 2, 3), (0.7, 0.2, 0.1))[0]):
            is_twin = born is not None and dice.random() < 0.08
            if not is_twin:
                born = date(2008, 1, 2) + timedelta(days=dice.randrange(4_000))
            assert born is not None
            lives = dice.choice(homes) if dice.random() < 0.12 else home
            forename = dice.choice([name for name in _FORENAMES if name not in taken])
            taken.add(forename)
            for source, share in _HELD.items():
                times = (dice.random() < share) + (
                    source is SourceSystem.MISSING_PERSONS and dice.random() < _TWICE
                )
                for _ in range(times):
                    record = RecordId(source, f"P-{len(persons):05d}")
                    true = PersonRecord(
                        record, RECORDED, forename, surname, (), born, None, None, *lives
                    )
                    persons.append(_as_written(true, dice))
                    truth[record] = child
            child += 1
    return SmallForce(tuple(persons), truth)


def _surname(dice: Random) -> str:
    name = dice.choice(_STARTS) + dice.choice(_ENDS)
    return f"{name}-{dice.choice(_STARTS)}{dice.choice(_ENDS)}" if dice.random() < 0.04 else name


def _address(dice: Random, kind: str = "") -> tuple[str, str]:
    street = f"{dice.choice(_STARTS)}{dice.choice(_ENDS)}"
    line = f"{street} House" if kind else f"{dice.randrange(1, 180)} {street} Road"
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    inward = f"{dice.randrange(1, 9)}{dice.choice(letters)}{dice.choice(letters)}"
    return line, f"NG{dice.randrange(60, 90)} {inward}"


def _as_written(true: PersonRecord, dice: Random) -> PersonRecord:
    """The record as a clerk writes it."""
    forename, born, surname = true.forename, true.date_of_birth, true.surname
    assert forename is not None
    assert born is not None
    if dice.random() < 0.1 and forename in _NICKNAMES:
        forename = dice.choice(_NICKNAMES[forename])
    elif dice.random() < 0.05:
        forename = _misspelt(forename, dice)
    if dice.random() < 0.06:
        surname = _misspelt(surname, dice)
    elif dice.random() < 0.03:
        surname = _surname(dice)
    if dice.random() < 0.005:
        forename, surname = surname, forename
    chance = dice.random()
    if chance < 0.02 and born.day <= 12:
        born = date(born.year, born.day, born.month)
    elif chance < 0.04:
        born = born.replace(day=max(1, min(28, born.day + dice.choice((-1, 1, 10, -10)))))
    elif chance < 0.06:
        born = dice.choice((None, date(1900, 1, 1), date(born.year, 1, 1)))
    line, postcode = true.address, true.postcode
    if dice.random() < 0.12:
        line, postcode = _address(dice)
    elif dice.random() < 0.1:
        line, postcode = None, dice.choice((postcode, None))
    return replace(
        true,
        forename=forename,
        surname=surname,
        date_of_birth=born,
        address=line,
        postcode=postcode,
    )


def _misspelt(name: str, dice: Random) -> str:
    place = dice.randrange(1, len(name))
    match dice.randrange(4):
        case 0:
            return name[:place] + name[place + 1 :]
        case 1:
            return name[:place] + name[place] + name[place:]
        case 2 if place + 1 < len(name):
            return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
        case _:
            return name[:place] + dice.choice("aeioulnrst") + name[place + 1 :]
