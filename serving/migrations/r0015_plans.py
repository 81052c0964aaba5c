"""0015: plans as they are being written, and who saved what."""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import text

from serving.migrations.columns import index, make, number, words

__all__ = ["down_revision", "downgrade", "revision", "upgrade"]

revision = "0015"
down_revision = "0014"

_BY_REFERENCE = "entries_by_planning_reference"


def upgrade(op: Operations) -> None:
    """Make the tables, empty, and the index by which a plan's child is found."""
    make(
        op,
        "plan_drafts",
        words("reference", key=True),
        number("number", key=True),
        words("kind"),
        words("section"),
        words("child_id"),
        words("who"),
        words("team", empty=True),
        words("at"),
        words("entry"),
        words("base"),
        number("settles"),
        number("version"),
        number("listed"),
        words("value", empty=True),
        index("plan_drafts_by_child", "child_id"),
        index("plan_drafts_by_time", "at"),
    )
    make(
        op,
        "plan_copies",
        words("reference", key=True),
        words("child_id"),
        words("state"),
        words("team", empty=True),
        words("who"),
        words("since"),
        index("plan_copies_by_state", "state", "since", "reference"),
        index("plan_copies_by_team", "state", "team", "since", "reference"),
        index("plan_copies_by_child", "child_id"),
    )
    op.execute(
        text(f"CREATE INDEX {_BY_REFERENCE} ON entries (reference) WHERE source IN ('S2', 'S3')")
    )


def downgrade(op: Operations) -> None:
    """Drop them. What was being written and never approved is lost."""
    op.execute(text(f"DROP INDEX {_BY_REFERENCE}"))
    op.drop_table("plan_copies")
    op.drop_table("plan_drafts")
