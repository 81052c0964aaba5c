"""0014: lists of the daily work: where each child belongs, and what stands open.

Made empty: they are worked out of histories, which the next linking does for every child.
"""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import text

from serving.migrations.columns import index, make, number, words

__all__ = ["down_revision", "downgrade", "revision", "upgrade"]

revision = "0014"
down_revision = "0013"
_BY_REPORT = "entries_by_report"


def upgrade(op: Operations) -> None:
    """Make the tables, empty."""
    make(
        op,
        "caseload",
        words("child_id", key=True),
        words("team", empty=True),
        words("local_authority", empty=True),
        words("adult_from", empty=True),
        words("band", empty=True),
        number("rank", default="-1"),
        number("points", empty=True),
        number("place", default="-1000000"),
        words("set_by", empty=True),
        words("banded_at", empty=True),
        words("band_since", empty=True),
        index("caseload_by_rank", "rank", "place", "child_id"),
        index("caseload_by_team", "team", "rank", "place", "child_id"),
        index("caseload_by_authority", "local_authority", "rank", "place", "child_id"),
        index("caseload_by_change", "rank", "band_since", "child_id"),
    )
    order = ("at", "child_id", "reference", "about", "owner")
    make(
        op,
        "work_items",
        words("child_id", key=True),
        words("kind", key=True),
        words("reference", key=True),
        words("about", key=True),
        words("owner", key=True),
        words("at", key=True),
        words("source"),
        words("entry"),
        words("team", empty=True),
        words("local_authority", empty=True),
        words("stage"),
        words("since"),
        words("until", empty=True),
        index("work_items_by_at", "kind", *order),
        index("work_items_by_team", "kind", "team", *order),
        index("work_items_by_authority", "kind", "local_authority", *order),
        index("work_items_by_about", "kind", "about", "at", "child_id", "reference", "owner"),
        index("work_items_by_owner", "kind", "owner", "at", "child_id", "reference", "about"),
        index(
            "work_items_by_team_about",
            "kind", "team", "about", "at", "child_id", "reference", "owner",
        ),
        index(
            "work_items_by_team_owner",
            "kind", "team", "owner", "at", "child_id", "reference", "about",
        ),
        index(
            "work_items_by_authority_about",
            "kind", "local_authority", "about", "at", "child_id", "reference", "owner",
        ),
        index(
            "work_items_by_authority_owner",
            "kind", "local_authority", "owner", "at", "child_id", "reference", "about",
        ),
        index("work_items_by_until", "until"),
        keyed=True,
    )  # fmt: skip
    make(
        op,
        "work_made",
        number("id", key=True, check="id = 1"),
        words("made_at"),
        words("systems"),
    )
    only = "kind = 'missing_reported'"
    op.execute(text(f"CREATE INDEX {_BY_REPORT} ON entries (reference) WHERE {only}"))


def downgrade(op: Operations) -> None:
    """Drop them: nothing is lost that histories don't tell."""
    op.execute(text(f"DROP INDEX {_BY_REPORT}"))
    op.execute(text("DROP TABLE work_made"))
    op.execute(text("DROP TABLE work_items"))
    op.execute(text("DROP TABLE caseload"))
