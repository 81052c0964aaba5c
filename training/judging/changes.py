"""The challenger beside the champion, on the same questions of the untouched year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from scorecard.bins import CardLine
from scorecard.card import Card
from training.intervals import Estimate, bootstrap
from training.judging.banded import bands_of
from training.judging.case import Case, card_points, probabilities
from training.judging.groups import groups_of
from training.judging.ranked import five_measures
from training.judging.rows import Changes, MovedCase

__all__ = ["changes"]

Int64 = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
#: So many cases are named, and groups of fewer moved reports are not told.
_NAMED, _FEWEST_MOVED = 10, 10


def changes(case: Case) -> Changes | None:
    """What would change if this card took the champion's place; None without a champion.

    The champion is scored on this case's own values. One of another outcome, catalogue or
    bands can't be: its points would mean something else. Then nothing but its lines is compared,
    and ``why_not`` says so.
    """
    champion = case.champion
    if champion is None:
        return None
    before, after = _lines(champion.card), _lines(case.card)
    compared = Changes(
        champion_version=champion.version,
        champion_hash=champion.card.content_hash,
        champion={},
        difference={},
        moved={},
        moved_groups={},
        cases=(),
        lines_added=tuple(name for name in after if name not in before),
        lines_dropped=tuple(name for name in before if name not in after),
        lines_changed=tuple(n for n in after if n in before and after[n] != before[n]),
        why_not=_why_not(case, champion.card),
    )
    return compared if compared.why_not else _with_figures(compared, case, champion.card)


def _why_not(case: Case, champion: Card) -> str:
    outcome = str(champion.trained.get("outcome", ""))
    if champion.name != case.card.name or outcome != case.cohort.outcome.version:
        return (
            f"the champion ranks children by another outcome ({outcome or champion.name}), so its "
            "points can't be set beside this card's"
        )
    if champion.catalogue_version != case.card.catalogue_version:
        return (
            "the champion was fitted on another catalogue of features, so its lines would read "
            "values that mean something else; compare both on the outcome once it is known"
        )
    if tuple(champion.thresholds) != tuple(case.card.thresholds):
        return "the champion has other bands than this card, so nobody can be said to move"
    return ""


def _with_figures(compared: Changes, case: Case, champion: Card) -> Changes:
    rows, settings = case.rows, case.settings
    then = card_points(champion, case.table)[rows]
    now = case.points[rows]
    chances = probabilities(champion, then)
    of_champion = five_measures(then.astype(float), chances, case.harmed)
    of_card = five_measures(now.astype(float), case.chances[rows], case.harmed)

    def measures(weights: Floats) -> dict[str, Floats]:
        old, new = of_champion(weights), of_card(weights)
        less = {f"less {name}": new[name] - old[name] for name in old}
        return {f"old {name}": value for name, value in old.items()} | less

    found = bootstrap(
        measures, case.child, case.weight, settings.resamples, settings.seed, settings.jobs
    )
    labels = case.policy.labels
    bands = [
        bands_of(points, np.array(list(card.thresholds.values()), dtype=np.int64))
        for card, points in ((champion, then), (case.card, now))
    ]
    return replace(
        compared,
        champion=_of("old ", found),
        difference=_of("less ", found),
        moved=_moved(labels, *bands),
        moved_groups=_moved_groups(case, *bands),
        cases=_most_moved(labels, then, now, *bands),
    )


def _of(prefix: str, found: Mapping[str, Estimate]) -> dict[str, Estimate]:
    return {n.removeprefix(prefix): figure for n, figure in found.items() if n.startswith(prefix)}


def _lines(card: Card) -> dict[str, CardLine]:
    return {line.feature: line for line in card.lines}


def _moved(labels: tuple[str, ...], before: Int64, after: Int64) -> dict[str, int]:
    pairs = Counter(zip(before.tolist(), after.tolist(), strict=True))
    return {
        f"{labels[old]}>{labels[new]}": count
        for (old, new), count in sorted(pairs.items())
        if old != new
    }


def _moved_groups(case: Case, before: Int64, after: Int64) -> dict[str, dict[str, int]]:
    """How many of each group move up and down; groups of few moves are left out."""
    told = {}
    for grouping, own in groups_of(case.table, case.cohort, case.rows).items():
        for group in np.unique(own):
            inside = own == group
            ways = {
                "up": int((inside & (after > before)).sum()),
                "down": int((inside & (after < before)).sum()),
            }
            if sum(ways.values()) >= _FEWEST_MOVED:
                told[f"{grouping}:{group}"] = ways
    return told


def _most_moved(
    labels: tuple[str, ...], then: Int64, now: Int64, before: Int64, after: Int64
) -> tuple[MovedCase, ...]:
    """The questions whose points changed most, by their number among the judged reports.

    Totals of two cards stand on other bases, so what counts is the move less the usual one.
    """
    moves = now - then
    if not len(moves):
        return ()
    unusual = np.abs(moves - int(np.median(moves)))
    order = np.lexsort((np.arange(len(moves)), -unusual))[:_NAMED]
    return tuple(
        MovedCase(
            number=number + 1,
            before=int(then[number]),
            after=int(now[number]),
            band_before=labels[before[number]],
            band_after=labels[after[number]],
        )
        for number in order.tolist()
        if unusual[number]
    )
