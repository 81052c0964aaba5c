"""The lists of flagged children are ranges of indexes on both stores: never a scan of everybody
(M14), and their counts stop where they are capped."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, event

from serving.store.batches import insert_rows
from serving.store.opening import Store
from serving.tables.work import caseload
from serving.work_store.flagged import (
    Whose,
    causes_of,
    count_flagged,
    flagged_page,
    oldest_bands,
    overdue_page,
    planned_page,
)
from serving.work_store.lists import MOST_COUNTED

_NOW = datetime(2026, 11, 21, 22, 48, tzinfo=UTC)
_CHILDREN = 12_000
_WHOSE = (Whose(), Whose(team="T1"), Whose(authority="L1"), Whose(team=""))


@pytest.fixture
def crowd(store: Store) -> Store:
    """Thousands of children, one in five flagged, in four teams."""
    rows = [
        {
            "child_id": f"C-{number:07}",
            "team": None if number % 4 == 0 else f"T{number % 4}",
            "local_authority": f"L{number % 2}",
            "adult_from": None,
            "band": ("High", "Medium")[number % 2] if number % 5 == 0 else "Low",
            "rank": 2 - number % 2 if number % 5 == 0 else 0,
            "points": number % 60,
            "place": number % 60,
            "set_by": "points",
            "banded_at": "2026-11-21T06:00:00.000000Z",
            "band_since": "2026-11-01T06:00:00.000000Z",
        }
        for number in range(_CHILDREN)
    ]
    names = [column.name for column in caseload.columns]
    with store.writing() as connection:
        insert_rows(connection, caseload, [tuple(row[name] for name in names) for row in rows])
        connection.exec_driver_sql("ANALYZE")
    return store


def _plans(connection: Connection, ask: object) -> list[str]:
    """The plan of every statement that ``ask`` runs."""
    said: list[tuple[str, object]] = []

    def hear(_: object, __: object, statement: str, given: object, *___: object) -> None:
        said.append((statement, given))

    event.listen(connection, "before_cursor_execute", hear)
    ask(connection)  # type: ignore[operator]  # a function of the connection
    event.remove(connection, "before_cursor_execute", hear)
    explain = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
    return [
        "\n".join(str(tuple(row)) for row in connection.exec_driver_sql(f"{explain} {sql}", given))  # type: ignore[arg-type]  # as it came
        for sql, given in said
    ]


@pytest.mark.parametrize("whose", _WHOSE, ids=("all", "team", "authority", "no team"))
def test_every_page_and_count_is_read_along_an_index(crowd: Store, whose: Whose) -> None:
    asked = {
        "page": lambda c: flagged_page(c, whose, rank=None, after=None, most=26),
        "next": lambda c: flagged_page(c, whose, rank=None, after=(1, 30, "C-3"), most=26),
        "one band": lambda c: flagged_page(c, whose, rank=2, after=None, most=26),
        "plans": lambda c: planned_page(c, whose, after=None, most=26),
        "overdue": lambda c: overdue_page(c, whose, rank=None, now=_NOW, after=None, most=26),
        "count": lambda c: count_flagged(c, whose, 1),
        "causes": lambda c: causes_of(c, whose),
        "oldest": lambda c: oldest_bands(c, whose),
    }
    with crowd.reading() as connection:
        for name, ask in asked.items():
            (plan,) = _plans(connection, ask)
            assert "SCAN caseload" not in plan, (name, plan)
            assert "Seq Scan on caseload" not in plan, (name, plan)
            if name in ("page", "next", "one band"):
                assert "TEMP B-TREE" not in plan, (name, plan)
                assert "Sort" not in plan, (name, plan)


def test_pages_hold_everybody_once_in_order_and_counts_are_capped(crowd: Store) -> None:
    with crowd.reading() as connection:
        seen, after = [], None
        while page := flagged_page(connection, Whose(), rank=None, after=after, most=400):
            seen += [row.by_band for row in page]
            after = page[-1].by_band
        capped = [count_flagged(connection, Whose(), rank) for rank in (1, 2)]
        few = count_flagged(connection, Whose(team="T1"), 1)
    assert len(seen) == len(set(seen)) == _CHILDREN // 5
    assert seen == sorted(seen, reverse=True)
    assert capped == [MOST_COUNTED + 1] * 2
    assert 0 < few < MOST_COUNTED
