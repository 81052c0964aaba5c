"""What one absence is to be expected to bring, by the state in which the child goes."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from synthetic_data.parameters import Parameters
from synthetic_data.prospects.circumstances import Circumstances
from synthetic_data.world.truth import EXPLOITED, GROOMED, STATES

__all__ = ["Bringing", "bringing_of"]

Floats = NDArray[np.float64]
#: Bands of duration that make an absence one overnight, and one of a day or more.
_NIGHT, _LONG = ("to_16h", "to_24h"), ("to_48h", "to_7d", "to_28d", "longer")


@dataclass(frozen=True, slots=True)
class Bringing:
    """Probabilities of one absence: [questions, states].

    Attributes:
        reported: police are told.
        told: if reported, sexual harm done in it is found or told of.
        told_earlier: if reported, harm of before is told of, where there is any.
        recognised: if reported and nothing is told, people see that the child is exploited.
        sexual: sexual harm is done in it.
    """

    reported: Floats
    told: Floats
    told_earlier: Floats
    recognised: Floats
    sexual: Floats


def bringing_of(at: Circumstances, parameters: Parameters) -> Bringing:
    """The probabilities for every question, as if the absence began now."""
    shape = len(at.state), len(STATES)
    parts = {name: np.empty(shape) for name in Bringing.__slots__}
    for place, state in enumerate(STATES):
        group = state if state in (GROOMED, EXPLOITED) else "other"
        for name, column in _one_state(at, group, parameters).items():
            parts[name][:, place] = column
    return Bringing(**parts)


def _one_state(at: Circumstances, group: str, p: Parameters) -> dict[str, Floats]:
    known, open_ = at.traits[0], at.traits[1]
    with_adult = p.table("missing.with_adult")[group] * np.where(
        at.noticed, p.number("missing.with_adult_notice_factor"), 1.0
    )
    sexual: Floats = p.table("harm.sexual_per_episode")[group] * (
        1 + with_adult * (p.number("harm.sexual_with_adult_factor") - 1)
    )
    nights = p.table(f"missing.duration.{group}")
    whole = sum(nights.values())
    long, night = (sum(nights[name] for name in names) / whole for names in (_LONG, _NIGHT))
    # Durations are even on a logarithmic scale within the band of 8 to 16 hours.
    below = log(p.number("harm.overnight_hours") / 8) / log(2)
    overnight = long + night - below * nights["to_16h"] / whole
    sexual = sexual * (1 + overnight * (p.number("harm.overnight_factor") - 1))
    sexual = sexual * np.where(at.noticed, p.number("harm.notice_factor"), 1.0)
    sexual = np.minimum(sexual * np.where(at.plan, p.number("harm.plan_factor"), 1.0), 1.0)
    told = p.table("interviews.told")
    done = _done(p.table("interviews.prevention")), _done(p.table("interviews.return"))
    held = done[1] * np.where(at.is_male, 1 - p.number("interviews.boys_decline_return"), 1.0)
    noticed = p.table("harm.noticed_on_finding")["sexual"] * known

    def tells(when: str) -> Floats:
        first = done[0] * np.minimum(1.0, told[f"prevention_{when}"] * known * open_)
        later = held * np.minimum(1.0, told[f"return_{when}"] * known * open_)
        return np.asarray(1 - (1 - first) * (1 - later))

    seen = p.table("recognition.per_report")
    mistaken = np.full_like(known, seen["mistaken"])
    chance = mistaken if group == "other" else seen["exploited"] * known
    met = with_adult * p.number("found.adult_seen") * (1 - p.number("found.left_blank"))
    chance = chance * (1 + met * (seen["adult_factor"] - 1))
    chance = chance * (held + (1 - held) * seen["without_interview_factor"])
    return {
        "reported": _reported(at, long, night, p),
        "told": 1 - (1 - noticed) * (1 - tells("now")),
        "told_earlier": tells("earlier"),
        "recognised": np.broadcast_to(chance, at.state.shape),
        "sexual": np.broadcast_to(sexual, at.state.shape),
    }


def _done(outcomes: object) -> float:
    assert isinstance(outcomes, dict)
    return float(outcomes["done"]) / float(sum(outcomes.values()))


def _reported(at: Circumstances, long: float, night: float, p: Parameters) -> Floats:
    rates = p.table("reporting.reported")

    def of(setting: str) -> float:
        short = 1 - long - night
        return (
            long * rates[f"{setting}_long"]
            + night * rates[f"{setting}_night"]
            + short * rates[f"{setting}_short"]
        )

    at_home = np.where(at.willing, of("willing"), of("unwilling"))
    return np.where(at.placement >= 0, of("care"), at_home)
