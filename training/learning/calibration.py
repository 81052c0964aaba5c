"""From points to a probability: a rising table, for analysts alone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

__all__ = ["calibrate"]

Floats = npt.NDArray[np.float64]
#: How far slope and level may stray from what the card was fitted with, at ease, in log
#: odds. Cases are few; without this, one or two of them would bend the whole table.
_SLOPE_SPREAD = 0.5
_LEVEL_SPREAD = 0.5
_LOWEST_SLOPE = 0.2


def calibrate(
    log_odds: Floats,
    harmed: npt.NDArray[np.bool_],
    weight: Floats,
    child: npt.NDArray[np.int64],
    by_total: Floats,
) -> tuple[tuple[int, int], ...]:
    """The table of (points from, probability in millionths).

    Level and slope of the fitted log odds are put right on questions that weren't seen,
    as far as their outcomes bear it: with none, the table is the card's own. The slope
    stays above 0, so the table never falls.

    Args:
        log_odds: [rows] what was said of each question by a card that had not seen it.
        child: [rows] whom it was about. One child's harm is often told of time and again,
            so the cases bear as much as so many children's would with one case each.
        by_total: [totals] what it says of a total of 0, 1, 2 ... points.
    """
    is_case = np.asarray(harmed, dtype=np.float64)
    middle = float(np.average(log_odds, weights=weight)) if len(log_odds) else 0.0
    weight = weight * _worth(log_odds, is_case, weight, child)

    def loss(parameters: Floats) -> tuple[float, Floats]:
        level, slope = parameters
        total = middle + level + slope * (log_odds - middle)
        wrong = weight * (1.0 / (1.0 + np.exp(-np.clip(total, -40, 40))) - is_case)
        value = np.sum(weight * (np.logaddexp(0.0, total) - is_case * total))
        value += 0.5 * (level / _LEVEL_SPREAD) ** 2 + 0.5 * ((slope - 1.0) / _SLOPE_SPREAD) ** 2
        gradient = [
            wrong.sum() + level / _LEVEL_SPREAD**2,
            wrong @ (log_odds - middle) + (slope - 1.0) / _SLOPE_SPREAD**2,
        ]
        return float(value), np.array(gradient)

    found = minimize(
        loss,
        np.array([0.0, 1.0]),
        jac=True,
        method="L-BFGS-B",
        bounds=[(None, None), (_LOWEST_SLOPE, None)],
    )
    level, slope = found.x
    chance = 1.0 / (1.0 + np.exp(-(middle + level + slope * (by_total - middle))))
    steps: list[tuple[int, int]] = []
    for total, ppm in enumerate(np.rint(chance * 1e6).astype(np.int64).tolist()):
        if not steps or ppm > steps[-1][1]:
            steps.append((total, ppm))
    return tuple(steps)


def _worth(
    log_odds: Floats, is_case: Floats, weight: Floats, child: npt.NDArray[np.int64]
) -> float:
    """By how much all weights shrink so that the cases add up to the children they stand for.

    Kish's effective number: ten cases of ten children count ten, ten of one child one.
    """
    _, place = np.unique(child, return_inverse=True)
    cases = np.bincount(place.reshape(-1), weights=weight * is_case, minlength=1)
    seen = float(cases.sum())
    effective = seen**2 / float(cases @ cases) if seen else 1.0
    expected = float(weight @ (1.0 / (1.0 + np.exp(-log_odds))))
    return effective / max(seen, expected, 1.0)
