"""0012: answers to what was asked twice."""

from __future__ import annotations

from alembic.operations import Operations

__all__ = ["down_revision", "downgrade", "revision", "upgrade"]

revision = "0012"
down_revision = "0011"


def upgrade(op: Operations) -> None:
    """Nothing yet."""


def downgrade(op: Operations) -> None:
    """Nothing yet."""
