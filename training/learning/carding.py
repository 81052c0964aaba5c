"""From measured questions to a whole card: lines, table of probability and thresholds."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import nan

import numpy as np

from features.catalogue import CATALOGUE_VERSION, Feature
from features.table import FeatureTable, Whole
from records.calendar import FORCE_ZONE, instant_to_text, local_day
from records.snapshots import Manifest
from scorecard.card import Card
from scorecard.policy import Policy
from training.learning.calibration import calibrate
from training.learning.design import Floats, Int64
from training.learning.learner import ScorecardLearner
from training.learning.points import points_of
from training.learning.thresholds import thresholds_for
from training.learning.tried import CandidateRow
from training.questions.cohort import Cohort
from training.questions.split import Folds
from training.settings import Settings

__all__ = ["ExtraColumn", "FittedCard", "fit_card"]

#: A column that is no catalogue feature of the table: (its row, its values [rows]).
ExtraColumn = tuple[Feature, Whole]


@dataclass(frozen=True, slots=True)
class FittedCard:
    """A card, and what was tried on the way to it.

    Attributes:
        columns: the names of the columns that :meth:`points` expects, in order.
    """

    card: Card
    candidates: tuple[CandidateRow, ...]
    columns: tuple[str, ...]

    def points(self, values: Whole) -> Int64:
        """[rows] the card's totals for ``values`` [rows, columns], extra columns last."""
        return self.card.base + points_of(self.card.lines, self.columns, values)


def fit_card(
    table: FeatureTable,
    cohort: Cohort,
    folds: Folds,
    policy: Policy,
    manifest: Manifest,
    settings: Settings,
    *,
    weight: Floats | None = None,
    extra: Sequence[ExtraColumn] = (),
) -> FittedCard:
    """The whole card: lines from the training fold, table and thresholds from the later one.

    Args:
        weight: [rows of the cohort] multiplies what each question teaches; 1 each if None.
        extra: further columns to learn from, for experiments alone: no service measures
            them, so such a card can't be served.

    Raises:
        NothingLearnedError: no feature earned a point.
    """
    names = (*table.names, *(feature.name for feature, _ in extra))
    values = np.column_stack([table.values, *(column for _, column in extra)])
    begun = time.perf_counter()
    learner = ScorecardLearner(
        features=names,
        strengths=settings.strengths,
        folds=settings.folds,
        scale=settings.scale,
    )
    teaching = folds.weight * np.where(cohort.is_report, settings.report_weight, 1.0)
    if weight is not None:
        teaching = teaching * weight
    rows = folds.train
    learner.fit(
        values[rows],
        cohort.harmed[rows],
        groups=cohort.household[cohort.child[rows]],
        sample_weight=teaching[rows],
    )
    later = folds.calibration
    totals = np.arange(learner.base_ + sum(line.most for line in learner.lines_) + 1)
    calibration = calibrate(
        learner.log_odds(learner.points(values[later])),
        cohort.harmed[later],
        teaching[later],
        cohort.child[later],
        learner.log_odds(totals),
    )
    medium, high = policy.labels[-2:]
    shares = [(medium, settings.medium_share), (high, settings.high_share)]
    card = Card(
        name=cohort.outcome.card,
        base=learner.base_,
        lines=learner.lines_,
        calibration=calibration,
        thresholds=thresholds_for(learner.points(values[folds.workload]), shares),
        thresholds_version=local_day(manifest.taken).isoformat(),
        catalogue_version=CATALOGUE_VERSION,
        trained=_facts(cohort, folds, manifest, settings, float(learner.strength_)),
    )
    row = CandidateRow(
        name="binned",
        words="logistic regression over bins, monotone by declaration",
        loss=learner.losses_[learner.strength_],
        auc=nan,
        lines=len(card.lines),
        numbers=1 + sum(len(line.bins) for line in card.lines),
        seconds=time.perf_counter() - begun,
        settings={"strength": f"{learner.strength_:g}"},
        chosen=True,
    )
    return FittedCard(card, (row,), names)


def _facts(
    cohort: Cohort, folds: Folds, manifest: Manifest, settings: Settings, strength: float
) -> dict[str, str | int]:
    facts: dict[str, str | int] = {
        "snapshot": manifest.digest,
        "snapshot_taken_at": manifest.taken_at,
        "outcome": cohort.outcome.version,
        "seed": settings.seed,
        "strength": f"{strength:g}",
        "questions": len(folds.train),
        "children": len(np.unique(cohort.child[folds.train])),
        "cases": int(cohort.harmed[folds.train].sum()),
        "harmed_children": len(np.unique(cohort.child[folds.train][cohort.harmed[folds.train]])),
    }
    for name, period in folds.periods.items():
        for edge, moment in (("from", period.start), ("to", period.end)):
            instant = datetime.fromtimestamp(moment // 1_000_000, FORCE_ZONE)
            facts[f"{name}_{edge}"] = instant_to_text(instant)
    return facts
