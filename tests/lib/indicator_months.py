"""A door whose settled months of indicators are published, and what is told there."""

from __future__ import annotations

from collections.abc import Mapping

from duties.intervals import load_intervals
from serving.figures.publish_months import Published, publish_months
from tests.lib.acting import HOST
from tests.lib.door import Door

__all__ = ["publish_at", "published_ids"]


def publish_at(door: Door, **given: object) -> Published:
    """One run at the door's moment."""
    return publish_months(door.store, load_intervals(), door.moment, by=HOST, **given)  # type: ignore[arg-type]  # the names of publish_months


def published_ids(door: Door) -> Mapping[str, str]:
    """An indicator of which October is told: a month told already is not told again."""
    publish_at(door)
    return {"indicator_id": "plans_in_date"}
