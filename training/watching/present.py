"""What a card is asked now, and what came of what it was asked a while ago."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

from features.table import FeatureTable, micros
from records.calendar import instant_from_text
from scorecard.card import Card
from training.judging.case import card_points, probabilities
from training.judging.measures import Floats
from training.questions.cohort import Cohort
from training.watching.portraits import SITUATIONS, Portrait, portray
from training.watching.reference import Reference
from training.watching.systems import Systems, weekly

__all__ = ["Matured", "Present", "see"]

Int64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Matured:
    """Missing reports since the reference whose outcome's window is over, one row each."""

    child: Int64
    points: Int64
    chances: Floats
    harmed: Bools


@dataclass(frozen=True, slots=True)
class Present:
    """The present as it is held against a reference.

    Attributes:
        portraits: situation -> portrait of the recent questions.
        report_weeks: missing reports in each whole week of the recent days.
    """

    portraits: Mapping[str, Portrait]
    report_weeks: tuple[int, ...]
    matured: Matured
    systems: Systems


def see(
    table: FeatureTable,
    cohort: Cohort,
    systems: Systems,
    taken: datetime,
    card: Card,
    reference: Reference,
    days: int,
) -> Present:
    """The present of a snapshot taken at ``taken``.

    Args:
        table, cohort: its questions, those among them that can't be labelled yet.
        days: recent questions are those of so many days before ``taken``.
    """
    points = card_points(card, table)
    recent = cohort.as_of >= micros(taken - timedelta(days=days))
    portraits = {}
    for name in SITUATIONS:
        rows = np.flatnonzero(recent & (cohort.is_report == (name == "reports")))
        portraits[name] = portray(table, rows, cohort.child, points, card, reference.edges)
    horizon = cohort.outcome.horizon
    # What the card was judged on is over: only what matured since then is news.
    known = micros(instant_from_text(reference.taken_at) - horizon)
    is_over = cohort.as_of + horizon // timedelta(microseconds=1) <= micros(taken)
    rows = np.flatnonzero(cohort.is_report & (cohort.as_of > known) & is_over)
    return Present(
        portraits=portraits,
        report_weeks=weekly(cohort.as_of[cohort.is_report & recent], micros(taken), days // 7),
        matured=Matured(
            cohort.child[rows],
            points[rows],
            probabilities(card, points[rows]),
            cohort.harmed[rows],
        ),
        systems=systems,
    )
