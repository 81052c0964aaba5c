"""An entry says who asked what and why, in bytes that name nobody."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from serving.audit.leaf import (
    ERASED,
    LONGEST_ENTRY,
    LONGEST_PRIVATE,
    Answer,
    Chain,
    EntryTooLongError,
    Outcome,
    PreparedLook,
    SealedLook,
    new_entry_id,
    seal,
)
from serving.audit.tree import EMPTY_ROOT, leaf_hash
from tests.lib.logs import ORIGIN, a_look, drawing

CHAIN = Chain.start("a1b2c3d4e5f60718", 0, EMPTY_ROOT)


def sealed(look: PreparedLook | None = None, chain: Chain = CHAIN) -> SealedLook:
    return seal(look or a_look(), ORIGIN, chain, drawing(1))


def test_an_entry_is_canonical_json_under_its_leaf_hash() -> None:
    entry = sealed().entry
    again = json.dumps(
        json.loads(entry), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()
    assert again == entry
    assert sealed().leaf == leaf_hash(entry)


def test_an_entry_has_exactly_the_fields_that_an_auditor_was_promised() -> None:
    assert set(json.loads(sealed().entry)) == {
        "v", "log", "id", "writer", "n", "prev", "at", "kind", "outcome", "who", "child",
        "reason", "question", "reason_code", "roles", "team", "answer", "inputs", "facts",
    }  # fmt: skip


def test_an_entry_names_neither_officer_nor_child_nor_reason_nor_question() -> None:
    look = a_look(question="Maya Okonkwo-Reid, 14 March 2011")
    entry = sealed(look).entry.decode()
    for private in (look.who, look.child, look.reason, "Okonkwo", "High"):
        assert private is not None
        assert private not in entry


def test_each_private_value_opens_its_commitment_and_none_is_left_out() -> None:
    look = sealed(a_look(question="Maya"))
    fields = json.loads(look.entry)
    assert [part.label for part in look.openings] == ["who", "child", "reason", "question"]
    assert all(part.opens(fields[part.label]) for part in look.openings)
    assert look.answer is not None
    assert look.answer.opens(fields["answer"]["commitment"])
    assert fields["answer"]["length"] == len(look.answer.value)
    assert len({part.salt for part in (*look.openings, look.answer)}) == 5


def test_a_refusal_without_answer_or_child_says_so_with_nulls() -> None:
    look = a_look(outcome=Outcome.REFUSED, answer=None, child=None, kind="LOOK_REFUSED")
    fields = json.loads(sealed(look).entry)
    assert fields["answer"] is None
    assert fields["child"] is None
    assert fields["outcome"] == "refused"


def test_a_writers_first_entry_names_the_head_it_began_on_and_the_next_names_the_first() -> None:
    first = sealed()
    assert json.loads(first.entry)["prev"] == f"head:0:{EMPTY_ROOT.hex()}"
    second = json.loads(sealed(a_look(1), CHAIN.after(first.leaf)).entry)
    assert (second["n"], second["prev"]) == (1, f"leaf:{first.leaf.hex()}")


def test_an_entry_that_would_not_fit_is_refused_before_any_work() -> None:
    with pytest.raises(EntryTooLongError, match="too long"):
        a_look(inputs={"history": "x" * LONGEST_ENTRY})
    with pytest.raises(EntryTooLongError, match="too long"):
        a_look(reason="x" * (LONGEST_PRIVATE + 1))
    with pytest.raises(EntryTooLongError, match="answer is too long"):
        a_look(answer=Answer(bytes(4 * 1024 * 1024 + 1), "text/html", 200))


@pytest.mark.parametrize("letter", ["x", "é", "\u2028", "\x01", "\U0001f600", '"'])
def test_every_entry_that_is_taken_is_under_the_limit_whatever_its_letters(letter: str) -> None:
    longest = 0
    for length in range(1_000, LONGEST_ENTRY, 250):
        try:
            look = a_look(facts={"results": 2**63}, inputs={"history": letter * length})
        except EntryTooLongError:
            break
        longest = len(sealed(look).entry)
        assert longest <= LONGEST_ENTRY
    assert longest > 0


def test_every_fault_of_a_look_is_told_at_once_and_no_value_with_it() -> None:
    with pytest.raises(ValueError, match="id is not") as caught:
        a_look(
            id="?",
            kind="viewed",
            at=datetime(2026, 11, 21),  # noqa: DTZ001 - the fault that is planted
            inputs={"n": 1},
            facts={"share": 0.5, "secret-name": None},
        )
    for rule in ("id", "kind", "time zone", "inputs", "facts"):
        assert rule in str(caught.value)
    assert "secret-name" not in str(caught.value)


def test_a_float_or_a_bool_can_not_reach_an_entry() -> None:
    for value in (0.5, True):
        with pytest.raises(ValueError, match="whole numbers"):
            a_look(facts={"results": value})


def test_text_that_is_not_unicode_is_refused() -> None:
    for field in ("who", "reason", "question", "team"):
        with pytest.raises(ValueError, match="not Unicode"):
            a_look(**{field: "\ud800"})


def test_only_an_erasure_says_what_it_erases() -> None:
    with pytest.raises(ValueError, match="erases"):
        a_look(erases=("some-entry/child",))
    with pytest.raises(ValueError, match="erases"):
        a_look(kind=ERASED)
    assert "erases" in json.loads(sealed(a_look(kind=ERASED, erases=("e/child",))).entry)


def test_ids_sort_by_time_and_differ_by_their_random_part() -> None:
    now = datetime(2026, 11, 21, 22, 48, 0, 999_999, tzinfo=UTC)
    ids = [new_entry_id(now + timedelta(milliseconds=i), bytes(10)) for i in range(1200)]
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)
    assert new_entry_id(now, b"0123456789") != new_entry_id(now, b"9876543210")
    with pytest.raises(ValueError, match="10 random bytes"):
        new_entry_id(now, b"")


def test_a_look_can_not_be_changed_through_the_mappings_it_was_made_from() -> None:
    inputs = {"history": "sha256:00"}
    look = a_look(inputs=inputs)
    inputs["history"] = "sha256:11"
    assert look.inputs["history"] == "sha256:00"
    with pytest.raises(TypeError):
        look.inputs["history"] = "sha256:22"  # type: ignore[index] # the fault that is planted
