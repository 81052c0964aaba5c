"""The card's figures by group, against recorded harm and, where it is known, true harm.

Against recorded harm a card can look unfair only because the records are, and fair only
because it copied them; :mod:`training.judging.gaps` parts the one from the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
import numpy.typing as npt

from training.intervals import bootstrap
from training.judging.case import Case
from training.judging.groups import FEWEST_CASES, GROUPINGS, groups_of, withheld
from training.judging.measures import Floats
from training.judging.rows import GroupRow

__all__ = ["group_rows", "part_of"]

Int64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.str_]
_CALIBRATION_GROUPS = 10


def group_rows(case: Case) -> tuple[GroupRow, ...]:
    """Every group that occurs at the missing reports of the test fold.

    Against recorded harm first, then against true harm where the truth is known. Groups
    that are too small stand as withheld; a group that no harm came to tells its share of
    the highest band alone.
    """
    groups = groups_of(case.table, case.cohort, case.rows)
    outcomes = {"recorded": case.harmed}
    if case.truth is not None:
        outcomes["true"] = case.truth.harmed[case.rows]
    return tuple(
        row
        for against, harmed in outcomes.items()
        for grouping, own in groups.items()
        for row in _of_grouping(case, grouping, own, against, harmed)
    )


def _of_grouping(
    case: Case, grouping: str, own: Texts, against: str, harmed: Bools
) -> Iterator[GroupRow]:
    declared = GROUPINGS[grouping]
    every = sorted(set(own.tolist())) if declared is None else declared
    inside = {group: np.flatnonzero(own == group) for group in every if (own == group).any()}
    cases = {group: int(harmed[rows].sum()) for group, rows in inside.items()}
    children = {
        group: len(np.unique(case.child[rows][harmed[rows]])) for group, rows in inside.items()
    }
    hidden = withheld(cases, children)
    for group, rows in inside.items():
        if group in hidden or len(np.unique(case.child[rows])) < FEWEST_CASES:
            yield GroupRow(grouping, group, against, None, None, {}, None)
            continue
        figures = bootstrap(
            _measures(case, case.rows[rows], harmed[rows], against),
            case.child[rows],
            case.weight[rows],
            case.settings.resamples,
            case.settings.seed,
            case.settings.jobs,
        )
        yield GroupRow(grouping, group, against, len(rows), cases[group], figures, children[group])


def _measures(
    case: Case, rows: Int64, harmed: Bools, against: str
) -> Callable[[Floats], Mapping[str, Floats]]:
    """``rows`` of the cohort; ``harmed`` goes with them."""
    is_high, chances = case.points[rows] >= case.high, case.chances[rows]
    recorded, every = case.cohort.harmed[rows], np.ones(len(rows), dtype=np.bool_)
    alike = _alike(chances)

    def measures(weights: Floats) -> dict[str, Floats]:
        recall = part_of(weights, harmed, is_high)
        over = weights * (chances - harmed)[:, None]
        figures = {
            "recall": recall,
            "missed": 1.0 - recall,
            "precision": part_of(weights, is_high, harmed),
            "share": part_of(weights, every, is_high),
            "said_over_seen": _over(chances @ weights, weights[harmed].sum(axis=0)),
            "calibration_error": _over(np.abs(alike @ over).sum(axis=0), weights.sum(axis=0)),
        }
        if against == "true":
            figures["recorded"] = part_of(weights, harmed, recorded)
            figures["recall_hidden"] = part_of(weights, recorded, is_high) - recall
        return figures

    return measures


def _alike(chances: Floats) -> Floats:
    """[groups of like chances, rows]: 1 where the row is of the group, else 0."""
    cuts = np.unique(np.quantile(chances, np.linspace(0, 1, _CALIBRATION_GROUPS + 1)[1:-1]))
    group = np.searchsorted(cuts, chances, side="left")
    return np.asarray(group == np.arange(len(cuts) + 1)[:, None], dtype=np.float64)


def part_of(weights: Floats, among: Bools, chosen: Bools) -> Floats:
    """For each resample: of ``among``, how many are ``chosen``; nan where there are none.

    Args:
        weights: [rows, resamples]; ``among``, ``chosen``: [rows].
    """
    return _over(weights[among & chosen].sum(axis=0), weights[among].sum(axis=0))


def _over(part: Floats, whole: Floats) -> Floats:
    filled = np.full(whole.shape, np.nan)
    return np.asarray(np.divide(part, whole, out=filled, where=whole > 0), dtype=np.float64)
