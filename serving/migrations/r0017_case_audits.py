"""0017: audits of cases by two people."""

from __future__ import annotations

from alembic.operations import Operations

__all__ = ["down_revision", "downgrade", "revision", "upgrade"]

revision = "0017"
down_revision = "0016"


def upgrade(op: Operations) -> None:
    """Make the tables, empty."""


def downgrade(op: Operations) -> None:
    """Drop them."""
