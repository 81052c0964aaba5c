"""What befalls children and their homes by itself, drawn for a whole neighbourhood at once.

Some homes see more of everything: the rate of each trouble follows the household's and
the child's adversity, so that domestic abuse, crime, referrals and going missing meet in
the same lives without one being made from another.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from synthetic_data.minutes import DAY, YEAR
from synthetic_data.parameters import Parameters
from synthetic_data.world.population import Population, Span

__all__ = ["HOUSEHOLD_TROUBLES", "TROUBLES", "by_age", "troubles_of"]

#: Troubles of one child; each has its yearly rate by age in the parameter file.
TROUBLES = ("victim", "suspect", "witness", "abuse", "referral")
#: Troubles of a whole home, which name most of its children at one and the same time.
HOUSEHOLD_TROUBLES = ("domestic", "incident", "need", "visitor")


def troubles_of(
    people: Population, span: Span, parameters: Parameters, rng: np.random.Generator
) -> list[tuple[int, str, int]]:
    """(row, name of the trouble, minute) over the recorded years, in no order of time."""
    found: list[tuple[int, str, int]] = []
    for name in TROUBLES:
        rates = np.array(parameters.numbers(f"trouble.{name}_by_age"))
        pairs = by_age(people, rates, people.adversity, span.start, span.taken, rng)
        found += [(row, name, minute) for row, minute in pairs]
    for name in HOUSEHOLD_TROUBLES:
        rate = parameters.number(f"trouble.{name}_per_household_year")
        named = parameters.number("trouble.child_named")
        again = parameters.table("trouble.again").get(name, 0.0)
        pairs = _of_households(people, rate, again, named, span, rng)
        found += [(row, name, minute) for row, minute in pairs]
    return found


def by_age(
    people: Population,
    rate: NDArray[np.float64],
    factor: NDArray[np.float64],
    start: int,
    end: int,
    rng: np.random.Generator,
) -> list[tuple[int, int]]:
    """(row, minute) of a Poisson process whose yearly rate is ``factor`` times that of the age."""
    length = end - start
    counts = rng.poisson(rate.max() * factor * length / YEAR)
    rows = np.repeat(np.arange(len(people)), counts)
    minutes = start + (rng.random(len(rows)) * length).astype(np.int64)
    ages = (minutes - people.born[rows]) // YEAR
    is_child = (ages >= 0) & (ages < len(rate))
    keep = is_child & (rng.random(len(rows)) * rate.max() < rate[np.clip(ages, 0, len(rate) - 1)])
    return list(zip(rows[keep].tolist(), minutes[keep].tolist(), strict=True))


def _of_households(
    people: Population,
    rate: float,
    again: float,
    named: float,
    span: Span,
    rng: np.random.Generator,
) -> list[tuple[int, int]]:
    """(row, minute) of what happens to homes; ``again`` more follow each within months."""
    if not len(people):
        return []
    size = np.bincount(people.household)
    adversity = np.bincount(people.household, people.adversity) / np.maximum(size, 1)
    length = span.taken - span.start
    first = np.repeat(np.arange(len(size)), rng.poisson(rate * adversity * length / YEAR))
    minutes = span.start + (rng.random(len(first)) * length).astype(np.int64)
    more = rng.poisson(again, len(first))
    later = np.repeat(minutes, more) + rng.exponential(60 * DAY, more.sum()).astype(np.int64)
    homes = np.concatenate([first, np.repeat(first, more)])
    minutes = np.concatenate([minutes, later])
    homes, minutes = homes[minutes < span.taken], minutes[minutes < span.taken]
    low = np.searchsorted(people.household, homes, side="left")
    count = size[homes]
    rows = np.repeat(low - np.cumsum(count) + count, count) + np.arange(count.sum())
    at = np.repeat(minutes, count)
    ages = (at - people.born[rows]) // YEAR
    keep = (ages >= 0) & (ages < 18) & (rng.random(len(rows)) < named)
    return list(zip(rows[keep].tolist(), at[keep].tolist(), strict=True))
