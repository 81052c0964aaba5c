"""The plain engine: one child's values, each with the entries behind it.

Written to be obviously right; :mod:`features.many_children` is judged against it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from features.catalogue import CATALOGUE, MATTERS, feature_named
from features.declaration import Feature, Measure
from features.matters import MatterTable
from features.measured import Measured
from features.plain.of_episodes import OF_EPISODES
from features.plain.of_matters import OF_MATTERS
from features.plain.of_standing import OF_STANDING
from features.plain.readings import DOES_NOT_ARISE, NONE, Reading
from records.history import KnownHistory
from records.unknown import Unknown

__all__ = ["measure_child"]

_NOT_CONNECTED = Measured(Unknown.NOT_CONNECTED)


@dataclass(frozen=True, slots=True)
class _Way:
    """How one feature is measured.

    Attributes:
        code: of the matter without which the value is ``nothing``; 0 if it reads none.
    """

    feature: Feature
    code: int
    nothing: Measured
    take: Callable[[Reading], Measured]


def _way(feature: Feature) -> _Way:
    measure, matter = feature.measure, feature.matter
    if matter is not None:
        of_matter = OF_MATTERS[measure]
        arises = measure in (Measure.COUNT, Measure.LATEST)
        return _Way(
            feature,
            MATTERS.code(feature.among or matter),
            NONE if arises else DOES_NOT_ARISE,
            lambda child: of_matter(child, feature, matter),
        )
    if measure in OF_EPISODES:
        of_episodes = OF_EPISODES[measure]
        return _Way(feature, 0, NONE, lambda child: of_episodes(child, feature))
    of_standing = OF_STANDING[measure]
    return _Way(feature, 0, NONE, lambda child: of_standing(child.known))


_WAYS = {feature.name: _way(feature) for feature in CATALOGUE}


def measure_child(known: KnownHistory, only: Iterable[str] | None = None) -> dict[str, Measured]:
    """Every feature of the catalogue, in its order, for one child as known at one moment.

    A feature that needs a system which isn't connected is ``Unknown.NOT_CONNECTED``
    whatever is recorded. Nothing recorded later than ``known.as_of`` is seen, because
    ``known`` doesn't hold it.

    Args:
        only: the names of the features that are wanted, in the order wanted.

    Raises:
        KeyError: the catalogue has no feature of a name in ``only``.
    """
    ways, matters = _wanted(None if only is None else tuple(only))
    child = Reading.of(known, matters)
    return {way.feature.name: _measure(child, way) for way in ways}


@lru_cache(maxsize=64)
def _wanted(names: tuple[str, ...] | None) -> tuple[tuple[_Way, ...], MatterTable]:
    """How each is measured, and the matters that they read: a card asks for the same ones."""
    if names is None:
        return tuple(_WAYS.values()), MATTERS
    features = [feature_named(name) for name in names]
    read = [matter for f in features for matter in (f.matter, f.unless, f.among) if matter]
    codes = {MATTERS.code(matter) for matter in read}
    return tuple(_WAYS[f.name] for f in features), MATTERS.narrowed(codes)


def _measure(child: Reading, way: _Way) -> Measured:
    if not child.known.connected.issuperset(way.feature.sources):
        return _NOT_CONNECTED
    if way.code and way.code not in child.entries:
        return way.nothing  # as for most features of most children
    return way.take(child)
