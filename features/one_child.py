"""The plain engine: one child's values, each with the entries behind it.

Written to be obviously right; :mod:`features.many_children` is judged against it.
"""

from __future__ import annotations

from collections.abc import Iterable

from features.catalogue import CATALOGUE, feature_named
from features.declaration import Feature
from features.measures_of_episodes import OF_EPISODES
from features.measures_of_matters import OF_MATTERS
from features.measures_of_standing import OF_STANDING
from features.readings import Reading
from features.table import Measured
from records.history import KnownHistory
from records.unknown import Unknown

__all__ = ["measure_child"]

_NOT_CONNECTED = Measured(Unknown.NOT_CONNECTED)


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
    wanted = CATALOGUE if only is None else [feature_named(name) for name in only]
    child = Reading.of(known)
    return {feature.name: _measure(child, feature) for feature in wanted}


def _measure(child: Reading, feature: Feature) -> Measured:
    if not child.known.connected.issuperset(feature.sources):
        return _NOT_CONNECTED
    if feature.matter is not None:
        return OF_MATTERS[feature.measure](child, feature, feature.matter)
    if feature.measure in OF_EPISODES:
        return OF_EPISODES[feature.measure](child, feature)
    return OF_STANDING[feature.measure](child.known)
