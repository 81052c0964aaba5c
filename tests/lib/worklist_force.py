"""A small force for the lists of supervision: who is missing, what is late, what lapses."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from tests.lib.extracts import S1, S2, Extracts

__all__ = ["NOW", "worklist_force"]

NOW = datetime(2026, 11, 21, 22, 48, tzinfo=UTC)
_NORTH = {"team": "City North", "local_authority": "Exampleshire"}
_SOUTH = {"team": "City South", "local_authority": "Otherton"}


def worklist_force(at: datetime = NOW) -> Extracts:
    """Three children missing, 30 hours, 3 hours and 80 hours ago; one back without an interview;
    one whose plan's review comes up; one with a notice near its last day."""
    force = Extracts(at)
    long = force.person(
        S1, "P-1", "Ashdownley", forename="Kit", date_of_birth=date(2012, 1, 20), **_NORTH
    )
    force.missing(long, NOW - timedelta(hours=30), None)
    short = force.person(
        S1, "P-2", "Brackwater", forename="Wren", date_of_birth=date(2011, 4, 9), **_NORTH
    )
    force.missing(short, NOW - timedelta(hours=3), None)
    south = force.person(
        S1, "P-3", "Tannerfield", forename="Ola", date_of_birth=date(2010, 6, 2), **_SOUTH
    )
    force.missing(south, NOW - timedelta(hours=80), None)
    back = force.person(
        S1, "P-4", "Millerby", forename="Ash", date_of_birth=date(2012, 3, 3), **_NORTH
    )
    force.missing(back, NOW - timedelta(days=9), 5)
    planned = force.person(
        S2, "Q-1", "Quillfeather", forename="Marnie", date_of_birth=date(2011, 9, 9)
    )
    due = (NOW + timedelta(days=20)).date()
    force.plan(planned, NOW - timedelta(days=40), review_due=due)
    return force
