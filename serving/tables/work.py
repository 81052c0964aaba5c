"""The tables of the daily work's lists: where each child belongs, and what stands open.

Both are made of histories alone, anew whenever one changes, in the transaction that changes
it: they may be dropped and made again, and are never the source of anything.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index

from serving.tables.taken_in import INTEGER, TEXT, table

__all__ = ["caseload", "work_items", "work_made"]

# One row for each child with a history. ``band``, ``points`` and ``set_by`` are those last
# advised, by a run of rescoring or when something was written down here, ``banded_at`` when, and
# ``band_since`` since when the band has been this one. ``rank`` is the band's place from 0, the
# lowest; -1 while none was advised; 0 where who the child is alone sets the band. ``place``
# orders those of one band: the points, or less than any points where there are none, so that both
# engines sort alike.
caseload = table(
    "caseload",
    Column("child_id", TEXT, primary_key=True),
    Column("team", TEXT),
    Column("local_authority", TEXT),
    Column("adult_from", TEXT),
    Column("band", TEXT),
    Column("rank", INTEGER, nullable=False, server_default="-1"),
    Column("points", INTEGER),
    Column("place", INTEGER, nullable=False, server_default="-1000000"),
    Column("set_by", TEXT),
    Column("banded_at", TEXT),
    Column("band_since", TEXT),
    Index("caseload_by_rank", "rank", "place", "child_id"),
    Index("caseload_by_team", "team", "rank", "place", "child_id"),
    Index("caseload_by_authority", "local_authority", "rank", "place", "child_id"),
    Index("caseload_by_change", "rank", "band_since", "child_id"),
)

# One row for each thing that stands open about a child. ``kind`` names the list, ``about`` what
# of it (a kind of duty, say); ``entry`` is the source entry that it rests on. ``at`` is what the
# list is in order of: since when, or when due; ``until`` when it ends by itself, empty if never.
#
# Every list is one range of one of the indexes, in its order: of all, of a team or of a local
# authority, and of these again by ``about`` or by ``owner``.
_ORDER = ("at", "child_id", "reference", "about", "owner")
work_items = table(
    "work_items",
    Column("child_id", TEXT, primary_key=True),
    Column("kind", TEXT, primary_key=True),
    Column("reference", TEXT, primary_key=True),
    Column("about", TEXT, primary_key=True),
    Column("owner", TEXT, primary_key=True),
    Column("at", TEXT, primary_key=True),
    Column("source", TEXT, nullable=False),
    Column("entry", TEXT, nullable=False),
    Column("team", TEXT),
    Column("local_authority", TEXT),
    Column("stage", TEXT, nullable=False),
    Column("since", TEXT, nullable=False),
    Column("until", TEXT),
    Index("work_items_by_at", "kind", *_ORDER),
    Index("work_items_by_team", "kind", "team", *_ORDER),
    Index("work_items_by_authority", "kind", "local_authority", *_ORDER),
    Index("work_items_by_about", "kind", "about", "at", "child_id", "reference", "owner"),
    Index("work_items_by_owner", "kind", "owner", "at", "child_id", "reference", "about"),
    Index(
        "work_items_by_team_about",
        "kind", "team", "about", "at", "child_id", "reference", "owner",
    ),
    Index(
        "work_items_by_team_owner",
        "kind", "team", "owner", "at", "child_id", "reference", "about",
    ),
    Index(
        "work_items_by_authority_about",
        "kind", "local_authority", "about", "at", "child_id", "reference", "owner",
    ),
    Index(
        "work_items_by_authority_owner",
        "kind", "local_authority", "owner", "at", "child_id", "reference", "about",
    ),
    Index("work_items_by_until", "until"),
    keyed=True,
)  # fmt: skip

# One row from when both were last made of every child on, with the systems that had ever been
# read then: what can't be told for want of a system stands open too. A store brought forward from
# an earlier release has none: its lists are not empty, they aren't made.
work_made = table(
    "work_made",
    Column("id", INTEGER, CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
    Column("made_at", TEXT, nullable=False),
    Column("systems", TEXT, nullable=False),
)
