"""From a snapshot to a judged card. Nothing is read but the snapshot; nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt

from features.catalogue import CATALOGUE_VERSION
from features.many_children import FeatureTable, measure_many, pack
from features.relations.connecting import connect
from records.adults import Adult
from records.calendar import FORCE_ZONE, instant_to_text, local_day
from records.history import History
from records.snapshots import Manifest, read_adults, read_manifest, read_snapshot
from records.unknown import UNKNOWN_CODES
from scorecard.card import Card
from scorecard.policy import Policy
from scorecard.scoring import score_many
from training.judging.evaluation import Evaluation, evaluate
from training.judging.leakage import check_no_leak
from training.judging.verdict import Gate, judge
from training.learning.calibration import calibrate
from training.learning.learner import ScorecardLearner
from training.learning.thresholds import thresholds_for
from training.questions.cohort import Cohort, ask, observe
from training.questions.labels import OUTCOME_VERSION
from training.questions.split import Folds, split
from training.settings import Settings

__all__ = ["Progress", "Trained", "card_points", "fit_card", "measure_cohort", "train"]

Int64 = npt.NDArray[np.int64]
#: Told (what is being done, how far it has come from 0 to 1).
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Trained:
    """A card and all that is known of how it came about.

    Attributes:
        losses: cross-validated log loss of each penalty tried, in the training fold.
        strength: the penalty chosen.
    """

    card: Card
    manifest: Manifest
    settings: Settings
    table: FeatureTable
    cohort: Cohort
    folds: Folds
    losses: dict[float, float]
    strength: float
    evaluation: Evaluation
    gates: tuple[Gate, ...]


def train(snapshot: Path, policy: Policy, settings: Settings, progress: Progress) -> Trained:
    """Fit and judge the main card. The same snapshot and settings give the same card's bytes.

    Raises:
        SnapshotError: the directory is no snapshot, or was changed.
        NotEnoughCasesError: too little harm is recorded, or for too short a time.
        NothingLearnedError: no feature earned a point.
        LeakError: an input knows the outcome.
    """
    manifest = read_manifest(snapshot)
    histories = _told(read_snapshot(snapshot), manifest.children, progress)
    table, cohort = measure_cohort(histories, read_adults(snapshot), manifest.taken, settings)
    folds = split(cohort, manifest.taken, settings)
    # Among quiet months any sign of trouble ranks well; at reports all are in trouble.
    reports = folds.train[cohort.is_report[folds.train]]
    check_no_leak(table.names, table.values[reports], cohort.harmed[reports], cohort.child[reports])
    progress("Fitting the card", 0.0)
    card, learner = fit_card(table, cohort, folds, policy, manifest, settings)
    progress("Judging it on children and a year it has not seen", 0.0)
    points = card_points(card, table)
    evaluation = evaluate(card, points, table, cohort, folds, settings)
    return Trained(
        card=card,
        manifest=manifest,
        settings=settings,
        table=table,
        cohort=cohort,
        folds=folds,
        losses=dict(learner.losses_),
        strength=float(learner.strength_),
        evaluation=evaluation,
        gates=judge(evaluation, int(card.trained["harmed_children"])),
    )


def _told(histories: Iterator[History], count: int, progress: Progress) -> Iterator[History]:
    for number, history in enumerate(histories):
        if number % 200 == 0:
            progress("Reading histories", number / max(count, 1))
        yield history


def measure_cohort(
    histories: Iterable[History], adults: Iterable[Adult], taken: datetime, settings: Settings
) -> tuple[FeatureTable, Cohort]:
    """The questions that can be labelled by ``taken``, and the features of each.

    ``adults`` join the children whom they are named with.
    """
    read = connect(histories, adults)
    packed = pack(read)
    children = [observe(history) for history in read]
    del read  # the plans' texts in it are most of the memory
    cohort = ask(children, taken, timedelta(days=settings.warm_up_days))
    table = measure_many(packed, cohort.child, cohort.as_of)
    is_child = table.column("age_years") < settings.adult_age  # a code for unknown is below too
    kept = cohort.keep(is_child, "adult")
    return FeatureTable(table.names, table.values[is_child]), kept


def fit_card(
    table: FeatureTable,
    cohort: Cohort,
    folds: Folds,
    policy: Policy,
    manifest: Manifest,
    settings: Settings,
) -> tuple[Card, ScorecardLearner]:
    """The whole card: lines from the training fold, table and thresholds from the later one."""
    learner = ScorecardLearner(
        features=table.names,
        strengths=settings.strengths,
        folds=settings.folds,
        scale=settings.scale,
    )
    weight = folds.weight * np.where(cohort.is_report, settings.report_weight, 1.0)
    rows = folds.train
    learner.fit(
        table.values[rows],
        cohort.harmed[rows],
        groups=cohort.child[rows],
        sample_weight=weight[rows],
    )
    later = folds.calibration
    totals = np.arange(learner.base_ + sum(line.most for line in learner.lines_) + 1)
    calibration = calibrate(
        learner.log_odds(learner.points(table.values[later])),
        cohort.harmed[later],
        weight[later],
        cohort.child[later],
        learner.log_odds(totals),
    )
    medium, high = policy.labels[-2:]
    shares = [(medium, settings.medium_share), (high, settings.high_share)]
    card = Card(
        name="main",
        base=learner.base_,
        lines=learner.lines_,
        calibration=calibration,
        thresholds=thresholds_for(learner.points(table.values[folds.workload]), shares),
        thresholds_version=local_day(manifest.taken).isoformat(),
        catalogue_version=CATALOGUE_VERSION,
        trained=_facts(cohort, folds, manifest, settings, float(learner.strength_)),
    )
    return card, learner


def _facts(
    cohort: Cohort, folds: Folds, manifest: Manifest, settings: Settings, strength: float
) -> dict[str, str | int]:
    facts: dict[str, str | int] = {
        "snapshot": manifest.digest,
        "snapshot_taken_at": manifest.taken_at,
        "outcome": OUTCOME_VERSION,
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


def card_points(card: Card, table: FeatureTable) -> Int64:
    """Each question's total by the card itself."""
    columns = np.stack([table.column(name) for name in card.features], axis=1)
    totals: Int64 = score_many(card, card.features, columns, UNKNOWN_CODES).sum(axis=1)
    return totals
