"""Whether what the card said came about, where the outcome's window is over."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from training.intervals import Estimate, estimate
from training.judging.gaps import difference
from training.judging.measures import Floats, Ranking
from training.watching.checks import CHANCE_OF_CARD, found
from training.watching.distances import count_ratio
from training.watching.findings import Finding
from training.watching.present import Matured
from training.watching.reference import Reference, spread_of_cases

__all__ = ["FEWEST_CASES", "check_outcomes"]

#: Of fewer cases, said or seen, nothing is judged; of fewer harmed children no ranking is.
FEWEST_CASES = 10
_BARELY = 0.55


def check_outcomes(
    reference: Reference, matured: Matured, resamples: int, seed: int, jobs: int
) -> Iterator[Finding]:
    """Calibration and ranking of the missing reports that have matured since the reference."""
    said, seen = float(matured.chances.sum()), int(matured.harmed.sum())
    children = len(np.unique(matured.child[matured.harmed]))
    alike = reference.cases_alike
    if children >= FEWEST_CASES // 2:
        alike = max(alike, spread_of_cases(matured.child, matured.harmed))
    ratio = Estimate(math.nan, math.nan, math.nan)
    if max(said, seen) >= FEWEST_CASES:
        ratio = count_ratio(said, seen, alike, CHANCE_OF_CARD)
    cases = str(seen) if seen >= FEWEST_CASES else f"fewer than {FEWEST_CASES}"
    yield found(
        "calibration",
        "calibration",
        ratio,
        f"{cases} cases among {len(matured.child)} matured missing reports; {said:.1f} were said",
    )
    yield from _ranking(reference, matured, children, (resamples, seed, jobs))


def _ranking(
    reference: Reference, matured: Matured, children: int, how: tuple[int, int, int]
) -> Iterator[Finding]:
    unknown = Estimate(math.nan, math.nan, math.nan)
    auc = unknown
    if children >= FEWEST_CASES and not matured.harmed.all():
        ranking = Ranking(matured.points, matured.harmed)

        def measure(weights: Floats) -> dict[str, float]:
            return {"auc": ranking.auc(weights)}

        auc = estimate(measure, matured.child, np.ones(len(matured.child)), *how)["auc"]
    lost = difference(reference.auc, auc)
    yield found(
        "ranking",
        "ranking",
        lost,
        f"AUC {auc.words} where the window is over, {reference.auc.words} when it was judged",
    )
    below = unknown
    if auc.is_known:
        below = Estimate(_BARELY - auc.value, _BARELY - auc.high, _BARELY - auc.low)
    yield found("chance", "ranking", below, f"AUC {auc.words}; chance gives 0.5")
