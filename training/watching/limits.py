"""What is watched, from which figure on something is demanded, and what that is.

The College of Policing asks for thresholds that trigger human review, retest, retrain and
return to the ethics committee. They are declared here, one row for each thing watched. A
figure is held against them by the near end of its interval, so that what may be chance
demands nothing; how often chance demands something all the same is :data:`FALSE_ALARMS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from training.intervals import Estimate

__all__ = [
    "DEMANDS",
    "FALSE_ALARMS",
    "FALSE_ALARMS_OF_CARD",
    "FALSE_ALARMS_OF_PARTS",
    "LIMITS",
    "Limit",
    "highest",
    "limit_named",
]

#: Demand -> what it asks people to do, the mildest first.
DEMANDS: Mapping[str, str] = MappingProxyType(
    {
        "none": "Nothing is asked for: look again after the next month.",
        "review": "Whoever answers for drift looks into it within a month and writes down what it "
        "means.",
        "retest": "Judge the card anew on a new snapshot within two weeks (missing-risk train "
        "judges the champion beside a new card), before its bands are relied on further.",
        "retrain": "Fit a new card, judge it and promote it, or roll back; tell the ethics "
        "committee what was found.",
        "stop": "Serve no bands by this card until a person has decided: roll back or withdraw it, "
        "and return to the ethics committee.",
    }
)
#: In how many watches in a hundred chance alone may demand something: the first share is that
#: of the few figures of the card as a whole, the second that of all features and systems.
FALSE_ALARMS_OF_CARD, FALSE_ALARMS_OF_PARTS = 0.02, 0.03
FALSE_ALARMS = FALSE_ALARMS_OF_CARD + FALSE_ALARMS_OF_PARTS


@dataclass(frozen=True, slots=True)
class Limit:
    """One thing watched.

    Attributes:
        measures: what the figure is, in words.
        starts: demand -> the figure beyond which it is demanded; those not named never are.
    """

    name: str
    measures: str
    starts: Mapping[str, float]

    def demand(self, figure: Estimate) -> str:
        """The highest demand whose start the figure is beyond, doubt taken off."""
        if not figure.is_known:
            return "none"
        return highest(name for name, start in self.starts.items() if figure.low > start)

    def first(self) -> float:
        """From where on anything is demanded."""
        return min(self.starts.values())


def highest(demands: Iterable[str]) -> str:
    """The highest of these demands; ``none`` of none."""
    order = list(DEMANDS)
    return max(demands, key=order.index, default="none")


#: ``stop`` is obeyed by the service, so only the card's own failure demands it: what it says
#: is beyond doubt thrice out, or it ranks hardly better than chance. Where records fail to
#: come, the service tells that by itself, and a rollback would mend nothing.
#: Ratios are taken in the direction in which they are above 1, so one limit serves both.
LIMITS: tuple[Limit, ...] = (
    Limit(
        "card_feature",
        "population stability index of a feature on the card",
        {"review": 0.10, "retest": 0.25, "retrain": 0.75},
    ),
    Limit(
        "other_feature",
        "population stability index of a feature that is not on the card",
        {"review": 0.25},
    ),
    Limit(
        "card_unknown",
        "how much oftener, or more seldom, a feature on the card is not known",
        {"review": 0.05, "retest": 0.20, "retrain": 0.60},
    ),
    Limit(
        "points",
        "population stability index of the points at missing reports",
        {"review": 0.10, "retest": 0.25, "retrain": 0.50},
    ),
    Limit(
        "high_band",
        "share of missing reports in the highest band, against the reference's",
        {"review": 1.15, "retest": 1.5, "retrain": 2.5},
    ),
    Limit(
        "workload",
        "share of missing reports in the highest band, against the share planned for",
        {"review": 1.3, "retest": 1.8, "retrain": 3.0},
    ),
    Limit(
        "reports",
        "missing reports a week, against the reference's",
        {"review": 1.3, "retest": 3.0},
    ),
    Limit(
        "calibration",
        "harm recorded against harm said, where the outcome's window is over",
        {"review": 1.1, "retest": 1.2, "retrain": 1.35, "stop": 3.0},
    ),
    Limit(
        "ranking",
        "AUC lost against the reference's, where the outcome's window is over",
        {"review": 0.03, "retest": 0.06, "retrain": 0.10},
    ),
    Limit(
        "chance",
        "how far the AUC lies below 0.55, hardly better than chance",
        {"stop": 0.0},
    ),
    Limit(
        "card_system_volume",
        "entries a week of a system that the card reads, against the reference's",
        {"review": 1.5, "retest": 4.0},
    ),
    Limit(
        "card_system_age",
        "age of the newest entry of a system that the card reads, against the oldest that is "
        "usual or promised",
        {"review": 1.0, "retest": 3.0},
    ),
    Limit(
        "other_system_volume",
        "entries a week of a system that the card does not read, against the reference's",
        {"review": 1.5},
    ),
    Limit(
        "other_system_age",
        "age of the newest entry of a system that the card does not read, against the oldest "
        "that is usual or promised",
        {"review": 1.0},
    ),
    Limit(
        "linkage",
        "share of children whom records of two systems or more are of, lost or gained",
        {"review": 0.05, "retest": 0.15},
    ),
)
_BY_NAME = {limit.name: limit for limit in LIMITS}


def limit_named(name: str) -> Limit:
    """The row of this name. Raises KeyError for any other."""
    return _BY_NAME[name]
