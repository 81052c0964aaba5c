"""The present held against the reference, one finding for each thing watched."""

from __future__ import annotations

import math
from collections.abc import Iterator

from features.catalogue import feature_named
from records.formats import FORMATS
from records.sources import EXTRACTED, SourceSystem
from scorecard.card import Card
from training.intervals import Estimate
from training.watching.distances import rate_ratio, share_difference, share_ratio, stability
from training.watching.findings import Finding
from training.watching.limits import (
    FALSE_ALARMS_OF_CARD,
    FALSE_ALARMS_OF_PARTS,
    limit_named,
)
from training.watching.portraits import SITUATIONS, UNKNOWN_CELLS, Portrait
from training.watching.present import Present
from training.watching.reference import Reference
from training.watching.systems import SystemRow

__all__ = ["CHANCE_OF_CARD", "check_questions", "check_systems", "found"]

_SITUATION = {"reports": "missing reports", "months": "month starts"}
#: How much longer than the longest time without an entry is still usual.
_LEEWAY = 2.0
_PLANNED = math.inf
#: How likely chance may raise one finding of the card as a whole: points, highest band,
#: workload, reports, calibration and linkage.
CHANCE_OF_CARD = FALSE_ALARMS_OF_CARD / 6


def found(limit: str, subject: str, figure: Estimate, words: str) -> Finding:
    """The finding of one figure; where there was too little to judge by it says so."""
    row = limit_named(limit)
    if not figure.is_known:
        words = f"{words}: too little to judge by"
    return Finding(limit, subject, row.demand(figure), figure, row.first(), words)


def _chance_of_a_part(card: Card, reference: Reference) -> float:
    """How likely chance may raise one finding of a feature or system, so that all of them
    together keep their rate."""
    situations = len(reference.portraits) * len(reference.edges)
    return FALSE_ALARMS_OF_PARTS / (situations + len(card.features) + len(EXTRACTED))


def check_questions(card: Card, reference: Reference, present: Present) -> Iterator[Finding]:
    """Values, points, bands and the number of reports."""
    chance = _chance_of_a_part(card, reference)
    for situation in SITUATIONS:
        before, now = reference.portraits[situation], present.portraits[situation]
        if not before.questions:
            continue  # this card is never asked then
        yield from _features(card, situation, before, now, chance)
    before, now = reference.portraits["reports"], present.portraits["reports"]
    yield from _unknowns(card, before, now, chance)
    sizes = before.effective, now.effective
    index = stability(before.points, now.points, *sizes, CHANCE_OF_CARD)
    yield found("points", "points", index, f"points at missing reports moved by {_said(index)}")
    yield from _bands(card, reference, before, now, CHANCE_OF_CARD)
    weeks = rate_ratio(reference.report_weeks, present.report_weeks, CHANCE_OF_CARD)
    usual, seen = _mean(reference.report_weeks), _mean(present.report_weeks)
    yield found(
        "reports",
        "missing reports",
        weeks,
        f"{seen:.1f} missing reports a week, {usual:.1f} in the reference",
    )


def _features(
    card: Card, situation: str, before: Portrait, now: Portrait, chance: float
) -> Iterator[Finding]:
    for name, shares in before.features.items():
        index = Estimate(math.nan, math.nan, math.nan)
        if name in now.features:
            sizes = before.effective, now.effective
            index = stability(shares, now.features[name], *sizes, chance)
        limit = "card_feature" if name in card.features else "other_feature"
        yield found(
            limit, name, index, f"{name} at {_SITUATION[situation]} moved by {_said(index)}"
        )


def _unknowns(card: Card, before: Portrait, now: Portrait, chance: float) -> Iterator[Finding]:
    for name in card.features:
        if name not in before.features or name not in now.features:
            continue
        was, is_now = (_unknown_share(portrait.features[name]) for portrait in (before, now))
        apart = share_difference(was, is_now, before.effective, now.effective, chance)
        yield found(
            "card_unknown",
            name,
            apart,
            f"{name} is not known at {is_now:.1%} of missing reports, {was:.1%} in the reference",
        )


def _unknown_share(cells: tuple[float, ...]) -> float:
    """That a question does not arise is known, so it isn't counted."""
    kinds = cells[-len(UNKNOWN_CELLS) :]
    told = zip(UNKNOWN_CELLS, kinds, strict=True)
    return sum(share for kind, share in told if kind != "not_applicable")


def _bands(
    card: Card, reference: Reference, before: Portrait, now: Portrait, chance: float
) -> Iterator[Finding]:
    high = list(card.thresholds)[-1]
    was, is_now = before.bands[high], now.bands[high]
    yield found(
        "high_band",
        high,
        share_ratio(was, is_now, before.effective, now.effective, chance),
        f"{is_now:.1%} of missing reports reach {high} by points, {was:.1%} in the reference",
    )
    planned = reference.planned_high
    above = share_ratio(planned, max(is_now, planned), _PLANNED, now.effective, chance)
    yield found(
        "workload",
        high,
        above,
        f"{is_now:.1%} of missing reports reach {high} by points, {planned:.1%} was planned for",
    )


def check_systems(card: Card, reference: Reference, present: Present) -> Iterator[Finding]:
    """What each system sends, how old it is, and how records are linked."""
    chance = _chance_of_a_part(card, reference)
    before = {row.system: row for row in reference.systems.rows}
    weeks = len(present.report_weeks)
    read = {source.value for name in card.features for source in feature_named(name).sources}
    for row in present.systems.rows:
        if row.system in before:
            which = "card" if row.system in read else "other"
            yield from _system(which, before[row.system], row, weeks, chance)
    was, is_now = reference.systems, present.systems
    apart = share_difference(
        was.in_two_systems, is_now.in_two_systems, was.children, is_now.children, CHANCE_OF_CARD
    )
    yield found(
        "linkage",
        "linkage",
        apart,
        f"{is_now.in_two_systems:.1%} of {is_now.children} children have records in two systems "
        f"or more, {was.in_two_systems:.1%} of {was.children} in the reference",
    )


def _system(
    which: str, before: SystemRow, now: SystemRow, weeks: int, chance: float
) -> Iterator[Finding]:
    words = SourceSystem(now.system).words
    recent = now.weeks[len(now.weeks) - weeks :]
    yield found(
        f"{which}_system_volume",
        now.system,
        rate_ratio(before.weeks, recent, chance),
        f"{words}: {_mean(recent):.1f} entries a week, {_mean(before.weeks):.1f} in the reference",
    )
    promise = float(FORMATS[SourceSystem(now.system)].promise_hours)
    usual = max(promise, _LEEWAY * before.longest_gap_hours)
    age = now.newest_hours if not math.isnan(now.newest_hours) else len(now.weeks) * 168.0
    ratio = math.nan if math.isnan(before.longest_gap_hours) else age / usual
    yield found(
        f"{which}_system_age",
        now.system,
        Estimate(ratio, ratio, ratio),
        f"{words}: the newest entry is {age:.0f} hours old; up to {usual:.0f} is usual or promised"
        if not math.isnan(ratio)
        else f"{words}: how long it may be silent",
    )


def _mean(counts: tuple[int, ...]) -> float:
    return sum(counts) / len(counts) if counts else 0.0


def _said(index: Estimate) -> str:
    if not index.is_known:
        return "an unknown measure"
    return f"{index.value:.3f}, {index.low:.3f} of it beyond chance"
