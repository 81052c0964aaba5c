"""0013: how long records are kept, and what was erased."""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import CheckConstraint, text

from serving.migrations.columns import index, make, words

__all__ = ["down_revision", "downgrade", "newly_guarded", "revision", "upgrade"]

revision = "0013"
down_revision = "0012"
#: The words that people gave may be emptied from here on, and nothing else of them.
newly_guarded = ("decisions", "adult_decisions", "link_judgements")


def upgrade(op: Operations) -> None:
    """Make the tables, empty; the guards of people's word on links are worded anew."""
    make(
        op,
        "retention_decisions",
        words("id", key=True),
        words("child_id"),
        words("decided_at"),
        words("decided_by"),
        words("review_group"),
        words("policy"),
        words("keep_until"),
        words("why"),
        index("retention_decisions_by_child", "child_id", "decided_at"),
    )
    make(
        op,
        "erasures",
        words("id", key=True),
        words("child_id"),
        words("rule"),
        words("why"),
        words("asked_at"),
        words("asked_by"),
        words("asked_entry"),
        words("erased_at", empty=True),
        words("approved_by", empty=True),
        words("erased_entry", empty=True),
        words("counts", empty=True),
        CheckConstraint("approved_by IS NULL OR approved_by <> asked_by", name="by_two_people"),
        CheckConstraint(
            "(erased_at IS NULL) = (approved_by IS NULL)"
            " AND (erased_at IS NULL) = (erased_entry IS NULL)"
            " AND (erased_at IS NULL) = (counts IS NULL)",
            name="erased_or_asked",
        ),
        index("erasures_waiting", "child_id", unique=True, where="erased_at IS NULL"),
    )
    make(op, "erased_children", words("child_id", key=True), words("erasure_id"))
    make(
        op,
        "erased_records",
        words("mark", key=True),
        words("erasure_id", key=True),
        words("erased_at"),
    )
    make(op, "erased_blobs", words("digest", key=True), words("erasure_id"))


def downgrade(op: Operations) -> None:
    """Drop them, and put back the guards that let nothing be changed at all."""
    for name in (
        "erased_blobs", "erased_records", "erased_children", "erasures", "retention_decisions",
    ):  # fmt: skip
        op.drop_table(name)
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name in newly_guarded:
        trigger = f"{name}_no_update"
        if is_sqlite:
            op.execute(text(f"DROP TRIGGER {trigger}"))
            then = f"BEGIN SELECT RAISE(ABORT, 'append-only: {name} may not be changed'); END"
            op.execute(text(f"CREATE TRIGGER {trigger} BEFORE UPDATE ON {name} {then}"))
        else:
            op.execute(text(f"DROP TRIGGER {trigger} ON {name}"))
            then = "FOR EACH ROW EXECUTE FUNCTION log_is_append_only()"
            op.execute(text(f"CREATE TRIGGER {trigger} BEFORE UPDATE ON {name} {then}"))
