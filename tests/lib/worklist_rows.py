"""The lists of a force of any size, written straight into their tables: for time and query plans.

What stands open has the shares of an invented force of 20,000 children; each child's history
is one of a few that are real.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from linkage.subjects import Subject
from records.calendar import instant_to_text
from serving.store.batches import insert_new, insert_rows
from serving.store.histories import blob_digest
from serving.store.opening import Store
from serving.tables.taken_in import child_histories, history_blobs
from serving.tables.who import WHO
from serving.tables.work import caseload, work_items, work_made
from serving.worklist.items import WHEN_OVERDUE

__all__ = ["NOW", "TEAMS", "fill_lists"]

NOW = datetime(2026, 11, 21, 22, 48, tzinfo=UTC)
TEAMS = tuple(f"Team {number:02d}" for number in range(20))
AUTHORITIES = tuple(f"Authority {number}" for number in range(8))
_WHO = WHO[Subject.CHILD]
_PEOPLE, _PEOPLE_ID = _WHO.people, _WHO.id
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


def fill_lists(store: Store, children: int, blobs: Sequence[bytes], piece: int = 20_000) -> None:
    """Rows for so many children, in a store that holds none."""
    dice = random.Random(children)
    made = instant_to_text(NOW)
    digests = [blob_digest(blob) for blob in blobs]
    with store.writing() as connection:
        insert_rows(connection, history_blobs, list(dict(zip(digests, blobs, strict=True)).items()))
        insert_rows(connection, work_made, [(1, made, "S1 S2 S3")])
    for start in range(0, children, piece):
        numbers = range(start, min(start + piece, children))
        cases: list[tuple[Any, ...]] = []
        items: list[tuple[Any, ...]] = []
        histories: list[tuple[Any, ...]] = []
        for number in numbers:
            child = f"C-{number:010d}"
            team, authority = dice.choice(TEAMS), dice.choice(AUTHORITIES)
            cases.append(_case(dice, child, team, authority))
            items += _items(dice, child, team, authority)
            histories.append((child, dice.choice(digests), None, None, 0))
        with store.writing() as connection:
            insert_new(
                connection, _PEOPLE, [{_PEOPLE_ID: case[0], "since": made} for case in cases]
            )
            insert_rows(connection, caseload, cases)
            insert_rows(connection, work_items, items)
            insert_rows(connection, child_histories, histories)
    if not store.is_sqlite:
        store.vacuum()


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


def _items(dice: random.Random, child: str, team: str, authority: str) -> Iterator[tuple[Any, ...]]:
    if dice.randrange(_MISSING) == 0:
        since = NOW - timedelta(hours=dice.expovariate(1 / 30))
        gap = ("supervision_gap", "the duty inspector")
        yield _item(child, "missing", "", "", since, since, team, authority, "missing")
        for owner, hours in (("inspector", 1), ("superintendent", 24)):
            due = since + timedelta(hours=hours)
            of = ("supervisory_review", f"the duty {owner}")
            yield _item(child, "duty", *of, due, since, team, authority)
        due = since + timedelta(hours=1)
        yield _item(child, "duty", *gap, due, since, team, authority, WHEN_OVERDUE)
        due = since + timedelta(hours=24)
        yield _item(child, "unreviewed", *gap, due, since, team, authority, WHEN_OVERDUE)
    for about, owner, share, first, last in _DUTIES:
        if dice.random() < share:
            due = NOW + timedelta(days=dice.uniform(first, last))
            yield _item(child, "duty", about, owner, due, due - timedelta(days=3), team, authority)
    if dice.random() < 0.02:
        since = NOW - timedelta(days=dice.expovariate(1 / 20))
        owner = "" if dice.random() < 0.3 else team
        yield _item(child, "referral", "", owner, since, since, team, authority, "received")


def _item(
    child: str, kind: str, about: str, owner: str, at: datetime, since: datetime, team: str,
    authority: str, stage: str = "open",
) -> tuple[Any, ...]:  # fmt: skip
    reference = f"R-{child[2:]}"
    return (
        child, kind, reference, about, owner, instant_to_text(at), "S1", "", team, authority,
        stage, instant_to_text(since), None,
    )  # fmt: skip
