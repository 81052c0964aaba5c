"""What people said of links is kept as said: read back whole, never changed, never deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from linkage.results import RefusalReason
from linkage.subjects import Subject
from records.persons import RecordId
from serving.store.decisions import DecisionRow, add_decisions
from serving.store.errors import StoreError
from serving.store.judgements import (
    JudgementRow,
    act_that_undid,
    add_judgements,
    judgements_about,
    judgements_of_act,
    judgements_of_link,
    read_judgements,
)
from serving.store.opening import Store
from serving.tables.who import WHO

AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
A, B, C = (RecordId.parse(text) for text in ("S1:P-1", "S2:Q-1", "S3:N-1"))
FIRST = JudgementRow(
    act="act-1",
    kind="judged",
    subject=Subject.CHILD,
    link="L-1",
    a=A,
    b=B,
    said="same",
    reason="Same address and mother’s name",
    judged_at=AT,
    judged_by="reviewer",
    is_blind=True,
    verdict="refused",
    refusal=RefusalReason.BIRTH_DATES_DIFFER,
    weight=-12,
    weights="sha256:00",
)
SPLIT = replace(FIRST, act="act-2", kind="split", said="different", verdict="linked", refusal=None)


def test_what_was_said_is_read_back_by_link_by_act_and_by_record(store: Store) -> None:
    other = replace(SPLIT, link="L-2", b=C, judged_at=AT + timedelta(minutes=5))
    undone = replace(SPLIT, act="act-3", kind="undone", said="undone", undoes="act-2")
    adult = replace(FIRST, act="act-4", subject=Subject.ADULT, link="L-9")
    with store.writing() as connection:
        add_judgements(connection, [FIRST])
        add_judgements(connection, [SPLIT, other])
        add_judgements(connection, [undone, adult])
        add_judgements(connection, [])
    with store.reading() as connection:
        assert read_judgements(connection, Subject.CHILD) == (FIRST, SPLIT, other, undone)
        assert read_judgements(connection, Subject.ADULT) == (adult,)
        assert judgements_of_link(connection, "L-1") == (FIRST, SPLIT, undone)
        assert judgements_of_act(connection, "act-2") == (SPLIT, other)
        assert judgements_of_act(connection, "act-0") == ()
        assert judgements_about(connection, Subject.CHILD, [C]) == (other,)
        assert judgements_about(connection, Subject.CHILD, [A, B]) == (FIRST, SPLIT, other, undone)
        assert act_that_undid(connection, "act-2") == "act-3"
        assert act_that_undid(connection, "act-1") is None


def test_an_act_says_one_thing_of_a_pair(store: Store) -> None:
    with pytest.raises(StoreError), store.writing() as connection:
        add_judgements(connection, [FIRST, replace(FIRST, said="different")])
    with pytest.raises(ValueError, match="in order"):
        replace(FIRST, a=B, b=A)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE link_judgements SET said = 'different'",
        "UPDATE link_judgements SET reason = 'another'",
        "UPDATE link_judgements SET a = 'S1:P-9'",
        "DELETE FROM link_judgements",
        "UPDATE decisions SET kind = 'different'",
        "DELETE FROM decisions",
        "DELETE FROM adult_decisions",
    ],
)
def test_nobody_changes_or_deletes_what_was_said(store: Store, change: str) -> None:
    with store.writing() as connection:
        add_judgements(connection, [FIRST])
        for who in WHO.values():
            add_decisions(connection, who, [DecisionRow("same", A, B, AT, "reviewer", "why")])
    with pytest.raises(StoreError, match="append-only"), store.writing() as connection:
        connection.execute(text(change))
    with store.reading() as connection:
        assert read_judgements(connection, Subject.CHILD) == (FIRST,)
