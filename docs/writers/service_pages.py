"""Pages about the service: settings, roles, the API."""

from __future__ import annotations

from docs.writers import code_pages
from docs.writers.tables import table
from serving.access.kinds import KINDS
from serving.access.permissions import ROLES, Permission
from serving.access.routes import ROUTES, Open, RouteRule
from serving.api.app import make_inner_app
from serving.settings import SETTINGS
from training.commands.settings import SETTINGS as TRAINING_SETTINGS

__all__ = ["api", "roles", "settings"]


def settings() -> str:
    """Every environment variable that the service and training read."""
    return "\n".join(
        [
            "# Settings\n",
            "Read from the environment when a command starts, and nowhere else.\n",
            table(
                ("Variable", "Default", "Meaning"),
                ((f"`{s.variable}`", f"`{s.default}`", s.meaning) for s in SETTINGS),
            ),
            "\n## Training\n",
            "Each is the default of an option of `train`, `promote` and the other commands of",
            "training; the option wins.\n",
            table(
                ("Variable", "Default", "Meaning"),
                (
                    (f"`{s.variable}`", f"`{s.default}`" if s.default else "", s.meaning)
                    for s in TRAINING_SETTINGS
                ),
            ),
        ]
    )


def roles() -> str:
    """Every role against every permission and every route; what is entered, and what is not."""
    return "\n".join(
        [
            "# Roles\n",
            "An account has one role or more; it may do what any of them may.\n",
            table(
                ("Role", *(permission.value for permission in Permission)),
                (
                    (
                        f"`{role.name}` {role.words}",
                        *("yes" if p in role.permissions else "" for p in Permission),
                    )
                    for role in ROLES.values()
                ),
            ),
            "\n## Routes\n",
            "A test asks every route as every role, and as nobody, over HTTP and compares with",
            "this table; a route without a row stops the service. Who may not is refused alike",
            "whether an id is real or not, and the refusal is entered.\n",
            table(("Route", *(f"`{role}`" for role in ROLES), "nobody"), map(_route, ROUTES)),
            "\n## What each route leaves in the access log\n",
            table(
                ("Route", "Entry"),
                (
                    (f"`{rule.method} {rule.path}`", ", ".join(f"`{kind}`" for kind in rule.leaves))
                    for rule in ROUTES
                    if rule.leaves
                ),
            ),
            "\n## Routes that leave no entry, and why\n",
            table(
                ("Route", "Why"),
                (
                    (f"`{rule.method} {rule.path}`", rule.why_none)
                    for rule in ROUTES
                    if not rule.leaves
                ),
            ),
            "\n## Kinds of entry\n",
            "The operations are those of which data-protection law wants a record (DPA 2018 s.62);",
            "*control* and *use of the log* are ours.\n",
            table(
                ("Kind", "What was done", "Operations", "Needs a reason"),
                (
                    (
                        f"`{kind.name}`",
                        kind.words,
                        ", ".join(one.value for one in kind.operations),
                        "yes" if kind.needs_reason else "",
                    )
                    for kind in KINDS.values()
                ),
            ),
        ]
    )


def _route(rule: RouteRule) -> tuple[str, ...]:
    if isinstance(rule.needs, Permission):
        may = [rule.needs in role.permissions for role in ROLES.values()]
    else:
        may = [True] * len(ROLES)
    marks = ["yes" if each else "" for each in (*may, rule.needs is Open.TO_ALL)]
    return (f"`{rule.method} {rule.path}`", *marks)


def api() -> str:
    """Every operation of the API, from the document that the service itself publishes."""
    return code_pages.api(make_inner_app().openapi())
