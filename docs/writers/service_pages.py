"""Pages about the service: settings, roles, the API."""

from __future__ import annotations

from docs.writers import code_pages
from docs.writers.tables import table
from serving.access.permissions import ROLES, Permission
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
    """Every role against every permission."""
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
        ]
    )


def api() -> str:
    """Every operation of the API, from the document that the service itself publishes."""
    return code_pages.api(make_inner_app().openapi())
