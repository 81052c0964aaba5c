"""In which ways a child differs from the run of rescoring before: one row for each way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

from scorecard import Policy
from serving.store.rescored import ChangeRow, RescoredChild

__all__ = ["Change", "changes"]


class Change(Enum):
    """One way to differ; the words are the command's. Names are stored: never rename."""

    NEW_CHILD = "Children seen for the first time"
    GONE_CHILD = "Children whose records are now another child's"
    BAND_RISEN = "Band higher"
    BAND_FALLEN = "Band lower"
    BAND_RENAMED = "Band of a policy with other bands"
    FIRST_POINTS = "Points for the first time: there was no scorecard"
    NEW_REASON = "A reason that was not there before"
    POINTS_CHANGED = "Points changed"
    POINTS_STOPPED = "No points any more: the scorecard is stopped until it has been checked"
    NOW_ADULT = "Now 18 or over, so no longer scored"


def changes(
    before: Iterable[RescoredChild], now: Iterable[RescoredChild], policy: Policy
) -> Iterator[ChangeRow]:
    """Every way in which the children now differ from those before, by child.

    Both hold the same range of ids, in order. A new child's band is no rise, nor is the
    first that a scorecard gives, nor is growing up a fall, nor a scorecard that is stopped.
    """
    was = {child.child: child for child in before}
    for child in now:
        earlier = was.pop(child.child, None)
        if earlier is None:
            yield ChangeRow(Change.NEW_CHILD.name, child.child, None, child.band)
        else:
            yield from _differing(earlier, child, policy)
    for child in was.values():
        yield ChangeRow(Change.GONE_CHILD.name, child.child, child.band, None)


def _differing(was: RescoredChild, now: RescoredChild, policy: Policy) -> Iterator[ChangeRow]:
    if now.state == "adult":
        if was.state != "adult":
            yield ChangeRow(Change.NOW_ADULT.name, now.child, was.band, None)
        return
    if (was.state, now.state) == ("failed", "advised"):
        yield ChangeRow(Change.FIRST_POINTS.name, now.child, was.band, now.band)
        return
    if (was.state, now.state) == ("advised", "failed"):
        yield ChangeRow(Change.POINTS_STOPPED.name, now.child, was.band, now.band)
        return
    if was.band != now.band:
        yield ChangeRow(_moved(was.band, now.band, policy).name, now.child, was.band, now.band)
    if was.points != now.points:
        yield ChangeRow(Change.POINTS_CHANGED.name, now.child, was.points, now.points)
    if new := sorted(now.reason_keys - was.reason_keys):
        yield ChangeRow(Change.NEW_REASON.name, now.child, None, new)


def _moved(was: str | None, now: str | None, policy: Policy) -> Change:
    """Which way the band moved; no band is below the lowest."""
    if not {was, now} <= {None, *policy.labels}:
        return Change.BAND_RENAMED
    ranks = [-1 if band is None else policy.rank(band) for band in (was, now)]
    return Change.BAND_RISEN if ranks[0] < ranks[1] else Change.BAND_FALLEN
