"""The tables of the daily work's lists: where each child belongs, and what stands open.

Both are made of histories alone, anew whenever one changes, in the transaction that changes
it: they may be dropped and made again, and are never the source of anything.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, text

from serving.tables.taken_in import INTEGER, TEXT, entries, table

__all__ = [
    "JUDGEMENTS_MADE",
    "JUDGEMENTS_ONLY",
    "MISSING_ONLY",
    "NO_DUTY",
    "REVIEWS_ONLY",
    "UNFLAGGED_PLANS",
    "caseload",
    "work_items",
    "work_made",
]


def _only(name: str, where: str, *columns: str) -> Index:
    """An index of those rows alone of which ``where`` is true, for statements that say so."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


# No list in order of points may take an index in order of the day of the change.
_CHANGED = "band_since IS NOT NULL"

# One row for each child with a history. ``band``, ``points`` and ``set_by`` are those last
# advised, by a run of rescoring or when something was written down here, ``banded_at`` when, and
# ``band_since`` since when the band has been this one. ``rank`` is the band's place from 0, the
# lowest; -1 while none was advised; 0 where who the child is alone sets the band. ``place``
# orders those of one band: the points, or less than any points where there are none, so that both
# engines sort alike. ``set_by`` and ``banded_at`` end the indexes of the lists' heads, which are
# told of up to a thousand children without a row of theirs being read.
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
    Index("caseload_by_rank", "rank", "place", "child_id", "set_by", "banded_at"),
    Index("caseload_by_team", "team", "rank", "place", "child_id", "set_by", "banded_at"),
    Index(
        "caseload_by_authority",
        "local_authority", "rank", "place", "child_id", "set_by", "banded_at",
    ),
    _only("caseload_by_change", _CHANGED, "rank", "band_since", "child_id"),
    _only("caseload_by_team_change", _CHANGED, "team", "rank", "band_since", "child_id"),
    _only(
        "caseload_by_authority_change",
        _CHANGED, "local_authority", "rank", "band_since", "child_id",
    ),
)  # fmt: skip

# Some lists are of one kind alone: their indexes hold its rows and no others. A statement is led to
# them by these very words.
MISSING_ONLY = "kind = 'missing'"
UNFLAGGED_PLANS = "kind = 'plan' AND rank < 1"
REVIEWS_ONLY = "kind = 'review'"
JUDGEMENTS_ONLY = "kind = 'judgement'"
#: As entries: each judgement that was ever made.
JUDGEMENTS_MADE = "kind = 'judgement_made'"
#: Duties have a state of their own, by the clock, and are never asked for by stage.
NO_DUTY = "kind <> 'duty'"

# One row for each thing that stands open about a child. ``kind`` names the list, ``about`` what
# of it (a kind of duty, say); ``entry`` is the source entry that it rests on. ``at`` is what the
# list is in order of: since when, or when due; ``until`` when it ends by itself, empty if never.
# ``band`` and ``rank`` are those of the child's row of ``caseload``.
#
# Every list is one range of one of the indexes, in its order: of all, of a team or of a local
# authority, and of these again by ``about``, by ``owner`` or by ``stage``. They end with what says
# whether a row stands open now, so that a count reads the index alone.
_ORDER = ("at", "child_id", "reference", "about", "owner")
_OPEN = ("stage", "since", "until")
_BY_ABOUT = ("about", "at", "child_id", "reference", "owner", *_OPEN)
_BY_OWNER = ("owner", "at", "child_id", "reference", "about", *_OPEN)
_BY_STAGE = ("stage", *_ORDER)

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
    Column("band", TEXT),
    Column("rank", INTEGER, nullable=False, server_default="-1"),
    Index("work_items_by_at", "kind", *_ORDER, *_OPEN),
    Index("work_items_by_team", "kind", "team", *_ORDER, *_OPEN),
    Index("work_items_by_authority", "kind", "local_authority", *_ORDER, *_OPEN),
    Index("work_items_by_about", "kind", *_BY_ABOUT),
    Index("work_items_by_owner", "kind", *_BY_OWNER),
    Index("work_items_by_team_about", "kind", "team", *_BY_ABOUT),
    Index("work_items_by_team_owner", "kind", "team", *_BY_OWNER),
    Index("work_items_by_authority_about", "kind", "local_authority", *_BY_ABOUT),
    Index("work_items_by_authority_owner", "kind", "local_authority", *_BY_OWNER),
    _only("work_items_by_stage", NO_DUTY, "kind", *_BY_STAGE),
    _only("work_items_by_team_stage", NO_DUTY, "kind", "team", *_BY_STAGE),
    _only("work_items_by_authority_stage", NO_DUTY, "kind", "local_authority", *_BY_STAGE),
    _only("work_items_missing_by_band", MISSING_ONLY, "band", *_ORDER, *_OPEN),
    _only("work_items_missing_by_team_band", MISSING_ONLY, "team", "band", *_ORDER, *_OPEN),
    _only(
        "work_items_missing_by_authority_band",
        MISSING_ONLY, "local_authority", "band", *_ORDER, *_OPEN,
    ),
    _only("work_items_unflagged", UNFLAGGED_PLANS, "at", "child_id"),
    _only("work_items_unflagged_by_team", UNFLAGGED_PLANS, "team", "at", "child_id"),
    _only(
        "work_items_unflagged_by_authority", UNFLAGGED_PLANS, "local_authority", "at", "child_id"
    ),
    _only("work_items_reviews", REVIEWS_ONLY, "rank", "at", "child_id"),
    _only("work_items_reviews_by_team", REVIEWS_ONLY, "team", "rank", "at", "child_id"),
    _only(
        "work_items_reviews_by_authority",
        REVIEWS_ONLY, "local_authority", "rank", "at", "child_id",
    ),
    _only("work_items_by_judgement", JUDGEMENTS_ONLY, "reference"),
    Index("work_items_by_until", "until"),
    keyed=True,
)  # fmt: skip

# Whose a judgement is that stands no more, by the reference that stands in addresses.
Index(
    "entries_by_judgement",
    entries.c.reference,
    sqlite_where=text(JUDGEMENTS_MADE),
    postgresql_where=text(JUDGEMENTS_MADE),
)

# One row from when both were last made of every child on, with the systems that had ever been
# read then: what can't be told for want of a system stands open too. A store brought forward from
# an earlier release has none: its lists are not empty, they aren't made.
work_made = table(
    "work_made",
    Column("id", INTEGER, CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
    Column("made_at", TEXT, nullable=False),
    Column("systems", TEXT, nullable=False),
)
