"""Who lives in one neighbourhood: households and their children, drawn all at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from records.persons import ETHNICITIES
from synthetic_data.minutes import DAY, YEAR, minute_of_day
from synthetic_data.parameters import Parameters

__all__ = ["Population", "Span", "children_of"]

_YEAR_DAYS = 365.25
#: Years before the oldest child's birth in which elder siblings may be born.
_SIBLING_YEARS = 15
_ETHNICITIES = ETHNICITIES[:-1]


@dataclass(frozen=True, slots=True)
class Span:
    """What is simulated: from ``warm_up`` on, recorded from ``start`` on, up to ``taken``."""

    warm_up: int
    start: int
    taken: int

    @classmethod
    def ending(cls, until: date, years: int, warm_up_days: float) -> Span:
        """The years up to midnight UTC at the start of ``until``, when the extracts are taken."""
        taken = minute_of_day(until)
        start = taken - years * YEAR
        return cls(start - int(warm_up_days * DAY), start, taken)


@dataclass(frozen=True, slots=True)
class Population:
    """One row for each child under 18 at some time in the span, in order of household.

    Attributes:
        born: minutes at midnight UTC of the day of birth.
        ethnicity: indices into :data:`records.persons.ETHNICITIES`.
        adversity: what makes hard things likelier in this household and for this child;
            1 on average.
    """

    household: NDArray[np.int32]
    born: NDArray[np.int64]
    is_male: NDArray[np.bool_]
    is_twin: NDArray[np.bool_]
    ethnicity: NDArray[np.int8]
    adversity: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.born)


def children_of(
    size: int, span: Span, parameters: Parameters, rng: np.random.Generator
) -> Population:
    """A neighbourhood with ``size`` children under 18 at any one time, on average.

    Births are even over time, so that the number of children, and their ages, stand
    still; a child is in the rows from birth to the 18th birthday.
    """
    sizes = parameters.table("population.children_per_household")
    weights = np.array(list(sizes.values()))
    counts = np.array([int(key) for key in sizes])
    mean = float((weights * counts).sum() / weights.sum())
    years = (span.taken - span.start) / YEAR + 18 + _SIBLING_YEARS
    households = max(1, round(size / 18 * years / mean))
    children = rng.choice(counts, households, p=weights / weights.sum())
    household = np.repeat(np.arange(households, dtype=np.int32), children)
    first = rng.random(households) * years * _YEAR_DAYS
    is_eldest = np.r_[True, household[1:] != household[:-1]]
    twin = (rng.random(len(household)) < parameters.number("population.twin")) & ~is_eldest
    gaps = 330 + rng.exponential(
        parameters.number("population.days_between_siblings") - 330, len(household)
    )
    gaps[twin] = 0
    gaps[is_eldest] = 0
    since_first = np.cumsum(gaps)
    since_first -= np.repeat(since_first[is_eldest], children)
    days = np.floor(np.repeat(first, children) + since_first).astype(np.int64)
    origin = span.start // DAY - round((18 + _SIBLING_YEARS) * _YEAR_DAYS)
    born = (days + origin) * DAY
    is_twin = twin | np.r_[twin[1:], False]
    kept = (born > span.start - 18 * YEAR) & (born < span.taken)
    ethnic = parameters.table("population.ethnicity")
    of_household = rng.choice(
        len(_ETHNICITIES), households, p=np.array([ethnic[name] for name in _ETHNICITIES])
    ).astype(np.int8)
    return Population(
        household=household[kept],
        born=born[kept],
        is_male=(rng.random(len(household)) < parameters.number("population.male"))[kept],
        is_twin=is_twin[kept],
        ethnicity=of_household[household][kept],
        adversity=_adversity(household, households, parameters, rng)[kept],
    )


def _adversity(
    household: NDArray[np.int32], households: int, parameters: Parameters, rng: np.random.Generator
) -> NDArray[np.float64]:
    shape = parameters.number("population.adversity_household_shape")
    sigma = parameters.number("population.adversity_child_sigma")
    shared = rng.gamma(shape, 1 / shape, households)
    own = np.exp(sigma * rng.standard_normal(len(household)) - sigma * sigma / 2)
    adversity: NDArray[np.float64] = shared[household] * own
    return adversity
