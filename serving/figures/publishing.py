"""From an indicator's counts to the months that may be told of it, and keeping them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from serving.figures.cases import Indicator
from serving.figures.counting import PARTS, Tally
from serving.figures.months import months_between
from serving.service.suppression import FORCE, Told, told_figures, told_kinds
from serving.store.opening import Connection
from serving.work_store.indicators import FigureRow, publish_month

__all__ = ["Publishable", "keep_month", "publishable"]


@dataclass(frozen=True, slots=True)
class Publishable:
    """All that is ever told of one month of one indicator."""

    indicator: Indicator
    month: str
    figures: tuple[FigureRow, ...]
    kinds: Mapping[str, int | None]


def publishable(
    indicator: Indicator, tally: Tally, months: tuple[str, str], few: int, *, is_first: bool
) -> Iterator[Publishable]:
    """Each of the months, the first to the last, as it may be told.

    Of an indicator of which nothing is told yet, months before its first case are left out:
    that its records weren't kept is no figure.
    """
    since, until = months
    if is_first:
        since = min(tally.counts, default="9999-12")
    for month in months_between(since, until):
        yield _publishable(indicator, tally, month, few)


def _publishable(indicator: Indicator, tally: Tally, month: str, few: int) -> Publishable:
    told = told_figures(tally.tree(month), few, len(PARTS))
    figures = tuple(
        FigureRow(
            month=month,
            authority=place[0],
            team=place[1],
            cases=one.all,
            parts=None if one.parts is None else (one.parts[0], one.parts[1], one.parts[2]),
            median_days=_median(tally, month, place, one, few) if indicator.median_of else None,
        )
        for place, one in told.items()
    )
    return Publishable(indicator, month, figures, _kinds(indicator, tally, month, told[FORCE], few))


def _median(tally: Tally, month: str, place: tuple[str, str], told: Told, few: int) -> int | None:
    """The median of enough cases, whose number is told."""
    return tally.median(month, place) if (told.all or 0) >= 2 * few else None


def _kinds(
    indicator: Indicator, tally: Tally, month: str, told: Told, few: int
) -> Mapping[str, int | None]:
    kinds = [kind for kind, _ in indicator.kinds]
    if told.parts is None:
        return dict.fromkeys(kinds)
    counts = tally.kind_counts(month, indicator.kinds_of, kinds)
    return dict(zip(kinds, told_kinds(counts, few), strict=True))


def keep_month(connection: Connection, run: int, month: Publishable, few: int) -> None:
    """Publish the month, in the caller's transaction."""
    indicator = month.indicator
    publish_month(
        connection,
        run,
        indicator.id,
        month.month,
        indicator.version,
        few,
        month.figures,
        month.kinds,
    )
