"""What readable cards reach on the table of curves: ``python -m tests.peers.reading [ROWS]``.

Each way of fitting gives a card of at most 250 numbers, as many lines as columns. Prints one
line of JSON for each: its share of what can be gained, AUC, numbers shown and seconds, beside
monotone boosted trees, bins with a logistic regression, and the truth.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import KBinsDiscretizer

from tests.peers.curves import COLUMNS, Floats, Table, invent, share_of_gain
from training.learning.learner import ScorecardLearner

__all__ = ["SHOWN", "compare_cards", "main"]

#: So many numbers may a reader have to see.
SHOWN = 250
_WAYS = ("binned", "boosted")


def compare_cards(rows: int, seed: int = 1) -> Iterator[dict[str, str | float]]:
    """The figures of each card and of what it is measured against."""
    train, later = invent(rows, seed), invent(rows, seed + 1)
    for way in _WAYS:
        learner = ScorecardLearner(
            directions="up", ways=(way,), scale=20.0, most_lines=COLUMNS, most_numbers=SHOWN - 1
        )

        def fitted(learner: ScorecardLearner = learner) -> Floats:
            learner.fit(train.x, train.case)
            return np.asarray(learner.predict_proba(later.x)[:, 1])

        figures = _figures(f"card, {way}", fitted, later)
        shown = 1 + sum(own.line.bins for own in learner.point_lines_)
        yield {**figures, "numbers": shown, "lines": len(learner.point_lines_)}
    for name, model in (
        ("boosted trees, monotone", _trees()),
        ("8 bins and logistic regression", _bins()),
    ):

        def said(model: Any = model) -> Floats:
            return np.asarray(model.fit(train.x, train.case).predict_proba(later.x)[:, 1])

        yield _figures(name, said, later)
    yield _figures("the truth", lambda: later.chance, later)


def _figures(name: str, said: Callable[[], Floats], later: Table) -> dict[str, str | float]:
    begun = time.perf_counter()
    chances = said()
    return {
        "name": name,
        "share of gain": round(share_of_gain(later, chances), 4),
        "auc": round(float(roc_auc_score(later.case, chances)), 4),
        "seconds": round(time.perf_counter() - begun, 1),
    }


def _trees() -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(
        monotonic_cst=[1] * COLUMNS, max_leaf_nodes=8, early_stopping=True, random_state=1
    )


def _bins() -> Pipeline:
    bins = KBinsDiscretizer(8, encode="onehot", quantile_method="averaged_inverted_cdf")
    return make_pipeline(bins, LogisticRegression(max_iter=500))


def main(arguments: list[str]) -> int:
    """Print the figures."""
    for figures in compare_cards(int(arguments[0]) if arguments else 100_000):
        sys.stdout.write(json.dumps(figures) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
