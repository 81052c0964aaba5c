"""What a card is judged on: the card, the questions, and the missing reports of a year unseen."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from features.table import FeatureTable
from records.snapshots import Manifest
from records.unknown import UNKNOWN_CODES
from scorecard.card import Card
from scorecard.policy import Policy
from scorecard.scoring_many import score_many
from training.judging.rows import Fact
from training.learning.tried import CandidateRow
from training.questions.cohort import Cohort
from training.questions.measuring import Later, Poisoned
from training.questions.split import Folds
from training.questions.truth import Truth
from training.settings import Settings

__all__ = ["Case", "Champion", "card_points", "probabilities"]

Int64 = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Champion:
    """The card that serves today, and its version in the registry."""

    version: str
    card: Card


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that judging reads. Nothing is learnt from the test fold.

    Attributes:
        table, cohort: the questions and their values, row by row the same.
        candidates: what was tried in the same run.
        code: the version of the code that fitted and judges, as text.
        truth: what was really so; an invented force alone has it.
        champion: the card that serves today; None while none does.
        extracts: how old each system's extract was when the snapshot was taken.
        poisoned, later: what the leak probes ask of histories; None where nobody kept any.
        with_mitigations: whether ways to a fairer card are fitted and tried too.
        points, chances: [rows of the cohort] the card's totals, and what its table makes of
            them.
        rows: the missing reports of the test fold: what nearly every figure is of.
    """

    card: Card
    table: FeatureTable
    cohort: Cohort
    folds: Folds
    settings: Settings
    manifest: Manifest
    policy: Policy
    candidates: tuple[CandidateRow, ...] = ()
    code: str = "not known"
    truth: Truth | None = None
    champion: Champion | None = None
    extracts: tuple[Fact, ...] = ()
    poisoned: Poisoned | None = None
    later: Later | None = None
    with_mitigations: bool = True
    points: Int64 = field(init=False)
    chances: Floats = field(init=False)
    rows: Int64 = field(init=False)

    def __post_init__(self) -> None:
        points = card_points(self.card, self.table)
        test = self.folds.test
        object.__setattr__(self, "points", points)
        object.__setattr__(self, "chances", probabilities(self.card, points))
        object.__setattr__(self, "rows", test[self.cohort.is_report[test]])

    @property
    def high(self) -> int:
        """The points from which the highest band starts."""
        return list(self.card.thresholds.values())[-1]

    @property
    def harmed(self) -> Bools:
        """[missing reports of the test fold] the outcome."""
        return self.cohort.harmed[self.rows]

    @property
    def child(self) -> Int64:
        """[missing reports of the test fold] places in ``cohort.children``."""
        return self.cohort.child[self.rows]

    @property
    def weight(self) -> Floats:
        """[missing reports of the test fold] what each stands for."""
        return self.folds.weight[self.rows]


def card_points(card: Card, table: FeatureTable) -> Int64:
    """[rows] each question's total by the card itself.

    Raises:
        ValueError: the table lacks a feature of the card.
    """
    columns = [table.column(name) for name in card.features]
    values = np.stack(columns, axis=1) if columns else np.empty((len(table), 0), dtype=np.int64)
    totals: Int64 = score_many(card, card.features, values, UNKNOWN_CODES).sum(axis=1)
    return totals


def probabilities(card: Card, points: Int64) -> Floats:
    """The card's own table applied to totals."""
    starts = np.array([start for start, _ in card.calibration])
    chances = np.array([ppm for _, ppm in card.calibration]) / 1e6
    return np.asarray(chances[np.searchsorted(starts, points, side="right") - 1], dtype=np.float64)
