"""What officers type of children whose truth is known: right, or with one slip of the pen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from serving.search import Query
from synthetic_data.dice import Dice, stream
from synthetic_data.recording.slips import misspelt, near_date, spelt_otherwise, swapped_date
from synthetic_data.world.people import load_names

__all__ = ["KnownChild", "Typed", "known_children", "typed_questions"]


@dataclass(frozen=True, slots=True)
class KnownChild:
    """A child as the child really is, with at least one person record.

    Attributes:
        records: the ids of the records about the child.
    """

    true_child: str
    forename: str
    surname: str
    born: date
    sex: str
    ethnicity: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """A question and the child that it is about.

    Attributes:
        slip: what is wrong in it, e.g. ``surname misspelt``.
    """

    child: KnownChild
    query: Query
    slip: str


def known_children(truth: Path) -> list[KnownChild]:
    """Every child of a force that a record is about, in order of the true id."""
    records: dict[str, list[str]] = {}
    for row in pq.read_table(truth / "identity.parquet").to_pylist():
        records.setdefault(row["true_child"], []).append(row["record_id"])
    rows = pq.read_table(truth / "children.parquet").to_pylist()
    return [
        KnownChild(
            row["true_child"],
            *(row["forename"], row["surname"], row["born"], row["sex"], row["ethnicity"]),
            tuple(sorted(records[row["true_child"]])),
        )
        for row in sorted(rows, key=lambda row: str(row["true_child"]))
        if row["true_child"] in records
    ]


def typed_questions(
    children: list[KnownChild], count: int, seed: int, *, with_birth_date: bool
) -> Iterator[Typed]:
    """So many questions about children drawn at random, each with one slip.

    The name, or with a birth date as often the date, holds the slip; the kinds are as the
    clerks of the invented force make them: misspelt, spelt otherwise, a nickname; day and
    month swapped, or one of day, month and year off by one.
    """
    dice = Dice(stream(seed, 41))
    while count:
        child = dice.choose(children)
        in_date = with_birth_date and dice.chance(0.5)
        slip, name, born = _in_date(child, dice) if in_date else _in_name(child, dice)
        if slip:
            yield Typed(child, Query(name, born if with_birth_date else None), slip)
            count -= 1


_Slipped = tuple[str, str, date]


def _in_name(child: KnownChild, dice: Dice) -> _Slipped:
    forename, surname = child.forename, child.surname
    slips: Mapping[str, Callable[[], tuple[str | None, str | None]]] = {
        "forename misspelt": lambda: (misspelt(forename, dice), surname),
        "surname misspelt": lambda: (forename, misspelt(surname, dice)),
        "forename spelt otherwise": lambda: (spelt_otherwise(forename, dice), surname),
        "surname spelt otherwise": lambda: (forename, spelt_otherwise(surname, dice)),
        "nickname": lambda: (_nickname(forename, dice), surname),
    }
    slip = dice.choose(list(slips))
    first, last = slips[slip]()
    if first is None or last is None:
        return "", "", child.born
    words = (first, last) if dice.chance(0.7) else (last, first)
    return slip, " ".join(words), child.born


def _nickname(forename: str, dice: Dice) -> str | None:
    known: Any = load_names()["nicknames"].get(forename)
    return str(dice.choose(known)) if known else None


def _in_date(child: KnownChild, dice: Dice) -> _Slipped:
    name = f"{child.forename} {child.surname}"
    if dice.chance(0.5):
        swapped = swapped_date(child.born)
        return ("day and month swapped", name, swapped) if swapped else ("", name, child.born)
    return "birth date near", name, near_date(child.born, dice)
