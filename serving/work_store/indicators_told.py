"""What was published of indicators, for those who read it; and the cases behind a figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, select, tuple_

from records.calendar import instant_from_text
from serving.tables.indicators import (
    indicator_cases,
    indicator_figures,
    indicator_kinds,
    indicator_months,
    indicator_runs,
)
from serving.work_store.indicators import CaseRow, FigureRow, MonthRow

__all__ = [
    "CasesPage",
    "read_cases",
    "read_counted",
    "read_figures",
    "read_kinds",
    "read_latest",
    "read_months",
    "read_places",
]


@dataclass(frozen=True, slots=True)
class CasesPage:
    """Some cases in order, how many there are of all asked for, whether more follow, and how
    many came by now; and how many of each part there are at the place, whatever part is asked
    for."""

    cases: tuple[CaseRow, ...]
    total: int
    parts: Mapping[str, int]
    is_more: bool
    through: int


def read_months(connection: Connection, indicator: str, most: int) -> Sequence[MonthRow]:
    """The last months published of an indicator, at most ``most``, the earliest first."""
    table = indicator_months
    query = _months().where(table.c.indicator == indicator).order_by(table.c.month.desc())
    rows = connection.execute(query.limit(most)).all()
    return [_month(row) for row in reversed(rows)]


def read_latest(connection: Connection) -> Mapping[str, tuple[MonthRow, FigureRow]]:
    """Indicator -> its last published month, and the figure of the whole force in it."""
    months, table = indicator_months, indicator_figures
    last = select(months.c.indicator, func.max(months.c.month)).group_by(months.c.indicator)
    found = connection.execute(
        _months().where(tuple_(months.c.indicator, months.c.month).in_(last))
    )
    latest = {row.indicator: _month(row) for row in found}
    whole = select(table).where(
        table.c.authority == "",
        table.c.team == "",
        tuple_(table.c.indicator, table.c.month).in_(last),
    )
    figures = {row.indicator: _figure(row) for row in connection.execute(whole)}
    return {name: (month, figures[name]) for name, month in latest.items()}


def read_figures(
    connection: Connection, indicator: str, authority: str, team: str, since: str
) -> Mapping[str, FigureRow]:
    """Month -> what was told of the place, from the month ``since`` on."""
    table = indicator_figures
    query = select(table).where(
        table.c.indicator == indicator,
        table.c.authority == authority,
        table.c.team == team,
        table.c.month >= since,
    )
    return {row.month: _figure(row) for row in connection.execute(query)}


def read_places(connection: Connection, indicator: str) -> Sequence[tuple[str, str]]:
    """Every (authority, team) of which a month was told, the force left out, in order."""
    table = indicator_figures
    query = (
        select(table.c.authority, table.c.team)
        .where(table.c.indicator == indicator, table.c.authority != "")
        .distinct()
        .order_by(table.c.authority, table.c.team)
    )
    return [(row.authority, row.team) for row in connection.execute(query)]


def read_kinds(
    connection: Connection, indicator: str, since: str
) -> Mapping[tuple[str, str], int | None]:
    """(month, kind) -> how many; None is withheld."""
    table = indicator_kinds
    query = select(table).where(table.c.indicator == indicator, table.c.month >= since)
    return {(row.month, row.kind): row.cases for row in connection.execute(query)}


def read_cases(
    connection: Connection,
    indicator: str,
    month: str,
    authority: str,
    team: str,
    *,
    part: str = "",
    kind: str = "",
    after: int,
    most: int,
) -> CasesPage:
    """The cases behind a published figure, in order of child; those after the first ``after``.

    ``part`` and ``kind`` narrow them, empty for all.
    """
    table, months = indicator_cases, indicator_months
    here = [
        months.c.indicator == indicator,
        months.c.month == month,
        table.c.run_id == months.c.run_id,
        table.c.indicator == months.c.indicator,
        table.c.month == months.c.month,
    ]
    if authority:
        here.append(table.c.authority == authority)
    if team:
        here.append(table.c.team == team)
    if kind:
        here.append(table.c.kind == kind)
    counted = select(table.c.part, func.count()).select_from(table).where(and_(*here))
    parts = {name: int(n) for name, n in connection.execute(counted.group_by(table.c.part))}
    if part:
        here.append(table.c.part == part)
    key = (table.c.child_id, table.c.reference, table.c.about)
    query = select(table).where(and_(*here)).order_by(*key).offset(after).limit(most + 1)
    rows = [CaseRow(*tuple(row)[1:]) for row in connection.execute(query)]
    shown = tuple(rows[:most])
    total = parts.get(part, 0) if part else sum(parts.values())
    return CasesPage(shown, total, parts, len(rows) > most, after + len(shown))


def read_counted(
    connection: Connection, indicator: str, since: str
) -> Mapping[tuple[str, str], str]:
    """(child, entry) of every case behind the months told from ``since`` on -> its month."""
    table, months = indicator_cases, indicator_months
    query = select(table.c.child_id, table.c.entry, table.c.month).where(
        months.c.indicator == indicator,
        months.c.month >= since,
        table.c.run_id == months.c.run_id,
        table.c.indicator == months.c.indicator,
        table.c.month == months.c.month,
    )
    return {(row.child_id, row.entry): row.month for row in connection.execute(query)}


def _months() -> Select[tuple[str, str, int, str, str]]:
    months, runs = indicator_months, indicator_runs
    return select(
        months.c.indicator, months.c.month, months.c.version, runs.c.as_of, runs.c.published_at
    ).join(runs, runs.c.id == months.c.run_id)


def _month(row: Row[Any]) -> MonthRow:
    return MonthRow(
        row.indicator,
        row.month,
        row.version,
        instant_from_text(row.as_of),
        instant_from_text(row.published_at),
    )


def _figure(row: Row[Any]) -> FigureRow:
    told = None if row.met is None else (row.met, row.not_met, row.not_known)
    return FigureRow(row.month, row.authority, row.team, row.cases, told, row.median_days)
