"""0006a: from here on Alembic's own table says which schema a store has, and it alone."""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import text

__all__ = ["down_revision", "downgrade", "revision", "upgrade"]

revision = "0006a"
down_revision = "0006"


def upgrade(op: Operations) -> None:
    """Drop the number of the schema that the store kept for itself."""
    op.drop_column("store_schema", "version")


def downgrade(op: Operations) -> None:
    """Put the number back where releases up to 6 look for it."""
    op.execute(
        text(
            "ALTER TABLE store_schema ADD COLUMN version BIGINT NOT NULL DEFAULT 6"
            if op.get_bind().dialect.name == "postgresql"
            else "ALTER TABLE store_schema ADD COLUMN version INTEGER NOT NULL DEFAULT 6"
        )
    )
