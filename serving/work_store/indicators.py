"""Indicators as they were published, month by month, and the cases behind them: statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from records.calendar import instant_to_text
from serving.store.batches import insert_rows
from serving.tables.indicators import (
    indicator_cases,
    indicator_figures,
    indicator_kinds,
    indicator_months,
    indicator_runs,
)

__all__ = [
    "CaseRow",
    "FigureRow",
    "MonthRow",
    "add_cases",
    "begin_run",
    "count_cases",
    "end_run",
    "last_months",
    "publish_month",
]


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case as it is kept."""

    indicator: str
    month: str
    child: str
    reference: str
    about: str
    source: str
    entry: str
    part: str
    kind: str
    hours: int | None
    authority: str
    team: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """What may be told of one place in one month; None is withheld.

    Attributes:
        parts: met, not met, not known.
    """

    month: str
    authority: str
    team: str
    cases: int | None
    parts: tuple[int, int, int] | None
    median_days: int | None


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One published month: by which definition, as known when, published when."""

    indicator: str
    month: str
    version: int
    as_of: datetime
    published_at: datetime


def begin_run(connection: Connection, as_of: datetime, at: datetime, by: str) -> int:
    """A new run, in the place of any that was stopped: their cases are deleted."""
    table = indicator_runs
    stopped = select(table.c.id).where(table.c.published_at.is_(None))
    connection.execute(delete(indicator_cases).where(indicator_cases.c.run_id.in_(stopped)))
    connection.execute(delete(table).where(table.c.published_at.is_(None)))
    last = connection.execute(select(func.max(table.c.id))).scalar_one_or_none() or 0
    values = {
        "id": last + 1,
        "as_of": instant_to_text(as_of),
        "begun_at": instant_to_text(at),
        "begun_by": by,
    }
    connection.execute(insert(table).values(**values))
    return int(last) + 1


def add_cases(connection: Connection, run: int, cases: Iterable[CaseRow]) -> None:
    """Keep these cases for a run that goes on."""
    rows = [
        (
            run, c.indicator, c.month, c.child, c.reference, c.about, c.source, c.entry, c.part,
            c.kind, c.hours, c.authority, c.team,
        )
        for c in cases
    ]  # fmt: skip
    insert_rows(connection, indicator_cases, rows)


def count_cases(connection: Connection, run: int) -> int:
    """How many cases are kept for the run."""
    query = select(func.count()).where(indicator_cases.c.run_id == run)
    return int(connection.execute(query).scalar_one())


def publish_month(
    connection: Connection,
    run: int,
    indicator: str,
    month: str,
    version: int,
    few: int,
    figures: Sequence[FigureRow],
    kinds: Mapping[str, int | None],
) -> None:
    """Tell a month that was never told before.

    Raises:
        IntegrityError: it was.
    """
    values = {"indicator": indicator, "month": month, "version": version, "run_id": run}
    connection.execute(insert(indicator_months).values(**values, few=few))
    rows = [
        (indicator, month, f.authority, f.team, f.cases, *(f.parts or (None,) * 3), f.median_days)
        for f in figures
    ]
    insert_rows(connection, indicator_figures, rows)
    told = [(indicator, month, kind, count) for kind, count in kinds.items()]
    insert_rows(connection, indicator_kinds, told)


def end_run(connection: Connection, run: int, at: datetime, children: int, cases: int) -> None:
    """The run's months are published from now on."""
    values = {"published_at": instant_to_text(at), "children": children, "cases": cases}
    table = indicator_runs
    connection.execute(update(table).where(table.c.id == run).values(**values))


def last_months(connection: Connection) -> Mapping[str, str]:
    """Indicator -> the last month that was published of it."""
    table = indicator_months
    query = select(table.c.indicator, func.max(table.c.month)).group_by(table.c.indicator)
    return {indicator: month for indicator, month in connection.execute(query)}  # noqa: C416  # dict() would take a row for one thing
