"""One small force behind a door, shared by the tests that only ask."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.lib.door import Door
from tests.lib.extracts import S1, S2, Extracts
from tests.lib.link_review import linked_store, review

__all__ = ["NOW", "door", "linked_store", "review", "small_force"]

NOW = datetime(2026, 11, 21, 22, 48, tzinfo=UTC)


def small_force() -> Extracts:
    """Three children: one missing now with a live plan, one late home once, one long ago."""
    force = Extracts(NOW)
    known = {"forename": "Marnie", "date_of_birth": date(2011, 4, 9), "postcode": "NG7 2AB"}
    planned = force.person(S1, "P-1", "Quillfeather", sex="female", **known)
    force.missing(planned, NOW - timedelta(days=20), 9)
    force.missing(planned, NOW - timedelta(hours=3), None)
    force.plan(force.person(S2, "Q-1", "Quillfeather", **known), NOW - timedelta(days=40))
    late = force.person(S1, "P-2", "Ashdownley", forename="Kit", date_of_birth=date(2012, 1, 20))
    force.missing(late, NOW - timedelta(days=40), 2)
    other = force.person(
        S1, "P-3", "Quillfether", forename="Marnie", date_of_birth=date(2009, 9, 4)
    )
    force.missing(other, NOW - timedelta(days=400), 2)
    return force


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """A running service on :func:`small_force`."""
    with Door(tmp_path_factory.mktemp("web"), small_force()) as opened:
        yield opened
