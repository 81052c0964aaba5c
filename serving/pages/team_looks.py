"""The page of who looked at the children whose plans one's own team holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.words import count_words, join_words
from serving.pages.addresses import TEAM_LOOKS, child_address
from serving.pages.frames import Frame
from serving.pages.typography import bind, moment_text

__all__ = ["LookLine", "TeamLooksView", "team_looks_view"]


@dataclass(frozen=True, slots=True)
class LookLine:
    """One look.

    Attributes:
        who: the officer, with role and team.
        words: what was done, and the reason given.
        plan: the reference of the team's plan; ``address`` is of the child's own page.
    """

    when: str
    who: str
    words: str
    plan: str
    address: str
    entry: str


@dataclass(frozen=True, slots=True)
class TeamLooksView:
    """The whole page.

    Attributes:
        empty: what is said when there is no look to list.
    """

    frame: Frame
    lines: tuple[LookLine, ...]
    counted: str
    empty: str
    address: str = TEAM_LOOKS


def team_looks_view(
    values: Mapping[str, Any],
    frame: Frame,
    reasons: Mapping[str, str],
    roles: Mapping[str, str],
) -> TeamLooksView:
    """The page of what the API answers under ``/api/v1/teams/looks``.

    ``reasons`` and ``roles`` are the words of each code and of each role.
    """
    lines = tuple(_line(look, reasons, roles) for look in values["looks"])
    looks, plans = count_words(len(lines), "look"), count_words(values["plans"], "live plan")
    team = values["team"] or "no named team"
    more = " There are more." if values["more"] else ""
    empty = f"Nobody looked at a child whose live plan {team} holds."
    if not values["plans"]:
        empty = f"No live plan names {team} as its owner, so there is nobody to list."
    counted = f"{looks} in 28 days at children with {plans} of {team}.{more}"
    return TeamLooksView(frame, lines, bind(counted), bind(empty))


def _line(
    look: Mapping[str, Any], reasons: Mapping[str, str], roles: Mapping[str, str]
) -> LookLine:
    role = join_words([roles.get(role, role) for role in look["roles"]])
    team = look["team"] or "no named team"
    who = look["officer"] or "An officer whose name was erased from the log"
    code = look["reason"] or ""
    return LookLine(
        when=moment_text(look["at"]),
        who=bind(f"{who}, {role}, {team}"),
        words=bind(f"{look['words']}. Reason given: {reasons.get(code, code)}."),
        plan=look["plan"],
        address=child_address(look["child"]),
        entry=look["entry"],
    )
