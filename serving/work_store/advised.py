"""The band last advised for each child, from which lists are in order: kept, never worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, text, update

from records.calendar import instant_to_text
from records.persons import ChildId
from serving.tables.work import caseload

__all__ = ["NO_POINTS", "KeptBand", "keep_band", "publish_bands", "read_kept_band"]

#: In the order of a list, the place of a child without points: below every number of them.
NO_POINTS = -1_000_000


@dataclass(frozen=True, slots=True)
class KeptBand:
    """What was last advised of one child.

    Attributes:
        band, points, set_by: as in an answer; None where it has none.
        at: when it was worked out.
    """

    band: str | None
    points: int | None
    set_by: str | None
    at: datetime


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
        "rank": -1 if advised.band is None else labels.index(advised.band),
        "points": advised.points,
        "place": NO_POINTS if advised.points is None else advised.points,
        "set_by": advised.set_by,
        "banded_at": at,
    }
    if before != advised.band:
        values["band_since"] = at
    connection.execute(update(caseload).where(caseload.c.child_id == child).values(**values))


def read_kept_band(connection: Connection, child: ChildId) -> str | None:
    """The band last advised for the child; None if none was."""
    query = select(caseload.c.band).where(caseload.c.child_id == child)
    return connection.execute(query).scalar_one_or_none()


def publish_bands(connection: Connection, run: int, as_of: datetime, labels: Sequence[str]) -> None:
    """Let lists show what a finished run of rescoring advised of every child.

    What was advised of a child after the run's moment, when something was written down
    here, stays: it knows more.
    """
    places = " ".join(f"WHEN :label{n} THEN {n}" for n in range(len(labels)))
    connection.execute(
        text(
            "UPDATE caseload SET band = r.band, points = r.points, set_by = r.set_by,"  # noqa: S608 - numbers of our own
            f" rank = CASE r.band {places} ELSE -1 END, banded_at = :at,"
            f" place = COALESCE(r.points, {NO_POINTS}),"
            " band_since = CASE WHEN caseload.band IS DISTINCT FROM r.band"
            " THEN :at ELSE caseload.band_since END"
            " FROM rescored_children r"
            " WHERE r.run_id = :run AND r.child_id = caseload.child_id"
            " AND (caseload.banded_at IS NULL OR caseload.banded_at <= :at)"
        ),
        {
            "run": run,
            "at": instant_to_text(as_of),
            **{f"label{n}": label for n, label in enumerate(labels)},
        },
    )
