"""Repeated duties: one run from what starts the clock to what answers it, then the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from records.events import Event

__all__ = ["Run", "runs_of", "runs_told"]


@dataclass(frozen=True, slots=True)
class Run:
    """One wait for a repeated duty.

    Attributes:
        since: what started the clock: the matter itself, or the answer before.
        due: the first moment by which it must be answered.
        by: the entry that answers it; None for the run that nothing has answered.
        came_due: the moments before the answer, or before the end, at which it came due.
    """

    since: datetime
    due: datetime
    by: Event | None
    came_due: tuple[datetime, ...]


def runs_of(
    since: datetime,
    first: datetime,
    every: timedelta | None,
    answers: Sequence[Event],
    end: datetime,
) -> list[Run]:
    """The runs of a duty first due at ``first`` and then ``every`` so often, until ``end``.

    Each answer ends a run and sets the clock for the next, which is never due before
    ``first``: an early answer answers the first. Without ``every``, one answer is enough
    and no run follows it. The last run has no answer.

    Args:
        answers: in order of occurrence.
    """
    found: list[Run] = []
    due = first
    for answer in answers:
        if found and answer.occurred == since:
            continue  # The same answer, entered twice.
        found.append(Run(since, due, answer, _moments(due, every, min(answer.occurred, end))))
        if every is None:
            return found
        since, due = answer.occurred, max(first, answer.occurred + every)
    return [*found, Run(since, due, None, _moments(due, every, end))]


def runs_told(runs: Sequence[Run], ended: datetime | None, *, whole: bool) -> Sequence[Run]:
    """The runs of :func:`runs_of` that are told of a matter.

    Of a matter that stands open (``ended`` is None), the last; of one that ended, none.
    Asked for the whole, all of them, less those that neither came due nor were answered
    before the matter ended.
    """
    if ended is None:
        return runs if whole else runs[-1:]
    if not whole:
        return ()
    return [r for r in runs if r.due < ended or (r.by is not None and r.by.occurred <= ended)]


def _moments(due: datetime, every: timedelta | None, end: datetime) -> tuple[datetime, ...]:
    """``due`` and every so long after it, before ``end``."""
    if due >= end:
        return ()
    if every is None:
        return (due,)
    # Exact division: the last moment is the last one strictly before the end.
    count = (end - due - timedelta.resolution) // every
    return tuple(due + place * every for place in range(count + 1))
