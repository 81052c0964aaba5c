"""A whole judgement: the same whatever the threads, the same after JSON, and honest of little."""

from __future__ import annotations

import math
from dataclasses import fields, replace

import numpy as np
import pytest

from tests.lib.group_cases import World, a_group_case
from training.errors import RegistryError
from training.judging.banded import month_rows
from training.judging.case import Case, Champion
from training.judging.judge import judge
from training.judging.judgement import Judgement, judgement_from_json
from training.judging.measures import Ranking
from training.judging.rows import RANKINGS, WORKLOADS
from training.judging.verdict import GATES

HOURS = 3_600_000_000
#: 1 August 2026, in microseconds.
START = 1_785_542_400_000_000


@pytest.fixture(scope="module")
def case() -> Case:
    """With a truth and its probability, a champion, and reports of two months."""
    made = a_group_case(World(children=1_200))
    rows = len(made.cohort)
    assert made.truth is not None
    chance = np.where(made.truth.harmed, 0.3, 0.05)
    made = replace(
        made,
        card=replace(made.card, trained={"outcome": made.cohort.outcome.version}),
        cohort=replace(made.cohort, as_of=START + np.arange(rows) * HOURS // 3),
        truth=replace(made.truth, chance=chance),
        with_mitigations=False,
    )
    return replace(made, champion=Champion("1", made.card))


@pytest.fixture(scope="module")
def judged(case: Case) -> Judgement:
    """Its judgement."""
    return judge(case)


def without_cases(case: Case) -> Case:
    nobody = np.zeros(len(case.cohort), dtype=bool)
    return replace(case, cohort=replace(case.cohort, harmed=nobody))


def test_the_same_case_gives_the_same_bytes_however_many_threads(
    case: Case, judged: Judgement
) -> None:
    threaded = judge(replace(case, settings=replace(case.settings, jobs=2)))
    assert replace(threaded, settings={}).to_json() == replace(judged, settings={}).to_json()


def test_another_seed_gives_other_intervals_and_the_same_figures(
    case: Case, judged: Judgement
) -> None:
    other = judge(replace(case, settings=replace(case.settings, seed=2)))
    one, two = judged.rankings["card"]["auc"], other.rankings["card"]["auc"]
    assert one.value == two.value
    assert (one.low, one.high) != (two.low, two.high)


def test_a_judgement_read_back_is_the_same(judged: Judgement) -> None:
    data = judged.to_json()
    assert judgement_from_json(data) == judged
    assert judgement_from_json(data).to_json() == data


def test_of_a_document_that_is_none_it_is_said_what_is_amiss(judged: Judgement) -> None:
    with pytest.raises(RegistryError, match="can't be read"):
        judgement_from_json(b"{}")
    with pytest.raises(RegistryError, match="schema"):
        judgement_from_json(replace(judged, schema="judgement/v0").to_json())


def test_every_ranking_is_told_at_every_workload(judged: Judgement) -> None:
    assert list(judged.rankings) == list(RANKINGS)
    told = [(row.ranking, row.percent) for row in judged.workloads]
    assert told == [(name, percent) for name in RANKINGS for percent in WORKLOADS]
    assert list(judged.over) == [name for name in RANKINGS if name != "card"]


def test_figures_are_those_of_the_whole_number_card(case: Case, judged: Judgement) -> None:
    weighed = Ranking(case.points[case.rows], case.harmed).weighed(case.weight)
    figures = judged.rankings["card"]
    assert figures["auc"].value == pytest.approx(float(weighed.auc()))
    assert figures["recall_at_10"].value == pytest.approx(float(weighed.found_at(0.1)))
    is_high = case.points[case.rows] >= case.high
    assert figures["share_high"].value == pytest.approx(is_high.mean())
    assert figures["recall_high"].value == pytest.approx(is_high[case.harmed].mean())
    said = case.chances[case.rows].sum() / case.harmed.sum()
    assert figures["said_over_seen"].value == pytest.approx(said)


def test_a_difference_is_of_the_same_resamples(judged: Judgement) -> None:
    for name, over in judged.over.items():
        for measure in ("auc", "recall_at_10", "precision_at_5"):
            card, other = (judged.rankings[who][measure].value for who in ("card", name))
            assert over[measure].value == pytest.approx(card - other)
    times = judged.over["count_rule"]["recall_at_10_times"]
    recalls = [judged.rankings[who]["recall_at_10"].value for who in ("card", "count_rule")]
    assert times.value == pytest.approx(recalls[0] / recalls[1])


def test_bands_hold_all_reports_cases_and_true_harm_once(case: Case, judged: Judgement) -> None:
    assert [row.band for row in judged.bands] == ["Low", "Medium", "High"]
    assert sum(row.reports for row in judged.bands) == judged.reports_count
    assert sum(row.cases for row in judged.bands) == judged.cases == int(case.harmed.sum())
    for share in ("share", "recall", "true_recall"):
        assert sum(getattr(row, share).value for row in judged.bands) == pytest.approx(1.0)


def test_true_harm_that_nobody_recorded_is_counted_with_where_it_stood(
    case: Case, judged: Judgement
) -> None:
    assert case.truth is not None
    true = case.truth.harmed[case.rows]
    facts = {fact.what: fact.value for fact in judged.missed_truth}
    assert facts["Reports truly followed by exploitation harm, recorded or not"] == str(
        int(true.sum())
    )
    assert facts["Of them, reports after which it never was"] == str(
        int((true & ~case.harmed).sum())
    )
    assert "Where it was never recorded: in High by points" in facts
    assert judged.rankings["card"]["true_auc"].is_known


def test_without_a_truth_nothing_is_said_of_it(case: Case) -> None:
    blind = judge(replace(case, truth=None, champion=None))
    assert blind.missed_truth == ()
    assert "truth" not in blind.rankings
    assert "true_auc" not in blind.rankings["card"]
    assert not blind.bands[0].true_recall.is_known
    assert blind.changes is None


def test_months_are_local_and_hold_every_report(case: Case, judged: Judgement) -> None:
    assert [row.month for row in judged.months] == ["2026-08", "2026-09"]
    assert sum(row.reports for row in judged.months) == len(case.rows)
    midnight = replace(
        case, cohort=replace(case.cohort, as_of=np.full(len(case.cohort), START - HOURS // 2))
    )
    # Half an hour before midnight UTC is half past midnight in the force's summer.
    [row] = month_rows(midnight)
    assert row.month == "2026-08"


def test_a_month_of_few_cases_tells_no_figure_of_them(case: Case) -> None:
    few = case.cohort.harmed & (np.cumsum(case.cohort.harmed) <= 4)
    rows = month_rows(replace(case, cohort=replace(case.cohort, harmed=few)))
    assert all(not row.auc.is_known and math.isnan(row.seen) for row in rows)
    assert all(row.share_high.is_known for row in rows)


def test_a_year_without_a_case_gives_a_judgement_that_settles_nothing(case: Case) -> None:
    bare = judge(without_cases(case))
    assert bare.cases == 0
    assert not bare.rankings["card"]["auc"].is_known
    gates = {gate.name: gate.passed for gate in bare.gates}
    assert set(gates) == set(GATES)
    assert gates["ranks_well"] is None
    assert bare.curves == bare.points == ()
    assert judgement_from_json(bare.to_json()).to_json() == bare.to_json()


def test_a_year_without_a_report_gives_a_judgement_too(case: Case) -> None:
    empty = judge(replace(case, folds=replace(case.folds, test=case.folds.test[:0])))
    assert (empty.reports_count, empty.months, empty.calibration) == (0, (), ())
    assert judgement_from_json(empty.to_json()).to_json() == empty.to_json()


def test_pictures_are_drawn_from_curves_that_rise_to_everything(judged: Judgement) -> None:
    for name in judged.rankings:
        recalls = [point.recall for point in judged.curves if point.ranking == name]
        assert recalls == sorted(recalls)
        assert recalls[-1] == pytest.approx(1.0)
    assert sum(bar.cases for bar in judged.points) == pytest.approx(1.0)
    assert sum(bar.others for bar in judged.points) == pytest.approx(1.0)


def test_nothing_in_a_judgement_names_a_child(case: Case, judged: Judgement) -> None:
    text = judged.to_json().decode()
    assert {field.name for field in fields(judged)} >= {"gates", "probes", "changes"}
    assert not any(child.id in text for child in case.cohort.children)
