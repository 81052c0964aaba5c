"""The probability of recorded harm in 90 days, stepped forward from what is true now.

The latent state moves as the world's own rates say; absences come at the rates of the
state and follow from one another; each brings harm, and harm comes to be recorded, by the
same parameters as in the world. Means are carried forward instead of drawn, so that every
question of a force has its answer in one pass; tests hold the result against what then
happened.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from synthetic_data.parameters import Parameters
from synthetic_data.prospects.absences import Bringing, bringing_of
from synthetic_data.prospects.circumstances import PLACED, Circumstances, circumstances_of
from synthetic_data.prospects.questions import Question
from synthetic_data.recording.truth_tables import SCHEMAS
from synthetic_data.world.truth import EXPLOITED, GROOMED, NONE, RECOVERING, STATES, Life

__all__ = ["prospects_of"]

Floats = NDArray[np.float64]
_DAYS, _STEPS = 90.0, 15
_STEP = _DAYS / _STEPS
_YEAR = 365.25
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_INDEX = {state: place for place, state in enumerate(STATES)}
#: What is told in an interview is entered some days after the absence.
_ENTERED = 3.0


def prospects_of(
    asked: Sequence[tuple[Life, float, Sequence[Question]]], parameters: Parameters
) -> pa.Table:
    """One row for each question: whose, when, the true state then, and the probability.

    A question at a report stands one microsecond after the report was recorded.
    """
    at = circumstances_of(asked)
    probability = _Forward(at, parameters).probability()
    moments = [
        (life.child.key, _EPOCH + timedelta(minutes=minute, microseconds=is_report), is_report)
        for life, _, questions in asked
        for minute, is_report in questions
    ]
    keys, when, reports = list(zip(*moments, strict=True)) if moments else ((), (), ())
    return pa.table(
        {
            "true_child": pa.array(keys, pa.string()),
            "as_of": pa.array(when, pa.timestamp("us", tz="UTC")),
            "is_report": pa.array(reports, pa.bool_()),
            "state": pa.array([STATES[place] for place in at.state], pa.string()),
            "probability": pa.array(probability.astype("float32")),
        },
        schema=SCHEMAS["prospects"],
    )


class _Forward:
    """All questions at once: arrays of [questions] and [questions, states]."""

    def __init__(self, at: Circumstances, p: Parameters) -> None:
        self.at, self.p = at, p
        self.brings: Bringing = bringing_of(at, p)
        self.known, self.open, self.susceptible, self.liable, self.adversity = at.traits
        ages = np.clip(at.age, 0, 17)
        often = p.table("missing.rate_by_ethnicity")
        by_ethnicity = np.array([often[name] for name in at.ethnicity])
        sex = p.table("missing.rate_by_sex")
        by_sex = np.where(at.is_male, sex["male"], sex["female"])
        placed = p.table("missing.care_placement_factor")
        self.base = np.array(p.numbers("missing.rate_by_age"))[ages] * self.adversity
        self.base *= by_sex * by_ethnicity
        care = np.array(p.numbers("missing.care_rate_by_age"))[ages] * by_ethnicity
        care *= _by_placement(at, placed, 1.0)
        self.base += np.where(at.placement >= 0, care, 0.0)
        self.base *= _STEP / _YEAR
        states = p.table("missing.rate_by_state")
        own = np.array([states.get(state, 0.0) for state in STATES]) * _STEP / _YEAR
        self.own: Floats = own[None, :] * self.liable[:, None]
        self.groomed = self._onset(ages)

    def probability(self) -> Floats:
        """That harm happens, and is recorded, in the 90 days from each question."""
        at, brings = self.at, self.brings
        states = np.eye(len(STATES))[at.state]
        follows, lags = self._follows(), _lags(self.p)
        past = self._past()
        totals: list[Floats] = []
        untold = at.untold.astype(float)
        running = at.runs.astype(float)
        # The absence that is under way, or has just ended, is one that police know of.
        now = _one(states, self._recorded(untold, np.ones_like(brings.reported)))
        safe = np.where(at.missing, 1 - now, 1.0)
        recognised = np.where(at.missing, _one(states, brings.recognised) * (1 - running), 0.0)
        safe *= 1 - recognised * self._referred(_DAYS)
        safe *= 1 - self._under_way()
        for step in range(_STEPS):
            left = _DAYS - (step + 0.5) * _STEP
            common = self.base + past[:, step]
            for before, total in enumerate(totals):
                common = common + total * lags[step - before]
            per_state = common[:, None] + self.own
            total = (states * per_state).sum(axis=1)
            totals.append(total * (states * follows).sum(axis=1))
            in_time = 1.0 if left > 2 * _ENTERED else max(left / (2 * _ENTERED), 0.0)
            recorded = self._recorded(untold, brings.reported) * in_time
            harm = (states * per_state * recorded).sum(axis=1)
            outside = states[:, _INDEX[EXPLOITED]] * self._outside(left)
            noticed = states * per_state * brings.reported * brings.recognised
            other = states[:, _INDEX[EXPLOITED]] * self.known * self._other_routes()
            seen = (1 - running) * np.minimum(noticed.sum(axis=1) + other, 1.0)
            running += seen
            safe *= np.exp(-(harm + outside)) * (1 - seen * self._referred(left))
            new = (states * per_state * brings.sexual).sum(axis=1)
            new += states[:, _INDEX[EXPLOITED]] * self._harms_outside()
            untold = 1 - (1 - untold * np.exp(-_STEP / 183)) * np.exp(-new)
            states = self._moved(states, total)
        result: Floats = np.clip(1 - safe, 0.0, 1.0)
        return result

    def _recorded(self, untold: Floats, reported: Floats) -> Floats:
        brings = self.brings
        earlier = (1 - brings.sexual) * untold[:, None] * brings.told_earlier
        return reported * (brings.sexual * brings.told + earlier)

    def _onset(self, ages: NDArray[np.int64]) -> Floats:
        p, at = self.p, self.at
        sex = p.table("exploitation.rate_by_sex")
        sought = np.where(at.is_male, sex["male"], sex["female"])
        onset = np.array(p.numbers("exploitation.onset_by_age"))[ages] * self.adversity
        placed = p.table("exploitation.onset_by_placement")
        care = np.where(at.placement >= 0, _by_placement(at, placed, 0.0), 0.0)
        youngest = p.number("exploitation.youngest_sought")
        self.met = p.number("exploitation.met_while_missing") * sought * (at.age >= youngest)
        return np.asarray((onset + care * (at.age >= youngest)) * sought * _STEP / _YEAR)

    def _moved(self, states: Floats, absences: Floats) -> Floats:
        """The states a step later."""
        p = self.p
        sooner = np.where(self.at.plan, 1 / p.number("plans.time_left_factor"), 1.0)
        on = p.table("exploitation.goes_on")
        leave = {
            state: 1 - np.exp(-_STEP * sooner / p.number(f"exploitation.{state}_days"))
            for state in (GROOMED, EXPLOITED, RECOVERING)
        }
        begins = 1 - np.exp(-(self.groomed + self.met * absences))
        none, groomed, exploited, recovering = (states[:, _INDEX[s]] for s in STATES)
        worse, again = on["groomed_to_exploited"], on["recovering_to_exploited"]
        after = np.empty_like(states)
        ended = (
            leave[GROOMED] * (1 - worse) * groomed + leave[RECOVERING] * (1 - again) * recovering
        )
        after[:, _INDEX[NONE]] = none * (1 - begins) + ended
        after[:, _INDEX[GROOMED]] = groomed * (1 - leave[GROOMED]) + begins * none
        grown = leave[GROOMED] * worse * groomed + leave[RECOVERING] * again * recovering
        after[:, _INDEX[EXPLOITED]] = exploited * (1 - leave[EXPLOITED]) + grown
        stays = recovering * (1 - leave[RECOVERING])
        after[:, _INDEX[RECOVERING]] = stays + leave[EXPLOITED] * exploited
        return after

    def _follows(self) -> Floats:
        """How many absences follow from one, by state."""
        rates, at = self.p.table("missing.branching"), self.at
        setting = np.where(at.placement < 0, rates["home"], rates["care"])
        setting = np.where(at.placement == 0, rates["childrens_home"], setting)
        of_state = np.array([rates.get(state, 0.0) for state in STATES])
        mean = (setting[:, None] + of_state[None, :]) * self.susceptible[:, None]
        mean *= np.where(at.plan, self.p.number("plans.missing_factor"), 1.0)[:, None]
        crowd = 1 + (1 + at.season) / rates["crowding"]
        return np.asarray(np.minimum(mean, rates["most"]) / crowd[:, None])

    def _past(self) -> Floats:
        """Absences to come that follow from earlier ones: [questions, steps]."""
        rows, ago, leads = self.at.past
        found = np.zeros((len(self.at.state), _STEPS))
        edges = ago[:, None] + np.arange(_STEPS + 1) * _STEP
        come = np.diff(_followed_by(edges, self.p), axis=1) * leads[:, None]
        np.add.at(found, rows, come)
        return found

    def _harms_outside(self) -> float:
        return self.p.number("harm.sexual_outside_per_year") * _STEP / _YEAR

    def _outside(self, left: float) -> Floats:
        """Harm outside absences that is told elsewhere and recorded as the outcome."""
        p, crime = self.p, self.p.table("crime.of_known_harm")
        told = np.minimum(1.0, p.number("telling.of_harm_outside") * self.open * self.known)
        in_time = 1 - np.exp(-max(left - crime["days"], 0.0) / p.number("telling.days"))
        custody = p.table("telling.route")["custody"]
        flagged = crime["recorded"] * np.minimum(1.0, crime["flagged"] * self.known)
        return np.asarray(
            self._harms_outside() * told * in_time * (custody + (1 - custody) * flagged)
        )

    def _other_routes(self) -> float:
        return self.p.number("recognition.other_routes_per_year") * _STEP / _YEAR

    def _referred(self, left: float) -> float:
        """That one recognised with ``left`` days to go reaches the panel as high, or the
        national mechanism, in time."""
        panel, national = self._destinations()
        late = 11.0
        in_time = max(left - late, 0.0)
        missed = (1 - panel * (1 - np.exp(-in_time / 25))) * (
            1 - national * (1 - np.exp(-in_time / 20))
        )
        return float(1 - missed)

    def _under_way(self) -> Floats:
        """The same for one recognised before, whose panel or referral may be still to come."""
        panel, national = self._destinations()
        ago = np.minimum(self.at.days_since_plan, 1e6)
        pending = panel * np.exp(-np.maximum(ago - 2, 0) / 25) * (1 - np.exp(-_DAYS / 25))
        also = national * np.exp(-np.maximum(ago + 2, 0) / 20) * (1 - np.exp(-_DAYS / 20))
        return np.asarray(1 - (1 - pending) * (1 - also))

    def _destinations(self) -> tuple[float, float]:
        rates = self.p.table("referral.rates")
        high = self.p.table("referral.panel_level.exploited")["high"]
        return rates["with_plan"] * rates["panel"] * high, rates["with_plan"] * rates["national"]


def _one(states: Floats, column: Floats) -> Floats:
    return np.asarray((states * column).sum(axis=1))


def _by_placement(at: Circumstances, rates: object, otherwise: float) -> Floats:
    assert isinstance(rates, dict)
    return np.array([rates.get(kind, otherwise) for kind in PLACED])[at.placement]


def _followed_by(days: NDArray[Any], p: Parameters) -> Floats:
    """The share of what follows from an absence that has come so many days after it."""
    waits, soon = p.table("missing.days_to_again"), p.number("missing.again_soon")
    since = np.maximum(days - waits["first"], 0.0)
    return np.asarray(
        soon * (1 - np.exp(-since / waits["soon"]))
        + (1 - soon) * (1 - np.exp(-since / waits["later"]))
    )


def _lags(p: Parameters) -> Floats:
    """The share of what follows that comes in the same step, the next, and so on."""
    middle = np.arange(_STEPS + 1) * _STEP
    return np.diff(_followed_by(middle, p))
