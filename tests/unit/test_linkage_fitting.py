"""Fitting the weights file."""

from __future__ import annotations

import pytest

from linkage.fitting import FittingError, fit
from linkage.weights import Weights
from tests.lib.people import small_force


@pytest.mark.slow
def test_fitting_twice_gives_the_same_bytes_and_another_seed_other_ones() -> None:
    people = small_force(700, seed=4).persons
    first = fit(people, 7, strangers=300)
    assert fit(people[::-1], 7, strangers=300) == first
    assert fit(people, 8, strangers=300) != first
    weights = Weights.from_json(first)
    assert weights.seed == 7
    assert weights.fitted_to == "2026-11-01"
    assert weights.of("birth_date", "same") > 800
    assert weights.of("birth_date", "different") < -300
    assert any(level.observed for level in weights.levels["home"].values())


def test_too_few_records_are_refused() -> None:
    with pytest.raises(FittingError, match="500 person records"):
        fit(small_force(20, seed=4).persons, 7)
