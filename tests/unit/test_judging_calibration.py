"""What the table says against what was seen, and how much of the gap is chance (N8)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.lib.group_cases import World, a_group_case
from training.judging.calibrated import (
    calibration_groups,
    likeness,
    noise_of_no_fault,
    redrawn,
)
from training.judging.case import Case
from training.judging.measures import Calibration

CHILD = np.repeat(np.arange(400), 5)
CHANCES = np.repeat(np.random.default_rng(3).uniform(0.02, 0.4, 400), 5)


def with_outcomes(case: Case, harmed: np.ndarray) -> Case:
    """The case, with these outcomes for all of its questions."""
    return replace(case, cohort=replace(case.cohort, harmed=harmed))


def test_groups_hold_what_was_said_and_seen_by_hand() -> None:
    said = np.repeat([0.1, 0.2, 0.6], 10)
    harmed = np.tile(np.arange(10) < 2, 3)
    high_first = Calibration(said, harmed, groups=3).sums()
    assert [part.tolist() for part in high_first] == [
        pytest.approx([6.0, 2.0, 1.0]),
        [2.0, 2.0, 2.0],
        [10.0, 10.0, 10.0],
    ]
    # (4 + 0 + 1) of 30 questions.
    assert Calibration(said, harmed, groups=3).error() == pytest.approx(5 / 30)


def test_equal_chances_are_never_parted_and_groups_are_no_more_than_asked_for() -> None:
    said = np.repeat([0.1, 0.3], [95, 5])
    _, _, every = Calibration(said, said > 1).sums()
    assert every.tolist() == [5.0, 95.0]
    _, _, every = Calibration(np.linspace(0, 1, 1000), np.zeros(1000, dtype=bool)).sums()
    assert len(every) == 10


def test_weights_of_many_resamples_give_what_each_gives_alone() -> None:
    generator = np.random.default_rng(2)
    weights = generator.integers(0, 3, (len(CHANCES), 4)).astype(float)
    calibration = Calibration(CHANCES, generator.random(len(CHANCES)) < CHANCES)
    together = calibration.error(weights)
    alone = [float(calibration.error(weights[:, n])) for n in range(4)]
    assert together.tolist() == pytest.approx(alone)


def test_how_alike_a_childs_outcomes_are_is_found_from_the_outcomes() -> None:
    for share in (0.0, 0.5, 1.0):
        drawn = redrawn(CHILD, CHANCES, share, draws=30, seed=4)
        found = [likeness(CHILD, CHANCES, drawn[:, n]) for n in range(30)]
        assert np.mean(found) == pytest.approx(share, abs=0.06)


def test_redrawn_outcomes_keep_every_questions_probability() -> None:
    chances = np.tile([0.05, 0.2, 0.5, 0.05, 0.9], 400)
    drawn = redrawn(CHILD, chances, 0.7, draws=200, seed=1)
    for chance in (0.05, 0.2, 0.5, 0.9):
        assert drawn[chances == chance].mean() == pytest.approx(chance, abs=0.01)


def test_questions_that_share_their_lot_are_cases_together() -> None:
    drawn = redrawn(CHILD, np.full(2000, 0.3), 1.0, draws=5, seed=1)
    by_child = drawn.reshape(400, 5, 5).mean(axis=1)
    assert set(np.unique(by_child).tolist()) == {0.0, 1.0}


def test_nobody_is_alike_where_each_child_is_asked_about_once() -> None:
    assert likeness(np.arange(50), np.full(50, 0.2), np.arange(50) < 10) == 0.0
    assert likeness(np.empty(0, dtype=np.int64), np.empty(0), np.empty(0, dtype=bool)) == 0.0


@pytest.fixture(scope="module")
def case() -> Case:
    """Three questions of each of 1,500 judged children."""
    return a_group_case(World(), seed=5)


@pytest.mark.parametrize("alike", [0.0, 0.8])
def test_a_card_without_fault_lies_within_its_own_noise(case: Case, alike: float) -> None:
    case = replace(case, settings=replace(case.settings, resamples=100))
    worlds = redrawn(case.cohort.child, case.chances, alike, draws=20, seed=77)
    inside, error = 0, Calibration
    for number in range(20):
        perfect = with_outcomes(case, worlds[:, number])
        noise = noise_of_no_fault(perfect)
        found = float(error(perfect.chances[perfect.rows], perfect.harmed).error(perfect.weight))
        inside += noise.low <= found <= noise.high
    assert inside >= 17


def test_noise_is_larger_where_one_childs_outcomes_are_alike(case: Case) -> None:
    apart, together = (
        noise_of_no_fault(
            with_outcomes(case, redrawn(case.cohort.child, case.chances, share, 1, 3)[:, 0])
        )
        for share in (0.0, 1.0)
    )
    assert together.value > 1.3 * apart.value


def test_a_card_that_says_twice_what_is_so_lies_far_outside(case: Case) -> None:
    half = redrawn(case.cohort.child, case.chances / 2, 0.3, draws=1, seed=9)[:, 0]
    faulty = with_outcomes(case, half)
    error = float(Calibration(faulty.chances[faulty.rows], faulty.harmed).error(faulty.weight))
    assert error > 2 * noise_of_no_fault(faulty).high


def test_groups_are_told_from_the_lowest_and_hold_every_report(case: Case) -> None:
    groups = calibration_groups(case)
    said = [group.said for group in groups]
    assert said == sorted(said)
    assert sum(group.reports for group in groups) == len(case.rows)
    for group in groups:
        assert group.seen.low <= group.seen.value <= group.seen.high


def test_without_a_question_nothing_is_said(case: Case) -> None:
    empty = replace(case, folds=replace(case.folds, test=case.folds.test[:0]))
    assert calibration_groups(empty) == ()
    assert not noise_of_no_fault(empty).is_known
