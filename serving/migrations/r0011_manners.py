"""0011: limits on records, notices, and fuller reasons."""

from __future__ import annotations

from alembic.operations import Operations

__all__ = ["down_revision", "downgrade", "revision", "upgrade"]

revision = "0011"
down_revision = "0010"


def upgrade(op: Operations) -> None:
    """Nothing yet."""


def downgrade(op: Operations) -> None:
    """Nothing yet."""
