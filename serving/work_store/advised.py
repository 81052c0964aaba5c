"""The band last advised for each child, from which lists are in order: kept, never worked out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_, select, text, update

from records.calendar import instant_to_text
from records.persons import ChildId
from serving.store.batches import batches
from serving.tables.rescored import rescored_children
from serving.tables.work import caseload, work_items

__all__ = ["NO_POINTS", "KeptBand", "keep_band", "list_rank", "publish_bands", "read_kept_band"]

#: Floors that rest on who the child is, not on anything that happened. They set the advised band
#: as any floor does; but half of all children known to a force are under 13 or bear a learning
#: disability, and a list of half of them would hide the others.
NOT_FLAGGING = frozenset({"under_13", "learning_disability"})

#: In the order of a list, the place of a child without points: below every number of them.
NO_POINTS = -1_000_000


@dataclass(frozen=True, slots=True)
class KeptBand:
    """What was last advised of one child.

    Attributes:
        band, points, points_band, set_by: as in an answer; None where it has none.
        floors: (id, band) of every floor that holds.
        at: when it was worked out.
    """

    band: str | None
    points: int | None
    points_band: str | None
    set_by: str | None
    floors: tuple[tuple[str, str], ...]
    at: datetime


def list_rank(
    band: str | None,
    points_band: str | None,
    floors: Iterable[tuple[str, str]],
    labels: Sequence[str],
) -> int:
    """The place of the band by which lists are in order, from 0, the lowest; -1 for none.

    That of the advised band, but for a band that rests on :data:`NOT_FLAGGING` alone: such a
    child is in no list of flagged children, and bears the advised band wherever they are shown.
    """
    if band is None:
        return -1
    told = (points_band, *(given for floor, given in floors if floor not in NOT_FLAGGING))
    return max((labels.index(one) for one in told if one is not None), default=0)


def keep_band(
    connection: Connection, child: ChildId, advised: KeptBand, labels: Sequence[str]
) -> None:
    """Let lists show this advice. ``labels`` are the policy's bands, the lowest first.

    A child without a history has no row, and then nothing is kept.
    """
    at = instant_to_text(advised.at)
    stays = select(caseload.c.band).where(caseload.c.child_id == child)
    before = connection.execute(stays).scalar_one_or_none()
    values = {
        "band": advised.band,
        "rank": list_rank(advised.band, advised.points_band, advised.floors, labels),
        "points": advised.points,
        "place": NO_POINTS if advised.points is None else advised.points,
        "set_by": advised.set_by,
        "banded_at": at,
    }
    if before != advised.band:
        values["band_since"] = at
    connection.execute(update(caseload).where(caseload.c.child_id == child).values(**values))
    beside = {"band": values["band"], "rank": values["rank"]}
    connection.execute(update(work_items).where(work_items.c.child_id == child).values(**beside))


def read_kept_band(connection: Connection, child: ChildId) -> str | None:
    """The band last advised for the child; None if none was."""
    query = select(caseload.c.band).where(caseload.c.child_id == child)
    return connection.execute(query).scalar_one_or_none()


def publish_bands(
    connection: Connection,
    run: int,
    as_of: datetime,
    labels: Sequence[str],
    *,
    before: int | None,
) -> None:
    """Let lists show what a finished run of rescoring advised of every child.

    What was advised of a child after the run's moment, when something was written down
    here, stays: it knows more. A band that nobody was told before is no news where this is
    the first run of all, or the run ``before`` gave the same.
    """
    places = " ".join(f"WHEN :label{n} THEN {n}" for n in range(len(labels)))
    connection.execute(
        text(
            "UPDATE caseload SET band = r.band, points = r.points, set_by = r.set_by,"  # noqa: S608 - numbers of our own
            f" rank = CASE r.band {places} ELSE -1 END, banded_at = :at,"
            f" place = COALESCE(r.points, {NO_POINTS}),"
            " band_since = CASE WHEN caseload.band IS NOT DISTINCT FROM r.band"
            " THEN caseload.band_since"
            " WHEN caseload.banded_at IS NULL AND (:before = 0 OR EXISTS ("
            "SELECT 1 FROM rescored_children b WHERE b.run_id = :before"
            " AND b.child_id = caseload.child_id AND b.band IS NOT DISTINCT FROM r.band))"
            " THEN NULL ELSE :at END"
            " FROM rescored_children r"
            " WHERE r.run_id = :run AND r.child_id = caseload.child_id"
            " AND (caseload.banded_at IS NULL OR caseload.banded_at <= :at)"
        ),
        {
            "run": run,
            "at": instant_to_text(as_of),
            "before": before or 0,
            **{f"label{n}": label for n, label in enumerate(labels)},
        },
    )
    _lower_ranks(connection, run, instant_to_text(as_of), labels)
    connection.execute(
        text(
            "UPDATE work_items SET band = c.band, rank = c.rank FROM caseload c"
            " WHERE c.child_id = work_items.child_id AND"
            " (work_items.rank <> c.rank OR work_items.band IS DISTINCT FROM c.band)"
        )
    )


def _lower_ranks(connection: Connection, run: int, at: str, labels: Sequence[str]) -> None:
    """Put those whose band rests on :data:`NOT_FLAGGING` where :func:`list_rank` has them."""
    table = rescored_children
    query = select(table.c.child_id, table.c.band, table.c.points_band, table.c.floors).where(
        table.c.run_id == run,
        table.c.set_by == "policy",
        or_(*(table.c.floors.contains(f'"{name}"', autoescape=True) for name in NOT_FLAGGING)),
    )
    lower: dict[int, list[str]] = {}
    for child, band, points_band, floors in connection.execute(query):
        rank = list_rank(band, points_band, json.loads(floors), labels)
        if rank != labels.index(band):
            lower.setdefault(rank, []).append(child)
    for rank, children in lower.items():
        for some in batches(children):
            change = update(caseload).where(
                caseload.c.child_id.in_(some), caseload.c.banded_at == at
            )
            connection.execute(change.values(rank=rank))
