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
    NOTICES_VIEW = "read and acknowledge the notices to the own team or role"
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
    MISSING_WRITE = "open, update and close missing reports, and record interviews"
    MISSING_REVIEW = "review a missing report as a supervisor, and give direction"
    PLAN_WRITE = "write CSE plans and send them for approval"
    PLAN_APPROVE = "approve or send back a plan that somebody else wrote"
    NOTICE_WRITE = "record abduction notices: served, breached, withdrawn"
    FLAGGED_VIEW = "see which children are flagged"
    CHILD_REVIEW = "review a flagged child"
    ADVICE_JUDGE = "agree with the advised band, raise it, or ask to lower it"
    JUDGEMENT_DECIDE = "approve or decline a judgement that somebody else made"
    JUDGEMENTS_MEASURE = "see how judgements and advice fared against outcomes"
    WORK_VIEW = "see who is missing now, and what is due, overdue or waiting"
    BRIEFING_VIEW = "see and print the daily briefing"
    REFERRALS_VIEW = "see the queue of referrals, conferences and charging decisions"
    REFERRALS_WORK = "take referrals on: triage, allocate, discuss, decide, close"
    CONFERENCES_WORK = "record conferences: called, attended, decided"
    AUDITS_DRAW = "draw cases to be audited, and see how the graders agreed"
    AUDITS_GRADE = "grade the cases that fall to them"
    INDICATORS_VIEW = "see the indicators by month, authority and team, nobody named"
    INDICATORS_TRACE = "see the records behind an indicator's figure"
    MESSAGES_VIEW = "see which messages were sent, wait or could not be delivered"
    MESSAGES_SEND_AGAIN = "send a message again that could not be delivered"


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its words for people, and what it may do."""

    name: str
    words: str
    permissions: frozenset[Permission]


_LOOK = frozenset({Permission.CHILD_SEARCH, Permission.CHILD_VIEW, Permission.CHILD_DISCLOSE})
_TEAM = frozenset({Permission.TEAM_LOOKS_VIEW, Permission.NOTICES_VIEW})
#: What everybody who works with children does with the answer.
_DAILY = frozenset({Permission.MISSING_WRITE, Permission.ADVICE_JUDGE, Permission.BRIEFING_VIEW})
_NEIGHBOURHOOD = frozenset(
    {
        Permission.PLAN_WRITE,
        Permission.NOTICE_WRITE,
        Permission.FLAGGED_VIEW,
        Permission.CHILD_REVIEW,
        Permission.WORK_VIEW,
        Permission.REFERRALS_VIEW,
        Permission.CONFERENCES_WORK,
    }
)
_SUPERVISOR = frozenset(
    {
        Permission.CHILD_RESTRICT,
        Permission.AGREEMENT_VIEW,
        Permission.MODELS_VIEW,
        Permission.MISSING_REVIEW,
        Permission.PLAN_APPROVE,
        Permission.FLAGGED_VIEW,
        Permission.JUDGEMENT_DECIDE,
        Permission.JUDGEMENTS_MEASURE,
        Permission.WORK_VIEW,
        Permission.REFERRALS_VIEW,
        Permission.INDICATORS_VIEW,
        Permission.INDICATORS_TRACE,
    }
)

ROLES: dict[str, Role] = {
    role.name: role
    for role in (
        Role("officer", "Response officer: asks about a child while attending", _LOOK | _DAILY),
        Role(
            "neighbourhood",
            "Neighbourhood officer: keeps the plans of the team's children",
            _LOOK | _TEAM | _DAILY | _NEIGHBOURHOOD,
        ),
        Role(
            "supervisor",
            "Supervisor: reviews missing cases each shift",
            _LOOK | _TEAM | _DAILY | _SUPERVISOR,
        ),
        Role(
            "hub",
            "Safeguarding hub: takes referrals on, and conferences",
            _LOOK
            | {
                Permission.BRIEFING_VIEW,
                Permission.REFERRALS_VIEW,
                Permission.REFERRALS_WORK,
                Permission.CONFERENCES_WORK,
                Permission.NOTICES_VIEW,
            },
        ),
        Role(
            "case_grader",
            "Case grader: grades the audited cases that fall to them, blind to the other grade",
            frozenset({Permission.AUDITS_GRADE}),
        ),
        Role(
            "link_reviewer",
            "Link reviewer: settles which records are one child",
            frozenset(
                {
                    Permission.LINKS_VIEW,
                    Permission.LINKS_JUDGE,
                    Permission.AGREEMENT_VIEW,
                    Permission.NOTICES_VIEW,
                }
            ),
        ),
        Role(
            "analyst",
            "Analyst: retrains; sees no named child",
            frozenset(
                {
                    Permission.AGREEMENT_VIEW,
                    Permission.MODELS_VIEW,
                    Permission.SHADOW_VIEW,
                    Permission.JUDGEMENTS_MEASURE,
                }
            ),
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
                    Permission.AUDITS_DRAW,
                    Permission.INDICATORS_VIEW,
                    Permission.INDICATORS_TRACE,
                }
            ),
        ),
        Role(
            "manager",
            "Service manager: figures alone, nobody named",
            frozenset(
                {
                    Permission.AGREEMENT_VIEW,
                    Permission.MODELS_VIEW,
                    Permission.LOG_FIGURES,
                    Permission.JUDGEMENTS_MEASURE,
                    Permission.INDICATORS_VIEW,
                }
            ),
        ),
        Role(
            "administrator",
            "Administrator: accounts, settings, held-back rows and messages; no children",
            frozenset(
                {
                    Permission.ACCOUNTS_MANAGE,
                    Permission.SETTINGS_VIEW,
                    Permission.QUARANTINE_VIEW,
                    Permission.LOG_FIGURES,
                    Permission.MESSAGES_VIEW,
                    Permission.MESSAGES_SEND_AGAIN,
                    Permission.NOTICES_VIEW,
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
