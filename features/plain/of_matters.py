"""The plain engine's measures of matters: how many, since when, how long, and the latest."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping

from features.declaration import Feature, Measure
from features.matters import Matter
from features.measured import Measured
from features.plain.readings import DOES_NOT_ARISE, NONE, Entry, Reading, days_before, event_of

__all__ = ["OF_MATTERS"]


def _count(child: Reading, feature: Feature, matter: Matter) -> Measured:
    if not child.of_matter(matter):
        return NONE
    left_out = _left_out(child, feature)
    newest: dict[Hashable, Entry] = {}
    for entry in child.counted(feature, matter):
        key = child.key(matter, entry)
        if key not in left_out:
            newest.setdefault(key, entry)
    return Measured(len(newest), child.evidence(newest.values())) if newest else NONE


def _days_since_last(child: Reading, feature: Feature, matter: Matter) -> Measured:
    return _since(child, next(child.counted(feature, matter), None))


def _days_waiting(child: Reading, feature: Feature, matter: Matter) -> Measured:
    left_out = _left_out(child, feature)
    waiting = [e for e in child.counted(feature, matter) if child.key(matter, e) not in left_out]
    return _since(child, waiting[-1] if waiting else None)


def _since(child: Reading, entry: Entry | None) -> Measured:
    if entry is None:
        return DOES_NOT_ARISE
    days = days_before(child.known.as_of, event_of(entry).occurred)
    return Measured(days, child.evidence([entry]))


def _left_out(child: Reading, feature: Feature) -> set[Hashable]:
    """The records with a known entry of ``unless``, whenever it occurred."""
    if feature.unless is None:
        return set()
    return {child.key(feature.unless, entry) for entry in child.of_matter(feature.unless)}


def _latest(child: Reading, feature: Feature, matter: Matter) -> Measured:
    among = child.of_matter(feature.among) if feature.among else ()
    if not among:
        return NONE
    is_of_matter = any(entry is among[0] for entry in child.of_matter(matter))
    return Measured(int(is_of_matter), (event_of(among[0]),))


#: How each measure of a matter is taken.
OF_MATTERS: Mapping[Measure, Callable[[Reading, Feature, Matter], Measured]] = {
    Measure.COUNT: _count,
    Measure.DAYS_SINCE_LAST: _days_since_last,
    Measure.DAYS_WAITING: _days_waiting,
    Measure.LATEST: _latest,
}
