"""The table of what people said of links: append-only, kept so by triggers.

Decisions say what holds. This says besides who judged what, before or after having seen
the machine's figure, and what that figure was: how far people and machine agree.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint

from serving.tables.taken_in import INTEGER, TEXT, table

__all__ = ["link_judgements"]

#: One row for each pair of each act: a judgement names one pair, a split often several.
link_judgements = table(
    "link_judgements",
    Column("id", INTEGER, primary_key=True, autoincrement=False),
    Column("act", TEXT, nullable=False),
    Column("kind", TEXT, CheckConstraint("kind IN ('judged', 'split', 'undone')"), nullable=False),
    Column("subject", TEXT, CheckConstraint("subject IN ('child', 'adult')"), nullable=False),
    Column("link", TEXT, nullable=False),
    Column("a", TEXT, nullable=False),
    Column("b", TEXT, nullable=False),
    Column("said", TEXT, CheckConstraint("said IN ('same', 'different', 'cant_say', 'undone')"),
           nullable=False),
    Column("reason", TEXT, nullable=False),
    Column("judged_at", TEXT, nullable=False),
    Column("judged_by", TEXT, nullable=False),
    Column("is_blind", INTEGER, CheckConstraint("is_blind IN (0, 1)"), nullable=False),
    Column("verdict", TEXT, CheckConstraint("verdict IN ('possible', 'refused', 'linked')"),
           nullable=False),
    Column("refusal", TEXT),
    Column("weight", INTEGER, nullable=False),
    Column("weights", TEXT, nullable=False),
    Column("undoes", TEXT),
    UniqueConstraint("act", "a", "b"),
    Index("link_judgements_by_link", "link"),
    Index("link_judgements_by_a", "a"),
    Index("link_judgements_by_b", "b"),
    Index("link_judgements_by_undone", "undoes"),
)  # fmt: skip
