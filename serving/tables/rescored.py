"""The tables of rescoring: each run over all children, what it gave for each, what changed.

Only the children of the last finished run and of one on its way are kept; runs, and what
each changed, stay.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, text

from serving.tables.taken_in import BYTES, INTEGER, TEXT, table

__all__ = ["rescored_changes", "rescored_children", "rescorings"]

# One row for each run. ``through``, ``children``, ``counts`` and ``digest`` say how far it
# came; ``before_id`` is the run that it is compared with.
rescorings = table(
    "rescorings",
    Column("id", INTEGER, primary_key=True, autoincrement=False),
    Column("state", TEXT, CheckConstraint("state IN ('going', 'finished', 'dropped')"),
           nullable=False),
    Column("as_of", TEXT, nullable=False),
    Column("inputs", TEXT, nullable=False),
    Column("versions", TEXT, nullable=False),
    Column("features", TEXT, nullable=False),
    Column("asked_by", TEXT, nullable=False),
    Column("started_at", TEXT, nullable=False),
    Column("ended_at", TEXT),
    Column("before_id", INTEGER, ForeignKey("rescorings.id")),
    Column("through", TEXT, nullable=False),
    Column("children", INTEGER, nullable=False),
    Column("counts", TEXT, nullable=False),
    Column("digest", TEXT, nullable=False),
    CheckConstraint("(state = 'going') = (ended_at IS NULL)", name="ended_or_going"),
    Index(
        "rescorings_going",
        "state",
        unique=True,
        sqlite_where=text("state = 'going'"),
        postgresql_where=text("state = 'going'"),
    ),
)  # fmt: skip

# ``features`` holds the values as 32-bit little-endian whole numbers, in the order of the
# run's ``features``; what isn't known stands as its code.
rescored_children = table(
    "rescored_children",
    Column("run_id", INTEGER, ForeignKey("rescorings.id"), primary_key=True, autoincrement=False),
    Column("child_id", TEXT, ForeignKey("children.child_id"), primary_key=True),
    Column("state", TEXT, CheckConstraint("state IN ('advised', 'adult', 'failed')"),
           nullable=False),
    Column("band", TEXT),
    Column("points", INTEGER),
    Column("points_band", TEXT),
    Column("set_by", TEXT, CheckConstraint("set_by IN ('points', 'policy', 'both')")),
    Column("reasons", TEXT, nullable=False),
    Column("floors", TEXT, nullable=False),
    Column("again_points", INTEGER),
    Column("again_level", TEXT),
    Column("features", BYTES, nullable=False),
    Index("rescored_children_by_band", "run_id", "band", "points"),
)  # fmt: skip

# One row for each way in which a child differs from the run before.
rescored_changes = table(
    "rescored_changes",
    Column("run_id", INTEGER, ForeignKey("rescorings.id"), primary_key=True, autoincrement=False),
    Column("kind", TEXT, primary_key=True),
    Column("child_id", TEXT, ForeignKey("children.child_id"), primary_key=True),
    Column("was", TEXT, nullable=False),
    Column("is_now", TEXT, nullable=False),
    keyed=True,
)
