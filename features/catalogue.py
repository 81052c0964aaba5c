"""The catalogue: every feature that the card may weigh, one row each, and its version.

Never a feature: ethnicity, sex, religion, nationality, postcode or area, team, learning
disability (a policy floor instead) and the attending officer's own grade (a comparator).
"""

from __future__ import annotations

import hashlib
from typing import Any

from features.declaration import Feature, Measure
from features.matters import Matter, MatterTable
from features.rows.every import ROWS
from records.serial import canonical

__all__ = [
    "CATALOGUE",
    "CATALOGUE_VERSION",
    "MATTERS",
    "Feature",
    "Measure",
    "feature_named",
]

#: Every feature, in the order of the columns that the engines give.
CATALOGUE: tuple[Feature, ...] = ROWS

_BY_NAME = {feature.name: feature for feature in CATALOGUE}
if len(_BY_NAME) != len(CATALOGUE):
    raise ValueError("the catalogue holds two features of one name")


def _matters() -> MatterTable:
    named: dict[str, Matter] = {}
    for feature in CATALOGUE:
        for matter in (feature.matter, feature.unless, feature.among):
            if matter is not None and named.setdefault(matter.name, matter) is not matter:
                raise ValueError(f"two matters have the name {matter.name}")
    return MatterTable(tuple(named.values()))


#: Every matter that some feature reads.
MATTERS = _matters()


def _row(feature: Feature) -> dict[str, Any]:
    return {
        "name": feature.name,
        "question": feature.question,
        "definition": feature.definition,
        "family": feature.family,
        "measure": feature.measure.name,
        "sources": [source.value for source in feature.sources],
        "window_days": feature.window_days,
        "unit": feature.unit,
        "direction": feature.direction,
        "matters": [repr(m) for m in (feature.matter, feature.unless, feature.among)],
        "unknown": {kind.value: words for kind, words in feature.unknown.items()},
    }


#: SHA-256 over every row: what a value means is named by this in cards and answers.
CATALOGUE_VERSION = "sha256:" + (
    hashlib.sha256(canonical([_row(feature) for feature in CATALOGUE])).hexdigest()
)


def feature_named(name: str) -> Feature:
    """The catalogue's row of this name.

    Raises:
        KeyError: the catalogue has none; the message says so.
    """
    try:
        return _BY_NAME[name]
    except KeyError:
        raise KeyError(f"the catalogue {CATALOGUE_VERSION[:19]} has no feature {name}") from None
