"""The parts of :func:`tests.lib.judgements.a_judgement`: figures that fit one another."""

from __future__ import annotations

import math

from scorecard import Card
from training.intervals import Estimate
from training.judging.rows import (
    WORKLOADS,
    BandRow,
    Changes,
    CurvePoint,
    Gate,
    GroupRow,
    MonthRow,
    MovedCase,
    PointsBar,
    WorkloadRow,
)
from training.learning.tried import CandidateRow

__all__ = [
    "an_estimate", "bands", "candidates", "changes", "curves", "gates", "groups", "mitigated",
    "months", "not_known", "over", "points", "rankings", "workloads",
]  # fmt: skip

#: What each ranking finds among the first 2, 5 and 10 % of reports.
_FOUND = {
    "card": (0.13, 0.26, 0.41),
    "count_rule": (0.07, 0.15, 0.26),
    "checklist": (0.11, 0.22, 0.37),
    "grade": (0.05, 0.11, 0.20),
    "black_box": (0.14, 0.27, 0.42),
    "truth": (0.19, 0.38, 0.60),
}
_AUC = {
    "card": 0.742,
    "count_rule": 0.621,
    "checklist": 0.731,
    "grade": 0.584,
    "black_box": 0.747,
    "truth": 0.912,
}
_BASE_RATE = 0.011
#: (grouping, group, share of the reports, recall of the highest band; None: withheld).
_GROUPS: tuple[tuple[str, str, int, float | None], ...] = (
    ("sex", "female", 9_700, 0.43),
    ("sex", "male", 9_900, 0.31),
    ("sex", "not_known", 81, None),
    ("age", "under_13", 2_100, None),
    ("age", "13_to_15", 9_600, 0.42),
    ("age", "16_and_17", 7_981, 0.38),
    ("ethnicity", "white", 10_900, 0.42),
    ("ethnicity", "black", 1_400, None),
    ("ethnicity", "not_known", 6_100, 0.36),
    ("looked_after", "yes", 6_200, 0.45),
    ("looked_after", "no", 13_481, 0.36),
    ("disability", "yes", 1_200, None),
    ("disability", "not_known", 18_481, 0.40),
    ("local_authority", "Northmoor", 11_000, 0.39),
    ("local_authority", "Southvale", 8_681, 0.42),
)


def an_estimate(value: float, spread: float = 0.04) -> Estimate:
    """A figure and an interval of ``spread`` on both sides, within 0 and 1 for shares."""
    low, high = value - spread, value + spread
    if 0 <= value <= 1:
        low, high = max(low, 0.0), min(high, 1.0)
    return Estimate(round(value, 4), round(low, 4), round(high, 4))


def not_known() -> Estimate:
    """A figure that nothing could be measured for."""
    return Estimate(math.nan, math.nan, math.nan)


def gates() -> tuple[Gate, ...]:
    """Six gates, of which one is not settled."""
    return (
        Gate("taught_by_enough", True, "fitted on the harm of 121 children; 30 are asked for"),
        Gate("ranks_well", True, "AUC 0.742 (0.702 to 0.782); at least 0.65 is asked for"),
        Gate("not_worse_than_champion", True, "recall at 10 %: 0.030 (-0.010 to 0.070) more"),
        Gate("calibrated", True, "calibration error 0.004 (0.002 to 0.008); at most 0.01"),
        Gate("fair_by_sex", None, "recall of boys 0.120 (-0.02 to 0.26) lower; at most 0.10"),
        Gate("probes", True, "no leak was found"),
    )


def rankings() -> dict[str, dict[str, Estimate]]:
    """Every ranking's figures."""
    told = {}
    for name, found in _FOUND.items():
        figures = {
            "auc": an_estimate(_AUC[name]),
            "average_precision": an_estimate(_AUC[name] / 15, 0.012),
            "true_auc": an_estimate(_AUC[name] - 0.02),
            "true_recall_at_10": an_estimate(found[-1] - 0.06),
        }
        for percent, recall in zip(WORKLOADS, found, strict=True):
            figures[f"recall_at_{percent}"] = an_estimate(recall)
            precision = recall * _BASE_RATE * 100 / percent
            figures[f"precision_at_{percent}"] = an_estimate(precision, 0.012)
        told[name] = figures
    told["card"] |= {
        "calibration_error": an_estimate(0.004, 0.002),
        "calibration_noise": an_estimate(0.002, 0.001),
        "share_high": an_estimate(0.098, 0.006),
        "recall_high": an_estimate(0.41, 0.03),
    }
    return told


def over() -> dict[str, dict[str, Estimate]]:
    """The card less each other ranking."""
    return {
        name: {
            "auc": an_estimate(_AUC["card"] - _AUC[name], 0.03),
            "recall_at_10": an_estimate(_FOUND["card"][-1] - found[-1], 0.03),
            "recall_at_10_times": an_estimate(_FOUND["card"][-1] / found[-1], 0.2),
        }
        for name, found in _FOUND.items()
        if name != "card"
    }


def workloads() -> tuple[WorkloadRow, ...]:
    """Every ranking at 2, 5 and 10 % of reports."""
    return tuple(
        WorkloadRow(
            name,
            percent,
            an_estimate(recall),
            an_estimate(recall * _BASE_RATE * 100 / percent, 0.012),
            an_estimate(max(recall - 0.06, 0.01)),
        )
        for name, found in _FOUND.items()
        for percent, recall in zip(WORKLOADS, found, strict=True)
    )


