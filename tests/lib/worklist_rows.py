"""The lists of a force of any size, written straight into their tables: for time and query plans.

What stands open has the shares of an invented force of 20,000 children; each child's history
is one of a few that are real. Of any force the first team has a thousand children and the first
local authority 2,500; the others share the rest: a list of the first team is as long in each
force, a list of all as much longer as the force is larger.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from sqlalchemy import Connection, Table
from sqlalchemy.schema import CreateIndex, DropIndex

from linkage.subjects import Subject
from records.calendar import instant_to_text
from serving.store.batches import insert_rows
from serving.store.histories import blob_digest
from serving.store.opening import Store
from serving.tables.taken_in import child_histories, history_blobs
from serving.tables.who import WHO
from serving.tables.work import caseload, work_items, work_made
from serving.worklist.items import WHEN_OVERDUE

__all__ = ["AUTHORITIES", "NOW", "TEAMS", "fill_lists", "pour"]

NOW = datetime(2026, 11, 21, 22, 48, tzinfo=UTC)
TEAMS = tuple(f"Team {number:02d}" for number in range(20))
AUTHORITIES = tuple(f"Authority {number}" for number in range(8))
_OF_FIRST_TEAM, _OF_FIRST_AUTHORITY = 1_000, 2_500
_WHO = WHO[Subject.CHILD]
_BANDS = (("High", 2, 0.03), ("Medium", 1, 0.12), ("Low", 0, 0.80))
#: One child in so many is missing now.
_MISSING = 700
#: (kind of duty, owner, share of children, earliest and latest due in days from now).
_DUTIES = (
    ("return_interview", "the missing coordinator", 0.03, -80, 3),
    ("prevention_interview", "the missing coordinator", 0.01, -27, 1),
    ("child_unseen", "the neighbourhood team", 0.02, -25, 1),
    ("referral_decision", "the safeguarding hub", 0.02, -60, 20),
    ("investigation_review", "the detective sergeant", 0.01, -30, 28),
    ("charging_decision", "the officer in the case", 0.005, -90, 28),
    ("plan_review", "PC Example", 0.01, -60, 90),
    ("notice_lapsing", "the CSE unit", 0.002, -10, 28),
)
#: (kind, about, stage, share of children, earliest and latest in days from now).
_OTHERS = (
    ("referral", "", "triaged", 0.008, -60, 0),
    ("referral", "", "allocated", 0.005, -60, 0),
    ("referral", "", "discussed", 0.001, -60, 0),
    ("referral_unowned", "", "received", 0.006, -9, 0),
    ("referral_decided", "", "decided", 0.01, -90, 0),
    ("conference", "", "called", 0.004, 0, 40),
    ("conference", "", "held", 0.002, -60, 0),
    ("charging", "", "sent", 0.004, -200, 0),
    ("charging", "", "further_work", 0.001, -200, 0),
    ("investigation", "", "reviewed", 0.008, -200, 0),
    ("investigation", "", "never_reviewed", 0.002, -50, 0),
    ("plan", "", "live", 0.01, -60, 90),
    ("judgement", "", "waiting", 0.001, -9, 0),
    ("review", "", "due", 0.02, -40, 40),
    ("connected", "adult", "adult", 0.0005, -1, 0),
)


def fill_lists(store: Store, children: int, blobs: Sequence[bytes], piece: int = 50_000) -> None:
    """Rows for so many children, in a store that holds none."""
    # The first children come out alike in any force: the first team is the same one.
    dice, made = random.Random(1), instant_to_text(NOW)
    digests = [blob_digest(blob) for blob in blobs]
    with store.writing() as connection:
        insert_rows(connection, history_blobs, list(dict(zip(digests, blobs, strict=True)).items()))
        insert_rows(connection, work_made, [(1, made, "S1 S2 S3")])
        with _indexed_after(connection, caseload, work_items):
            for start in range(0, children, piece):
                cases: list[tuple[Any, ...]] = []
                items: list[tuple[Any, ...]] = []
                for number in range(start, min(start + piece, children)):
                    of_team, of_authority = (
                        number < _OF_FIRST_TEAM, number < _OF_FIRST_AUTHORITY,
                    )  # fmt: skip
                    team = TEAMS[0] if of_team else dice.choice(TEAMS[1:])
                    authority = AUTHORITIES[0] if of_authority else dice.choice(AUTHORITIES[1:])
                    case = _case(dice, f"C-{number:010d}", team, authority)
                    cases.append(case)
                    items += _items(dice, case)
                pour(connection, _WHO.people, ((case[0], made) for case in cases))
                pour(connection, caseload, cases)
                pour(connection, work_items, items)
                held = ((case[0], dice.choice(digests), None, None, 0) for case in cases)
                pour(connection, child_histories, held)
    if not store.is_sqlite:
        store.vacuum()


def pour(connection: Connection, into: Table, rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows that hold every column in the table's order, as fast as the engine can."""
    if connection.dialect.name == "sqlite":
        insert_rows(connection, into, list(rows))
        return
    raw = connection.connection.driver_connection
    assert isinstance(raw, psycopg.Connection)
    with raw.cursor() as cursor, cursor.copy(f"COPY {into.name} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


@contextmanager
def _indexed_after(connection: Connection, *tables: Table) -> Iterator[None]:
    """Their indexes are made once the rows are there: many times quicker than with each row."""
    every = [index for of in tables for index in of.indexes]
    indexes = sorted(every, key=lambda one: str(one.name))
    for index in indexes:
        connection.execute(DropIndex(index))
    yield
    for index in indexes:
        connection.execute(CreateIndex(index))


def _case(dice: random.Random, child: str, team: str, authority: str) -> tuple[Any, ...]:
    drawn, band, rank = dice.random(), None, -1
    for label, place, share in _BANDS:
        if drawn < share:
            band, rank = label, place
            break
        drawn -= share
    points = None if band is None else dice.randrange(100)
    at = instant_to_text(NOW - timedelta(hours=16))
    since = instant_to_text(NOW - timedelta(hours=dice.randrange(24 * 300)))
    place = -1_000_000 if points is None else points
    return (
        child, team, authority, "2029-01-01", band, rank, points, place, "points", at, since,
    )  # fmt: skip


def _items(dice: random.Random, case: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    if dice.randrange(_MISSING) == 0:
        since = NOW - timedelta(hours=dice.expovariate(1 / 30))
        gap = ("supervision_gap", "the duty inspector")
        yield _item(case, "missing", "", "", since, since, "missing")
        for owner, hours in (("inspector", 1), ("superintendent", 24)):
            due = since + timedelta(hours=hours)
            of = ("supervisory_review", f"the duty {owner}")
            yield _item(case, "duty", *of, due, since)
        due = since + timedelta(hours=1)
        yield _item(case, "duty", *gap, due, since, WHEN_OVERDUE)
        due = since + timedelta(hours=24)
        yield _item(case, "unreviewed", *gap, due, since, WHEN_OVERDUE)
    for about, owner, share, first, last in _DUTIES:
        if dice.random() < share:
            due = NOW + timedelta(days=dice.uniform(first, last))
            yield _item(case, "duty", about, owner, due, due - timedelta(days=3))
    for kind, about, stage, share, first, last in _OTHERS:
        if dice.random() < share:
            at = NOW + timedelta(days=dice.uniform(first, last))
            owner = case[1] if kind == "referral" else ""
            yield _item(case, kind, about, owner, at, min(at, NOW), stage)


def _item(
    case: tuple[Any, ...], kind: str, about: str, owner: str, at: datetime, since: datetime,
    stage: str = "open",
) -> tuple[Any, ...]:  # fmt: skip
    child, team, authority, _, band, rank, *_ = case
    return (
        child, kind, f"R-{child[2:]}", about, owner, instant_to_text(at), "S1", "", team,
        authority, stage, instant_to_text(since), None, band, rank,
    )  # fmt: skip
