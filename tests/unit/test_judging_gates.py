"""Gates: what passes a card, and that each gate fails on a planted fault (N8)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from scorecard import Card, load_policy
from scorecard.bins import Bin
from tests.lib.cards import a_line, bins
from tests.lib.judgements import a_judgement
from tests.lib.vignette_card import vignette_card
from training.intervals import Estimate
from training.judging.judgement import Judgement
from training.judging.limits import LIMITS
from training.judging.rows import Gate, Probe
from training.judging.verdict import GATES, judge_gates, verdict_words
from training.questions.outcomes import OUTCOMES

POLICY = load_policy()
CARD = vignette_card()
NOT_KNOWN = Estimate(math.nan, math.nan, math.nan)


def of_card(**figures: Estimate) -> Judgement:
    """A judgement in which these figures of the card are others."""
    whole = a_judgement(CARD)
    rankings = {**whole.rankings, "card": {**whole.rankings["card"], **figures}}
    return replace(whole, rankings=rankings)


def gate(name: str, judgement: Judgement, card: Card = CARD) -> Gate:
    return {gate.name: gate for gate in judge_gates(judgement, card, POLICY)}[name]


def over_count(figure: Estimate) -> Judgement:
    whole = a_judgement(CARD)
    return replace(whole, over={**whole.over, "count_rule": {"recall_at_10": figure}})


def compared(**difference: Estimate) -> Judgement:
    whole = a_judgement(CARD)
    assert whole.changes is not None
    given = {**whole.changes.difference, **difference}
    return replace(whole, changes=replace(whole.changes, difference=given))


def taught_by(children: int) -> Judgement:
    whole = a_judgement(CARD)
    first, *others = whole.folds
    return replace(whole, folds=(replace(first, harmed_children=children), *others))


def unfair() -> Judgement:
    """Girls' recorded harm is found twice as often as boys', of many children."""
    whole = a_judgement(CARD)
    recalls = {"female": Estimate(0.8, 0.75, 0.85), "male": Estimate(0.3, 0.25, 0.35)}
    rows = []
    for row in whole.groups:
        if (row.grouping, row.against) == ("sex", "recorded") and row.group in recalls:
            figures = {**row.figures, "recall": recalls[row.group]}
            rows.append(replace(row, figures=figures, harmed_children=60, cases=200))
        else:
            rows.append(row)
    return replace(whole, groups=tuple(rows))


PLANTED: Mapping[str, Judgement] = {
    "taught_by_enough": taught_by(12),
    "ranks_well": of_card(auc=Estimate(0.55, 0.50, 0.60)),
    "not_too_good": of_card(auc=Estimate(0.91, 0.85, 0.96)),
    "beats_the_count": over_count(Estimate(-0.08, -0.12, -0.03)),
    "as_good_as_champion": compared(auc=Estimate(-0.05, -0.08, -0.02)),
    "calibrated": of_card(
        calibration_error=Estimate(0.05, 0.04, 0.06), calibration_noise=Estimate(0.01, 0.005, 0.02)
    ),
    "workload": of_card(share_high=Estimate(0.20, 0.17, 0.23)),
    "fair": unfair(),
    "probes": a_judgement(CARD, probes=(Probe("shuffled_outcome", False, "0.61 of 0.55"),)),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_fails_its_gate_and_no_other(name: str) -> None:
    gates = {gate.name: gate.passed for gate in judge_gates(PLANTED[name], CARD, POLICY)}
    assert [gate for gate, passed in gates.items() if passed is False] == [name]


def test_the_gates_that_look_at_the_card_alone_are_all_the_others() -> None:
    assert set(GATES) == {*PLANTED, "monotone", "worded", "vignettes"}


def with_lines(*lines: Any) -> Card:
    return replace(CARD, lines=lines)


def test_a_line_against_the_catalogues_direction_is_not_monotone() -> None:
    falling = a_line("missing_reports_count_90d", "free", bins(9, 1, 0), neutral=2)
    found = gate("monotone", a_judgement(CARD), with_lines(falling))
    assert found.passed is False
    assert "missing_reports_count_90d: points fall" in found.words


def test_a_line_of_no_feature_of_this_release_is_neither_monotone_nor_worded() -> None:
    gone = with_lines(a_line("horoscope_count_90d"))
    for name in ("monotone", "worded", "vignettes"):
        found = gate(name, a_judgement(CARD), gone)
        assert found.passed is False
        assert "horoscope_count_90d" in found.words


def test_a_card_of_other_bands_than_the_policys_fails_its_vignettes() -> None:
    bands = replace(CARD, thresholds={"Some": 14, "Much": 28})
    assert gate("vignettes", a_judgement(CARD), bands).words.endswith("are not the policy's")


def test_a_card_that_sends_a_known_case_home_fails_its_vignettes() -> None:
    worries = replace(CARD, thresholds={"Medium": 1, "High": 28})
    found = gate("vignettes", a_judgement(CARD), worries)
    assert found.passed is False
    assert "V6" in found.words


def test_every_gate_passes_a_card_that_deserves_it() -> None:
    gates = judge_gates(a_judgement(CARD), CARD, POLICY)
    assert [gate.name for gate in gates] == list(GATES)
    assert [gate.name for gate in gates if gate.passed is False] == []
    assert all(gate.words for gate in gates)


def test_a_figure_on_the_wrong_side_whose_interval_reaches_the_right_one_is_not_settled() -> None:
    assert gate("ranks_well", of_card(auc=Estimate(0.64, 0.58, 0.70))).passed is None
    assert gate("workload", of_card(share_high=Estimate(0.14, 0.11, 0.17))).passed is None
    assert gate("beats_the_count", over_count(Estimate(-0.01, -0.06, 0.04))).passed is None


def test_without_a_case_nothing_is_settled_and_nothing_is_an_error() -> None:
    blind = of_card(
        auc=NOT_KNOWN,
        calibration_error=NOT_KNOWN,
        share_high=NOT_KNOWN,
        calibration_noise=NOT_KNOWN,
    )
    blind = replace(blind, over={}, groups=(), probes=(), changes=None)
    gates = {gate.name: gate.passed for gate in judge_gates(blind, CARD, POLICY)}
    told = ("ranks_well", "not_too_good", "beats_the_count", "calibrated", "workload", "probes")
    assert {gates[name] for name in told} == {None}
    assert gates["fair"] is None


def test_too_good_has_no_benefit_of_the_doubt() -> None:
    assert gate("not_too_good", of_card(auc=Estimate(0.905, 0.80, 0.97))).passed is False


@pytest.mark.parametrize(
    ("error", "passed"),
    [(0.009, True), (0.029, True), (0.031, None), (0.039, None), (0.041, False)],
)
def test_calibration_is_held_to_its_limit_beyond_noise(error: float, passed: bool | None) -> None:
    noisy = of_card(
        calibration_error=Estimate(error, error - 0.001, error + 0.02),
        calibration_noise=Estimate(0.02, 0.01, 0.03),
    )
    assert gate("calibrated", noisy).passed is passed


def test_a_champion_that_cannot_be_compared_settles_nothing_and_says_why() -> None:
    whole = a_judgement(CARD)
    assert whole.changes is not None
    other = replace(whole.changes, difference={}, champion={}, why_not="of another catalogue")
    found = gate("as_good_as_champion", replace(whole, changes=other))
    assert (found.passed, found.words) == (None, "of another catalogue")


def test_without_a_champion_there_is_none_to_be_worse_than() -> None:
    assert gate("as_good_as_champion", a_judgement(CARD, changes=None)).passed is True


def test_worse_within_the_interval_passes() -> None:
    found = gate("as_good_as_champion", compared(auc=Estimate(-0.01, -0.04, 0.02)))
    assert found.passed is True


def test_every_outcome_has_limits() -> None:
    assert set(LIMITS) == set(OUTCOMES)


def test_many_faults_are_told_in_part_and_counted() -> None:
    gone = with_lines(*(a_line(f"no_{word}_count_90d") for word in "a b c d e f g".split()))
    assert gate("monotone", a_judgement(CARD), gone).words.endswith("; and 3 more")


def test_a_bin_of_which_nothing_can_be_said_is_not_worded(monkeypatch: pytest.MonkeyPatch) -> None:
    from features.wording import told
    from training.judging import promises

    def nothing_said_of_many(feature: Any) -> Any:
        words = told(feature)
        return replace(words, phrases=tuple(p for p in words.phrases if p.low < 2))

    monkeypatch.setattr(promises, "told", nothing_said_of_many)
    line = a_line("missing_reports_count_90d", "up", (Bin(None, 2, 0), Bin(2, None, 5)))
    found = gate("worded", a_judgement(CARD), with_lines(line))
    assert found.passed is False
    assert "nothing is said of 2" in found.words


def test_the_verdict_is_one_sentence() -> None:
    passed = Gate("fair", True, "")
    assert "Every gate" in verdict_words([passed])
    assert "Not settled" in verdict_words([passed, Gate("workload", None, "")])
    assert "Do not promote: probes" in verdict_words([passed, Gate("probes", False, "")])
