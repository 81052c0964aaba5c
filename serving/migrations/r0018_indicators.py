"""0018: figures of each month, and the cases behind them."""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import CheckConstraint, text

from serving.migrations.columns import index, make, number, words

__all__ = ["down_revision", "downgrade", "revision", "upgrade"]

revision = "0018"
down_revision = "0017"


def upgrade(op: Operations) -> None:
    """Make the tables, empty: the next run of indicators fills them."""
    make(
        op,
        "indicator_runs",
        number("id", key=True),
        words("as_of"),
        words("begun_at"),
        words("begun_by"),
        words("published_at", empty=True),
        number("children", default="0"),
        number("cases", default="0"),
    )
    make(
        op,
        "indicator_months",
        words("indicator", key=True),
        words("month", key=True),
        number("version"),
        number("run_id", to="indicator_runs.id"),
        number("few"),
    )
    make(
        op,
        "indicator_figures",
        words("indicator", key=True),
        words("month", key=True),
        words("authority", key=True),
        words("team", key=True),
        number("cases", empty=True),
        number("met", empty=True),
        number("not_met", empty=True),
        number("not_known", empty=True),
        number("median_days", empty=True),
        CheckConstraint(
            "(met IS NULL) = (not_met IS NULL) AND (met IS NULL) = (not_known IS NULL)",
            name="parts_together",
        ),
        CheckConstraint("met IS NULL OR cases = met + not_met + not_known", name="parts_add_up"),
        keyed=True,
    )
    make(
        op,
        "indicator_kinds",
        words("indicator", key=True),
        words("month", key=True),
        words("kind", key=True),
        number("cases", empty=True),
        keyed=True,
    )
    make(
        op,
        "indicator_cases",
        number("run_id", key=True, to="indicator_runs.id"),
        words("indicator", key=True),
        words("month", key=True),
        words("child_id", key=True),
        words("reference", key=True),
        words("about", key=True),
        words("source"),
        words("entry"),
        words("part"),
        words("kind"),
        number("hours", empty=True),
        words("authority"),
        words("team"),
        index("indicator_cases_by_child", "child_id"),
        keyed=True,
    )


def downgrade(op: Operations) -> None:
    """Drop them: histories tell it again, months that were published before as they stand now."""
    for table in (
        "indicator_cases",
        "indicator_kinds",
        "indicator_figures",
        "indicator_months",
        "indicator_runs",
    ):
        op.execute(text(f"DROP TABLE {table}"))
