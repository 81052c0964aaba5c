"""Who is told: one row for each audience, by role and by how far it reaches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from serving.access.permissions import Officer

__all__ = ["AUDIENCES", "Audience", "Reach", "audiences_of", "is_of_a_team", "teams_read"]


class Reach(Enum):
    """Which of the people with a role are meant."""

    #: Those of the child's team; where no team is known, all.
    TEAM = "of the team"
    #: Those of no team, who stand above all teams.
    ABOVE = "above the teams"
    #: All, whatever their team.
    ALL = "of the force"


@dataclass(frozen=True, slots=True)
class Audience:
    """One audience.

    Attributes:
        name: as it stands in notices and messages: never rename.
        role: who is of it.
        words: for people, as in "not acknowledged by ...".
    """

    name: str
    role: str
    reach: Reach
    words: str


AUDIENCES: Mapping[str, Audience] = MappingProxyType(
    {
        each.name: each
        for each in (
            Audience("supervisors", "supervisor", Reach.TEAM, "the supervisor on duty"),
            Audience("inspectors", "supervisor", Reach.ABOVE, "the inspector"),
            Audience("team", "neighbourhood", Reach.TEAM, "the team"),
            Audience("hub", "hub", Reach.ALL, "the safeguarding hub"),
            Audience("link_reviewers", "link_reviewer", Reach.ALL, "the link reviewers"),
            Audience("administrators", "administrator", Reach.ALL, "the administrators"),
        )
    }
)


def audiences_of(officer: Officer) -> tuple[str, ...]:
    """The audiences that the officer is of; of those of a team, see :func:`teams_read`."""
    return tuple(
        each.name
        for each in AUDIENCES.values()
        if each.role in officer.roles
        and not (each.reach is Reach.ABOVE and officer.team is not None)
    )


def is_of_a_team(audiences: Iterable[str]) -> bool:
    """Whether any of these audiences is told of its own team's children alone."""
    return any(AUDIENCES[name].reach is Reach.TEAM for name in audiences)


def teams_read(officer: Officer) -> str | None:
    """The one team whose notices the officer reads beside those to all; None: every team's,
    as a supervisor of no team does. Others of no team read what is to all alone: an empty
    name, which no team has."""
    if officer.team is not None:
        return officer.team
    return None if "supervisor" in officer.roles else ""
