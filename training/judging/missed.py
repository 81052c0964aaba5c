"""How much true harm the records never showed, and where the card put those children (N5)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from training.intervals import Estimate, bootstrap
from training.judging.banded import bands_of
from training.judging.case import Case
from training.judging.rows import Fact

__all__ = ["missed_truth"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


def missed_truth(case: Case) -> tuple[Fact, ...]:
    """Facts on missing reports that true harm followed; empty without a known truth.

    Harm that nobody was told of can't teach a card and can't count against it: only an
    invented force shows what a real one never sees.
    """
    if case.truth is None:
        return ()
    true = case.truth.harmed[case.rows]
    unseen = true & ~case.harmed
    facts = [
        Fact("Reports that true harm followed, recorded or not", f"{int(true.sum())}"),
        Fact("Of them, reports after which it was recorded", f"{int((true & case.harmed).sum())}"),
        Fact("Of them, reports after which it never was", f"{int(unseen.sum())}"),
        Fact("Children of whom no harm was ever recorded in these reports", _never(case, true)),
    ]
    return (*facts, *_where(case, true, unseen))


def _never(case: Case, true: Bools) -> str:
    truly, recorded = set(case.child[true].tolist()), set(case.child[case.harmed].tolist())
    return f"{len(truly - recorded)} of {len(truly)}"


def _where(case: Case, true: Bools, unseen: Bools) -> Iterator[Fact]:
    starts = np.array(list(case.card.thresholds.values()), dtype=np.int64)
    band, points = bands_of(case.points[case.rows], starts), case.points[case.rows]
    groups = {"harm never recorded": unseen, "recorded harm": true & case.harmed}

    def measures(weights: Floats) -> dict[str, Floats]:
        figures = {"never recorded": _part(weights, true, unseen)}
        for words, own in groups.items():
            for place, label in enumerate(case.policy.labels):
                figures[f"{words}, in {label}"] = _part(weights, own, band == place)
        return figures

    settings = case.settings
    found = bootstrap(
        measures, case.child, case.weight, settings.resamples, settings.seed, settings.jobs
    )
    yield Fact("Share of true harm that was never recorded", _share(found["never recorded"]))
    for words, own in groups.items():
        for label in case.policy.labels:
            name = f"{words}, in {label}"
            yield Fact(f"Reports followed by {name} by points", _share(found[name]))
        middle = f"{int(np.median(points[own]))}" if own.any() else "no such report"
        yield Fact(f"Their median points, {words}", middle)
    others = ~true
    if others.any():
        yield Fact("Median points of reports without harm", f"{int(np.median(points[others]))}")


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
