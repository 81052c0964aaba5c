"""Ways to a fairer card, tried in the run beside the card that it gives, and what each does.

They are judged, not served: a mitigation becomes the card only by a decision
(docs/adr/0012), since the records by which it would be chosen are themselves uneven.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from features.declaration import Feature, Measure
from features.table import FeatureTable
from records.sources import SourceSystem
from records.unknown import UNKNOWN_CODES, Unknown
from training.errors import NothingLearnedError
from training.intervals import bootstrap
from training.judging.case import Case
from training.judging.detection import even_voices, seldom_recorded
from training.judging.fairness import part_of
from training.judging.groups import withheld
from training.judging.measures import Floats, Ranking
from training.judging.rows import MitigationRow
from training.learning.carding import ExtraColumn, fit_card
from training.settings import Settings

__all__ = ["MITIGATIONS", "Mitigation", "mitigation_rows"]

Int64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
_FLAGGED = 0.10
_SEX = Feature(
    name="recorded_as_female",
    question="Is the child recorded as female?",
    definition="The sex that most of the child's person records say. In experiments alone.",
    family="sex",
    # No engine measures it: no measure fits, and this one asks for nothing else.
    measure=Measure.AGE,
    sources=(SourceSystem.MISSING_PERSONS,),
    window_days=None,
    unit="yes or no",
    direction="free",
    grounds="Tried, so that leaving it out is a decision made with figures (docs/adr/0012).",
    subject="Whether the child is recorded as female",
)


@dataclass(frozen=True, slots=True)
class Mitigation:
    """One way: what a further fit is given.

    Attributes:
        weight: of the case, what each row of the cohort teaches beside its usual weight.
        columns: of the case, further columns to learn from.
    """

    name: str
    words: str
    weight: Callable[[Case], Floats] | None = None
    columns: Callable[[Case], tuple[ExtraColumn, ...]] | None = None


def _sex_column(case: Case) -> tuple[ExtraColumn, ...]:
    codes = {"female": 1, "male": 0, "not_known": UNKNOWN_CODES[Unknown.NOT_RECORDED]}
    of_child = np.array([codes[child.sex] for child in case.cohort.children], dtype=np.int32)
    return ((_SEX, of_child[case.cohort.child]),)


#: Beside the card itself, in the order in which they are told.
MITIGATIONS: tuple[Mitigation, ...] = (
    Mitigation("with_sex", "Sex is let in as an input", columns=_sex_column),
    Mitigation(
        "reweighed",
        "Harm of children whose harm is seldom recorded teaches more, by the chance of its being "
        "recorded as the records themselves show it (by sex and return interview)",
        weight=seldom_recorded,
    ),
    Mitigation(
        "even_voices",
        "The harm of girls and of boys teaches as much in all",
        weight=even_voices,
    ),
)
_CHOSEN = "as_it_is", "Sex is no input, and every case teaches alike"


def mitigation_rows(case: Case) -> tuple[MitigationRow, ...]:
    """The card as it is, and each way that could be fitted, on the same reports.

    Figures: ``auc``, ``recall_at_10``, ``recall_gap_sex`` (recall of the highest band, girls
    less boys; not known when either is too small a group to tell), ``share_boys`` (of the
    highest band); with ``true_`` before them against true harm; with ``_change`` after them
    less the card's as it is, paired. Empty when the case asks for no mitigations.
    """
    if not case.with_mitigations or not len(case.rows):
        return ()
    totals = {_CHOSEN[0]: (_CHOSEN[1], case.points[case.rows], case.high)}
    for way in MITIGATIONS:
        try:
            totals[way.name] = (way.words, *_fitted(case, way))
        except NothingLearnedError:
            continue
    figures = bootstrap(
        _measures(case, {name: (points, high) for name, (_, points, high) in totals.items()}),
        case.child,
        case.weight,
        case.settings.resamples,
        case.settings.seed,
        case.settings.jobs,
    )
    return tuple(
        MitigationRow(
            name=name,
            words=words,
            figures={
                measure.removeprefix(f"{name}:"): figure
                for measure, figure in figures.items()
                if measure.startswith(f"{name}:")
            },
            chosen=name == _CHOSEN[0],
        )
        for name, (words, _, _) in totals.items()
    )


def _fitted(case: Case, way: Mitigation) -> tuple[Int64, int]:
    """(totals at the judged reports, where the highest band starts) of the way's card."""
    extra = way.columns(case) if way.columns else ()
    # The card's own lines are weighed anew: that is quick, and what differs is the way alone.
    own = np.stack([case.table.column(name) for name in case.card.features], axis=1)
    table = FeatureTable(case.card.features, own)
    fitted = fit_card(
        table,
        case.cohort,
        case.folds,
        case.policy,
        case.manifest,
        _as_chosen(case),
        weight=way.weight(case) if way.weight else None,
        extra=extra,
    )
    judged = [own[case.rows], *(values[case.rows] for _, values in extra)]
    points = fitted.points(np.column_stack(judged))
    return points, list(fitted.card.thresholds.values())[-1]


def _as_chosen(case: Case) -> Settings:
    """The settings with what the card's own run has chosen already: a further fit is quick."""
    strength = float(case.card.trained.get("strength", max(case.settings.strengths)))
    return replace(case.settings, strengths=(strength,))


def _measures(
    case: Case, totals: Mapping[str, tuple[Int64, int]]
) -> Callable[[Floats], Mapping[str, Floats]]:
    outcomes = {"": case.harmed}
    if case.truth is not None:
        outcomes["true_"] = case.truth.harmed[case.rows]
    ranked = {
        (name, before): Ranking(points, harmed)
        for name, (points, _) in totals.items()
        for before, harmed in outcomes.items()
    }
    sexes = np.array([child.sex for child in case.cohort.children])[case.child]
    girls, boys = sexes == "female", sexes == "male"
    told = {before: _both_told(case, sexes, harmed) for before, harmed in outcomes.items()}

    def of_one(name: str, before: str, weights: Floats) -> dict[str, Floats]:
        points, high = totals[name]
        ranking, harmed = ranked[name, before].weighed(weights), outcomes[before]
        recall = [part_of(weights, harmed & sex, points >= high) for sex in (girls, boys)]
        return {
            f"{before}auc": ranking.auc(),
            f"{before}recall_at_10": ranking.found_at(_FLAGGED),
            f"{before}recall_gap_sex": recall[0] - recall[1]
            if told[before]
            else np.full(weights.shape[1], np.nan),
        }

    def measures(weights: Floats) -> dict[str, Floats]:
        figures: dict[str, Floats] = {}
        for before in outcomes:
            base = of_one(_CHOSEN[0], before, weights)
            for name in totals:
                for what, value in of_one(name, before, weights).items():
                    figures[f"{name}:{what}"] = value
                    if name != _CHOSEN[0]:
                        figures[f"{name}:{what}_change"] = value - base[what]
        for name, (points, high) in totals.items():
            figures[f"{name}:share_boys"] = part_of(weights, points >= high, boys)
        return figures

    return measures


def _both_told(case: Case, sexes: npt.NDArray[np.str_], harmed: Bools) -> bool:
    inside = {sex: harmed & (sexes == sex) for sex in np.unique(sexes).tolist()}
    cases = {sex: int(rows.sum()) for sex, rows in inside.items()}
    children = {sex: len(np.unique(case.child[rows])) for sex, rows in inside.items()}
    hidden = withheld(cases, children)
    return all(cases.get(sex) and sex not in hidden for sex in ("female", "male"))
