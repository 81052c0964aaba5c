"""From measured questions to a whole card: lines, table of probability and thresholds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from features.catalogue import CATALOGUE_VERSION, Feature
from features.table import FeatureTable, Whole
from records.calendar import FORCE_ZONE, instant_to_text, local_day
from records.snapshots import Manifest
from scorecard.card import Card
from scorecard.policy import Policy
from scorecard.scoring_many import line_points
from training.errors import NothingLearnedError
from training.learning.calibration import calibrate
from training.learning.design import Floats, Int64
from training.learning.learner import ScorecardLearner
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
        total = np.full(len(values), self.card.base, dtype=np.int64)
        for line in self.card.lines:
            total += line_points(line, values[:, self.columns.index(line.feature)])
        return total


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
    """The whole card: lines from the training fold, thresholds from the later one's reports.

    The table of probability is fitted to what was said of reports that had not been seen.

    The ways of fitting are compared inside the training fold. An experiment, with ``weight``
    or ``extra``, fits the first of them alone.

    Args:
        weight: [rows of the cohort] multiplies what each question teaches; 1 each if None.
        extra: further columns to learn from: no service measures them, so such a card
            can't be served.

    Raises:
        NothingLearnedError: no feature earned a point.
    """
    names = (*table.names, *(feature.name for feature, _ in extra))
    values = np.column_stack([table.values, *(column for _, column in extra)])
    learner = ScorecardLearner(
        features=(*table.names, *(row for row, _ in extra)),
        ways=settings.candidates[: None if weight is None and not extra else 1],
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
    if not learner.lines_:
        raise NothingLearnedError(
            "no feature earned a point: check that outcomes and features come from one force"
        )
    totals = np.arange(learner.base_ + sum(line.most for line in learner.lines_) + 1)
    asked, said = _said_unseen(learner, values, cohort, folds)
    calibration = calibrate(
        said, cohort.harmed[asked], teaching[asked], cohort.child[asked], learner.log_odds(totals)
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
    return FittedCard(card, learner.candidates_, names)


def _said_unseen(
    learner: ScorecardLearner, values: Whole, cohort: Cohort, folds: Folds
) -> tuple[Int64, Floats]:
    """Missing reports, and what a card that had not seen them says of each, in log odds.

    Those of the training fold are judged by the cards fitted without them, if ways were
    compared; those of the later period by the card itself. The card is asked at reports,
    and a month's start is not like one.
    """
    later = folds.calibration[cohort.is_report[folds.calibration]]
    said = learner.log_odds(learner.points(values[later])) if len(later) else np.empty(0)
    if learner.left_out_ is None:
        return later, said
    at_report = cohort.is_report[folds.train]
    rows = np.concatenate([folds.train[at_report], later])
    return rows, np.concatenate([learner.left_out_[at_report], said])


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
