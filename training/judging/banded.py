"""The card's bands, and its figures month by month: whether it holds over the year."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt

from records.calendar import local_day
from training.intervals import Estimate, bootstrap
from training.judging.case import Case
from training.judging.measures import Ranking
from training.judging.rows import BandRow, MonthRow

__all__ = ["FEWEST_IN_A_MONTH", "band_rows", "bands_of", "month_rows"]

Int64 = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
#: With fewer cases, or of fewer children, a month's figures would be noise.
FEWEST_IN_A_MONTH = 5
_FEWEST_CHILDREN = 3
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOT_KNOWN = Estimate(math.nan, math.nan, math.nan)


def bands_of(points: Int64, thresholds: Int64) -> Int64:
    """[rows] the band's place by points, 0 the lowest."""
    return np.asarray(np.searchsorted(thresholds, points, side="right"), dtype=np.int64)


def band_rows(case: Case) -> tuple[BandRow, ...]:
    """Every band by points, the lowest first: its share of reports, cases and true harm."""
    starts = np.array(list(case.card.thresholds.values()), dtype=np.int64)
    band, rows = bands_of(case.points[case.rows], starts), case.rows
    labels = case.policy.labels
    true = None if case.truth is None else case.truth.harmed[rows]
    inside = [band == place for place in range(len(labels))]

    def measures(weights: Floats) -> dict[str, Floats]:
        figures = {}
        for place, own in enumerate(inside):
            figures[f"share {place}"] = _part(weights, np.ones_like(own), own)
            figures[f"precision {place}"] = _part(weights, own, case.harmed)
            figures[f"recall {place}"] = _part(weights, case.harmed, own)
            if true is not None:
                figures[f"true_recall {place}"] = _part(weights, true, own)
        return figures

    found = _estimates(case, measures, np.ones(len(rows), dtype=np.bool_))
    return tuple(
        BandRow(
            band=label,
            start=0 if place == 0 else int(starts[place - 1]),
            reports=int(inside[place].sum()),
            cases=int((inside[place] & case.harmed).sum()),
            share=found[f"share {place}"],
            precision=found[f"precision {place}"],
            recall=found[f"recall {place}"],
            true_recall=found.get(f"true_recall {place}", _NOT_KNOWN),
        )
        for place, label in enumerate(labels)
    )


def month_rows(case: Case) -> tuple[MonthRow, ...]:
    """Each local month of the test period in which a report was made, in order."""
    asked = case.cohort.as_of[case.rows].tolist()
    days = [local_day(_EPOCH + timedelta(microseconds=moment)) for moment in asked]
    month = np.array([f"{day.year:04}-{day.month:02}" for day in days], dtype=np.str_)
    return tuple(_month(case, str(name), month == name) for name in np.unique(month))


def _month(case: Case, name: str, own: Bools) -> MonthRow:
    rows, harmed, weight = case.rows[own], case.harmed[own], case.weight[own]
    few = (
        harmed.sum() < FEWEST_IN_A_MONTH or len(np.unique(case.child[own][harmed]))
        < _FEWEST_CHILDREN
    )  # fmt: skip
    ranking = Ranking(case.points[rows], harmed)
    is_high = case.points[rows] >= case.high

    def measures(weights: Floats) -> dict[str, Floats]:
        high = _part(weights, np.ones_like(is_high), is_high)
        return {"share_high": high, "auc": ranking.weighed(weights).auc()}

    found = _estimates(case, measures, own)
    every = float(weight.sum())
    return MonthRow(
        month=name,
        reports=len(rows),
        cases=int(harmed.sum()),
        auc=_NOT_KNOWN if few else found["auc"],
        share_high=found["share_high"],
        said=float((weight * case.chances[rows]).sum() / every),
        seen=math.nan if few else float(weight[harmed].sum() / every),
    )


def _estimates(
    case: Case, measures: Callable[[Floats], dict[str, Floats]], own: Bools
) -> dict[str, Estimate]:
    settings = case.settings
    return bootstrap(
        measures, case.child[own], case.weight[own], settings.resamples, settings.seed,
        settings.jobs,
    )  # fmt: skip


def _part(weights: Floats, among: Bools, chosen: Bools) -> Floats:
    """For each resample: of ``among``, how many are ``chosen``; nan where there are none."""
    whole = weights[among].sum(axis=0)
    part = weights[among & chosen].sum(axis=0)
    return np.asarray(np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0))
