"""0016: messages to people, sent until they arrive."""

from __future__ import annotations

from alembic.operations import Operations

__all__ = ["down_revision", "downgrade", "revision", "upgrade"]

revision = "0016"
down_revision = "0015"


def upgrade(op: Operations) -> None:
    """Make the tables, empty."""


def downgrade(op: Operations) -> None:
    """Drop them."""
