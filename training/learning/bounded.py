"""The least of a quadratic whose weights may be held at 0 or above, exactly."""

from __future__ import annotations

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from training.learning.design import Bools, Floats

__all__ = ["least"]

_MOST_ROUNDS = 300
#: Rounds in which many weights may change sides without the faults getting fewer.
_PATIENCE = 3
_SLACK = 1e-9


def least(curvature: Floats, pull: Floats, is_bounded: Bools, guess: Floats) -> Floats:
    """The weights of least ``weights @ curvature @ weights / 2 - pull @ weights``.

    Weights at which ``is_bounded`` don't fall below 0. Block principal pivoting (Kim and
    Park 2011): whole sets of weights change between held and free until none is wrong,
    one at a time once that stops helping.

    Args:
        curvature: [weights, weights], positive definite.
        guess: which bounded weights to begin with as free; changes the time, not the answer.
    """
    is_free = ~is_bounded | (guess > 0.0)
    fewest, patience = len(pull) + 1, _PATIENCE
    weights = np.zeros(len(pull))
    slack = _SLACK * float(np.abs(pull).max(initial=1.0))
    for _ in range(_MOST_ROUNDS):
        free = np.flatnonzero(is_free)
        factor = cho_factor(curvature[np.ix_(free, free)], lower=True, check_finite=False)
        weights = np.zeros(len(pull))
        weights[free] = cho_solve(factor, pull[free], check_finite=False)
        wanted = curvature @ weights - pull
        is_wrong = is_bounded & np.where(is_free, weights < 0.0, wanted < -slack)
        faults = int(is_wrong.sum())
        if not faults:
            break
        if faults < fewest:
            fewest, patience = faults, _PATIENCE
        elif patience:
            patience -= 1
        else:
            is_wrong[: np.flatnonzero(is_wrong)[-1]] = False
        is_free ^= is_wrong
    return np.where(is_bounded, np.maximum(weights, 0.0), weights)
