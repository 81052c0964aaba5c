"""The adults' weights: the same fields as the children's, a prior and thresholds of their own."""

from __future__ import annotations

from collections.abc import Iterable

from linkage.fitting import fit
from linkage.weights import Expected, Thresholds
from records.persons import PersonRecord

__all__ = ["EXPECTED", "THRESHOLDS", "fit_adults"]

#: The prior: seven systems of a force of 250,000 children name about 11,000 adults, most of
#: them once, in one incident at home; an adult of an exploiting circle stands in several. In
#: three invented forces a record had 0.14 to 0.15 others of the same adult.
EXPECTED = Expected(records=11_000, matches_per_1000_records=150)

#: A pair of adults is linked from 6 bits (64 to 1): without a home to go by, one bit less
#: takes two people for one whose names are the same and whose birth dates are a slip apart.
THRESHOLDS = Thresholds(link=600, same_system=1_000, possible=-100, rival=300)


def fit_adults(persons: Iterable[PersonRecord], seed: int) -> bytes:
    """The text of ``weights_adults.json`` for a force whose entries name these adults.

    No system writes down where an adult lives beside a child's entry, so the levels of
    the home keep their guesses.

    Raises:
        FittingError: fewer than 500 records.
    """
    return fit(persons, seed, expected=EXPECTED, thresholds=THRESHOLDS)
