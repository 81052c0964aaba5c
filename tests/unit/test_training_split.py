"""Folds: later judges earlier, with gaps, and a child on one side only."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from features.table import micros
from tests.lib.histories import at
from training.errors import NotEnoughCasesError
from training.questions.cohort import Child, Cohort
from training.questions.labels import Entries
from training.questions.outcomes import MAIN
from training.questions.split import split
from training.settings import Settings

TAKEN = at("2026-11-01 06:00")
DAY = 86_400_000_000
SETTINGS = Settings()
NOTHING = np.empty(0, dtype=np.int64)


def a_cohort(children: int = 400, seed: int = 3) -> Cohort:
    """Children asked about monthly for up to four years, a few of them harmed."""
    generator = np.random.default_rng(seed)
    child, as_of = [], []
    end = micros(TAKEN - MAIN.horizon)
    for number in range(children):
        first = int(generator.integers(0, 44))
        for month in range(first, min(44, first + int(generator.integers(1, 20)))):
            child.append(number)
            as_of.append(end - (44 - month) * 30 * DAY)
    count = len(child)
    none = Entries(NOTHING, NOTHING, NOTHING)
    return Cohort(
        outcome=MAIN,
        children=tuple(
            Child(
                f"C-{n:04}", (), NOTHING, none, "female", "white", "no", "Easton", frozenset(), ()
            )
            for n in range(children)
        ),
        household=np.arange(children, dtype=np.int64) // 3 * 3,
        child=np.array(child, dtype=np.int64),
        as_of=np.array(as_of, dtype=np.int64),
        is_report=generator.random(count) < 0.3,
        grade=np.full(count, -1, dtype=np.int64),
        checklist=np.full(count, -1, dtype=np.int64),
        harmed=generator.random(count) < 0.1,
        dropped={},
    )


def test_no_household_is_on_two_sides() -> None:
    cohort = a_cohort()
    folds = split(cohort, TAKEN, SETTINGS)
    sides = [
        set(cohort.household[cohort.child[rows]].tolist())
        for rows in (folds.train, folds.calibration, folds.test)
    ]
    assert all(sides)
    for one in range(3):
        for other in range(one):
            assert not sides[one] & sides[other]


def test_every_outcome_of_a_fold_is_over_before_the_next_fold_begins() -> None:
    cohort = a_cohort()
    folds = split(cohort, TAKEN, SETTINGS)
    horizon = MAIN.horizon // timedelta(microseconds=1)
    for earlier, later in ((folds.train, folds.calibration), (folds.calibration, folds.test)):
        assert cohort.as_of[earlier].max() + horizon <= cohort.as_of[later].min()
    assert cohort.as_of[folds.test].max() + horizon <= micros(TAKEN)


def test_the_last_question_that_can_be_labelled_is_in_the_test_period() -> None:
    folds = split(a_cohort(), TAKEN, SETTINGS)
    assert folds.periods["test"].end == micros(TAKEN - MAIN.horizon) + 1


def test_weights_make_each_fold_stand_for_all_children_of_its_period() -> None:
    cohort = a_cohort(children=12_000)
    folds = split(cohort, TAKEN, SETTINGS)
    for rows, name in ((folds.train, "train"), (folds.test, "test")):
        everybody = int(folds.periods[name].holds(cohort.as_of).sum())
        assert folds.weight[rows].min() >= 1.0
        assert folds.weight[rows].sum() == pytest.approx(everybody, rel=0.06)


def test_a_household_of_one_period_alone_is_always_kept_and_weighs_one() -> None:
    cohort = a_cohort()
    folds = split(cohort, TAKEN, SETTINGS)
    household = cohort.household[cohort.child]
    inside = folds.periods["test"].holds(cohort.as_of)
    others = folds.periods["train"].holds(cohort.as_of) | folds.periods["calibration"].holds(
        cohort.as_of
    )
    alone = set(household[inside].tolist()) - set(household[others].tolist())
    assert alone
    assert alone <= set(household[folds.test].tolist())
    rows = folds.test[np.isin(household[folds.test], list(alone))]
    assert set(folds.weight[rows].tolist()) == {1.0}


def test_sides_depend_on_the_seed_and_on_nothing_else() -> None:
    cohort = a_cohort()
    again = split(cohort, TAKEN, SETTINGS)
    assert split(cohort, TAKEN, SETTINGS).test.tolist() == again.test.tolist()
    other = split(cohort, TAKEN, replace(SETTINGS, seed=2))
    assert other.test.tolist() != again.test.tolist()


def test_thresholds_are_set_on_all_reports_of_the_calibration_period() -> None:
    cohort = a_cohort()
    folds = split(cohort, TAKEN, SETTINGS)
    inside = folds.periods["calibration"].holds(cohort.as_of) & cohort.is_report
    assert folds.workload.tolist() == np.flatnonzero(inside).tolist()


def test_too_few_cases_are_refused_with_what_to_do() -> None:
    cohort = a_cohort()
    quiet = replace(cohort, harmed=np.zeros(len(cohort), dtype=np.bool_))
    with pytest.raises(NotEnoughCasesError, match="use a longer or a larger history"):
        split(quiet, TAKEN, SETTINGS)
    with pytest.raises(NotEnoughCasesError):
        split(a_cohort(children=0), TAKEN, SETTINGS)
