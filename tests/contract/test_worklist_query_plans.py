"""No list reads or sorts a table: each statement walks a range of an index, on both engines."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import event

from serving.store.opening import Connection, Store, open_store
from serving.work_store.cases import cases_changed, count_cases, page_of_cases
from serving.work_store.lists import (
    NOBODY,
    Place,
    areas_listed,
    bands_among,
    count_of,
    page_of,
    read_children,
)
from serving.worklist.items import ItemKind
from tests.lib.postgres import fast_disk
from tests.lib.worklist_rows import NOW, TEAMS, fill_lists

_BLOBS = [b'{"adults":{},"history":{},"possible":[]}']
_TEAM, _AUTHORITY = TEAMS[3], "Authority 2"
_DUTY, _MISSING = ItemKind.DUTY, ItemKind.MISSING


@pytest.fixture(scope="module", params=["sqlite", pytest.param("pg", marks=pytest.mark.postgres)])
def filled(request: pytest.FixtureRequest) -> Iterator[Store]:
    """A store with the lists of 20,000 children."""
    with tempfile.TemporaryDirectory(prefix="missing-risk-", dir=fast_disk()) as folder:
        url = f"sqlite:///{Path(folder) / 'force.db'}"
        if request.param == "pg":
            url = request.getfixturevalue("postgres_server").url
            with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as plain:
                plain.execute("DROP SCHEMA public CASCADE")
                plain.execute("CREATE SCHEMA public")
        with open_store(url, writer=True) as store:
            fill_lists(store, 20_000, _BLOBS)
            yield store


def _after(connection: Connection) -> Place:
    found = page_of(connection, _DUTY, now=NOW, at_before=NOW, most=200).after
    assert found is not None
    return found


#: What each list of the daily work asks.
READS: dict[str, Callable[[Connection], object]] = {
    "missing": lambda c: page_of(c, _MISSING, now=NOW),
    "missing of a team": lambda c: page_of(c, _MISSING, now=NOW, team=_TEAM),
    "missing of a band": lambda c: page_of(c, _MISSING, now=NOW, band="High"),
    "bands of the missing": lambda c: bands_among(c, _MISSING, now=NOW),
    "overdue": lambda c: page_of(c, _DUTY, now=NOW, at_before=NOW),
    "overdue, deep in": lambda c: page_of(c, _DUTY, now=NOW, at_before=NOW, after=_after(c)),
    "overdue of a team": lambda c: page_of(c, _DUTY, now=NOW, at_before=NOW, team=_TEAM),
    "overdue of an authority": lambda c: page_of(
        c, _DUTY, now=NOW, at_before=NOW, authority=_AUTHORITY
    ),
    "overdue of a kind": lambda c: page_of(c, _DUTY, now=NOW, about="plan_review", at_before=NOW),
    "overdue of a team and kind": lambda c: page_of(
        c, _DUTY, now=NOW, at_before=NOW, team=_TEAM, about="plan_review"
    ),
    "coming of an authority and owner": lambda c: page_of(
        c, _DUTY, now=NOW, at_from=NOW, authority=_AUTHORITY, owner="PC Example"
    ),
    "nobody's referrals": lambda c: page_of(c, ItemKind.REFERRAL, now=NOW, owner=NOBODY),
    "nobody's referrals of a team": lambda c: page_of(
        c, ItemKind.REFERRAL, now=NOW, owner=NOBODY, team=_TEAM
    ),
    "count of overdue": lambda c: count_of(c, _DUTY, now=NOW, at_before=NOW),
    "count of overdue of a team": lambda c: count_of(c, _DUTY, now=NOW, at_before=NOW, team=_TEAM),
    "count of a kind": lambda c: count_of(c, _DUTY, now=NOW, about="notice_lapsing"),
    "flagged": lambda c: page_of_cases(c, 2),
    "flagged, deep in": lambda c: page_of_cases(c, 1, after=(50, "C-0000010000")),
    "flagged of a team": lambda c: page_of_cases(c, 2, team=_TEAM),
    "count of flagged": lambda c: count_cases(c, 2, authority=_AUTHORITY),
    "newly high": lambda c: cases_changed(c, 2, NOW - timedelta(days=1)),
    "histories": lambda c: read_children(c, ["C-0000000001", "C-0000000777"]),
    "areas": areas_listed,
}
#: On SQLite a table read whole, or a sort; a capped count of bands may group its few rows.
_FORBIDDEN_SQLITE = re.compile(
    r"SCAN (work_items|caseload|child_histories|history_blobs)|TEMP B-TREE FOR (ORDER|LAST|RIGHT)"
)
_FORBIDDEN_PG = re.compile(r"Seq Scan on (work_items|caseload|child_histories)|\bSort\b")


def _plans(store: Store, read: Callable[[Connection], object]) -> list[tuple[str, str]]:
    """(statement, its plan) of everything that the read asks."""
    asked: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        asked.append((statement, parameters))

    with store.reading() as connection:
        event.listen(connection, "before_cursor_execute", note)
        read(connection)
        event.remove(connection, "before_cursor_execute", note)
        how = "EXPLAIN QUERY PLAN" if store.is_sqlite else "EXPLAIN"
        if not store.is_sqlite:
            # Of a range of a few rows PostgreSQL rather sorts them: it must not have to.
            for costly in ("enable_sort", "enable_bitmapscan"):
                connection.exec_driver_sql(f"SET LOCAL {costly} = off")
        plans = []
        for statement, parameters in asked:
            rows = connection.exec_driver_sql(f"{how} {statement}", parameters)
            plans.append((statement, "\n".join(str(row[-1]) for row in rows)))
    return plans


def _faults(store: Store, plan: str) -> str | None:
    found = (_FORBIDDEN_SQLITE if store.is_sqlite else _FORBIDDEN_PG).search(plan)
    return None if found is None else found.group()


@pytest.mark.parametrize("name", READS)
def test_a_list_walks_a_range_of_an_index(filled: Store, name: str) -> None:
    for statement, plan in _plans(filled, READS[name]):
        fault = _faults(filled, plan)
        if name == "bands of the missing" and fault == "Sort":
            continue  # of the groups of at most a thousand rows
        assert fault is None, f"{name}: {fault}\n{statement[:300]}\n{plan}"


def test_a_list_that_reads_the_whole_table_is_seen(filled: Store) -> None:
    def whole(connection: Connection) -> object:
        sql = "SELECT * FROM work_items ORDER BY stage, since"
        return connection.exec_driver_sql(sql).first()

    [(_, plan)] = _plans(filled, whole)
    assert _faults(filled, plan) is not None
