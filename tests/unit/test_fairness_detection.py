"""What records alone say of how likely harm is to be recorded."""

from __future__ import annotations

import numpy as np
import pytest

from tests.lib.group_cases import World, a_group_case
from training.judging.detection import MOST, even_voices, relative_chances, seldom_recorded


def planted(seed: int, factor: float) -> dict[int, float]:
    """Two groups alike in points, of whom the second's harm is recorded ``factor`` as often."""
    generator = np.random.default_rng(seed)
    rows = 60_000
    group = generator.integers(0, 2, rows)
    likeness = generator.integers(0, 40, rows)
    chance = 0.002 * (1 + likeness) * np.where(group == 1, factor, 1.0)
    harmed = generator.random(rows) < chance
    return relative_chances(group, likeness, harmed, np.ones(rows), np.arange(rows))


@pytest.mark.parametrize("factor", [0.5, 0.8, 1.0])
def test_half_as_much_recorded_of_children_alike_is_found(factor: float) -> None:
    found = planted(1, factor)
    assert found[0] / found[0] == 1.0
    assert found[1] / found[0] == pytest.approx(factor, abs=0.06)


def test_a_group_at_more_risk_is_not_taken_for_one_recorded_more() -> None:
    generator = np.random.default_rng(2)
    rows = 60_000
    group = generator.integers(0, 2, rows)
    likeness = generator.integers(0, 20, rows) + 20 * group
    harmed = generator.random(rows) < 0.002 * (1 + likeness)
    found = relative_chances(group, likeness, harmed, np.ones(rows), np.arange(rows))
    assert found[0] / found[1] == pytest.approx(1.0, abs=0.1)


def test_a_few_children_move_it_little() -> None:
    group, likeness = np.array([0] * 500 + [1] * 500), np.zeros(1_000, dtype=np.int64)
    harmed = np.zeros(1_000, dtype=np.bool_)
    harmed[:4] = True
    harmed[500] = True
    found = relative_chances(group, likeness, harmed, np.ones(1_000), np.arange(1_000))
    assert 0.6 < found[1] < 1.0  # 1 against 4 children: drawn towards the rest


def test_without_any_case_there_is_nothing_to_estimate() -> None:
    nobody = np.zeros(10, dtype=np.bool_)
    assert relative_chances(np.zeros(10, int), np.zeros(10, int), nobody, np.ones(10),
                            np.arange(10)) == {}  # fmt: skip


def test_only_cases_teach_more_and_none_more_than_the_most() -> None:
    case = a_group_case(World(recorded={"female": 0.9, "male": 0.1}))
    for weights in (seldom_recorded(case), even_voices(case)):
        assert (weights[~case.cohort.harmed] == 1.0).all()
        assert weights.min() >= 1.0
        assert 1.5 < weights.max() <= MOST


def test_the_truth_is_never_looked_at() -> None:
    case = a_group_case(World())
    before = seldom_recorded(case), even_voices(case)
    case.truth.harmed[:] = ~case.truth.harmed  # type: ignore[union-attr]  # the world has one
    assert np.array_equal(before[0], seldom_recorded(case))
    assert np.array_equal(before[1], even_voices(case))


def test_what_the_judging_fold_holds_is_never_learnt_from() -> None:
    case = a_group_case(World())
    before = seldom_recorded(case), even_voices(case)
    case.cohort.harmed[case.folds.test] = True
    train = case.folds.train
    assert np.array_equal(before[0][train], seldom_recorded(case)[train])
    assert np.array_equal(before[1][train], even_voices(case)[train])
