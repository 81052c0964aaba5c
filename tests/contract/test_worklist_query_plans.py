"""No list reads or sorts a table: each statement walks a range of an index, on both engines (M14).

Every list is asked as its page asks it, and everything that it asks of the database explained.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, event

from records.history import History
from records.persons import ChildId
from serving.answer.inputs import LookInputs
from serving.store.opening import Connection, Store, open_store
from serving.work_store.cases import cases_changed, page_of_cases
from serving.work_store.flagged import (
    FLAGGED_FROM,
    Whose,
    count_flagged,
    flagged_page,
    record_of_judgement,
)
from serving.work_store.lists import MOST_COUNTED, NOBODY
from tests.lib.lists_asked import LISTS, answer, service_over
from tests.lib.postgres import fast_disk
from tests.lib.worklist_rows import NOW, TEAMS, fill_lists

_NOBODY = History(ChildId("C-1"), (), ())
_BLOBS = [LookInputs(_NOBODY, (), {}).to_bytes()]
_CHILDREN = 12_000
#: What no list of today asks, and others do.
_BESIDE: dict[str, Callable[[Connection], object]] = {
    "band of a team, deep in": lambda c: page_of_cases(
        c, 1, team=TEAMS[3], after=(50, "C-0000010000")
    ),
    "newly high of an authority": lambda c: cases_changed(
        c, 2, NOW - timedelta(days=1), authority="Authority 2"
    ),
    "flagged of no team": lambda c: flagged_page(
        c, Whose(team=NOBODY), rank=None, after=(1, 30, "C-3"), most=26
    ),
    "whose a judgement is": lambda c: record_of_judgement(c, "JU-1"),
}
#: Lists that surely have a second page; of every list that has one it is asked too.
_PAGED = ("duties_overdue", "flagged", "flagged_overdue", "referrals", "referrals_decided",
          "conferences", "charging_old")  # fmt: skip
_BIG = "work_items|caseload|child_histories|history_blobs|entries"
_OTHERS = "plan_copies|audits|audit_acts|audit_cases"
#: On SQLite a table read whole, or a sort of more than a page.
_FORBIDDEN_SQLITE = re.compile(
    rf"SCAN ({_BIG}|{_OTHERS})\b(?! USING INDEX)|SCAN ({_BIG})\b|TEMP B-TREE FOR (ORDER|LAST|RIGHT)"
)
_FORBIDDEN_PG = re.compile(rf"Seq Scan on ({_BIG}|{_OTHERS})\b|\bSort\b")
#: Left out: one row stands for each system, run or person, whatever the force; or for each
#: notice that somebody still has to acknowledge.
_FEW = re.compile(r"FROM (extracts|rescorings|restrictions|accounts|work_made|told_notices)\b")


@pytest.fixture(scope="module", params=["sqlite", pytest.param("pg", marks=pytest.mark.postgres)])
def filled(request: pytest.FixtureRequest) -> Iterator[Store]:
    """A store with the lists of a small force."""
    with tempfile.TemporaryDirectory(prefix="missing-risk-", dir=fast_disk()) as folder:
        url = f"sqlite:///{Path(folder) / 'force.db'}"
        if request.param == "pg":
            url = request.getfixturevalue("postgres_server").url
            with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as plain:
                plain.execute("DROP SCHEMA public CASCADE")
                plain.execute("CREATE SCHEMA public")
        with open_store(url, writer=True) as store:
            fill_lists(store, _CHILDREN, _BLOBS)
            yield store


def _asked(read: Callable[[], object]) -> dict[str, Any]:
    """Statement -> values, of everything that is asked of any database meanwhile."""
    asked: dict[str, Any] = {}

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        asked.setdefault(statement, parameters)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        read()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return asked


def _faults(store: Store, asked: dict[str, Any]) -> list[str]:
    """What is forbidden in the plans of these statements."""
    how = "EXPLAIN QUERY PLAN" if store.is_sqlite else "EXPLAIN"
    forbidden = _FORBIDDEN_SQLITE if store.is_sqlite else _FORBIDDEN_PG
    found = []
    with store.reading() as connection:
        if not store.is_sqlite:
            # Of few rows PostgreSQL rather reads and sorts them all: it must not have to.
            for costly in ("enable_sort", "enable_bitmapscan", "enable_seqscan"):
                connection.exec_driver_sql(f"SET LOCAL {costly} = off")
        for statement, parameters in asked.items():
            if _FEW.search(statement) or not re.match(r"(SELECT|WITH)\b", statement):
                continue
            rows = connection.exec_driver_sql(f"{how} {statement}", parameters)
            plan = "\n".join(str(row[-1]) for row in rows)
            if fault := forbidden.search(plan):
                found.append(f"{fault.group()}\n{statement[:400]}\n{plan}")
    return found


def test_every_list_walks_ranges_of_indexes(filled: Store) -> None:
    service, faults = service_over(filled), []
    for name, read in LISTS.items():

        def pages(name: str = name, read: Any = read) -> None:
            after = answer(service, read).get("next_page")
            assert after is not None or name not in _PAGED, f"{name} has no second page"
            if after is not None:
                answer(service, read, after)

        asked = _asked(pages)
        assert asked, name
        faults += [f"{name}: {one}" for one in _faults(filled, asked)]
    for name, beside in _BESIDE.items():
        with filled.reading() as connection:
            asked = _asked(lambda beside=beside, connection=connection: beside(connection))  # type: ignore[misc]  # bound as it is now
        faults += [f"{name}: {one}" for one in _faults(filled, asked)]
    assert not faults, "\n\n".join(faults)[:6_000]


def test_a_list_that_reads_or_sorts_a_whole_table_is_seen(filled: Store) -> None:
    for sql in (
        "SELECT * FROM work_items ORDER BY stage, since",
        "SELECT count(band) FROM caseload",
    ):
        assert _faults(filled, {sql: ()}), sql


def test_pages_hold_every_flagged_child_once_in_order_and_counts_are_capped(filled: Store) -> None:
    with filled.reading() as connection:
        seen, after = [], None
        while page := flagged_page(connection, Whose(), rank=None, after=after, most=400):
            seen += [row.by_band for row in page]
            after = page[-1].by_band
        sql = f"SELECT count(*) FROM caseload WHERE rank >= {FLAGGED_FROM}"  # noqa: S608 - a number of ours
        flagged = connection.exec_driver_sql(sql).scalar_one()
        capped = count_flagged(connection, Whose(), 1)
        few = count_flagged(connection, Whose(team=TEAMS[0]), 1)
    assert len(seen) == len(set(seen)) == flagged > MOST_COUNTED
    assert seen == sorted(seen, reverse=True)
    assert capped == MOST_COUNTED + 1
    assert 0 < few < MOST_COUNTED
