"""Cards made by hand for the vignettes: plain enough to add up in one's head."""

from __future__ import annotations

from features.catalogue import CATALOGUE, CATALOGUE_VERSION
from records.unknown import Unknown
from scorecard import Card
from tests.lib.cards import a_card, a_line, bins

__all__ = ["again_card", "vignette_card"]

#: feature -> (points and the values from which they count, points when not known)
_LINES = {
    "missing_reports_count_365d": ((0, 2, 2, 4, 5, 6, 8), 2),
    "missing_reports_count_90d": ((0, 2, 3, 3, 6), 1),
    "missing_reports_count_28d": ((0, 1, 1, 2, 2), 1),
    "days_since_last_missing_report": ((3, 28, 1, 90, 0), 1),
    "overnight_missing_count_365d": ((0, 1, 2, 3, 4), 1),
    "longest_missing_hours_365d": ((0, 8, 1, 24, 3, 72, 5), 1),
    "missing_gaps_shortening_count_365d": ((0, 2, 3), 1),
    "sexual_harm_told_count_365d": ((0, 1, 10), 1),
    "found_with_unknown_adult_count_365d": ((0, 1, 4), 1),
    "notices_in_force_count": ((0, 1, 4), 1),
    "plan_state": ((0, 1, 1, 3, 5), 1),
    "protection_plan_state": ((0, 2, 2, 3, 3), 1),
    "looked_after": ((0, 1, 2), 1),
    "age_years": ((0, 12, 2, 17, 1), 1),
}


def vignette_card() -> Card:
    """Base 4, Medium from 14 points, High from 28."""
    directions = {feature.name: feature.direction for feature in CATALOGUE}
    return Card(
        name="main",
        base=4,
        lines=tuple(
            a_line(
                name,
                directions[name],
                bins(*given),
                neutral=neutral,
                unknown={Unknown.NOT_APPLICABLE: 0},
            )
            for name, (given, neutral) in _LINES.items()
        ),
        calibration=((0, 1_000), (14, 20_000), (28, 150_000)),
        thresholds={"Medium": 14, "High": 28},
        thresholds_version="by hand",
        catalogue_version=CATALOGUE_VERSION,
        trained={"snapshot": "made by hand"},
    )


def again_card() -> Card:
    """The second card: reports in 90 days alone; base 3, levels from 6 and from 11 points."""
    return a_card(
        name="again",
        base=3,
        lines=(a_line("missing_reports_count_90d", "up", bins(0, 1, 4, 3, 9), neutral=2),),
        thresholds={"Medium": 6, "High": 11},
        catalogue_version=CATALOGUE_VERSION,
    )
