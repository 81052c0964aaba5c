"""The tables of search: plain ones, so that both engines give the same answers.

A record has a number here. For each word of a name or a home, each day and each month of
birth there is one list of the numbers that have it, as bytes; what was entered since the
lists were written stands in rows of its own. A number whose record was entered anew stays
in the lists and leads nowhere.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, text

from serving.tables.taken_in import BYTES, INTEGER, TEXT, child_histories, table

__all__ = ["search_added", "search_postings", "search_records", "search_words"]

# What each record is found by, as serving.search.words writes it: read to rank.
search_records = table(
    "search_records",
    Column("number", INTEGER, primary_key=True, autoincrement=False),
    Column("record_id", TEXT, nullable=False),
    Column("names", TEXT, nullable=False),
    Column("births", TEXT, nullable=False),
    Column("homes", TEXT, nullable=False),
    Column("seen", TEXT, nullable=False),
    Index("search_records_by_record", "record_id", unique=True),
)

# Every word that stands in a record, with its sound and its letters from the end.
search_words = table(
    "search_words",
    Column("word_key", INTEGER, primary_key=True, autoincrement=False),
    Column("field", TEXT, CheckConstraint("field IN ('name', 'place')"), nullable=False),
    Column("word", TEXT, nullable=False),
    Column("sound", TEXT, nullable=False),
    Column("turned", TEXT, nullable=False),
    Index("search_words_by_word", "field", "word", unique=True),
    Index("search_words_by_sound", "sound"),
    Index("search_words_by_end", "turned"),
)

# Keys of words are above zero, those of days and months of birth below. The numbers are
# unsigned, of 32 bits, the lowest byte first, ascending.
search_postings = table(
    "search_postings",
    Column("posting_key", INTEGER, primary_key=True, autoincrement=False),
    Column("numbers", BYTES, nullable=False),
)

search_added = table(
    "search_added",
    Column("posting_key", INTEGER, primary_key=True, autoincrement=False),
    Column("number", INTEGER, primary_key=True, autoincrement=False),
    keyed=True,
)

# Who is missing now is asked whenever more children agree than are read.
Index(
    "child_histories_missing",
    child_histories.c.missing_since,
    sqlite_where=text("missing_since IS NOT NULL"),
    postgresql_where=text("missing_since IS NOT NULL"),
)
