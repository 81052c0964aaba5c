"""Leak probes: each lets an honest case pass, and catches a planted leak (N8)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from features.catalogue import CATALOGUE
from features.table import FeatureTable
from tests.lib.cards import a_line
from tests.lib.group_cases import World, a_group_case
from training.errors import LeakError
from training.intervals import Estimate
from training.judging.case import Case
from training.judging.judge import judge
from training.judging.probes import HARD, check_probes, leak_probes
from training.judging.rows import Probe
from training.judging.same_window import same_window
from training.judging.shuffling import shuffled_ranks
from training.questions.measuring import Later, Poisoned

HONEST = Estimate(0.74, 0.70, 0.78)
HOURS = 3_600_000_000
DAYS = 24 * HOURS


@pytest.fixture(scope="module")
def case() -> Case:
    """An honest case, of questions that are 90 days apart for each child."""
    made = a_group_case(World(children=900))
    rows = np.arange(len(made.cohort))
    as_of = (rows % 3) * 90 * DAYS + (rows // 3) * HOURS
    values = made.table.values.copy()
    values[:, 1] = rows % 97  # days since something: another one every time
    values[:, 2] = 11 + made.cohort.child % 7
    cohort = replace(made.cohort, as_of=as_of)
    later = Later(rows, moved_on(values))
    return replace(
        made,
        cohort=cohort,
        table=FeatureTable(made.table.names, values),
        poisoned=Poisoned(rows.size, 200, ()),
        later=later,
    )


def moved_on(values: np.ndarray) -> np.ndarray:
    """The values 90 days later: the days have passed, and half of the counts are others."""
    later = values.copy()
    later[:, 1] += 90
    later[::2, 0] = (later[::2, 0] + 1) % 4
    later[::3, 4] = 1 - later[::3, 4]
    return later


def found(case: Case, name: str, auc: Estimate = HONEST) -> Probe:
    return {probe.name: probe for probe in leak_probes(case, auc)}[name]


def with_column(case: Case, place: int, column: np.ndarray) -> Case:
    values = case.table.values.copy()
    values[:, place] = column
    return replace(case, table=FeatureTable(case.table.names, values))


def test_an_honest_case_passes_every_probe(case: Case) -> None:
    probes = leak_probes(case, HONEST)
    assert [probe.name for probe in probes if not probe.passed] == []
    assert {probe.name for probe in probes} == {"shuffled_outcome", *HARD}
    check_probes(probes)


def test_a_feature_that_tells_the_outcome_is_named(case: Case) -> None:
    leaky = with_column(case, 0, case.cohort.harmed * 3)
    assert "missing_reports_count_90d" in found(leaky, "one_feature_alone").words
    assert not found(leaky, "one_feature_alone").passed


def test_a_value_that_the_future_changed_is_named(case: Case) -> None:
    leaky = replace(case, poisoned=Poisoned(300, 200, ("age_years",)))
    probe = found(leaky, "future_poison")
    assert not probe.passed
    assert "age_years" in probe.words


def test_a_column_measured_after_the_question_is_named_and_no_other(case: Case) -> None:
    assert case.later is not None
    leaky = with_column(case, 1, case.later.values[:, 1])
    probe = same_window(leaky)
    assert not probe.passed
    assert "days_since_last_missing_report" in probe.words
    assert "age_years" not in probe.words


def test_a_column_that_never_moves_is_not_taken_for_a_later_one(case: Case) -> None:
    assert case.later is not None
    constant = np.repeat(np.arange(len(case.cohort) // 3) % 2, 3)
    still = with_column(case, 3, constant)
    later = case.later.values.copy()
    later[:, 3] = constant
    assert same_window(replace(still, later=Later(case.later.rows, later))).passed


def test_too_good_to_be_true_stops_training_only_beyond_doubt(case: Case) -> None:
    assert not found(case, "too_good", Estimate(0.96, 0.93, 0.98)).passed
    assert found(case, "too_good", Estimate(0.92, 0.80, 0.98)).passed
    assert found(case, "too_good", Estimate(float("nan"), float("nan"), float("nan"))).passed


def test_what_was_not_tried_says_so(case: Case) -> None:
    bare = replace(case, poisoned=None, later=None)
    assert "not tried" in found(bare, "future_poison").words
    assert "not tried" in found(bare, "same_window").words


@pytest.mark.parametrize("name", HARD)
def test_a_hard_probe_that_fails_stops_training_by_name(name: str) -> None:
    with pytest.raises(LeakError, match=name.replace("_", " ")):
        check_probes([Probe("shuffled_outcome", False, "soft"), Probe(name, False, "found")])


def test_the_soft_probe_is_left_to_the_gate() -> None:
    check_probes([Probe("shuffled_outcome", False, "0.6 of 0.55")])


def test_judging_refuses_a_card_whose_input_knows_the_outcome(case: Case) -> None:
    with pytest.raises(LeakError, match="one feature alone"):
        judge(replace(with_column(case, 0, case.cohort.harmed * 3), with_mitigations=False))


class TestShuffling:
    def test_with_children_apart_a_dealt_outcome_is_ranked_at_chance(self, case: Case) -> None:
        shuffled = shuffled_ranks(case)
        assert shuffled is not None
        assert shuffled.auc <= shuffled.limit < 0.65

    def test_the_same_children_on_both_sides_are_caught(self) -> None:
        made = a_group_case(World(children=120, at_risk=0.5))
        # Columns by which the card can know its children again, and all of them in both folds.
        names = tuple(feature.name for feature in CATALOGUE if feature.unit == "records")[:20]
        generator = np.random.default_rng(5)
        values = generator.integers(0, 4, (120, len(names)))[made.cohort.child]
        everyone = np.arange(len(made.cohort))
        leaky = replace(
            made,
            card=replace(made.card, lines=(a_line(names[0]),)),
            table=FeatureTable(names, values.astype(np.int32)),
            folds=replace(made.folds, train=everyone, test=everyone),
        )
        shuffled = shuffled_ranks(leaky)
        assert shuffled is not None
        assert shuffled.auc > shuffled.limit

    def test_of_too_few_children_nothing_can_be_told(self, case: Case) -> None:
        few = case.cohort.harmed & (case.cohort.child < 4)
        bare = replace(case, cohort=replace(case.cohort, harmed=few))
        assert shuffled_ranks(bare) is None
        assert found(bare, "shuffled_outcome").passed is None
