"""0009: what answers were made from, kept under its digest, so that they can be given again."""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import CheckConstraint

from serving.migrations.columns import make, raw, words

__all__ = ["down_revision", "downgrade", "revision", "upgrade"]

revision = "0009"
down_revision = "0008"


def upgrade(op: Operations) -> None:
    """Make the table, empty: of answers given before, only the child's own part was kept."""
    make(
        op,
        "kept_inputs",
        words("digest", key=True),
        words("kind"),
        raw("value", empty=True),
        words("erased_by", empty=True),
        CheckConstraint("(value IS NULL) = (erased_by IS NOT NULL)", name="kept_or_erased"),
        CheckConstraint("value IS NOT NULL OR kind = 'withheld'", name="personal_alone_erased"),
    )


def downgrade(op: Operations) -> None:
    """Drop it: answers given meanwhile stay kept, and can't be recomputed any more."""
    op.drop_table("kept_inputs")
