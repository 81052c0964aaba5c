"""A replay rebuilds every input, and names the cause of every difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from duties.intervals import load_intervals
from records.events import Event, EventKind
from records.history import History
from records.persons import ChildId
from records.sources import SourceSystem
from scorecard import load_policy
from serving.access.kinds import KINDS
from serving.answer import AnswerInputs, CardVersion, LookInputs, answer
from serving.answer.kept_parts import KEPT_PARTS
from serving.audit.commitment import Opening
from serving.replay import (
    ANSWERED,
    Code,
    Past,
    Replayed,
    Verdict,
    code_in_use,
    known_since,
    names_of_kept,
    rebuild,
    replay,
)
from serving.replay.differences import first_difference
from serving.replay.rebuilding import REBUILT
from tests.lib.golden_answers import as_golden
from tests.lib.histories import a_history, an_entry
from tests.lib.vignette_card import again_card, vignette_card

NOW = datetime(2026, 11, 22, 2, 4, tzinfo=UTC)
SALT = b"s" * 16


def a_report(days: int) -> Event:
    since = NOW - timedelta(days=days)
    return an_entry(EventKind.MISSING_REPORTED, since, f"MP-{days}", missing_from="home")


def inputs(**changed: Any) -> AnswerInputs:
    history = a_history([a_report(3), a_report(40)])
    given = {
        "look": LookInputs(replace(history, connected=frozenset())).to_bytes(),
        "as_of": NOW,
        "known_at": NOW,
        "freshness": {SourceSystem.MISSING_PERSONS: NOW},
        "linkage": "sha256:" + "0" * 64,
        "champion": CardVersion(vignette_card(), "7"),
        "again": CardVersion(again_card(), "2"),
        "policy": load_policy(),
        "intervals": load_intervals(),
        "withheld": frozenset({"C-OTHER00001"}),
        "restrictions": "sha256:" + "1" * 64,
    }
    return AnswerInputs(**{**given, **changed})


def replayed(
    of: AnswerInputs,
    *,
    body: bytes | None = None,
    named: Mapping[str, str] | None = None,
    without: tuple[str, ...] = (),
    code: Code | None = None,
    **past: Any,
) -> Replayed:
    """The replay of an entry for these inputs, changed as told."""
    pair = as_golden(of)
    code = code or code_in_use()
    kept = {**pair.kept, code_in_use().digest: code_in_use().to_bytes()}
    said = {**pair.inputs, "code": code_in_use().digest, **(named or {})}
    said = {name: value for name, value in said.items() if value}
    sent = pair.answer if body is None else body
    entry = {
        "kind": "CHILD_VIEWED",
        "answer": {
            "commitment": Opening("answer", SALT, sent).commitment,
            "media_type": "application/json",
        },
        "inputs": said,
    }
    kept = {d: v for d, v in kept.items() if d not in {said[name] for name in without}}
    given = {"body": sent, "salt": SALT, "erasing": None, **past}
    return replay(Past({**entry, **given.pop("fields", {})}, **given), kept, code)


def test_every_field_of_the_inputs_can_be_made_again() -> None:
    assert set(REBUILT) == {field.name for field in fields(AnswerInputs)}


def test_every_part_that_is_read_again_is_kept() -> None:
    kept = {"history", *(part.named for part in KEPT_PARTS)}
    assert {row.named for row in REBUILT.values() if row.named is not None} == kept


def test_every_kind_of_entry_says_how_its_answer_is_given_again() -> None:
    assert sorted(set(KINDS) - set(ANSWERED)) == []


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"champion": None},
        {"again": None},
        {"withheld": frozenset(), "restrictions": ""},
        {"champion": CardVersion(vignette_card(), "7", is_stopped=True)},
        {"policy": replace(load_policy(), version="of another force")},
        {"intervals": replace(load_intervals(), due_within_hours=48)},
    ],
)
def test_what_is_rebuilt_is_what_was_given(changed: dict[str, Any]) -> None:
    given = inputs(**changed)
    pair = as_golden(given)
    assert rebuild(pair.inputs, pair.kept) == given
    assert set(names_of_kept(pair.inputs).values()) == set(pair.kept)
    found = replayed(given)
    assert (found.verdict, found.cause) == (Verdict.IDENTICAL, None)
    assert found.kept_hash == found.recomputed_hash


def test_a_difference_is_named_by_the_version_that_changed_before_the_code() -> None:
    found = replayed(
        inputs(),
        body=answer(inputs()).replace(b"advis", b"adviz"),
        named={"wording": "sha256:" + "2" * 64, "code": "sha256:" + "3" * 64},
    )
    assert found.verdict is Verdict.DIFFERS
    assert found.cause is not None
    assert (found.cause.name, found.cause.was) == ("wording", "sha256:" + "2" * 64)
    assert found.difference is not None
    assert found.difference.kept != found.difference.recomputed


def test_a_difference_by_the_code_names_the_file() -> None:
    mine = code_in_use()
    newer = Code("0.9.9", mine.tables, {**mine.files, "records/words.py": "0" * 64})
    found = replayed(inputs(), body=b'{"answer":"answers/v1"}', code=newer)
    assert found.verdict is Verdict.DIFFERS
    assert found.cause is not None
    assert found.cause.name == "code"
    assert "records/words.py" in found.cause.words
    assert "0.9.9" in found.cause.words


def test_another_code_that_gives_the_same_bytes_is_no_difference() -> None:
    mine = code_in_use()
    newer = Code("0.9.9", mine.tables, {**mine.files, "records/words.py": "0" * 64})
    assert replayed(inputs(), code=newer).verdict is Verdict.IDENTICAL


def test_a_hidden_say_is_never_taken_for_a_named_one() -> None:
    found = replayed(inputs(), body=answer(inputs()).replace(b'"points":', b'"points": '))
    assert found.verdict is Verdict.UNEXPLAINED
    assert found.cause is None


@pytest.mark.parametrize("name", ["history", "policy_hash", "withheld", "artefact"])
def test_what_is_not_kept_any_more_is_named(name: str) -> None:
    found = replayed(inputs(), without=(name,))
    assert found.verdict is Verdict.KEPT_ONLY
    assert found.body == answer(inputs())
    assert found.cause is not None
    assert found.cause.name == name


def test_an_entry_of_a_release_that_kept_less_says_so() -> None:
    found = replayed(inputs(), named={"policy_hash": "", "intervals_hash": ""})
    assert found.verdict is Verdict.KEPT_ONLY
    assert found.cause is not None
    assert "did not keep its policy, intervals" in found.cause.words


def test_what_this_release_cannot_read_is_named() -> None:
    pair = as_golden(inputs())
    broken = b'{"schema":"card/v9"}'
    kept = {**pair.kept, pair.inputs["artefact"]: broken}
    sent = pair.answer
    entry = {
        "kind": "CHILD_VIEWED",
        "answer": {"commitment": Opening("answer", SALT, sent).commitment, "media_type": "x"},
        "inputs": pair.inputs,
    }
    found = replay(Past(entry, sent, SALT), kept, code_in_use())
    assert found.verdict is Verdict.KEPT_ONLY
    assert found.cause is not None
    assert found.cause.name == "artefact"


def test_bytes_that_do_not_open_the_commitment_are_not_given_again() -> None:
    for given in ({"body": b"{}"}, {"salt": b"t" * 16}, {"body": None, "salt": None}):
        pair = as_golden(inputs())
        entry = {
            "kind": "CHILD_VIEWED",
            "answer": {"commitment": Opening("answer", SALT, pair.answer).commitment},
            "inputs": pair.inputs,
        }
        found = replay(
            Past(entry, **{"body": pair.answer, "salt": SALT, **given}), {}, code_in_use()
        )
        assert (found.verdict, found.body) == (Verdict.DAMAGED, None)


def test_an_erased_answer_says_when_and_under_what() -> None:
    erasing = {
        "id": "01a2004b8900-00",
        "at": "2026-12-01T10:00:00.000000Z",
        "kind": "PRIVATE_PARTS_ERASED",
        "facts": {"rule": "review_group_3"},
    }
    found = replayed(inputs(), body=None, salt=None, erasing=erasing)
    assert found.verdict is Verdict.ERASED
    assert "1\N{NO-BREAK SPACE}December" in found.words
    assert "review_group_3" in found.words


def test_an_entry_without_an_answer_has_none_to_give() -> None:
    found = replay(Past({"kind": "LOOK_REFUSED", "answer": None}, None, None), {}, code_in_use())
    assert found.verdict is Verdict.NO_ANSWER


def test_a_search_is_given_again_as_kept_and_says_why_not_anew() -> None:
    found = replayed(inputs(), fields={"kind": "CHILDREN_SEARCHED"})
    assert found.verdict is Verdict.KEPT_ONLY
    assert "whole index" in found.words
    assert found.body is not None


@pytest.mark.parametrize(
    ("kept", "again", "path"),
    [
        (b'{"a":1,"b":[1,2]}', b'{"a":1,"b":[1,3]}', "b[1]"),
        (b'{"a":1}', b'{"a":true}', "a"),
        (b'{"a":[]}', b'{"a":[1]}', "a[0]"),
        (b'{"a":{"b":1,"c":2}}', b'{"a":{"b":1}}', "a.c"),
        (b'{"a":1,"b":2}', b'{"b":2,"a":1}', ""),
        (b"no json", b"{}", ""),
    ],
)
def test_the_first_place_that_differs_is_named(kept: bytes, again: bytes, path: str) -> None:
    found = first_difference(kept, again)
    assert found is not None
    assert found.path == path
    assert first_difference(kept, kept) is None


def test_what_came_since_is_counted_and_nothing_more() -> None:
    first, second = a_report(3), a_report(40)
    before = History(ChildId("C-1"), (), (first,))
    today = History(ChildId("C-1"), (), (second,))
    [count] = known_since(before, NOW, today, NOW)
    assert (count.then, count.new, count.gone) == (1, 1, 1)
    [gone] = known_since(before, NOW, None, NOW)
    assert (gone.then, gone.new, gone.gone) == (1, 0, 1)
