"""Roles as data: what each may do, in words that a manager could sign."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = ["ROLES", "NotPermittedError", "Officer", "Permission", "Role", "may"]


class Permission(Enum):
    """One thing that somebody may do. Values stand in the published roles table."""

    CHILD_SEARCH = "search for a child"
    CHILD_VIEW = "see a child's answer"
    LINKS_VIEW = "see doubtful links and the records behind them"
    LINKS_JUDGE = "judge doubtful links, split children and undo it"
    AGREEMENT_VIEW = "see how far people and machine agree on links"
    MODELS_VIEW = "see which scorecards are in use"
    SHADOW_VIEW = "see how a challenging scorecard compares with the one in use"
    LOG_VERIFY = "verify the access log"


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its words for people, and what it may do."""

    name: str
    words: str
    permissions: frozenset[Permission]


_LOOK = frozenset({Permission.CHILD_SEARCH, Permission.CHILD_VIEW})

ROLES: dict[str, Role] = {
    role.name: role
    for role in (
        Role("officer", "Response officer: asks about a child while attending", _LOOK),
        Role("neighbourhood", "Neighbourhood officer: reviews the team's children", _LOOK),
        Role(
            "supervisor",
            "Supervisor: reviews missing cases each shift",
            _LOOK | {Permission.AGREEMENT_VIEW, Permission.MODELS_VIEW},
        ),
        Role(
            "link_reviewer",
            "Link reviewer: settles which records are one child",
            frozenset({Permission.LINKS_VIEW, Permission.LINKS_JUDGE, Permission.AGREEMENT_VIEW}),
        ),
        Role("auditor", "Auditor: verifies the log", frozenset({Permission.LOG_VERIFY})),
        Role(
            "analyst",
            "Analyst: retrains; sees no named child",
            frozenset({Permission.AGREEMENT_VIEW, Permission.MODELS_VIEW, Permission.SHADOW_VIEW}),
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody signed in. ``name`` is the account's name, ``display_name`` what pages show."""

    name: str
    display_name: str
    roles: tuple[str, ...]
    team: str | None = None


class NotPermittedError(Exception):
    """The officer's roles do not hold the permission. The message names the permission alone."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(f"Your role can't {permission.value}.")
        self.permission = permission


def may(officer: Officer, permission: Permission) -> bool:
    """Whether any role of the officer holds the permission; an unknown role holds none."""
    return any(permission in ROLES[role].permissions for role in officer.roles if role in ROLES)
