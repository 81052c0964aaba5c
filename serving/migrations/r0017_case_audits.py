"""0017: audits of cases by two people."""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import text

from serving.migrations.columns import index, make, number, words

__all__ = ["down_revision", "downgrade", "revision", "upgrade"]

revision = "0017"
down_revision = "0016"

_BY_FINDING = "entries_by_finding"


def upgrade(op: Operations) -> None:
    """Make the tables, empty, and the index by which closed reports are found."""
    make(
        op,
        "audits",
        words("id", key=True),
        words("at"),
        words("drawn_by"),
        words("entry"),
        words("rule"),
        words("rule_digest"),
        words("versions"),
        words("seed"),
        number("frame_size"),
        number("frame_at_risk"),
        words("frame_digest"),
        index("audits_by_time", "at", "id"),
        index("audits_by_rule", "rule_digest", "at"),
    )
    make(
        op,
        "audit_frames",
        words("audit_id", key=True),
        number("position", key=True),
        words("child_id"),
        number("is_at_risk"),
        words("value", empty=True),
        index("audit_frames_by_child", "child_id"),
    )
    make(
        op,
        "audit_cases",
        words("id", key=True),
        words("audit_id"),
        number("position"),
        words("stratum"),
        words("child_id"),
        words("as_of"),
        words("drawn_at"),
        words("value", empty=True),
        index("audit_cases_by_audit", "audit_id", "position", unique=True),
        index("audit_cases_by_child", "child_id"),
        index("audit_cases_by_time", "drawn_at"),
    )
    make(
        op,
        "audit_acts",
        words("case_id", key=True),
        words("kind", key=True),
        words("person", key=True),
        words("done_by"),
        words("at"),
        words("entry"),
        words("child_id"),
        words("value", empty=True),
        index("audit_acts_by_person", "person", "kind", "at", "case_id"),
        index("audit_acts_by_child", "child_id"),
    )
    only = "kind = 'missing_found'"
    op.execute(text(f"CREATE INDEX {_BY_FINDING} ON entries (occurred) WHERE {only}"))


def downgrade(op: Operations) -> None:
    """Drop them. What graders said is lost."""
    op.execute(text(f"DROP INDEX {_BY_FINDING}"))
    for name in ("audit_acts", "audit_cases", "audit_frames", "audits"):
        op.drop_table(name)
