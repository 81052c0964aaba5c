"""Which children anything happens to: rare beginnings, drawn for all children at once.

Only children with a beginning here are followed one by one; for every other child in the
neighbourhood nothing at all happens in the simulated years.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from records.persons import ETHNICITIES
from synthetic_data.minutes import DAY, YEAR
from synthetic_data.parameters import Parameters
from synthetic_data.world.population import Population, Span
from synthetic_data.world.troubles import by_age, troubles_of

__all__ = ["Beginnings", "beginnings_of"]


@dataclass(slots=True)
class Beginnings:
    """What begins for one child by itself, before one thing leads to another.

    Attributes:
        missing: times at which the child goes missing.
        groomed: first time at which an adult begins to groom the child.
        care: (start, end) of each time looked after.
        protection: (start, end) of each child protection plan.
        troubles: by name, when it happens; see :mod:`synthetic_data.world.troubles`.
    """

    missing: list[int] = field(default_factory=list)
    groomed: int | None = None
    care: list[tuple[int, int]] = field(default_factory=list)
    protection: list[tuple[int, int]] = field(default_factory=list)
    troubles: dict[str, list[int]] = field(default_factory=dict)


def beginnings_of(
    people: Population, span: Span, parameters: Parameters, rng: np.random.Generator
) -> dict[int, Beginnings]:
    """The beginnings of every child that has one, by the child's row, in order of row."""
    found: dict[int, Beginnings] = {}

    def of(row: int) -> Beginnings:
        return found.setdefault(row, Beginnings())

    sex = parameters.table("missing.rate_by_sex")
    ethnicity = parameters.table("missing.rate_by_ethnicity")
    factor = (
        people.adversity
        * np.where(people.is_male, sex["male"], sex["female"])
        * np.array([ethnicity[name] for name in ETHNICITIES[:-1]])[people.ethnicity]
    )
    rate = np.array(parameters.numbers("missing.rate_by_age"))
    for row, minute in by_age(people, rate, factor, span.warm_up, span.taken, rng):
        of(row).missing.append(minute)
    onset_sex = parameters.table("exploitation.rate_by_sex")
    factor = people.adversity * np.where(people.is_male, onset_sex["male"], onset_sex["female"])
    rate = np.array(parameters.numbers("exploitation.onset_by_age"))
    for row, minute in by_age(people, rate, factor, span.warm_up, span.taken, rng):
        known = of(row).groomed
        of(row).groomed = minute if known is None else min(known, minute)
    for row, start, end in _care(people, span, parameters, rng):
        of(row).care.append((start, end))
    for row, start, end in _protection(people, span, parameters, rng):
        of(row).protection.append((start, end))
    for row, name, minute in troubles_of(people, span, parameters, rng):
        of(row).troubles.setdefault(name, []).append(minute)
    for row in found:
        found[row].missing.sort()
        for minutes in found[row].troubles.values():
            minutes.sort()
        found[row].care = _apart(found[row].care)
        found[row].protection = _apart(found[row].protection)
    return dict(sorted(found.items()))


def _care(
    people: Population, span: Span, parameters: Parameters, rng: np.random.Generator
) -> list[tuple[int, int, int]]:
    """Looked-after spans that reach into the simulated years, over whole childhoods."""
    rows = np.repeat(
        np.arange(len(people)),
        rng.poisson(parameters.number("care.entries_in_childhood") * people.adversity),
    )
    ages = parameters.numbers("care.entry_by_age")
    age = rng.choice(len(ages), len(rows), p=np.array(ages) / sum(ages))
    start = people.born[rows] + ((age + rng.random(len(rows))) * YEAR).astype(np.int64)
    sigma = parameters.number("care.years_sigma")
    length = parameters.number("care.years") * np.exp(
        sigma * rng.standard_normal(len(rows)) - sigma * sigma / 2
    )
    return _reaching(people, rows, start, length * YEAR, span)


def _protection(
    people: Population, span: Span, parameters: Parameters, rng: np.random.Generator
) -> list[tuple[int, int, int]]:
    """Child protection plans: they begin for a household, and name most of its children."""
    households = int(people.household.max()) + 1 if len(people) else 0
    adversity = np.bincount(people.household, people.adversity, households)
    size = np.maximum(np.bincount(people.household, minlength=households), 1)
    length = span.taken - span.warm_up + 2 * YEAR
    counts = rng.poisson(
        parameters.number("protection.starts_per_household_year") * adversity / size * length / YEAR
    )
    begun = np.repeat(np.arange(households), counts)
    starts = span.warm_up - 2 * YEAR + (rng.random(len(begun)) * length).astype(np.int64)
    spread = parameters.number("protection.years_shape")
    years = rng.gamma(spread, parameters.number("protection.years") / spread, len(begun))
    found: list[tuple[int, int, int]] = []
    named = parameters.number("protection.child_named")
    first = np.searchsorted(people.household, begun, side="left")
    last = np.searchsorted(people.household, begun, side="right")
    for start, length_years, low, high in zip(starts, years, first, last, strict=True):
        rows = np.arange(low, high)
        rows = rows[rng.random(len(rows)) < named]
        day = np.full(len(rows), start)
        found += _reaching(people, rows, day, np.full(len(rows), length_years * YEAR), span)
    return found


def _reaching(
    people: Population,
    rows: NDArray[np.int64],
    start: NDArray[np.int64],
    length: NDArray[np.float64],
    span: Span,
) -> list[tuple[int, int, int]]:
    """Spans cut at birth and the 18th birthday, of those that reach into the recorded years."""
    adult = people.born[rows] + 18 * YEAR
    end = np.minimum(start + np.maximum(length, 14 * DAY).astype(np.int64), adult)
    keep = (start >= people.born[rows]) & (start < adult - 14 * DAY)
    keep &= (end > span.start) & (start < span.taken)
    return list(zip(rows[keep].tolist(), start[keep].tolist(), end[keep].tolist(), strict=True))


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, without those that begin before the one before has ended."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if not kept or start > kept[-1][1] + 30 * DAY:
            kept.append((start, end))
    return kept
