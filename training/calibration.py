"""From points to a probability: a rising table, for analysts alone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

__all__ = ["calibrate"]

Int64 = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
#: How far the slope may stray from 1 at ease. Later cases are few; without this, one or
#: two of them would bend the whole table.
_SLOPE_SPREAD = 0.25
_LOWEST_SLOPE = 0.2


def calibrate(
    points: Int64, harmed: npt.NDArray[np.bool_], scale: int, most: int
) -> tuple[tuple[int, int], ...]:
    """The table of (points from, probability in millionths), from 0 to ``most`` points.

    Fits level and slope of the log odds on later children's questions. The slope is held
    near the one that the card was fitted with, and always above 0, so the table rises.

    Args:
        points: [rows] totals; ``scale``: points for each unit of log odds.
    """
    log_odds = points / scale
    is_case = np.asarray(harmed, dtype=np.float64)
    # Half a case on either side keeps the level finite when a short period holds none.
    rate = (is_case.sum() + 0.5) / (len(is_case) + 1.0)
    middle = float(log_odds.mean()) if len(log_odds) else 0.0

    def loss(weights: Floats) -> tuple[float, Floats]:
        level, slope = weights
        total = level + slope * (log_odds - middle)
        wrong = 1.0 / (1.0 + np.exp(-np.clip(total, -40, 40))) - is_case
        drift = (slope - 1.0) / _SLOPE_SPREAD**2
        value = np.sum(np.logaddexp(0.0, total) - is_case * total)
        value += 0.5 * (slope - 1.0) ** 2 / _SLOPE_SPREAD**2 + 0.5 * (level - anchor) ** 2 * 0.1
        gradient = [wrong.sum() + 0.1 * (level - anchor), wrong @ (log_odds - middle) + drift]
        return float(value), np.array(gradient)

    anchor = float(np.log(rate / (1.0 - rate)))
    found = minimize(
        loss,
        np.array([anchor, 1.0]),
        jac=True,
        method="L-BFGS-B",
        bounds=[(None, None), (_LOWEST_SLOPE, None)],
    )
    level, slope = found.x
    totals = np.arange(most + 1)
    chance = 1.0 / (1.0 + np.exp(-(level + slope * (totals / scale - middle))))
    steps: list[tuple[int, int]] = []
    for total, ppm in zip(totals.tolist(), np.rint(chance * 1e6).astype(int).tolist(), strict=True):
        if not steps or ppm > steps[-1][1]:
            steps.append((total, ppm))
    return tuple(steps)
