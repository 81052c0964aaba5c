"""The tables of the daily work's lists: where each child belongs, and what stands open.

Both are made of histories alone, anew whenever one changes, in the transaction that changes
it: they may be dropped and made again, and are never the source of anything.
"""

from __future__ import annotations

from sqlalchemy import Column, Index

from serving.tables.taken_in import INTEGER, TEXT, table

__all__ = ["caseload", "work_items"]

# One row for each child with a history. ``band``, ``points`` and ``set_by`` are those last
# advised, by a run of rescoring or when something was written down here, ``banded_at`` when,
# and ``band_since`` since when the band has been this one. ``rank`` is the band's place from 0,
# the lowest; -1 while none was advised.
caseload = table(
    "caseload",
    Column("child_id", TEXT, primary_key=True),
    Column("team", TEXT),
    Column("local_authority", TEXT),
    Column("adult_from", TEXT),
    Column("band", TEXT),
    Column("rank", INTEGER, nullable=False, server_default="-1"),
    Column("points", INTEGER),
    Column("set_by", TEXT),
    Column("banded_at", TEXT),
    Column("band_since", TEXT),
    Index("caseload_by_rank", "rank", "points", "child_id"),
    Index("caseload_by_team", "team", "rank", "points", "child_id"),
    Index("caseload_by_authority", "local_authority", "rank", "points", "child_id"),
    Index("caseload_by_change", "rank", "band_since"),
)

# One row for each thing that stands open about a child. ``kind`` names the list, ``about`` what
# of it (a kind of duty, say); ``entry`` is the source entry that it rests on. ``at`` is what the
# list is in order of: since when, or when due; ``until`` when it ends by itself, empty if never.
work_items = table(
    "work_items",
    Column("kind", TEXT, primary_key=True),
    Column("child_id", TEXT, primary_key=True),
    Column("reference", TEXT, primary_key=True),
    Column("about", TEXT, primary_key=True),
    Column("source", TEXT, nullable=False),
    Column("entry", TEXT, nullable=False),
    Column("team", TEXT),
    Column("local_authority", TEXT),
    Column("owner", TEXT, nullable=False),
    Column("stage", TEXT, nullable=False),
    Column("since", TEXT, nullable=False),
    Column("at", TEXT, nullable=False),
    Column("until", TEXT),
    Index("work_items_by_at", "kind", "at", "child_id", "reference", "about"),
    Index("work_items_by_team", "kind", "team", "at", "child_id", "reference", "about"),
    Index(
        "work_items_by_authority",
        "kind", "local_authority", "at", "child_id", "reference", "about",
    ),
    Index("work_items_by_child", "child_id"),
    keyed=True,
)  # fmt: skip
