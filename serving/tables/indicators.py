"""The tables of indicators: what was told of each month, and the cases behind it."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index

from serving.tables.taken_in import INTEGER, TEXT, table

__all__ = [
    "indicator_cases",
    "indicator_figures",
    "indicator_kinds",
    "indicator_months",
    "indicator_runs",
]

# One row for each time that indicators were worked out; ``published_at`` is empty while it goes
# on, or if it was stopped: then its cases are nobody's, and the next run deletes them.
indicator_runs = table(
    "indicator_runs",
    Column("id", INTEGER, primary_key=True, autoincrement=False),
    Column("as_of", TEXT, nullable=False),
    Column("begun_at", TEXT, nullable=False),
    Column("begun_by", TEXT, nullable=False),
    Column("published_at", TEXT),
    Column("children", INTEGER, nullable=False, server_default="0"),
    Column("cases", INTEGER, nullable=False, server_default="0"),
)

# Each month of each indicator is published once, and stays as it was: telling it again with a
# few cases more would tell of those few.
indicator_months = table(
    "indicator_months",
    Column("indicator", TEXT, primary_key=True),
    Column("month", TEXT, primary_key=True),
    Column("version", INTEGER, nullable=False),
    Column("run_id", INTEGER, ForeignKey("indicator_runs.id"), nullable=False),
    Column("few", INTEGER, nullable=False),
)

# What may be told of each place; what is withheld is not here at all. The force has neither
# authority nor team, an authority no team.
indicator_figures = table(
    "indicator_figures",
    Column("indicator", TEXT, primary_key=True),
    Column("month", TEXT, primary_key=True),
    Column("authority", TEXT, primary_key=True),
    Column("team", TEXT, primary_key=True),
    Column("cases", INTEGER),
    Column("met", INTEGER),
    Column("not_met", INTEGER),
    Column("not_known", INTEGER),
    Column("median_days", INTEGER),
    CheckConstraint(
        "(met IS NULL) = (not_met IS NULL) AND (met IS NULL) = (not_known IS NULL)",
        name="parts_together",
    ),
    CheckConstraint("met IS NULL OR cases = met + not_met + not_known", name="parts_add_up"),
    keyed=True,
)

indicator_kinds = table(
    "indicator_kinds",
    Column("indicator", TEXT, primary_key=True),
    Column("month", TEXT, primary_key=True),
    Column("kind", TEXT, primary_key=True),
    Column("cases", INTEGER),
    keyed=True,
)

# The cases behind a published month, for those who may trace a figure to its records.
indicator_cases = table(
    "indicator_cases",
    Column("run_id", INTEGER, ForeignKey("indicator_runs.id"), primary_key=True),
    Column("indicator", TEXT, primary_key=True),
    Column("month", TEXT, primary_key=True),
    Column("child_id", TEXT, primary_key=True),
    Column("reference", TEXT, primary_key=True),
    Column("about", TEXT, primary_key=True),
    Column("source", TEXT, nullable=False),
    Column("entry", TEXT, nullable=False),
    Column("part", TEXT, nullable=False),
    Column("kind", TEXT, nullable=False),
    Column("hours", INTEGER),
    Column("authority", TEXT, nullable=False),
    Column("team", TEXT, nullable=False),
    Index("indicator_cases_by_child", "child_id"),
    keyed=True,
)
