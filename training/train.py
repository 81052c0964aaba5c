"""From a snapshot to a judged card. Nothing is read but the snapshot; nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from features.many_children import FeatureTable
from records.history import History
from records.snapshots import Manifest, read_adults, read_manifest, read_snapshot
from records.unknown import UNKNOWN_CODES
from scorecard.card import Card
from scorecard.policy import Policy
from scorecard.scoring import score_many
from training.judging.evaluation import Evaluation, evaluate
from training.judging.leakage import check_no_leak
from training.judging.verdict import Gate, judge
from training.learning.carding import fit_card
from training.learning.tried import CandidateRow
from training.questions.cohort import Cohort
from training.questions.measuring import Poisoned, measure_questions
from training.questions.outcomes import MAIN, Outcome
from training.questions.split import Folds, split
from training.questions.truth import Truth, read_truth
from training.settings import Settings

__all__ = ["Progress", "Trained", "card_points", "train"]

Int64 = npt.NDArray[np.int64]
#: Told (what is being done, how far it has come from 0 to 1).
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Trained:
    """A card and all that is known of how it came about.

    Attributes:
        candidates: what was tried, and which of them the card is.
    """

    card: Card
    manifest: Manifest
    outcome: Outcome
    settings: Settings
    table: FeatureTable
    cohort: Cohort
    folds: Folds
    candidates: tuple[CandidateRow, ...]
    poisoned: Poisoned
    truth: Truth | None
    evaluation: Evaluation
    gates: tuple[Gate, ...]


def train(
    snapshot: Path,
    policy: Policy,
    settings: Settings,
    progress: Progress,
    *,
    outcome: Outcome = MAIN,
    truth: Path | None = None,
) -> Trained:
    """Fit and judge a card. The same snapshot and settings give the same card's bytes.

    Args:
        outcome: what the card is to rank children by.
        truth: an invented force's truth, to judge by; nothing is learnt from it.

    Raises:
        SnapshotError: the directory is no snapshot, or was changed.
        NotEnoughCasesError: too little harm is recorded, or for too short a time.
        NothingLearnedError: no feature earned a point.
        TruthError: the truth is no truth of this snapshot.
        LeakError: an input knows the outcome.
    """
    manifest = read_manifest(snapshot)
    histories = _told(read_snapshot(snapshot), manifest.children, progress)
    asked = measure_questions(histories, read_adults(snapshot), manifest.taken, outcome, settings)
    table, cohort = asked.table, asked.cohort
    folds = split(cohort, manifest.taken, settings)
    # Among quiet months any sign of trouble ranks well; at reports all are in trouble.
    reports = folds.train[cohort.is_report[folds.train]]
    check_no_leak(table.names, table.values[reports], cohort.harmed[reports], cohort.child[reports])
    progress("Fitting the card", 0.0)
    fitted = fit_card(table, cohort, folds, policy, manifest, settings)
    card = fitted.card
    progress("Judging it on children and a year it has not seen", 0.0)
    points = card_points(card, table)
    evaluation = evaluate(card, points, table, cohort, folds, settings)
    return Trained(
        card=card,
        manifest=manifest,
        outcome=outcome,
        settings=settings,
        table=table,
        cohort=cohort,
        folds=folds,
        candidates=fitted.candidates,
        poisoned=asked.poisoned,
        truth=None if truth is None else read_truth(truth, cohort),
        evaluation=evaluation,
        gates=judge(evaluation, int(card.trained["harmed_children"])),
    )


def _told(histories: Iterator[History], count: int, progress: Progress) -> Iterator[History]:
    for number, history in enumerate(histories):
        if number % 200 == 0:
            progress("Reading histories", number / max(count, 1))
        yield history


def card_points(card: Card, table: FeatureTable) -> Int64:
    """Each question's total by the card itself."""
    columns = np.stack([table.column(name) for name in card.features], axis=1)
    totals: Int64 = score_many(card, card.features, columns, UNKNOWN_CODES).sum(axis=1)
    return totals
