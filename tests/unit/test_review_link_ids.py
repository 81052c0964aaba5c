"""A pair's id says nothing of it, and what is said of a pair needs its reason in writing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from linkage.subjects import Subject
from records.persons import RecordId
from serving.service.reviewed_links import (
    LONGEST_REASON,
    NoReviewReasonError,
    check_written,
    last_word,
    link_id,
)
from serving.store.decisions import DecisionRow

SECRET = bytes(range(32))
A, B, C = (RecordId.parse(text) for text in ("S1:P-1", "S2:Q-1", "S3:N-1"))
AT = datetime(2026, 11, 21, 9, tzinfo=UTC)


def test_a_pair_has_one_id_whichever_record_comes_first() -> None:
    one = link_id(SECRET, Subject.CHILD, A, B)
    assert one == link_id(SECRET, Subject.CHILD, B, A)
    others = {
        link_id(SECRET, Subject.ADULT, A, B),
        link_id(SECRET, Subject.CHILD, A, C),
        link_id(SECRET[::-1], Subject.CHILD, A, B),
    }
    assert len(others - {one}) == 3
    assert one.startswith("L-")
    assert one[2:].isalnum()
    assert len(one) == 18


def test_a_pairs_id_does_not_run_two_references_together() -> None:
    first = link_id(SECRET, Subject.CHILD, RecordId.parse("S1:P"), RecordId.parse("S1:QS1:R"))
    second = link_id(SECRET, Subject.CHILD, RecordId.parse("S1:PS1:Q"), RecordId.parse("S1:R"))
    assert first != second


def test_the_last_word_on_a_pair_holds_unless_it_took_the_word_back() -> None:
    def row(kind: str, a: RecordId, b: RecordId, minutes: int) -> DecisionRow:
        return DecisionRow(kind, a, b, AT + timedelta(minutes=minutes), "reviewer", "why")

    said = (row("same", A, B, 1), row("different", B, C, 2), row("different", B, A, 3))
    assert last_word(said, A, B) == said[2]
    assert last_word(said, C, B) == said[1]
    assert last_word(said, A, C) is None
    assert last_word((*said, row("undone", A, B, 4)), A, B) is None


def test_a_reason_is_one_line_of_some_words() -> None:
    assert check_written("  The school says so. ") == "The school says so."
    assert check_written("x" * LONGEST_REASON) == "x" * LONGEST_REASON
    for bad in ("", " \t", "x" * (LONGEST_REASON + 1), "two\nlines", "a\x00b"):
        with pytest.raises(NoReviewReasonError):
            check_written(bad)
