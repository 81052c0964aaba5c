"""What is true of a child at the moment of a question, as columns over all questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synthetic_data.minutes import DAY, YEAR, birthday_minute
from synthetic_data.prospects.questions import Question
from synthetic_data.world.truth import STATES, Life, StateSpan

__all__ = ["PLACED", "Circumstances", "circumstances_of"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
#: Kinds of placement, in the order of :attr:`Circumstances.placement`.
PLACED = ("childrens_home", "semi_independent", "foster_home", "kinship", "secure", "other")
#: Absences longer ago than this lead to no more of them.
_REMEMBERED = 300 * DAY


@dataclass(frozen=True, slots=True)
class Circumstances:
    """One row for each question of one life after another.

    Attributes:
        state: place in :data:`synthetic_data.world.truth.STATES`.
        age: whole years. ``placement``: place in :data:`PLACED`; -1 at home.
        missing: the child is missing, or was until a moment ago, and police know.
        untold: sexual harm of the past half year that nobody knows of.
        plan: a plan is live. ``runs``: one is begun and not ended. ``noticed``: a notice
            is in force.
        days_since_plan: since a true plan was begun that runs; infinite if none.
        season: absences of the past 90 days.
        traits: recognised, openness, susceptibility, liability, adversity.
        past: (row, days since its end, expected to follow) of earlier absences.
    """

    state: Ints
    age: Ints
    placement: Ints
    is_male: NDArray[np.bool_]
    ethnicity: tuple[str, ...]
    willing: NDArray[np.bool_]
    missing: NDArray[np.bool_]
    untold: NDArray[np.bool_]
    plan: NDArray[np.bool_]
    runs: NDArray[np.bool_]
    noticed: NDArray[np.bool_]
    days_since_plan: Floats
    season: Ints
    traits: Floats
    past: tuple[Ints, Floats, Floats]


def circumstances_of(asked: Sequence[tuple[Life, float, Sequence[Question]]]) -> Circumstances:
    """The circumstances of every question, life by life.

    Args:
        asked: (life, how likely its harm is recognised, its questions).
    """
    rows: list[tuple[object, ...]] = []
    ethnicity: list[str] = []
    past: list[tuple[int, float, float]] = []
    for life, recognised, questions in asked:
        child = life.child
        born = birthday_minute(child.born, 0)
        traits = (
            recognised, child.openness, child.susceptibility, child.liability, child.adversity
        )  # fmt: skip
        for minute, at_report in questions:
            missing, season = False, 0
            for episode in life.episodes:
                if episode.start > minute:
                    break
                if minute - episode.end < _REMEMBERED:
                    past.append((len(rows), (minute - episode.end) / DAY, episode.leads_to))
                    season += episode.start > minute - 90 * DAY
                    # Entered late or at once, what was done in it is yet to be told.
                    missing |= at_report and minute - episode.end < 3 * DAY
            running = [plan for plan in life.plans if plan.runs_on_at(minute)]
            begun = [plan for plan in running if plan.steps[0].at <= minute]
            since = min(
                (minute - plan.steps[0].at for plan in begun if not plan.is_mistaken),
                default=None,
            )
            ethnicity.append(child.ethnicity)
            rows.append(
                (
                    _state(life.states, minute),
                    (minute - born) // YEAR,
                    _placement(life, minute),
                    child.sex == "male",
                    child.willing,
                    missing,
                    _has_untold(life, minute),
                    any(plan.state_at(minute) == "live" for plan in begun),
                    bool(running),
                    any(notice.is_in_force(minute) for notice in life.notices),
                    np.inf if since is None else since / DAY,
                    season,
                    *traits,
                )
            )
    columns = list(zip(*rows, strict=True)) if rows else [()] * 17
    ints = [np.array(columns[place], dtype=np.int64) for place in (0, 1, 2, 11)]
    bools = [np.array(columns[place], dtype=np.bool_) for place in (3, 4, 5, 6, 7, 8, 9)]
    earlier = list(zip(*past, strict=True)) if past else [(), (), ()]
    return Circumstances(
        state=ints[0],
        age=ints[1],
        placement=ints[2],
        is_male=bools[0],
        ethnicity=tuple(ethnicity),
        willing=bools[1],
        missing=bools[2],
        untold=bools[3],
        plan=bools[4],
        runs=bools[5],
        noticed=bools[6],
        days_since_plan=np.array(columns[10], dtype=np.float64),
        season=ints[3],
        traits=np.array([columns[place] for place in range(12, 17)], dtype=np.float64),
        past=(
            np.array(earlier[0], dtype=np.int64),
            np.array(earlier[1], dtype=np.float64),
            np.array(earlier[2], dtype=np.float64),
        ),
    )


def _state(spans: Sequence[StateSpan], minute: int) -> int:
    for span in spans:
        if span.start <= minute < span.end:
            return STATES.index(span.state)
    return 0


def _placement(life: Life, minute: int) -> int:
    for span in life.care:
        if span.start <= minute < span.end:
            return PLACED.index(span.placement_at(minute).kind)
    return -1


def _has_untold(life: Life, minute: int) -> bool:
    return any(
        harm.kind == "sexual"
        and minute - YEAR // 2 < harm.at < minute
        and (harm.recorded is None or harm.recorded > minute)
        for harm in life.harms
    )
