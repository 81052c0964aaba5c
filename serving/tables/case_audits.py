"""The tables of case audits: each drawing, the frame it was drawn from, its cases, who said what.

Nothing here is ever changed. What tells of a child stands in ``value`` alone, as canonical JSON
beside the child's opaque id; erasing a child blanks it, and the rest says that there was a case.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, text

from serving.tables.taken_in import INTEGER, TEXT, entries, table

__all__ = ["FOUND_ALONE", "audit_acts", "audit_cases", "audit_frames", "audits"]

FOUND_ALONE = "kind = 'missing_found'"

# One row for each drawing. ``rule`` is what was asked for, ``versions`` by which scorecard and
# policy advice was worked out: canonical JSON. ``frame_digest`` names the whole frame; with the
# seed it gives the same cases again. ``entry`` is the log's.
audits = table(
    "audits",
    Column("id", TEXT, primary_key=True),
    Column("at", TEXT, nullable=False),
    Column("drawn_by", TEXT, nullable=False),
    Column("entry", TEXT, nullable=False),
    Column("rule", TEXT, nullable=False),
    Column("rule_digest", TEXT, nullable=False),
    Column("versions", TEXT, nullable=False),
    Column("seed", TEXT, nullable=False),
    Column("frame_size", INTEGER, nullable=False),
    Column("frame_at_risk", INTEGER, nullable=False),
    Column("frame_digest", TEXT, nullable=False),
    Index("audits_by_time", "at", "id"),
    Index("audits_by_rule", "rule_digest", "at"),
)

# Every report that could have been drawn, in order from 0; ``is_at_risk`` is 1 where the
# risk-based half may draw it.
audit_frames = table(
    "audit_frames",
    Column("audit_id", TEXT, primary_key=True),
    Column("position", INTEGER, primary_key=True, autoincrement=False),
    Column("child_id", TEXT, nullable=False),
    Column("is_at_risk", INTEGER, nullable=False),
    Column("value", TEXT),
    Index("audit_frames_by_child", "child_id"),
)

# Each report that was drawn. ``as_of`` is the moment as of which it is graded.
audit_cases = table(
    "audit_cases",
    Column("id", TEXT, primary_key=True),
    Column("audit_id", TEXT, nullable=False),
    Column("position", INTEGER, nullable=False),
    Column("stratum", TEXT, nullable=False),
    Column("child_id", TEXT, nullable=False),
    Column("as_of", TEXT, nullable=False),
    Column("drawn_at", TEXT, nullable=False),
    Column("value", TEXT),
    Index("audit_cases_by_audit", "audit_id", "position", unique=True),
    Index("audit_cases_by_child", "child_id"),
    Index("audit_cases_by_time", "drawn_at"),
)

# What was done about a case: who is to grade it, what each said. Nobody says one thing twice.
audit_acts = table(
    "audit_acts",
    Column("case_id", TEXT, primary_key=True),
    Column("kind", TEXT, primary_key=True),
    Column("person", TEXT, primary_key=True),
    Column("done_by", TEXT, nullable=False),
    Column("at", TEXT, nullable=False),
    Column("entry", TEXT, nullable=False),
    Column("child_id", TEXT, nullable=False),
    Column("value", TEXT),
    Index("audit_acts_by_person", "person", "kind", "at", "case_id"),
    Index("audit_acts_by_child", "child_id"),
)

# By which reports that were closed within some weeks are found at any number of children.
Index(
    "entries_by_finding",
    entries.c.occurred,
    sqlite_where=text(FOUND_ALONE),
    postgresql_where=text(FOUND_ALONE),
)
