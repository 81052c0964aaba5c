"""Cases to judge groups by: invented questions whose harm, and whose recording, is planted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from features.table import FeatureTable
from records.snapshots import Manifest
from scorecard.policy import load_policy
from tests.lib.cards import a_card
from training.judging.case import Case
from training.questions.cohort import NO_GRADE, NOT_ASKED, Child, Cohort
from training.questions.labels import Entries
from training.questions.outcomes import MAIN
from training.questions.split import Folds, Period
from training.questions.truth import Truth
from training.settings import Settings

__all__ = ["World", "a_group_case", "a_grouped_child"]

_NONE = np.empty(0, dtype=np.int64)
_NAMES = (
    "missing_reports_count_90d",
    "days_since_last_missing_report",
    "age_years",
    "looked_after",
    "return_interviews_done_count_365d",
)


@dataclass(frozen=True, slots=True)
class World:
    """What is planted.

    Attributes:
        harm: true harm of a child at risk, by sex.
        recorded: how much of it is recorded, by sex.
        seen_at_risk: how often the card's inputs show that a child is at risk, by sex.
    """

    children: int = 3_000
    seed: int = 1
    at_risk: float = 0.2
    harm: Mapping[str, float] | None = None
    recorded: Mapping[str, float] | None = None
    seen_at_risk: Mapping[str, float] | None = None


def a_grouped_child(number: int, **changed: Any) -> Child:
    """A child of whom nothing matters but the groups."""
    given: dict[str, Any] = {
        "id": f"C-{number:05}",
        "reports": (),
        "entered": _NONE,
        "outcomes": Entries(_NONE, _NONE, _NONE),
        "sex": "female",
        "ethnicity": "white",
        "disability": "no",
        "local_authority": "North",
        "homes": frozenset(),
        "records": (),
    }
    return Child(**(given | changed))


def a_group_case(world: World, **settings: Any) -> Case:
    """Three reports of each child; every second child teaches, the others judge.

    A child at risk whom the inputs show has three reports in 90 days, and the card of
    :func:`tests.lib.cards.a_card` puts it at High; the others it puts at Low.
    """
    generator = np.random.default_rng(world.seed)
    count = world.children
    sex = np.where(generator.random(count) < 0.5, "female", "male")
    children = tuple(
        a_grouped_child(
            place,
            sex=str(own),
            ethnicity="black" if place % 7 == 0 else "white",
            local_authority="South" if place % 3 == 0 else "North",
        )
        for place, own in enumerate(sex.tolist())
    )

    def chance(of_sex: Mapping[str, float] | None, usual: float) -> np.ndarray:
        return np.array([(of_sex or {}).get(own, usual) for own in sex.tolist()])

    at_risk = generator.random(count) < world.at_risk
    shown = at_risk & (generator.random(count) < chance(world.seen_at_risk, 0.6))
    child = np.repeat(np.arange(count), 3)
    rows = len(child)
    true = generator.random(rows) < np.where(at_risk, chance(world.harm, 0.4), 0.01)[child]
    recorded = true & (generator.random(rows) < chance(world.recorded, 0.5)[child])
    values = np.stack(
        [
            np.where(shown[child], 3, generator.integers(0, 2, rows)),
            np.where(shown[child], generator.integers(0, 28, rows), 100),
            generator.integers(11, 18, rows),
            (child % 5 == 0).astype(np.int64),
            generator.integers(0, 2, rows),
        ],
        axis=1,
    ).astype(np.int32)
    everyone = np.arange(rows)
    cohort = Cohort(
        outcome=MAIN,
        children=children,
        household=np.arange(count),
        child=child,
        as_of=everyone * 3_600_000_000,
        is_report=np.ones(rows, dtype=np.bool_),
        grade=np.full(rows, NO_GRADE),
        checklist=np.full(rows, NOT_ASKED),
        harmed=recorded,
        dropped={},
    )
    teaches = everyone[child % 2 == 0]
    folds = Folds(
        train=teaches,
        calibration=teaches,
        test=everyone[child % 2 == 1],
        workload=teaches,
        weight=np.ones(rows),
        periods={name: Period(0, rows * 3_600_000_000) for name in ("train", "test")},
    )
    return Case(
        card=a_card(calibration=((0, 20_000), (20, 200_000))),
        table=FeatureTable(_NAMES, values),
        cohort=cohort,
        folds=folds,
        settings=replace(Settings(), resamples=40, jobs=1, strengths=(10.0,), **settings),
        manifest=Manifest(
            "snapshot/v2", "2026-11-01T06:00:00.000000Z", count, 0, rows, "sha256:test"
        ),
        policy=load_policy(),
        truth=Truth(true, np.full(rows, np.nan)),
    )
