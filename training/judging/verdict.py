"""Promote or not, and why: gates that a card passes or fails, each with its figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from training.judging.leakage import TOO_GOOD

if TYPE_CHECKING:
    from training.intervals import Estimate
    from training.judging.evaluation import Evaluation

__all__ = ["Gate", "judge", "verdict_words"]

_LEAST_AUC = 0.65
_FEWEST_TEACHERS = 30
_MOST_CALIBRATION_ERROR = 0.03
_MOST_HIGH_SHARE = 0.13


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate: passed, failed, or None where the cases are too few to tell.

    A figure on the right side of its limit passes; one whose whole interval is on the
    wrong side fails; between the two nothing is settled.
    """

    name: str
    passed: bool | None
    words: str


def judge(evaluation: Evaluation, taught_by: int) -> tuple[Gate, ...]:
    """Every gate, in the order in which the report tells them.

    Args:
        taught_by: how many harmed children the card was fitted on.
    """
    reports = evaluation.reports
    auc, over = reports["auc"], reports["recall_at_10_over_count_rule"]
    error, high = reports["calibration_error"], reports["share_high"]
    return (
        Gate(
            "taught_by_enough",
            taught_by >= _FEWEST_TEACHERS,
            f"fitted on the harm of {taught_by} children; {_FEWEST_TEACHERS} or more are asked for",
        ),
        Gate(
            "ranks_well",
            _at_least(auc, _LEAST_AUC),
            f"AUC at missing reports {auc.words}; at least {_LEAST_AUC} is asked for",
        ),
        Gate(
            "not_too_good",
            _at_most(auc, TOO_GOOD),
            f"AUC {auc.words}; above {TOO_GOOD} it means that an input knows the outcome",
        ),
        Gate(
            "beats_the_count",
            _at_least(over, 0.0),
            f"recall at 10 % of reports, above that of counting reports in 90 days: {over.words}",
        ),
        Gate(
            "calibrated",
            _at_most(error, _MOST_CALIBRATION_ERROR),
            f"calibration error {error.words}; at most {_MOST_CALIBRATION_ERROR} is allowed",
        ),
        Gate(
            "workload",
            _at_most(high, _MOST_HIGH_SHARE),
            f"share of reports that reach High by points {high.words}; 0.100 was planned",
        ),
    )


def _at_least(figure: Estimate, limit: float) -> bool | None:
    if not figure.is_known:
        return None
    if figure.value >= limit:
        return True
    return False if figure.high < limit else None


def _at_most(figure: Estimate, limit: float) -> bool | None:
    if not figure.is_known:
        return None
    if figure.value <= limit:
        return True
    return False if figure.low > limit else None


def verdict_words(gates: Sequence[Gate]) -> str:
    """One sentence: how the gates went."""
    failed = [gate.name for gate in gates if gate.passed is False]
    unjudged = [gate.name for gate in gates if gate.passed is None]
    if failed:
        return f"Do not promote: {', '.join(failed)} failed."
    if unjudged:
        return (
            f"Not settled, for too few cases: {', '.join(unjudged)}. Look closer before promoting."
        )
    return "Every gate is passed. An analyst may promote this card."
