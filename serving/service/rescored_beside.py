"""Whom a challenger would put into another band, of all children: counts, and how they are told.

Kept with the run of rescoring, by ways of counting: pair of bands, and rises and falls by
neighbourhood team and by local authority (M14). Small counts are withheld when told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from scorecard import Policy
from serving.service.small_numbers import FEW, rounded, rounded_sum

if TYPE_CHECKING:  # The compiled engine takes a second to import.
    from serving.answer.advising_many import Advised

__all__ = ["beside_values", "count_beside"]

#: Ways of counting, as they stand in a run's counts. Stored: never rename.
BANDS, RISES, FALLS = "beside_bands", "beside_rises", "beside_falls"
_NOT_RECORDED = "not recorded"


def count_beside(advised: Iterable[Advised], policy: Policy) -> dict[str, Counter[str]]:
    """The counts of these children; of those without points nothing is counted."""
    found: dict[str, Counter[str]] = {BANDS: Counter(), RISES: Counter(), FALLS: Counter()}
    for one in advised:
        was = one.advice.band
        if one.advice.points is None or was is None:
            continue
        now = was if one.beside is None else one.beside.band
        found[BANDS][f"{was} > {now}"] += 1
        if one.beside is None:
            continue
        way = found[RISES if policy.rank(now) > policy.rank(was) else FALLS]
        way[f"team: {one.beside.team or _NOT_RECORDED}"] += 1
        way[f"local authority: {one.beside.local_authority or _NOT_RECORDED}"] += 1
    return found


def beside_values(
    counts: Mapping[str, Mapping[str, int]], challenger: str, policy: Policy
) -> dict[str, Any] | None:
    """What is told of a run's counts; None if no challenger was scored beside it.

    Every count is to the nearest five, for how many children each band holds is told
    exactly, and an authority's count is the sum of its teams'.
    """
    if not challenger or BANDS not in counts:
        return None
    bands, rises, falls = counts[BANDS], counts.get(RISES, {}), counts.get(FALLS, {})
    places = sorted({*rises, *falls})
    moved = {(was, now): bands.get(f"{was} > {now}", 0)
             for was in policy.labels for now in policy.labels}  # fmt: skip
    return {
        "challenger": challenger,
        "withheld_below": FEW,
        "children": rounded_sum(moved.values()),
        "up": rounded_sum(n for (was, now), n in moved.items() if _step(policy, was, now) > 0),
        "down": rounded_sum(n for (was, now), n in moved.items() if _step(policy, was, now) < 0),
        "bands": [
            {"champion": was, "challenger": now, "children": rounded(n)}
            for (was, now), n in moved.items()
        ],
        "places": [
            {
                "place": place,
                "up": rounded(rises.get(place, 0)),
                "down": rounded(falls.get(place, 0)),
            }
            for place in places
        ],
    }


def _step(policy: Policy, was: str, now: str) -> int:
    return policy.rank(now) - policy.rank(was)
