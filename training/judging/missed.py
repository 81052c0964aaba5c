"""How much of what truly came about the records never showed, and where the card put it (N5)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from training.intervals import Estimate, bootstrap
from training.judging.banded import bands_of
from training.judging.case import Case
from training.judging.rows import Fact
from training.questions.outcomes import AGAIN, MAIN

__all__ = ["missed_truth"]

#: What truly came about, by the card that ranks children by its being recorded.
_WHAT = {MAIN.card: "exploitation harm", AGAIN.card: "another time missing"}
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


def missed_truth(case: Case) -> tuple[Fact, ...]:
    """Facts on missing reports that the outcome truly followed; empty without a known truth.

    What nobody was told of can't teach a card and can't count against it: only an invented
    force shows what a real one never sees.
    """
    if case.truth is None:
        return ()
    true = case.truth.harmed[case.rows]
    unseen, what = true & ~case.harmed, _WHAT[case.cohort.outcome.card]
    facts = [
        Fact(f"Reports truly followed by {what}, recorded or not", f"{int(true.sum())}"),
        Fact("Of them, reports after which it was recorded", f"{int((true & case.harmed).sum())}"),
        Fact("Of them, reports after which it never was", f"{int(unseen.sum())}"),
        Fact("Of their children, those after none of whose reports it was", _never(case, true)),
    ]
    return (*facts, *_where(case, true, unseen))


def _never(case: Case, true: Bools) -> str:
    truly, recorded = set(case.child[true].tolist()), set(case.child[case.harmed].tolist())
    return f"{len(truly - recorded)} of {len(truly)}"


def _where(case: Case, true: Bools, unseen: Bools) -> Iterator[Fact]:
    starts = np.array(list(case.card.thresholds.values()), dtype=np.int64)
    band, points = bands_of(case.points[case.rows], starts), case.points[case.rows]
    groups = {"never recorded": unseen, "recorded": true & case.harmed}

    def measures(weights: Floats) -> dict[str, Floats]:
        figures = {"unseen": _part(weights, true, unseen)}
        for words, own in groups.items():
            for place, label in enumerate(case.policy.labels):
                figures[f"{words}, in {label}"] = _part(weights, own, band == place)
        return figures

    settings = case.settings
    found = bootstrap(
        measures, case.child, case.weight, settings.resamples, settings.seed, settings.jobs
    )
    yield Fact("Share of it that was never recorded", _share(found["unseen"]))
    for words, own in groups.items():
        for label in case.policy.labels:
            yield Fact(
                f"Where it was {words}: in {label} by points", _share(found[f"{words}, in {label}"])
            )
        yield Fact(f"Where it was {words}: median points", _middle(points[own]))
    yield Fact("Median points where it did not come about", _middle(points[~true]))


def _middle(points: npt.NDArray[np.int64]) -> str:
    return f"{int(np.median(points))}" if len(points) else "no such report"


def _share(figure: Estimate) -> str:
    if not figure.is_known:
        return "not known: no cases"
    if np.isnan(figure.low):
        return f"{figure.value:.1%}"
    return f"{figure.value:.1%} ({figure.low:.1%} to {figure.high:.1%})"


def _part(weights: Floats, among: Bools, chosen: Bools) -> Floats:
    whole = weights[among].sum(axis=0)
    part = weights[among & chosen].sum(axis=0)
    return np.asarray(np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0))
