"""How fast one child is measured live: what was known, the values, the points, the words."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from features.catalogue import CATALOGUE, feature_named
from features.one_child import measure_child
from features.wording import words
from records.history import History, known_at
from scorecard import Card, score
from serving.store.linked import read_histories
from serving.store.opening import open_store
from tests.bench.invented import Invented
from tests.lib.cards import a_card, a_line

__all__ = ["measuring"]

_CHILDREN = 3_000
_MEASURED = 300
#: Histories with about so many entries are measured.
_ENTRIES = 60
#: The most lines that a card may have.
_LINES = 20


def measuring(force: Invented) -> dict[str, float]:
    """Milliseconds, the median of children with the number of entries nearest to 60.

    ``child.live_ms`` is all of it; the others its parts: what was known, its values with
    their evidence, the points of a card of 20 lines, the words of every reason with points.
    """
    with open_store(force.store, writer=False) as store, store.reading() as connection:
        histories = [
            history
            for history, _ in zip(read_histories(connection), range(_CHILDREN), strict=False)
        ]
    last = max(event.recorded for history in histories for event in history.events)
    nearest = sorted(histories, key=lambda history: abs(len(history.events) - _ENTRIES))
    return live(nearest[:_MEASURED], last)


def live(histories: Sequence[History], as_of: datetime) -> dict[str, float]:
    """The figures of :func:`measuring` for these histories."""
    step = -(-len(CATALOGUE) // _LINES)
    card = a_card(lines=tuple(a_line(feature.name) for feature in CATALOGUE[::step]))
    took = [_one(history, as_of, card) for history in histories]
    parts = ("known", "values", "points", "words")
    figures = {
        f"child.{part}_ms": statistics.median(times[place] for times in took)
        for place, part in enumerate(parts)
    }
    return {**figures, "child.live_ms": statistics.median(sum(times) for times in took)}


def _one(history: History, as_of: datetime, card: Card) -> list[float]:
    moments = [time.perf_counter()]
    known = known_at(history, as_of)
    moments.append(time.perf_counter())
    measured = measure_child(known, card.features)
    moments.append(time.perf_counter())
    scored = score(card, {name: measured[name].value for name in card.features})
    moments.append(time.perf_counter())
    for line in scored.lines:
        if line.points > 0:
            words(feature_named(line.feature), measured[line.feature], known)
    moments.append(time.perf_counter())
    return [(after - before) * 1000 for before, after in pairwise(moments)]
