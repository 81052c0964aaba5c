"""One neighbourhood, whole: its children, and the lives of those to whom anything happens."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from synthetic_data.dice import Dice, Weighted, stream
from synthetic_data.minutes import DAY, YEAR
from synthetic_data.parameters import Parameters
from synthetic_data.world.exposure import Beginnings, beginnings_of
from synthetic_data.world.lives import Lives
from synthetic_data.world.people import Neighbourhood
from synthetic_data.world.population import Population, Span, children_of
from synthetic_data.world.truth import CareSpan, Life, Placement, ProtectionSpan

__all__ = ["World", "make_world"]

#: The streams of chance of one neighbourhood's world; its recording has others.
_POPULATION, _PEOPLE, _LIVES = 0, 1, 2


@dataclass(frozen=True, slots=True)
class World:
    """What is true in one neighbourhood.

    Attributes:
        number: of the neighbourhood, counted from 0.
        people: every child, whether or not anything happens to it.
        lives: of the children to whom something happens, in order of row.
        rows: the row in ``people`` of each of ``lives``.
        beginnings: what began by itself in each of ``lives``.
        recognised: how likely harm to each of them is seen for what it is.
    """

    number: int
    neighbourhood: Neighbourhood
    people: Population
    lives: tuple[Life, ...]
    rows: tuple[int, ...]
    beginnings: tuple[Beginnings, ...]
    recognised: tuple[float, ...]


def make_world(number: int, size: int, seed: int, span: Span, parameters: Parameters) -> World:
    """The neighbourhood ``number`` of the force ``seed``: the same for the same arguments."""
    rng = np.random.Generator(np.random.PCG64(stream(seed, number, _POPULATION)))
    people = children_of(size, span, parameters, rng)
    beginnings = beginnings_of(people, span, parameters, rng)
    invent = Dice(stream(seed, number, _PEOPLE))
    neighbourhood = Neighbourhood(number, size, span, parameters, invent)
    dice = Dice(stream(seed, number, _LIVES))
    lives = Lives(span, parameters, dice)
    found = []
    for row, begin in beginnings.items():
        child = neighbourhood.child(row, people)
        care = _care(begin, int(people.born[row]), neighbourhood, parameters, invent)
        protection = _protection(begin, parameters, invent)
        circle = neighbourhood.circles[
            min(int(invent.exponential(1.2)), len(neighbourhood.circles) - 1)
        ]
        found.append(lives.follow(child, begin, care, protection, circle))
    return World(
        number,
        neighbourhood,
        people,
        tuple(found),
        tuple(beginnings),
        tuple(beginnings.values()),
        tuple(lives.responses.recognised(life.child) for life in found),
    )


def _care(
    begin: Beginnings, born: int, place: Neighbourhood, parameters: Parameters, dice: Dice
) -> tuple[CareSpan, ...]:
    spans = []
    for start, end in begin.care:
        placements, at = [], start
        while at < end:
            kind = dice.weighted(_kinds((at - born) // YEAR, parameters))
            address = (
                dice.choose(place.childrens_homes) if kind == "childrens_home" else place.address()
            )
            away = dice.chance(parameters.table("care.out_of_area").get(kind, 0.0))
            placements.append(Placement(at, kind, address, away))
            at += int((20 + dice.exponential(parameters.number("care.days_in_placement"))) * DAY)
        spans.append(CareSpan(start, end, tuple(placements)))
    return tuple(spans)


def _kinds(age: int, parameters: Parameters) -> Weighted[str]:
    group = "under_10" if age < 10 else "10_to_15" if age < 16 else "16_and_17"
    return parameters.weighted(f"care.placement.{group}")


def _protection(
    begin: Beginnings, parameters: Parameters, dice: Dice
) -> tuple[ProtectionSpan, ...]:
    categories = parameters.weighted("protection.category")
    return tuple(
        ProtectionSpan(start, end, dice.weighted(categories)) for start, end in begin.protection
    )
