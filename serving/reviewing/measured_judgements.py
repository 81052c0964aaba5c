"""Read the judgements that the indicator counted, and what came of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from records.calendar import end_of_day
from records.history import History, known_at
from records.states import Judgement, is_harmed_since, judgements
from serving.answer.inputs import look_history
from serving.reviewing.judgement_counts import Measured, ToldMonth
from serving.reviewing.limits import LIMITS
from serving.service.context import Service
from serving.store.batches import batches
from serving.store.extracts import freshness
from serving.store.opening import Connection
from serving.work_store.indicators import MonthRow
from serving.work_store.indicators_told import read_counted, read_figures, read_months
from serving.work_store.lists import read_children

__all__ = ["INDICATOR", "Judged", "measured_judgements", "read_judged"]

#: The indicator that counts judgements month by month.
INDICATOR = "judgements_agreeing"
_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Judged:
    """Every judgement of the months told, and when they were known; None if none is told."""

    months: tuple[ToldMonth, ...]
    found: tuple[Measured, ...]
    known_at: datetime | None


def read_judged(service: Service) -> Judged:
    """The last two years that the indicator told, and what came of each judgement by then."""
    with service.store.reading() as connection:
        rows = read_months(connection, INDICATOR, _MONTHS)
        if not rows:
            return Judged((), (), None)
        until = rows[-1].as_of
        months = tuple(_months(connection, rows, until))
        counted = read_counted(connection, INDICATOR, rows[0].month)
        systems = frozenset(freshness(connection))
        measured = {month.month for month in months if month.is_measured}
        # A few at a time: histories are large.
        found = tuple(
            one
            for some in batches(sorted({child for child, _ in counted}))
            for child, blob in read_children(connection, some).items()
            for one in measured_judgements(
                str(child), look_history(blob, systems), counted, measured, until
            )
        )
    return Judged(months, found, until)


def _months(
    connection: Connection, rows: Sequence[MonthRow], until: datetime
) -> Iterator[ToldMonth]:
    told = read_figures(connection, INDICATOR, "", "", rows[0].month)
    for row in rows:
        parts = told[row.month].parts
        is_measured = _end_of(row.month) + LIMITS.horizon <= until
        agree, differ = (None, None) if parts is None else parts[:2]
        yield ToldMonth(row.month, agree, differ, is_measured)


def measured_judgements(
    child: str,
    history: History,
    counted: Mapping[tuple[str, str], str],
    measured: set[str],
    until: datetime,
) -> Iterator[Measured]:
    """What came of each of the child's judgements that was counted.

    Harm counts from the moment of the judgement to the end of the horizon, as it was known
    then: what was corrected or withdrawn by then doesn't count, nor what came later.

    Args:
        counted: (child, entry) -> the month in which it was counted.
        measured: months whose judgements all had their horizon over.
    """
    for one in judgements(known_at(history, until)):
        month = counted.get((child, one.made.entry))
        if month is None:
            continue
        made = one.made.occurred
        harmed = None
        if month in measured:
            harmed = is_harmed_since(known_at(history, made + LIMITS.horizon), made)
        yield Measured(child, one.reference, one.made.entry, one.kind, month, _decided(one), harmed)


def _decided(one: Judgement) -> bool | None:
    if one.decision is None:
        return None
    return one.decision.kind.value == "judgement_approved"


def _end_of(month: str) -> datetime:
    """The last moment of the month."""
    year, number = map(int, month.split("-"))
    after = date(year + number // 12, number % 12 + 1, 1)
    return end_of_day(after - timedelta(days=1))
