"""Judgements to test with: one that tells of everything, and one that knows little.

Both are of :func:`tests.lib.cards.a_card`, unless another card is given.
"""

from __future__ import annotations

from typing import Any

from features.catalogue import CATALOGUE, CATALOGUE_VERSION, feature_named
from records.unknown import Unknown
from scorecard import Card
from scorecard.card import MOST_LINES
from scorecard.policy import load_policy
from tests.lib.cards import a_card, a_line
from tests.lib.cards import bins as card_bins
from tests.lib.judgement_parts import (
    an_estimate,
    bands,
    candidates,
    changes,
    curves,
    gates,
    groups,
    mitigated,
    months,
    not_known,
    over,
    points,
    rankings,
    workloads,
)
from training.judging.judgement import Judgement
from training.judging.rows import (
    BandRow,
    CalibrationGroup,
    Fact,
    FoldRow,
    Gate,
    GroupRow,
    MitigationRow,
    Probe,
    UnknownRow,
    WorkloadRow,
)
from training.papers.registration import Refusal, Registration

__all__ = [
    "a_full_card",
    "a_judgement",
    "a_registration",
    "a_sparse_judgement",
    "an_estimate",
    "not_known",
]

#: Features whose answers are no counts, and how many answers there are.
_OTHERS = ("plan_state", "looked_after", "age_years")
_BINS = {"yes or no": 2, "state": 4}


def a_full_card(name: str = "main") -> Card:
    """The longest card there may be: 20 lines, of up to 8 bins, over the whole catalogue."""
    features = CATALOGUE[: MOST_LINES - 3] + tuple(map(feature_named, _OTHERS))
    lines = []
    for feature in features:
        given = (0, 1, 2, 3, 5, 8, 11, 14)[: _BINS.get(feature.unit, 8)]
        if feature.direction == "down":
            given = given[::-1]
        edges = range(1, len(given)) if feature.unit in _BINS else range(2, 2 * len(given), 2)
        parts = [part for pair in zip(edges, given[1:], strict=False) for part in pair]
        unknown = {Unknown.NOT_APPLICABLE: 1} if len(lines) % 3 else {}
        lines.append(
            a_line(feature.name, feature.direction, card_bins(given[0], *parts), 2, unknown)
        )
    return a_card(name=name, lines=tuple(lines), thresholds={"Medium": 45, "High": 71})


def a_registration(**changed: Any) -> Registration:
    """Version 3, promoted by a second person after version 2 was refused."""
    given: dict[str, Any] = {
        "model": "missing-children-main",
        "version": "3",
        "trainer": "A. Vale",
        "run_id": "0123456789abcdef0123456789abcdef",
        "approved_by": "B. Thorne",
        "approved_on": "2026-11-22",
        "note": "Better than the champion at the workload that we act on.",
        "refusals": (Refusal("2", "2026-10-21", "B. Thorne", ("calibrated: 0.031 of 0.010",)),),
        "monitored": (Fact("Largest change of one line's values", "0.08: no review asked for"),),
    }
    return Registration(**(given | changed))


