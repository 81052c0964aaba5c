"""From how many points each band starts: the workload that the force can act on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["thresholds_for"]


def thresholds_for(
    points: npt.NDArray[np.int64], shares: Sequence[tuple[str, float]]
) -> dict[str, int]:
    """Band -> points: the lowest start at which at most its share of ``points`` reach it.

    Args:
        points: totals of recent missing reports; no outcome is looked at.
        shares: (band, most of all reports that may reach it), from the lowest band up,
            so the shares fall.

    A band always starts above 0 and above the band below it. Without any report, bands
    start where nobody could be: one point apart from 1.
    """
    starts: dict[str, int] = {}
    lowest = 1
    for band, share in shares:
        start = lowest
        if len(points):
            ordered = np.sort(points)[::-1]
            allowed = int(np.floor(share * len(points)))
            # The first value that must stay out, plus one: ties never overfill the band.
            start = int(ordered[allowed]) + 1 if allowed < len(points) else int(ordered[-1])
        starts[band] = max(start, lowest)
        lowest = starts[band] + 1
    return starts
