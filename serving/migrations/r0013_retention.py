"""0013: how long records are kept, and what was erased."""

from __future__ import annotations

from alembic.operations import Operations

__all__ = ["down_revision", "downgrade", "revision", "upgrade"]

revision = "0013"
down_revision = "0012"


def upgrade(op: Operations) -> None:
    """Nothing yet."""


def downgrade(op: Operations) -> None:
    """Nothing yet."""
