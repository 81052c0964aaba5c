"""Plans as they are being written: every word that anybody saved, and which copies are open."""

from __future__ import annotations

from sqlalchemy import Column, Index, text

from serving.tables.taken_in import INTEGER, TEXT, entries, table

__all__ = ["WRITTEN_HERE_REFERENCES", "plan_copies", "plan_drafts"]

#: Of the systems whose records are found here by their reference: plans and notices.
WRITTEN_HERE_REFERENCES = "source IN ('S2', 'S3')"

# One row for each thing done to a plan that is being written, numbered from 1 within the plan.
# Nothing is ever changed: a later save stands beside the earlier one. ``value`` is canonical
# JSON: a section's content, or the words of whoever sent back or ended it; erasing a child
# blanks it. ``base`` is the digest of what the version in force said in that section then;
# ``settles`` the number of a text kept apart that somebody chose about; ``version`` the number
# that was written down as S2 by this act, 0 for none; ``listed`` counts words listed as gentle
# notes. ``entry`` is the log's.
plan_drafts = table(
    "plan_drafts",
    Column("reference", TEXT, primary_key=True),
    Column("number", INTEGER, primary_key=True, autoincrement=False),
    Column("kind", TEXT, nullable=False),
    Column("section", TEXT, nullable=False),
    Column("child_id", TEXT, nullable=False),
    Column("who", TEXT, nullable=False),
    Column("team", TEXT),
    Column("at", TEXT, nullable=False),
    Column("entry", TEXT, nullable=False),
    Column("base", TEXT, nullable=False),
    Column("settles", INTEGER, nullable=False),
    Column("version", INTEGER, nullable=False),
    Column("listed", INTEGER, nullable=False),
    Column("value", TEXT),
    Index("plan_drafts_by_child", "child_id"),
    Index("plan_drafts_by_time", "at"),
)

# One row for each plan with a working copy: what the list of plans being written reads.
plan_copies = table(
    "plan_copies",
    Column("reference", TEXT, primary_key=True),
    Column("child_id", TEXT, nullable=False),
    Column("state", TEXT, nullable=False),
    Column("team", TEXT),
    Column("who", TEXT, nullable=False),
    Column("since", TEXT, nullable=False),
    Index("plan_copies_by_state", "state", "since", "reference"),
    Index("plan_copies_by_team", "state", "team", "since", "reference"),
    Index("plan_copies_by_child", "child_id"),
)

# Whose a plan or a notice is, by the reference that stands in addresses.
Index(
    "entries_by_planning_reference",
    entries.c.reference,
    sqlite_where=text(WRITTEN_HERE_REFERENCES),
    postgresql_where=text(WRITTEN_HERE_REFERENCES),
)
