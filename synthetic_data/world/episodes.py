"""One time missing: when in the day, how long, with whom, and what was done to the child."""

from __future__ import annotations

from dataclasses import dataclass

from synthetic_data.dice import Dice
from synthetic_data.minutes import DAY, HOUR, at_local_time, day_of
from synthetic_data.parameters import Parameters
from synthetic_data.world.truth import EXPLOITED, GROOMED

__all__ = ["Absence", "Absences", "Circumstances"]

_BUSY_DAYS = (3, 4, 5)
#: Hours of each band of duration in the parameter file.
_DURATIONS = {
    "to_8h": (1.2, 8),
    "to_16h": (8, 16),
    "to_24h": (16, 24),
    "to_48h": (24, 48),
    "to_7d": (48, 168),
    "to_28d": (168, 672),
    "longer": (672, 1500),
}


@dataclass(frozen=True, slots=True)
class Absence:
    """A time missing as it happened, before anybody was told."""

    start: int
    end: int
    missing_from: str
    with_adult: bool
    harm: str | None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What bears on the response beyond the absence itself.

    Attributes:
        recent_reports: reports about the child in the 90 days before.
        told_before: sexual harm was told of or found before.
        untold_harm: sexual harm of the past months that the child has told nobody of.
    """

    state: str
    age: int
    in_care: bool
    recent_reports: int
    plan_live: bool
    told_before: bool
    untold_harm: bool


class Absences:
    """Draws what a time missing was like."""

    def __init__(self, parameters: Parameters, dice: Dice) -> None:
        self._dice = dice
        self._hour = parameters.weighted("missing.local_hour")
        self._busy = parameters.number("missing.busy_day_shift")
        self._duration = {
            group: parameters.weighted(f"missing.duration.{group}")
            for group in ("other", "groomed", "exploited")
        }
        self._with_adult = parameters.table("missing.with_adult")
        self._sexual = parameters.table("harm.sexual_per_episode")
        self._sexual_with_adult = parameters.number("harm.sexual_with_adult_factor")
        self._longer = parameters.number("harm.overnight_factor")
        self._notice = parameters.number("harm.notice_factor")
        self._plan = parameters.number("harm.plan_factor")
        self._warned = parameters.number("missing.with_adult_notice_factor")
        self._long = parameters.number("harm.overnight_hours")
        self._more = parameters.number("harm.other_exploited_factor")
        self._other = parameters.table("harm.other_per_episode")
        self._elsewhere = parameters.table("missing.from_elsewhere")

    def begins(self, day: int, earliest: int) -> int:
        """The minute on or after the day of ``day`` at which the child goes, after ``earliest``."""
        dice = self._dice
        if day_of(day).weekday() not in _BUSY_DAYS and dice.chance(self._busy):
            day += (dice.choose(_BUSY_DAYS) - day_of(day).weekday()) % 7 * DAY
        start = at_local_time(day, int(dice.weighted(self._hour)), dice.between(0, 59))
        while start <= earliest + HOUR:
            start += DAY
        return start

    def absence(
        self,
        start: int,
        state: str,
        placement: str | None,
        *,
        plan_live: bool,
        notice_in_force: bool,
    ) -> Absence:
        """What happens from ``start`` until the child is back."""
        dice = self._dice
        group = state if state in (GROOMED, EXPLOITED) else "other"
        low, high = _DURATIONS[dice.weighted(self._duration[group])]
        length = int(dice.log_uniform(low, high) * HOUR)
        adult = self._with_adult[group] * (self._warned if notice_in_force else 1.0)
        with_adult = dice.chance(adult)
        sexual = self._sexual[group]
        sexual *= self._sexual_with_adult if with_adult else 1.0
        sexual *= self._longer if length > self._long * HOUR else 1.0
        sexual *= self._notice if notice_in_force else 1.0
        sexual *= self._plan if plan_live else 1.0
        harm = None
        if dice.chance(sexual):
            harm = "sexual"
        else:
            for kind, rate in self._other.items():
                if dice.chance(rate * (self._more if group == EXPLOITED else 1.0)):
                    harm = kind
                    break
        return Absence(start, start + length, self._from(placement), with_adult, harm)

    def _from(self, placement: str | None) -> str:
        u = self._dice.uniform()
        for place, share in self._elsewhere.items():
            u -= share
            if u < 0:
                return place
        if placement in ("childrens_home", "secure"):
            return "childrens_home"
        if placement == "foster_home":
            return "foster_home"
        return "other" if placement == "semi_independent" else "home"
