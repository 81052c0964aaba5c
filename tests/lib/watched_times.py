"""Invented times of a force to watch a card on: nothing is planted unless asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from features.catalogue import CATALOGUE_VERSION
from features.table import FeatureTable, micros
from records.calendar import instant_to_text
from records.snapshots import Manifest
from records.sources import EXTRACTED, SourceSystem
from records.unknown import UNKNOWN_CODES, Unknown
from scorecard import Card
from scorecard.policy import load_policy
from tests.lib.cards import a_card
from tests.lib.group_cases import a_grouped_child
from tests.lib.histories import at
from training.judging.case import Case, card_points, probabilities
from training.questions.cohort import NO_GRADE, NOT_ASKED, Cohort
from training.questions.outcomes import MAIN
from training.questions.split import Folds, Period
from training.settings import Settings
from training.watching.findings import Findings
from training.watching.present import see
from training.watching.reference import Reference, make_reference
from training.watching.systems import WEEKS, SystemRow, Systems
from training.watching.watch import WatchSettings, hold_against

__all__ = ["THEN", "Time", "a_reference", "a_watched_card", "held", "systems_of", "told_at"]

#: When the reference's snapshot was taken; the watch is nine months later.
THEN, NOW = at("2026-02-01"), at("2026-11-01")
_NAMES = (
    "missing_reports_count_90d",
    "days_since_last_missing_report",
    "age_years",
    "incidents_count_365d",
)


@dataclass(frozen=True, slots=True)
class Time:
    """One time of a force.

    Attributes:
        reports: missing reports a week.
        older: by how many years children are older.
        harm: true harm recorded, against what the card says.
        sorted_by_card: whether harm follows the points at all.
        unknown: share of questions at which reports in 90 days aren't known.
        silent: systems that sent nothing for the last so many weeks.
        stale_hours: age of the newest entry of missing persons.
        in_two: share of children with records in two systems.
    """

    seed: int = 1
    reports: float = 60.0
    older: int = 0
    harm: float = 1.0
    sorted_by_card: bool = True
    unknown: float = 0.0
    silent: tuple[str, ...] = ()
    stale_hours: float = 3.0
    in_two: float = 0.4


def a_watched_card() -> Card:
    """The card of :func:`tests.lib.cards.a_card` on the catalogue of this release.

    Its table gives enough harm for a year to be judged by.
    """
    return a_card(
        catalogue_version=CATALOGUE_VERSION,
        calibration=((0, 40_000), (14, 120_000), (20, 400_000)),
    )


def told_at(time: Time, taken: datetime, weeks: int) -> tuple[FeatureTable, Cohort]:
    """The questions of so many weeks before ``taken``: reports, and as many month starts."""
    generator = np.random.default_rng([time.seed, weeks])
    count = int(generator.poisson(time.reports, weeks).sum())
    rows = 2 * count
    people = max(rows // 3, 1)
    child = generator.integers(0, people, rows)
    span = timedelta(weeks=weeks) // timedelta(microseconds=1)
    as_of = micros(taken) - 1 - generator.integers(0, span, rows)
    known = generator.random(rows) >= time.unknown
    since = generator.integers(0, 200, rows)
    values = np.stack(
        [
            np.where(known, generator.poisson(0.8, rows), UNKNOWN_CODES[Unknown.NOT_RECORDED]),
            np.where(generator.random(rows) < 0.3, UNKNOWN_CODES[Unknown.NOT_APPLICABLE], since),
            np.minimum(generator.integers(10, 18, people)[child] + time.older, 17),
            generator.poisson(2.0, rows),
        ],
        axis=1,
    ).astype(np.int32)
    table = FeatureTable(_NAMES, values)
    card = a_watched_card()
    chance = probabilities(card, card_points(card, table)) * time.harm
    if not time.sorted_by_card:
        chance = np.full(rows, chance.mean())
    cohort = Cohort(
        outcome=MAIN,
        children=tuple(a_grouped_child(place) for place in range(people)),
        household=np.arange(people),
        child=child,
        as_of=as_of,
        is_report=np.arange(rows) < count,
        grade=np.full(rows, NO_GRADE),
        checklist=np.full(rows, NOT_ASKED),
        harmed=generator.random(rows) < chance,
        dropped={},
    )
    return table, cohort


def systems_of(time: Time) -> Systems:
    """Ten to 130 entries a week of each system, in which they don't come one by one."""
    generator = np.random.default_rng([time.seed, 99])
    rows = []
    for place, source in enumerate(EXTRACTED):
        mean = 10.0 * (place + 1)
        weeks = generator.negative_binomial(20, 20 / (20 + mean), WEEKS)
        newest = 3.0
        if source.value in time.silent:
            weeks[-13:] = 0
            newest = 13 * 168.0
        if source is SourceSystem.MISSING_PERSONS:
            newest = max(newest, time.stale_hours)
        rows.append(SystemRow(source.value, tuple(weeks.tolist()), newest, 20.0))
    return Systems(tuple(rows), 8_000, time.in_two + float(generator.normal(0, 0.004)))


def a_reference(time: Time) -> Reference:
    """The reference of the card, from a year that ends at :data:`THEN`, less the horizon."""
    end = THEN - MAIN.horizon
    table, cohort = told_at(time, end, 52)
    everyone = np.arange(len(cohort))
    folds = Folds(
        train=everyone[:0],
        calibration=everyone[:0],
        test=everyone,
        workload=everyone[:0],
        weight=np.ones(len(cohort)),
        periods={"test": Period(micros(end - timedelta(weeks=52)), micros(end))},
    )
    settings = replace(Settings(), resamples=40, jobs=1, high_share=0.25)
    case = Case(a_watched_card(), table, cohort, folds, settings, _manifest(THEN), load_policy())
    return make_reference(case, systems_of(time))


def held(time: Time, reference: Reference) -> Findings:
    """What a watch at :data:`NOW` finds of a card of this reference."""
    table, cohort = told_at(time, NOW, 50)
    settings = WatchSettings(resamples=40, jobs=1)
    card = a_watched_card()
    present = see(table, cohort, systems_of(time), NOW, card, reference, settings.days)
    return hold_against(card, reference, present, _manifest(NOW), settings)


def _manifest(taken: datetime) -> Manifest:
    return Manifest("snapshot/v2", instant_to_text(taken), 8_000, 0, 50_000, "sha256:test")