def a_judgement(card: Card | None = None, **changed: Any) -> Judgement:
    """A whole judgement: with truth, a champion, candidates, and groups withheld."""
    card = card or a_card()
    given: dict[str, Any] = {
        "card": card.name,
        "card_hash": card.content_hash,
        "outcome": "exploitation-harm/2",
        "outcome_words": "exploitation harm recorded within 90 days",
        "horizon_days": 90,
        "catalogue": CATALOGUE_VERSION,
        "policy": load_policy().version,
        "snapshot": "sha256:" + "5a" * 32,
        "taken_at": "2026-11-01T06:00:00Z",
        "code": "0.6.0",
        "seed": 1,
        "reports_count": 19_681,
        "cases": 212,
        "gates": gates(),
        "rankings": rankings(),
        "over": over(),
        "questions": {
            "auc": an_estimate(0.801),
            "average_precision": an_estimate(0.041, 0.012),
            "recall_at_10": an_estimate(0.55),
            "calibration_error": an_estimate(0.002, 0.001),
        },
        "workloads": workloads(),
        "bands": bands(card),
        "calibration": tuple(
            CalibrationGroup(said, an_estimate(said * 1.1, said * 0.4), 1_968)
            for said in (0.002, 0.003, 0.005, 0.006, 0.008, 0.010, 0.013, 0.018, 0.027, 0.061)
        ),
        "months": months(),
        "groups": tuple(row for against in ("recorded", "true") for row in groups(against)),
        "mitigations": (
            MitigationRow("without_sex", "Sex is not an input.", mitigated(0.742, 0.12), True),
            MitigationRow("with_sex", "Sex is tried as an input.", mitigated(0.749, 0.21), False),
            MitigationRow(
                "reweighed",
                "Cases that are seldom recorded teach more.",
                mitigated(0.738, 0.09),
                False,
            ),
        ),
        "unknowns": (
            UnknownRow("days_since_last_missing_report", "not_applicable", 0.31, 0),
            UnknownRow("missing_reports_count_90d", "not_connected", 0.02, 2),
            UnknownRow("incidents_count_365d", "stale", 0.04, None),
        ),
        "probes": (
            Probe("shuffled_outcome", True, "AUC 0.508 when the outcomes are shuffled"),
            Probe("one_feature_alone", True, "no feature alone reaches AUC 0.90"),
            Probe("planted_future", True, "a planted entry of the future changes no value"),
        ),
        "candidates": candidates(),
        "folds": (
            FoldRow("training", "2022-11-01T00:00:00Z", "2025-02-01T00:00:00Z",
                    210_000, 31_000, 41_000, 1_904, 121),
            FoldRow("calibration", "2025-05-02T00:00:00Z", "2025-10-29T00:00:00Z",
                    52_000, 8_200, 21_000, 402, 44),
            FoldRow("test", "2025-08-03T00:00:00Z", "2026-08-03T00:00:00Z",
                    118_000, 19_681, 43_000, 902, 71),
        ),
        "dropped": {"not_observed_long_enough": 4_210, "adult": 913},
        "extracts": (Fact("Missing-persons database", "1 day old"), Fact("Custody", "3 days old")),
        "missed_truth": (
            Fact("Truly harmed children whose harm nobody recorded", "61 of 100 (57 to 65)"),
            Fact("Of those, at High by points", "22 of 100 (17 to 28)"),
        ),
        "settings": {"seed": "1", "points_to_double": "7", "high_share": "0.1"},
        "changes": changes(),
        "curves": curves(),
        "points": points(),
    }  # fmt: skip
    return Judgement(**(given | changed))


def a_sparse_judgement(card: Card | None = None, **changed: Any) -> Judgement:
    """What a first card of a real force has: no truth, no champion, few cases, all withheld."""
    whole = a_judgement(card)
    unknown = not_known()
    given: dict[str, Any] = {
        "cases": 4,
        "gates": (
            Gate("taught_by_enough", False, "fitted on the harm of 9 children; 30 are asked for"),
            Gate("ranks_well", None, "AUC at missing reports not known: no cases"),
        ),
        "rankings": {
            name: {measure: unknown for measure in measures if not measure.startswith("true_")}
            for name, measures in whole.rankings.items()
            if name not in ("truth", "checklist")
        },
        "over": {"count_rule": {"recall_at_10": unknown}},
        "questions": dict.fromkeys(whole.questions, unknown),
        "workloads": tuple(
            WorkloadRow(row.ranking, row.percent, unknown, unknown, unknown)
            for row in whole.workloads
            if row.ranking not in ("truth", "checklist")
        ),
        "bands": tuple(
            BandRow(row.band, row.start, row.reports, 0, row.share, unknown, unknown, unknown)
            for row in whole.bands
        ),
        "calibration": (),
        "months": (),
        "groups": tuple(
            GroupRow(row.grouping, row.group, "recorded", None, None, {})
            for row in whole.groups
            if row.against == "recorded"
        ),
        "mitigations": (),
        "unknowns": (),
        "candidates": (),
        "dropped": {},
        "extracts": (),
        "missed_truth": (),
        "changes": None,
        "curves": (),
        "points": (),
    }
    return a_judgement(card, **(given | changed))
