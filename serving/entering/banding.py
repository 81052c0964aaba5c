"""What is advised of a child the moment that something is written down, for lists and notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from records.history import known_at
from records.persons import ChildId
from records.sources import SourceSystem
from scorecard import Policy
from serving.access.permissions import Officer
from serving.answer.advice import advice_values, measure_for
from serving.answer.cards import Cards
from serving.answer.inputs import look_history
from serving.service.acts import Actor, enter
from serving.service.context import Service
from serving.service.rederiving import rederive_missing
from serving.store.batches import batches
from serving.store.extracts import freshness
from serving.store.histories import read_blob
from serving.store.opening import Connection
from serving.work_store.advised import KeptBand, keep_band, read_kept_band
from serving.work_store.lists import children_of, read_children
from serving.work_store.worklist import bands_advised
from serving.worklist.items import ItemKind

__all__ = ["Banded", "band_anew", "band_missing_anew"]

#: Who bands children because time has passed: this service itself.
_BANDS = Officer("host:banding", "This service", ())
_PIECE = 500


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
    now = _advised(read_blob(connection, child), systems, cards, policy, as_of)
    keep_band(connection, child, now, policy.labels)
    return Banded(before, now.band)


def band_missing_anew(service: Service, now: datetime) -> int:
    """Band every child who is missing as known now; of how many the band changed.

    Time alone raises a band: after a day missing, and after three. Lists, the reviews that
    are due and whoever is told of children newly High go by the band that is kept.

    Raises:
        StoreError: the store could not be read or written; nothing was changed.
    """
    cards, policy = service.models().cards, service.policy
    with service.store.reading() as connection:
        children = sorted(children_of(connection, ItemKind.MISSING))
        systems, kept = frozenset(freshness(connection)), bands_advised(connection, children)
        changed = [
            child
            for some in batches(children, _PIECE)
            for child, blob in read_children(connection, some).items()
            if _advised(blob, systems, cards, policy, now).band != kept.get(child)
        ]
    if not changed:
        return 0
    with service.store.writing() as connection:
        for child in sorted(set(changed) & set(children_of(connection, ItemKind.MISSING))):
            band_anew(connection, child, cards, policy, now)
        rederive_missing(connection, service.intervals, now)
        facts: dict[str, int | str] = {"state": "missing_now", "children": len(changed)}
        by = Actor(_BANDS, service.draw)
        enter(connection, by, kind="CHILDREN_RESCORED", at=now, facts=facts)
    return len(changed)


def _advised(
    blob: bytes, systems: frozenset[SourceSystem], cards: Cards, policy: Policy, as_of: datetime
) -> KeptBand:
    known = known_at(look_history(blob, systems), as_of)
    measured = measure_for(known, cards.champion)
    values = advice_values(known, cards.champion, policy, measured)
    advice = values["advice"]
    return KeptBand(
        band=advice["band"],
        points=advice["points"],
        points_band=advice["points_band"],
        set_by=advice["set_by"],
        floors=tuple((floor["id"], floor["band"]) for floor in values["floors"]),
        at=as_of,
    )
