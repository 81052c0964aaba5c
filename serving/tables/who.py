"""The tables of who is who: one set for children and one, alike, for adults.

Nothing here is changed but by linking. What ends gets an ``until``; decisions and
linkings are only ever added to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, text

from linkage.subjects import Subject
from serving.tables.taken_in import (
    BYTES,
    INTEGER,
    TEXT,
    adult_versions,
    person_versions,
    table,
)

__all__ = ["WHO", "WhoTables", "linkings"]


@dataclass(frozen=True, slots=True)
class WhoTables:
    """The tables of one subject.

    Attributes:
        id: the name of the column that holds the child's or the adult's id.
        versions: what each system wrote about them, as taken in.
        people: every id that was ever given; none is given twice.
        links: which record is whom, since when and until when.
        trail: ids that went into another.
        splits: ids that live on, some of whose records went to another.
        doubtful: pairs for people to settle, since when and until when.
        decisions: what people said of pairs.
        pairs: every pair that weighs enough to be looked at.
        keys: for each record, under which keys it is weighed against others.
    """

    subject: Subject
    id: str
    versions: Table
    people: Table
    links: Table
    trail: Table
    splits: Table
    doubtful: Table
    decisions: Table
    pairs: Table
    keys: Table


def _declare(subject: Subject, versions: Table, people: str, prefix: str) -> WhoTables:
    who = f"{subject.value}_id"
    return WhoTables(
        subject=subject,
        id=who,
        versions=versions,
        people=table(
            people,
            Column(who, TEXT, primary_key=True),
            Column("since", TEXT, nullable=False),
        ),
        links=table(
            f"{prefix}links",
            Column("record_id", TEXT, primary_key=True),
            Column("since", TEXT, primary_key=True),
            Column(who, TEXT, ForeignKey(f"{people}.{who}"), nullable=False),
            Column("until", TEXT),
            Index(
                f"{prefix}links_current",
                "record_id",
                unique=True,
                sqlite_where=text("until IS NULL"),
                postgresql_where=text("until IS NULL"),
            ),
            Index(f"{prefix}links_by_{subject.value}", who),
        ),
        trail=table(
            f"{subject.value}_trail",
            Column("old_id", TEXT, primary_key=True),
            Column("new_id", TEXT, nullable=False),
            Column("since", TEXT, nullable=False),
            Index(f"{subject.value}_trail_by_new", "new_id"),
        ),
        splits=table(
            f"{subject.value}_splits",
            Column("from_id", TEXT, primary_key=True),
            Column("to_id", TEXT, primary_key=True),
            Column("since", TEXT, primary_key=True),
            Index(f"{subject.value}_splits_by_to", "to_id"),
        ),
        doubtful=table(
            f"{prefix}doubtful_links",
            Column("a", TEXT, primary_key=True),
            Column("b", TEXT, primary_key=True),
            Column("since", TEXT, primary_key=True),
            Column("weight", INTEGER, nullable=False),
            Column("evidence", TEXT, nullable=False),
            Column("reason", TEXT),
            Column("is_possible", INTEGER, CheckConstraint("is_possible IN (0, 1)"),
                   nullable=False),
            Column("until", TEXT),
            Index(f"{prefix}doubtful_links_by_b", "b"),
        ),
        decisions=table(
            f"{prefix}decisions",
            Column("id", INTEGER, primary_key=True, autoincrement=False),
            Column("kind", TEXT, CheckConstraint("kind IN ('same', 'different', 'undone')"),
                   nullable=False),
            Column("a", TEXT, nullable=False),
            Column("b", TEXT, nullable=False),
            Column("decided_at", TEXT, nullable=False),
            Column("decided_by", TEXT, nullable=False),
            Column("reason", TEXT, nullable=False),
        ),
        pairs=table(
            f"{prefix}weighed_pairs",
            Column("a", TEXT, primary_key=True),
            Column("b", TEXT, primary_key=True),
            Column("weight", INTEGER, nullable=False),
            Index(f"{prefix}weighed_pairs_by_b", "b"),
            keyed=True,
        ),
        keys=table(
            f"{prefix}link_keys",
            Column("record_id", TEXT, primary_key=True),
            Column("fingerprint", BYTES, nullable=False),
            Column("keys", BYTES, nullable=False),
        ),
    )  # fmt: skip


WHO: Mapping[Subject, WhoTables] = MappingProxyType(
    {
        Subject.CHILD: _declare(Subject.CHILD, person_versions, "children", ""),
        Subject.ADULT: _declare(Subject.ADULT, adult_versions, "adults", "adult_"),
    }
)

# Every run of linking and every decision that moved something, in order.
linkings = table(
    "linkings",
    Column("id", INTEGER, primary_key=True, autoincrement=False),
    Column("subject", TEXT, CheckConstraint("subject IN ('child', 'adult')"), nullable=False),
    Column("kind", TEXT, CheckConstraint("kind IN ('whole', 'increment', 'decision')"),
           nullable=False),
    Column("at", TEXT, nullable=False),
    Column("version", TEXT, nullable=False),
    Column("through_extract", INTEGER, nullable=False),
    Column("digest", TEXT, nullable=False),
)  # fmt: skip
