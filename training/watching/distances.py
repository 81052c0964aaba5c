"""How far apart two spreads are, and how far chance alone sets them apart.

The population stability index of two samples from one population isn't nought: with n and
m questions in B cells it is about (1/n + 1/m) times a chi-square of B - 1 degrees. Taking no
notice of that, as the customary limits of 0.1 and 0.25 do, raises an alarm each month where
children are few.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.stats import chi2, norm

from training.intervals import Estimate

__all__ = ["count_ratio", "rate_ratio", "share_difference", "share_ratio", "stability"]

Floats = npt.NDArray[np.float64]
#: A cell in which fewer than so many questions are expected in either sample joins the others.
_FEWEST = 5.0
_HALF = 0.5


def stability(
    before: Sequence[float], now: Sequence[float], n_before: float, n_now: float, chance: float
) -> Estimate:
    """The population stability index; ``low`` is what it holds beyond chance.

    Args:
        before, now: shares of the same cells, adding up to 1.
        n_before, n_now: how many questions of different children each is worth.
        chance: how likely ``low`` may be above 0 where nothing has changed.

    Returns:
        All nan when either sample is worth fewer than ten questions. ``high`` is the index.
    """
    if min(n_before, n_now) < 2 * _FEWEST:
        return Estimate(math.nan, math.nan, math.nan)
    counts = np.array([np.array(before) * n_before, np.array(now) * n_now])
    counts = _joined(counts)
    cells = counts.shape[1]
    if cells < 2:
        return Estimate(0.0, 0.0, 0.0)
    shares = (counts + _HALF) / (counts + _HALF).sum(axis=1, keepdims=True)
    index = float(((shares[1] - shares[0]) * np.log(shares[1] / shares[0])).sum())
    noise = (1 / n_before + 1 / n_now) * float(chi2.ppf(1 - chance, cells - 1))
    return Estimate(index, max(index - noise, 0.0), index)


def _joined(counts: Floats) -> Floats:
    """[2, cells]: cells in which the smaller sample expects too few are put together.

    What is expected comes from both samples together, so a cell that was empty before and
    is full now stands by itself.
    """
    sizes = counts.sum(axis=1)
    expected = counts.sum(axis=0) / sizes.sum() * sizes.min()
    rare = expected < _FEWEST
    kept = counts[:, ~rare]
    if not rare.any():
        return counts
    together = counts[:, rare].sum(axis=1, keepdims=True)
    if expected[rare].sum() >= _FEWEST or not kept.shape[1]:
        return np.concatenate([kept, together], axis=1)
    largest = int(kept.sum(axis=0).argmax())
    kept = kept.copy()
    kept[:, largest] += together[:, 0]
    return kept


def share_difference(
    before: float, now: float, n_before: float, n_now: float, chance: float
) -> Estimate:
    """How far two shares are apart, whichever is larger; never below 0."""
    if min(n_before, n_now) < 1:
        return Estimate(math.nan, math.nan, math.nan)
    pooled = (before * n_before + now * n_now + _HALF) / (n_before + n_now + 2 * _HALF)
    half = _z(chance) * math.sqrt(pooled * (1 - pooled) * (1 / n_before + 1 / n_now))
    apart = abs(now - before)
    return Estimate(apart, max(apart - half, 0.0), apart + half)


def share_ratio(
    before: float, now: float, n_before: float, n_now: float, chance: float
) -> Estimate:
    """How many times as large the larger of two shares is; at least 1.

    ``n_before`` of infinity stands for a share that is planned, not seen.
    """
    if min(n_before, n_now) < 1:
        return Estimate(math.nan, math.nan, math.nan)
    before_cases, now_cases = before * min(n_before, 1e12) + _HALF, now * n_now + _HALF
    log_ratio = math.log((now_cases / (n_now + 1)) / (before_cases / (min(n_before, 1e12) + 1)))
    spread = math.sqrt(
        max((1 - now) / now_cases, 0.0) + max((1 - before) / before_cases, 0.0) + 1e-12
    )
    return _away_from_one(log_ratio, _z(chance) * spread)


def rate_ratio(before: Sequence[float], now: Sequence[float], chance: float) -> Estimate:
    """How many times as large the larger of two rates is; at least 1.

    Args:
        before, now: counts of stretches of equal length, weeks for example, whose own
            spread says how much such counts vary: entries don't come one by one.

    Returns:
        All nan when fewer than ten are expected now, or there are fewer than 8 stretches
        before.
    """
    if len(before) < 8 or not len(now):
        return Estimate(math.nan, math.nan, math.nan)
    usual, seen = float(np.mean(before)), float(np.mean(now))
    if usual * len(now) < 2 * _FEWEST:
        return Estimate(math.nan, math.nan, math.nan)
    # At least as much as if entries came one by one.
    varies = max(float(np.var(before, ddof=1)), usual)
    spread = math.sqrt(varies / usual**2 * (1 / len(before) + 1 / len(now)))
    log_ratio = math.log((seen * len(now) + _HALF) / (usual * len(now) + _HALF))
    return _away_from_one(log_ratio, _z(chance) * spread)


def _away_from_one(log_ratio: float, half: float) -> Estimate:
    apart = abs(log_ratio)
    return Estimate(math.exp(apart), math.exp(max(apart - half, 0.0)), math.exp(apart + half))


def _z(chance: float) -> float:
    return float(norm.ppf(1 - chance / 2))


def count_ratio(said: float, seen: int, alike: float, chance: float) -> Estimate:
    """How many times as large the larger of two counts is, said and seen; at least 1.

    Args:
        said: cases that were to be expected, above 0.
        alike: how many cases come together, so that they vary more than single ones.
    """
    log_ratio = math.log((seen + _HALF) / (said + _HALF))
    return _away_from_one(log_ratio, _z(chance) * math.sqrt(alike / max(said, 1.0)))
