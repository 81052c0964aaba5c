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
from records.history import History, known_at
from records.persons import ChildId
from scorecard import Advice, Card, Policy, Scored, ScoredLine, advise, score_rows

__all__ = ["Advised", "advise_many"]


@dataclass(frozen=True, slots=True)
class Advised:
    """One child's advice.

    Attributes:
        reasons: the lines that add points, the most first; none where there are no points.
        values: every feature of the catalogue in its order, codes for unknown.
    """

    child: ChildId
    advice: Advice
    reasons: tuple[ScoredLine, ...]
    values: tuple[int, ...]


def advise_many(
    histories: Sequence[History], as_of: datetime, card: Card | None, policy: Policy
) -> Iterator[Advised]:
    """The advice on each child as known at ``as_of``, in the order given.

    Without a card the floors still speak, as in an answer.

    Raises:
        PolicyMismatchError, FeatureMismatchError: the card doesn't go with the policy or
            with this release's catalogue.
    """
    places = np.arange(len(histories))
    table = measure_many(pack(histories), places, np.full(len(histories), micros(as_of)))
    columns = (table.column(name).tolist() for name in table.names)
    rows = zip(*columns, strict=True)
    for history, values, scored in zip(histories, rows, _scored(table, card), strict=False):
        advice = advise(card, policy, scored, known_at(history, as_of))
        reasons = () if advice.points is None or scored is None else scored.reasons
        yield Advised(history.child, advice, reasons, values)


def _scored(table: FeatureTable, card: Card | None) -> Iterator[Scored | None]:
    if card is None:
        return repeat(None)
    columns = [table.column(name).astype(np.int64) for name in card.features]
    return score_rows(card, card.features, np.column_stack(columns))
