"""What is advised of a child the moment that something is written down, for lists and notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from records.history import known_at
from records.persons import ChildId
from scorecard import Policy
from serving.answer.advice import advice_values, measure_for
from serving.answer.cards import Cards
from serving.answer.inputs import look_history
from serving.store.extracts import freshness
from serving.store.histories import read_blob
from serving.store.opening import Connection
from serving.work_store.advised import KeptBand, keep_band, read_kept_band

__all__ = ["Banded", "band_anew"]


@dataclass(frozen=True, slots=True)
class Banded:
    """The band that lists showed before, and the one from now on; None for none."""

    before: str | None
    now: str | None


def band_anew(
    connection: Connection, child: ChildId, cards: Cards, policy: Policy, as_of: datetime
) -> Banded:
    """Work out the child's advice as known at ``as_of`` and keep it for the lists.

    By the same functions as an answer, so that the two can't differ.
    """
    before = read_kept_band(connection, child)
    systems = frozenset(freshness(connection))
    known = known_at(look_history(read_blob(connection, child), systems), as_of)
    measured = measure_for(known, cards.champion)
    values = advice_values(known, cards.champion, policy, measured)
    advice = values["advice"]
    now = KeptBand(
        band=advice["band"],
        points=advice["points"],
        points_band=advice["points_band"],
        set_by=advice["set_by"],
        floors=tuple((floor["id"], floor["band"]) for floor in values["floors"]),
        at=as_of,
    )
    keep_band(connection, child, now, policy.labels)
    return Banded(before, now.band)
