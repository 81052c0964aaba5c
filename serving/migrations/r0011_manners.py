"""0011: limits on records, the states that they were in, and notices to teams."""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import CheckConstraint, text

from serving.migrations.columns import index, make, words

__all__ = ["down_revision", "downgrade", "revision", "upgrade"]

revision = "0011"
down_revision = "0010"


def upgrade(op: Operations) -> None:
    """Make the tables, empty; the state of limits begins as none."""
    make(
        op,
        "restrictions",
        words("id", key=True),
        words("child_id"),
        words("team"),
        words("since"),
        words("until", empty=True),
        words("set_by"),
        words("reason"),
        words("note"),
        words("followed", empty=True),
        words("ended_by", empty=True),
        CheckConstraint("(until IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
        index("restrictions_standing", "child_id", "team", unique=True, where="until IS NULL"),
    )
    make(op, "restriction_states", words("digest", key=True), words("state"))
    make(
        op,
        "access_notices",
        words("id", key=True),
        words("at"),
        words(
            "kind",
            check="kind IN ('opened_in_emergency', 'limit_followed', 'limit_changed')",
        ),
        words("team", empty=True),
        words("audience", check="audience IN ('team', 'supervisors')"),
        words("entry_id", empty=True),
        words("officer", empty=True),
        words("officer_team", empty=True),
        words("reason_code", empty=True),
        words("acknowledged_at", empty=True),
        words("acknowledged_by", empty=True),
        CheckConstraint(
            "(acknowledged_at IS NULL) = (acknowledged_by IS NULL)",
            name="acknowledged_by_somebody",
        ),
        CheckConstraint("team IS NOT NULL OR audience = 'supervisors'", name="to_somebody"),
        index("access_notices_by_team", "team", "at"),
    )
    # Its collation as text's everywhere: see serving.migrations.columns.
    collated = ' COLLATE "C"' if op.get_bind().dialect.name == "postgresql" else ""
    op.execute(
        text(f"ALTER TABLE store_state ADD COLUMN restrictions TEXT{collated} NOT NULL DEFAULT ''")
    )


def downgrade(op: Operations) -> None:
    """Drop them.

    Raises:
        ValueError: a limit stands: an earlier release would open the record to everybody.
    """
    standing = text("SELECT 1 FROM restrictions WHERE until IS NULL LIMIT 1")
    if op.get_bind().execute(standing).first() is not None:
        raise ValueError(
            "records are limited to named teams, which the earlier release does not know; "
            "lift every limit first"
        )
    op.drop_column("store_state", "restrictions")
    for name in ("access_notices", "restriction_states", "restrictions"):
        op.drop_table(name)
