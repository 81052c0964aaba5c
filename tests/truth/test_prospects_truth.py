"""The true probabilities against what then happened: they must be fulfilled (N5)."""

from __future__ import annotations

import itertools
from datetime import datetime
from functools import cache

import numpy as np
import numpy.typing as npt
import pytest

from synthetic_data.estimates import area_under_curve
from synthetic_data.reports import Report, reports_of
from tests.lib.forces import force_at, read

pytestmark = pytest.mark.slow


@cache
def judged() -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Each report's true probability, and whether harm was recorded within 90 days."""
    force = read(force_at(children=60_000, years=5, seed=7, workers=2))
    table = force.truth["prospects"]
    expected: dict[tuple[str, datetime], float] = {
        (child, as_of.replace(microsecond=0)): probability  # asked a microsecond later
        for child, as_of, probability in zip(
            table["true_child"], table["as_of"], table["probability"], strict=True
        )
    }

    def of(report: Report) -> float:
        return expected[report.child, report.recorded]

    followed = [report for report in reports_of(force) if report.outcome is not None]
    return (
        np.array([of(report) for report in followed]),
        np.array([bool(report.outcome) for report in followed]),
    )


def test_as_much_harm_is_recorded_as_was_to_be_expected() -> None:
    expected, happened = judged()
    assert len(expected) > 3_000
    # Children differ and some have many reports: the sum strays by a quarter at this size.
    assert 0.7 < happened.sum() / expected.sum() < 1.4


def test_the_higher_the_probability_the_more_often_harm_is_recorded() -> None:
    expected, happened = judged()
    edges = [0.0, 0.01, 0.05, 0.15, 0.35, 1.0]
    shares = [
        float(happened[(expected >= low) & (expected < high)].mean())
        for low, high in itertools.pairwise(edges)
    ]
    assert shares == sorted(shares)
    assert shares[0] < 0.01
    assert shares[-1] > 0.3


def test_no_rule_over_the_records_ranks_as_well_as_the_truth_does() -> None:
    expected, happened = judged()
    assert area_under_curve(happened.tolist(), expected.tolist()) > 0.85
