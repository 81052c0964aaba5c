"""0008: signing in through the force's own provider."""

from __future__ import annotations

from alembic.operations import Operations

__all__ = ["down_revision", "downgrade", "revision", "upgrade"]

revision = "0008"
down_revision = "0007"


def upgrade(op: Operations) -> None:
    """Nothing yet."""


def downgrade(op: Operations) -> None:
    """Nothing yet."""
