"""The advice on many children at one moment: values, points, band, reasons and floors' keys.

For each child what :func:`serving.answer.advice.advice_values` gives, without its words:
the same card, policy and arithmetic, the values by the compiled engine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import repeat

import numpy as np

from features.many_children import measure_many, pack
from features.table import FeatureTable, micros
from records.history import History, KnownHistory, known_at
from records.persons import ChildId
from scorecard import Advice, Card, Policy, Scored, ScoredLine, advise
from scorecard.scoring_many import score_many, score_rows
from serving.answer.identity import local_authority_of, team_of
from serving.answer.missing_again import is_again_asked, level_of

__all__ = ["Advised", "Beside", "advise_many"]


@dataclass(frozen=True, slots=True)
class Beside:
    """The band that a challenger would give, floors and all, and whose child it is."""

    band: str
    team: str | None
    local_authority: str | None


@dataclass(frozen=True, slots=True)
class Advised:
    """One child's advice.

    Attributes:
        reasons: the lines that add points, the most first; none where there are no points.
        beside: what a challenger would change; None if it would leave the band as it is.
        again_points, again_level: as in an answer's ``again``; None where it has none.
        values: every feature of the catalogue in its order, codes for unknown.
    """

    child: ChildId
    advice: Advice
    reasons: tuple[ScoredLine, ...]
    values: tuple[int, ...]
    beside: Beside | None = None
    again_points: int | None = None
    again_level: str | None = None


def advise_many(
    histories: Sequence[History],
    as_of: datetime,
    card: Card | None,
    policy: Policy,
    challenger: Card | None = None,
    again: Card | None = None,
) -> Iterator[Advised]:
    """The advice on each child as known at ``as_of``, in the order given.

    Without a card the floors still speak, as in an answer. A challenger is scored beside
    the card, where that gives points; the second card, where its question arises.

    Raises:
        PolicyMismatchError, FeatureMismatchError: the card doesn't go with the policy or
            with this release's catalogue.
    """
    places = np.arange(len(histories))
    table = measure_many(pack(histories), places, np.full(len(histories), micros(as_of)))
    columns = (table.column(name).tolist() for name in table.names)
    rows = zip(*columns, strict=True)
    scores = zip(
        _scored(table, card), _totals(table, challenger), _totals(table, again), strict=False
    )
    for history, values, (scored, other, more) in zip(histories, rows, scores, strict=False):
        known = known_at(history, as_of)
        advice = advise(card, policy, scored, known)
        reasons = () if advice.points is None or scored is None else scored.reasons
        beside = None
        if challenger is not None and other is not None and advice.points is not None:
            beside = _beside(challenger.band_of(other), advice, policy, known)
        if again is None or more is None or not is_again_asked(known, policy):
            yield Advised(history.child, advice, reasons, values, beside)
            continue
        level = level_of(again, more)
        yield Advised(history.child, advice, reasons, values, beside, more, level)


def _beside(
    points_band: str | None, advice: Advice, policy: Policy, known: KnownHistory
) -> Beside | None:
    """The floors are the champion's: they know nothing of cards."""
    given = (points_band or policy.labels[0], *(floor.band for floor in advice.floors))
    band = policy.highest(given)
    if band == advice.band:
        return None
    return Beside(band, team_of(known), local_authority_of(known))


def _totals(table: FeatureTable, card: Card | None) -> Iterator[int | None]:
    if card is None:
        return repeat(None)
    columns = [table.column(name).astype(np.int64) for name in card.features]
    points = score_many(card, card.features, np.column_stack(columns))
    return iter(points.sum(axis=1).tolist())


def _scored(table: FeatureTable, card: Card | None) -> Iterator[Scored | None]:
    if card is None:
        return repeat(None)
    columns = [table.column(name).astype(np.int64) for name in card.features]
    return score_rows(card, card.features, np.column_stack(columns))
