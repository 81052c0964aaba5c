"""Who does what a command does, in tests."""

from __future__ import annotations

import secrets

from serving.access.permissions import Officer
from serving.service.acts import Actor
from serving.store.opening import Connection

__all__ = ["HOST", "acting", "nothing"]


def acting(name: str) -> Actor:
    """Somebody at the command line of this name."""
    return Actor(Officer(name, name, ()), secrets.token_bytes)


HOST = acting("host:tests")


def nothing(_: Connection) -> None:
    """Leaves no entry: for tests of what a decision does to links, not of its log."""
