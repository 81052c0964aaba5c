"""What a card was made for, kept beside it: what later times are compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from pydantic import TypeAdapter, ValidationError

from features.table import micros
from training.errors import TrainingError
from training.intervals import Estimate, Number, estimate
from training.judging.case import Case
from training.judging.measures import Floats, Ranking
from training.watching.portraits import SITUATIONS, Portrait, portray, watched_edges
from training.watching.systems import WEEKS, Systems, weekly

__all__ = [
    "SCHEMA",
    "Reference",
    "WatchError",
    "make_reference",
    "reference_from_json",
    "spread_of_cases",
]

SCHEMA = "reference/v1"
Int64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
_GROUPS = 10


class WatchError(TrainingError):
    """The card can't be watched with what was given. Says what is amiss and what to do."""


@dataclass(frozen=True, slots=True)
class Reference:
    """The questions of the year that the card was judged on, whatever side a child was on.

    Attributes:
        edges: feature -> where its cells begin; the kinds of not knowing come after them.
        portraits: situation -> its portrait.
        report_weeks: missing reports asked about in each week before ``taken_at``.
        planned_high: the share of missing reports that the highest band was set for.
        auc: at the missing reports that judged the card.
        said, seen: by groups of like probability at those, what the table says and what was
            seen.
        cases_alike: how many cases one harmed child stands for, so that intervals of later
            cases are wide enough.
    """

    card: str
    card_hash: str
    outcome: str
    catalogue: str
    snapshot: str
    taken_at: str
    edges: Mapping[str, tuple[int, ...]]
    portraits: Mapping[str, Portrait]
    report_weeks: tuple[int, ...]
    planned_high: Number
    auc: Estimate
    said: tuple[Number, ...]
    seen: tuple[Number, ...]
    cases_alike: Number
    systems: Systems
    schema: str = SCHEMA

    def to_json(self) -> bytes:
        """The document's bytes; the same reference always gives the same."""
        dumped: bytes = _ADAPTER.dump_json(self, indent=1)
        return dumped


_ADAPTER: Any = TypeAdapter(Reference)


def reference_from_json(data: bytes) -> Reference:
    """The inverse of :meth:`Reference.to_json`.

    Raises:
        WatchError: it is no reference, or another release's.
    """
    try:
        found: Reference = _ADAPTER.validate_json(data)
    except ValidationError:
        raise WatchError("reference.json is no reference of this release: train again") from None
    if found.schema != SCHEMA:
        raise WatchError(f"reference.json is not {SCHEMA}: train again")
    return found


def make_reference(case: Case, systems: Systems) -> Reference:
    """The reference of ``case.card``.

    Args:
        systems: what passed through a :class:`SystemsTally` as the snapshot was read.
    """
    card, cohort = case.card, case.cohort
    edges = watched_edges(card, case.table.names)
    inside = case.folds.periods["test"].holds(cohort.as_of)
    rows = {
        name: np.flatnonzero(inside & (cohort.is_report == (name == "reports")))
        for name in SITUATIONS
    }
    portraits = {
        name: portray(case.table, own, cohort.child, case.points, card, edges)
        for name, own in rows.items()
    }
    ranking = Ranking(case.points[case.rows], case.harmed)

    def measure(weights: Floats) -> dict[str, float]:
        return {"auc": ranking.auc(weights)}

    settings = case.settings
    found = estimate(
        measure, case.child, case.weight, settings.resamples, settings.seed, settings.jobs
    )
    said, seen = _calibration(case.chances[case.rows], case.harmed, case.weight)
    return Reference(
        card=card.name,
        card_hash=card.content_hash,
        outcome=cohort.outcome.version,
        catalogue=card.catalogue_version,
        snapshot=case.manifest.digest,
        taken_at=case.manifest.taken_at,
        edges=edges,
        portraits=portraits,
        # Reports of the last weeks can't be labelled yet, so the weeks end where labels do.
        report_weeks=weekly(
            cohort.as_of[rows["reports"]],
            _labelled_until(case),
            min(WEEKS, settings.test_days // 7),
        ),
        planned_high=settings.high_share,
        auc=found["auc"],
        said=said,
        seen=seen,
        cases_alike=spread_of_cases(case.child, case.harmed),
        systems=systems,
    )


def _labelled_until(case: Case) -> int:
    horizon = case.cohort.outcome.horizon
    return micros(case.manifest.taken - horizon)


def _calibration(
    chances: Floats, harmed: Bools, weight: Floats
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    if not len(chances):
        return (), ()
    cuts = np.unique(np.quantile(chances, np.linspace(0, 1, _GROUPS + 1)[1:-1]))
    group = np.searchsorted(cuts, chances, side="left")
    every = np.bincount(group, weights=weight)
    sums = [np.bincount(group, weights=weight * what) for what in (chances, harmed)]
    said, seen = (tuple((part[every > 0] / every[every > 0]).tolist()) for part in sums)
    return said, seen


def spread_of_cases(child: Int64, harmed: Bools) -> float:
    """By how much the cases vary more than if each were of another child; 1 of no case."""
    if not harmed.any():
        return 1.0
    counts = np.unique(child[harmed], return_counts=True)[1].astype(np.float64)
    return float((counts**2).sum() / counts.sum())
