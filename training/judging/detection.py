"""How likely harm is to be recorded, by group, as far as records alone can show it.

Nobody can count harm that was never recorded. What can be counted is how often harm was
recorded of children who look alike in everything else that is recorded: if boys' harm comes
up half as often as that of girls who go missing in the same way, then either they come to
less harm, or less of theirs is seen. These weights suppose the second: an assumption, which
is why they are a mitigation that is tried and told, and never a fact.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scorecard.scoring_many import line_points
from training.judging.case import Case
from training.judging.measures import Floats

__all__ = ["even_voices", "relative_chances", "seldom_recorded"]

Int64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
#: No case teaches more than so many others, however seldom its like is recorded.
MOST = 4.0
#: Harmed children that a group's rate is blended with, as if they were recorded like the rest.
_BLENDED = 5.0
#: Groups of like children among whom records are compared.
_STRATA = 10
_INTERVIEWS = ("return_interviews_done_count_365d", "return_interviews_declined_count_365d",
               "return_interviews_not_done_count_365d")  # fmt: skip


def seldom_recorded(case: Case) -> Floats:
    """[rows of the cohort] what each question teaches: 1, and more for a case seldom recorded.

    By sex, and by whether a return interview was done in the year before. Compared are
    reports of the training fold with like points, those for interviews left out.
    """
    cohort, rows = case.cohort, case.folds.train[case.cohort.is_report[case.folds.train]]
    likeness = np.zeros(len(cohort), dtype=np.int64)
    for line in case.card.lines:
        if line.feature not in _INTERVIEWS:
            likeness += line_points(line, case.table.column(line.feature))
    interviewed = (case.table.column(_INTERVIEWS[0]) > 0).astype(np.int64)
    groups = _sexes(case) * 2 + interviewed
    chances = relative_chances(
        groups[rows], likeness[rows], cohort.harmed[rows], case.folds.weight[rows],
        cohort.child[rows],
    )  # fmt: skip
    teaches = np.ones(len(cohort))
    for group, chance in chances.items():
        teaches[cohort.harmed & (groups == group)] = min(1.0 / chance, MOST)
    return teaches


def relative_chances(
    groups: Int64, likeness: Int64, harmed: Bools, weight: Floats, child: Int64
) -> dict[int, float]:
    """Group -> how often its harm is recorded, against the group whose harm is so the oftenest.

    Each group's cases over those expected if it were recorded like all children of like
    points. A group of few harmed children is drawn towards the rest.

    Args:
        groups, likeness, harmed, weight, child: [rows], of training questions alone.
    """
    if not harmed.any():
        return {}
    cuts = np.unique(np.quantile(likeness, np.linspace(0, 1, _STRATA + 1)[1:-1]))
    stratum = np.searchsorted(cuts, likeness, side="right")
    asked = np.bincount(stratum, weights=weight)
    rate = np.bincount(stratum, weights=weight * harmed) / np.where(asked > 0, asked, 1.0)
    cases_each = float((weight * harmed).sum()) / len(np.unique(child[harmed]))
    blended = _BLENDED * cases_each
    ratios = {}
    for group in np.unique(groups[harmed]).tolist():
        own = groups == group
        seen = float((weight * harmed)[own].sum())
        expected = float((weight * rate[stratum])[own].sum())
        ratios[group] = (seen + blended) / (expected + blended)
    oftenest = max(ratios.values())
    return {group: ratio / oftenest for group, ratio in ratios.items()}


def even_voices(case: Case) -> Floats:
    """[rows of the cohort] weights with which the cases of each sex teach as much in all."""
    cohort, sexes = case.cohort, _sexes(case)
    is_case = np.zeros(len(cohort), dtype=np.bool_)
    is_case[case.folds.train] = cohort.harmed[case.folds.train]
    totals = {
        sex: float(case.folds.weight[is_case & (sexes == sex)].sum()) for sex in (_GIRL, _BOY)
    }
    most, teaches = max(totals.values()), np.ones(len(cohort))
    for sex, total in totals.items():
        if total:
            teaches[cohort.harmed & (sexes == sex)] = min(most / total, MOST)
    return teaches


_GIRL, _BOY, _NOT_KNOWN = 0, 1, 2


def _sexes(case: Case) -> Int64:
    codes = {"female": _GIRL, "male": _BOY}
    of_child = [codes.get(child.sex, _NOT_KNOWN) for child in case.cohort.children]
    return np.array(of_child, dtype=np.int64)[case.cohort.child]
