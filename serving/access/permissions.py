"""Roles as data: what each may do, in words that a manager could sign."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from serving.access.once import Once

__all__ = ["ROLES", "NotPermittedError", "Officer", "Permission", "Role", "may"]


class Permission(Enum):
    """One thing that somebody may do. Values stand in the published roles table."""

    CHILD_SEARCH = "search for a child"
    CHILD_VIEW = "see a child's answer"
    CHILD_DISCLOSE = "print or pass on a child's answer"
    CHILD_RESTRICT = "limit a child's record to one team, and lift that"
    TEAM_LOOKS_VIEW = "see who looked at the children whose plans the own team holds"
    NOTICES_VIEW = "read and acknowledge the notices to the own team"
    LINKS_VIEW = "see doubtful links and the records behind them"
    LINKS_JUDGE = "judge doubtful links, split children and undo it"
    AGREEMENT_VIEW = "see how far people and machine agree on links"
    MODELS_VIEW = "see which scorecards are in use"
    SHADOW_VIEW = "see how a challenging scorecard compares with the one in use"
    LOG_VERIFY = "verify the access log and take proofs of its entries"
    LOG_SEARCH = "search the access log"
    LOG_REPLAY = "give a past answer again from the log"
    LOG_UNUSUAL = "read the report of unusual access"
    LOG_FIGURES = "see how much is looked at, refused, replayed and proved, nobody named"
    ACCOUNTS_MANAGE = "make, change and close accounts"
    SETTINGS_VIEW = "see the settings in force"
    QUARANTINE_VIEW = "see which rows of extracts are held back, by which rule"
    RETENTION_REVIEW = "see which records are due for review, and decide to keep them"
    ERASURE_ASK = "ask for a child's records to be erased"
    ERASURE_APPROVE = "approve an erasure that somebody else asked for"


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its words for people, and what it may do."""

    name: str
    words: str
    permissions: frozenset[Permission]


_LOOK = frozenset({Permission.CHILD_SEARCH, Permission.CHILD_VIEW, Permission.CHILD_DISCLOSE})
_TEAM = frozenset({Permission.TEAM_LOOKS_VIEW, Permission.NOTICES_VIEW})

ROLES: dict[str, Role] = {
    role.name: role
    for role in (
        Role("officer", "Response officer: asks about a child while attending", _LOOK),
        Role(
            "neighbourhood",
            "Neighbourhood officer: keeps the plans of the team's children",
            _LOOK | _TEAM,
        ),
        Role(
            "supervisor",
            "Supervisor: reviews missing cases each shift",
            _LOOK
            | _TEAM
            | {Permission.CHILD_RESTRICT, Permission.AGREEMENT_VIEW, Permission.MODELS_VIEW},
        ),
        Role(
            "link_reviewer",
            "Link reviewer: settles which records are one child",
            frozenset({Permission.LINKS_VIEW, Permission.LINKS_JUDGE, Permission.AGREEMENT_VIEW}),
        ),
        Role(
            "analyst",
            "Analyst: retrains; sees no named child",
            frozenset({Permission.AGREEMENT_VIEW, Permission.MODELS_VIEW, Permission.SHADOW_VIEW}),
        ),
        Role(
            "auditor",
            "Auditor: reads, verifies and replays the log; changes nothing",
            frozenset(
                {
                    Permission.LOG_VERIFY,
                    Permission.LOG_SEARCH,
                    Permission.LOG_REPLAY,
                    Permission.LOG_UNUSUAL,
                    Permission.LOG_FIGURES,
                }
            ),
        ),
        Role(
            "manager",
            "Service manager: figures alone, nobody named",
            frozenset({Permission.AGREEMENT_VIEW, Permission.MODELS_VIEW, Permission.LOG_FIGURES}),
        ),
        Role(
            "administrator",
            "Administrator: accounts, settings and held-back rows; no children",
            frozenset(
                {
                    Permission.ACCOUNTS_MANAGE,
                    Permission.SETTINGS_VIEW,
                    Permission.QUARANTINE_VIEW,
                    Permission.LOG_FIGURES,
                }
            ),
        ),
        Role(
            "records_manager",
            "Records manager: reviews how long records are kept, and erases them with a second",
            frozenset(
                {
                    Permission.RETENTION_REVIEW,
                    Permission.ERASURE_ASK,
                    Permission.ERASURE_APPROVE,
                }
            ),
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody signed in.

    Attributes:
        name: the account's name, the same for good; ``display_name`` is what pages show.
        request: the id of the request in whose course they act; it stands in every entry
            that the request leaves.
        once: that request's idempotency key, if it bears one.
    """

    name: str
    display_name: str
    roles: tuple[str, ...]
    team: str | None = None
    request: str | None = None
    once: Once | None = None


class NotPermittedError(Exception):
    """The officer's roles do not hold the permission. The message names the permission alone."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(f"Your role can't {permission.value}.")
        self.permission = permission


def may(officer: Officer, permission: Permission) -> bool:
    """Whether any role of the officer holds the permission; an unknown role holds none."""
    return any(permission in ROLES[role].permissions for role in officer.roles if role in ROLES)
