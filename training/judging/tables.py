"""What the judged data are: folds, what was not known, and where totals and harm lie."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import numpy as np
import numpy.typing as npt

from records.calendar import FORCE_ZONE, instant_to_text
from records.unknown import UNKNOWN_CODES
from training.judging.case import Case
from training.judging.measures import Ranking
from training.judging.rows import CurvePoint, FoldRow, PointsBar, UnknownRow

__all__ = ["curve_points", "fold_rows", "points_bars", "unknown_rows"]

Floats = npt.NDArray[np.float64]
#: Shares of the reports at which pictures follow each ranking: closer where a force can act.
_SHARES = (*np.arange(1, 21) / 200, *np.arange(11, 21) / 100, *np.arange(5, 21) / 20)
#: About so many bars of totals.
_BARS = 40


def fold_rows(case: Case) -> tuple[FoldRow, ...]:
    """Training, calibration and test: what each holds."""
    cohort, rows = case.cohort, []
    for name, period in case.folds.periods.items():
        chosen = {
            "train": case.folds.train,
            "calibration": case.folds.calibration,
            "test": case.folds.test,
        }[name]
        harmed = cohort.harmed[chosen]
        start, end = (
            instant_to_text(datetime.fromtimestamp(edge // 1_000_000, FORCE_ZONE))
            for edge in (period.start, period.end)
        )
        rows.append(
            FoldRow(
                name=name,
                start=start,
                end=end,
                questions=len(chosen),
                reports=int(cohort.is_report[chosen].sum()),
                children=len(np.unique(cohort.child[chosen])),
                cases=int(harmed.sum()),
                harmed_children=len(np.unique(cohort.child[chosen][harmed])),
            )
        )
    return tuple(rows)


def unknown_rows(case: Case) -> tuple[UnknownRow, ...]:
    """How often each input was not known among all questions, and what the card gives for it."""
    lines = {line.feature: line for line in case.card.lines}
    rows = []
    for name in case.table.names:
        column = case.table.column(name)
        codes = column[column <= max(UNKNOWN_CODES.values())]
        for kind, code in UNKNOWN_CODES.items():
            share = float((codes == code).sum() / len(column)) if len(column) else 0.0
            if share > 0:
                points = lines[name].unknown[kind] if name in lines else None
                rows.append(UnknownRow(name, kind.value, share, points))
    return tuple(rows)


def curve_points(case: Case, rankings: Mapping[str, Floats]) -> tuple[CurvePoint, ...]:
    """Every ranking's recall and precision at rising shares; none without a case."""
    if not case.harmed.any():
        return ()
    points = []
    for name, scores in rankings.items():
        weighed = Ranking(scores, case.harmed).weighed(case.weight)
        points += [
            CurvePoint(
                name, share, float(weighed.found_at(share)), float(weighed.precision_at(share))
            )
            for share in map(float, _SHARES)
        ]
    return tuple(points)


def points_bars(case: Case) -> tuple[PointsBar, ...]:
    """The totals of the reports that came to the outcome and of the others, as shares of each."""
    points, weight = case.points[case.rows], case.weight
    if not case.harmed.any() or case.harmed.all():
        return ()
    step = max(1, -(-(case.card.most + 1) // _BARS))
    bar = points // step
    found = {}
    for name, chosen in (("cases", case.harmed), ("others", ~case.harmed)):
        summed = np.bincount(bar[chosen], weights=weight[chosen], minlength=int(bar.max()) + 1)
        found[name] = (summed / summed.sum()).tolist()
    pairs = zip(found["cases"], found["others"], strict=True)
    return tuple(PointsBar(n * step, cases, others) for n, (cases, others) in enumerate(pairs))
