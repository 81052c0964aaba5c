"""Promote or not, and why: gates that a card passes or fails, each with its figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from training.leakage import TOO_GOOD

if TYPE_CHECKING:
    from training.evaluation import Evaluation

__all__ = ["Gate", "judge", "verdict_words"]

_LEAST_AUC = 0.65
_FEWEST_TEACHERS = 30
_MOST_CALIBRATION_ERROR = 0.03
_MOST_HIGH_SHARE = 0.13


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate. ``passed`` is None when there were no cases to judge it by."""

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
    known = evaluation.cases > 0
    return (
        Gate(
            "taught_by_enough",
            taught_by >= _FEWEST_TEACHERS,
            f"fitted on the harm of {taught_by} children; {_FEWEST_TEACHERS} or more are asked for",
        ),
        Gate(
            "ranks_well",
            auc.value >= _LEAST_AUC if known else None,
            f"AUC at missing reports {auc.words}; at least {_LEAST_AUC} is asked for",
        ),
        Gate(
            "not_too_good",
            auc.value <= TOO_GOOD if known else None,
            f"above {TOO_GOOD} an AUC means that an input knows the outcome",
        ),
        Gate(
            "beats_the_count",
            over.value > 0 if known else None,
            f"recall at 10 % of reports, above that of counting reports in 90 days: {over.words}",
        ),
        Gate(
            "calibrated",
            error.value <= _MOST_CALIBRATION_ERROR if known else None,
            f"calibration error {error.words}; at most {_MOST_CALIBRATION_ERROR} is allowed",
        ),
        Gate(
            "workload",
            high.value <= _MOST_HIGH_SHARE if high.is_known else None,
            f"share of reports that reach High by points {high.words}; 0.100 was planned",
        ),
    )


def verdict_words(gates: Sequence[Gate]) -> str:
    """One sentence: how the gates went."""
    failed = [gate.name for gate in gates if gate.passed is False]
    unjudged = [gate.name for gate in gates if gate.passed is None]
    if failed:
        return f"Do not promote: {', '.join(failed)} failed."
    if unjudged:
        return f"Not judged for want of cases: {', '.join(unjudged)}."
    return "Every gate is passed. An analyst may promote this card."