def bands(card: Card) -> tuple[BandRow, ...]:
    """Three bands from the card's own thresholds."""
    medium, high = card.thresholds.values()
    return (
        BandRow("Low", 0, 12_793, 53, an_estimate(0.65, 0.01), an_estimate(0.004, 0.001),
                an_estimate(0.25), an_estimate(0.31)),
        BandRow("Medium", medium, 4_960, 72, an_estimate(0.252, 0.01), an_estimate(0.0145, 0.003),
                an_estimate(0.34), an_estimate(0.34)),
        BandRow("High", high, 1_928, 87, an_estimate(0.098, 0.006), an_estimate(0.045, 0.009),
                an_estimate(0.41, 0.03), an_estimate(0.35)),
    )  # fmt: skip


def months() -> tuple[MonthRow, ...]:
    """Five months, and a sixth of too few cases."""
    months = ("2025-08", "2025-09", "2025-10", "2025-11", "2025-12", "2026-01")
    known = tuple(
        MonthRow(month, 1_640, 18, an_estimate(0.72 + 0.01 * place, 0.09),
                 an_estimate(0.09 + 0.005 * place, 0.02), 0.011, 0.010 + 0.001 * place)
        for place, month in enumerate(months[:-1])
    )  # fmt: skip
    few = MonthRow(months[-1], 1_610, 3, not_known(), an_estimate(0.10, 0.02), 0.011, math.nan)
    return (*known, few)


def groups(against: str) -> tuple[GroupRow, ...]:
    """Every group against recorded or true harm; four are withheld."""
    rows = []
    for grouping, group, reports, recall in _GROUPS:
        if recall is None:
            rows.append(GroupRow(grouping, group, against, None, None, {}))
            continue
        found = recall - (0.06 if against == "true" else 0.0)
        figures = {
            "recall": an_estimate(found, 0.07),
            "missed": an_estimate(1 - found, 0.07),
            "precision": an_estimate(0.045, 0.012),
            "share": an_estimate(0.1, 0.01),
            "said_over_seen": an_estimate(1.05, 0.3),
            "calibration_error": an_estimate(0.006, 0.003),
        }
        if against == "true":
            figures |= {"recorded": an_estimate(0.3), "recall_hidden": an_estimate(0.06, 0.03)}
        cases = reports // 90
        rows.append(GroupRow(grouping, group, against, reports, cases, figures, cases // 3))
    return tuple(rows)


def mitigated(auc: float, gap: float) -> dict[str, Estimate]:
    """What a mitigation gave."""
    return {
        "auc": an_estimate(auc),
        "recall_at_10": an_estimate(0.41),
        "recall_gap_sex": an_estimate(gap, 0.06),
        "true_recall_at_10": an_estimate(0.35),
        "true_recall_gap_sex": an_estimate(gap - 0.04, 0.06),
    }


def candidates() -> tuple[CandidateRow, ...]:
    """Three learners, of which the second was chosen."""
    return (
        CandidateRow("binned_logistic", "A logistic fit of monotone bins", 0.0581, 0.741, 12, 88,
                     8.1, {"strength": "30"}, chosen=False),
        CandidateRow("distilled", "Boosted curves put into bins", 0.0577, 0.745, 14, 104,
                     21.4, {"trees": "200"}, chosen=True),
        CandidateRow("sparse_search", "A search for few whole numbers", 0.0590, math.nan, 8, 40,
                     17.0, {"lines": "8"}, chosen=False),
    )  # fmt: skip


def changes() -> Changes:
    """The challenger beside version 2."""
    return Changes(
        champion_version="2",
        champion_hash="sha256:" + "c4" * 32,
        champion={
            "auc": an_estimate(0.731),
            "average_precision": an_estimate(0.046, 0.012),
            "recall_at_10": an_estimate(0.38),
            "precision_at_10": an_estimate(0.042, 0.01),
            "calibration_error": an_estimate(0.005, 0.002),
        },
        difference={
            "auc": Estimate(0.011, -0.012, 0.034),
            "average_precision": Estimate(0.003, -0.004, 0.011),
            "recall_at_10": Estimate(0.03, -0.01, 0.07),
            "precision_at_10": Estimate(0.003, -0.002, 0.008),
            "calibration_error": Estimate(-0.001, -0.003, 0.001),
        },
        moved={"Low>Medium": 310, "Medium>High": 120, "High>Medium": 95, "Medium>Low": 402},
        moved_groups={
            "sex:female": {"up": 240, "down": 210},
            "sex:male": {"up": 190, "down": 287},
        },
        cases=tuple(MovedCase(101 + n, 10 + n, 31 - n, "Low", "High") for n in range(10)),
        lines_added=("age_years",),
        lines_dropped=("incidents_count_365d",),
        lines_changed=("missing_reports_count_90d",),
    )


def curves() -> tuple[CurvePoint, ...]:
    """Every ranking at twenty shares of the reports, through its recall at 10 %."""
    rows = []
    for name, found in _FOUND.items():
        bend = math.log(found[-1]) / math.log(0.10)
        for place in range(1, 21):
            part = place / 20
            recall = part**bend
            rows.append(CurvePoint(name, part, recall, recall * _BASE_RATE / part))
    return tuple(rows)


def points() -> tuple[PointsBar, ...]:
    """Shares of the cases and of the others at each five points."""
    return (
        PointsBar(5, 0.08, 0.40),
        PointsBar(10, 0.17, 0.30),
        PointsBar(15, 0.34, 0.20),
        PointsBar(20, 0.41, 0.10),
        PointsBar(25, 0.0, 0.0),
    )
