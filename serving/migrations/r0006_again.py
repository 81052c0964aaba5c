"""0006: the second card's points and level beside each rescored child."""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import text

from serving.migrations.columns import number, words

__all__ = ["down_revision", "downgrade", "revision", "upgrade"]

revision = "0006"
down_revision = "0005"


def upgrade(op: Operations) -> None:
    """Add both columns, empty for children rescored before."""
    op.add_column("rescored_children", number("again_points", empty=True))
    op.add_column("rescored_children", words("again_level", empty=True))
    op.execute(text("UPDATE store_schema SET version = 6"))


def downgrade(op: Operations) -> None:
    """Drop both columns with what they hold."""
    op.drop_column("rescored_children", "again_level")
    op.drop_column("rescored_children", "again_points")
    op.execute(text("UPDATE store_schema SET version = 5"))
