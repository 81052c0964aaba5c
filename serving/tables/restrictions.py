"""The tables of limited records, and of the notices that opening one leaves.

No foreign keys to children or to the log: they must outlive what they name, and say
nothing about it.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, text

from serving.tables.taken_in import TEXT, table

__all__ = ["access_notices", "restriction_states", "restrictions"]

#: One team's hold on one child's record. What ends gets an ``until``; nothing is deleted.
restrictions = table(
    "restrictions",
    Column("id", TEXT, primary_key=True),
    Column("child_id", TEXT, nullable=False),
    Column("team", TEXT, nullable=False),
    Column("since", TEXT, nullable=False),
    Column("until", TEXT),
    # Who set it: an account; of a limit that followed its records, who set that one.
    Column("set_by", TEXT, nullable=False),
    Column("reason", TEXT, nullable=False),
    Column("note", TEXT, nullable=False),
    # The limit that it followed when records were joined or split.
    Column("followed", TEXT),
    Column("ended_by", TEXT),
    CheckConstraint("(until IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
    Index(
        "restrictions_standing",
        "child_id",
        "team",
        unique=True,
        sqlite_where=text("until IS NULL"),
        postgresql_where=text("until IS NULL"),
    ),
)

#: Every state that all limits together were ever in, by its digest: ``store_state`` names
#: the one that holds, and entries the one that their answer was made under.
restriction_states = table(
    "restriction_states",
    Column("digest", TEXT, primary_key=True),
    Column("state", TEXT, nullable=False),
)

#: What a team, or its supervisors, must know. Nothing in it names a child.
access_notices = table(
    "access_notices",
    Column("id", TEXT, primary_key=True),
    Column("at", TEXT, nullable=False),
    Column(
        "kind",
        TEXT,
        CheckConstraint("kind IN ('opened_in_emergency', 'limit_followed', 'limit_changed')"),
        nullable=False,
    ),
    # To whom: a team, its supervisors alone, or with no team those of every team. A
    # supervisor of no team stands above all teams and is told of every notice.
    Column("team", TEXT),
    Column("audience", TEXT, CheckConstraint("audience IN ('team', 'supervisors')"),
           nullable=False),
    Column("entry_id", TEXT),
    Column("officer", TEXT),
    Column("officer_team", TEXT),
    Column("reason_code", TEXT),
    Column("acknowledged_at", TEXT),
    Column("acknowledged_by", TEXT),
    CheckConstraint("(acknowledged_at IS NULL) = (acknowledged_by IS NULL)",
                    name="acknowledged_by_somebody"),
    CheckConstraint("team IS NOT NULL OR audience = 'supervisors'", name="to_somebody"),
    Index("access_notices_by_team", "team", "at"),
)  # fmt: skip
