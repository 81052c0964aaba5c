"""Pages for those who run the service: settings in force, rows held back, who may do what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from serving.access.kinds import KINDS
from serving.access.permissions import ROLES, Permission, Role
from serving.access.routes import ROUTES, RouteRule
from serving.pages.addresses import QUARANTINE, ROLES_TABLE, SETTINGS
from serving.pages.frames import Frame
from serving.pages.typography import moment_text

__all__ = ["ToldRow", "ToldSection", "ToldView", "quarantine_view", "roles_view", "settings_view"]


@dataclass(frozen=True, slots=True)
class ToldRow:
    """One line of a list, with what stands below it."""

    lead: str
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldSection:
    """A heading and its list.

    Attributes:
        anchor: the heading's id.
    """

    anchor: str
    heading: str
    rows: tuple[ToldRow, ...]


@dataclass(frozen=True, slots=True)
class ToldView:
    """A page that only tells.

    Attributes:
        lines: sentences below the title.
    """

    frame: Frame
    title: str
    address: str
    lines: tuple[str, ...]
    sections: tuple[ToldSection, ...]


def settings_view(values: Mapping[str, Any], frame: Frame) -> ToldView:
    """The page of what the API answers under ``/api/v1/settings``."""
    rows = tuple(
        ToldRow(
            one["variable"],
            (
                f"{one['value'] or 'Not set'}{' (the default)' if one['is_default'] else ''}",
                f"{one['meaning'][:1].upper()}{one['meaning'][1:]}.",
            ),
        )
        for one in values["settings"]
    )
    refused, unknown = values["refused_by_rate"], values["not_signed_in"]
    counts = (
        ToldRow(f"{refused:,}", ("Requests refused because an account asked too fast.",)),
        ToldRow(f"{unknown:,}", ("Requests to the API without a good token.",)),
    )
    return ToldView(
        frame,
        "Settings in force",
        SETTINGS,
        ("Settings are read when the service starts. Passwords are left out.",),
        (
            ToldSection("settings", "Settings", rows),
            ToldSection("limits", "Since the service started", counts),
        ),
    )


def quarantine_view(values: Mapping[str, Any], frame: Frame) -> ToldView:
    """The page of what the API answers under ``/api/v1/quarantine``."""
    systems = tuple(
        ToldRow(f"{one['system_name']}: {one['count']:,}", ()) for one in values["systems"]
    )
    rows = tuple(
        ToldRow(
            f"{one['file']}, row {one['row']}",
            (
                f"{one['system_name']}, read {moment_text(one['read_at'])}",
                *(f"{fault['field']} {fault['rule']}" for fault in one["faults"]),
            ),
        )
        for one in values["rows"]
    )
    lines: tuple[str, ...] = (
        "These rows broke a rule of their format. Nothing that they hold is shown.",
        "Mend each row in its own system. The next extract brings it in.",
    )
    if not rows:
        return ToldView(frame, "Rows held back", QUARANTINE, ("No row is held back.",), ())
    if values["next_page"] is not None:
        shown = f"The latest {len(rows):,} of {values['count']:,} are shown."
        lines = (*lines, f"{shown} A program can list them all.")
    return ToldView(
        frame,
        "Rows held back",
        QUARANTINE,
        lines,
        (
            ToldSection("systems", "By system", systems),
            ToldSection("rows", "Rows, the latest first", rows),
        ),
    )


def roles_view(frame: Frame) -> ToldView:
    """The published table: every role with what it may do, every route with who may use it."""
    return ToldView(
        frame,
        "Who may do what",
        ROLES_TABLE,
        (
            "An account has one role or more. It may do what any of them may.",
            "A test asks every route as every role and compares the answer with this table.",
        ),
        (
            ToldSection("roles", "Roles", tuple(map(_role, ROLES.values()))),
            ToldSection("routes", "Routes", tuple(map(_route, ROUTES))),
        ),
    )


def _role(role: Role) -> ToldRow:
    may = [each.value for each in Permission if each in role.permissions]
    return ToldRow(role.words, tuple(f"May {words}." for words in may))


def _route(rule: RouteRule) -> ToldRow:
    leaves = "; ".join(KINDS[kind].words for kind in rule.leaves)
    entry = f"Entered: {leaves}." if leaves else f"Nothing is entered: {rule.why_none}."
    return ToldRow(f"{rule.method} {rule.path}", (f"For {_who(rule)}.", entry))


def _who(rule: RouteRule) -> str:
    if not isinstance(rule.needs, Permission):
        return str(rule.needs.value)
    names = [
        role.words.partition(":")[0] for role in ROLES.values() if rule.needs in role.permissions
    ]
    return ", ".join(name.lower() for name in names)
