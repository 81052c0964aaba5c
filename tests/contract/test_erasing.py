"""A child's records erased for good, on both engines: nothing of them is left, and it is said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, select

from serving.access.permissions import NotPermittedError, Officer
from serving.audit.leaf import ANSWER
from serving.service.ask_erasure import ErasureWaitsError, ask_erasure
from serving.service.erase_child import (
    OneAndTheSameError,
    SettledErasureError,
    approve_erasure,
)
from serving.service.preparing_looks import NoSuchChildError
from serving.store.erased import ERASED_RECORD, erased_blob, erased_child, read_erasures
from serving.store.extracts import read_quarantine
from serving.store.guards import missing_guards
from serving.store.log_parts import read_entry
from serving.store.opening import Store
from serving.store.verifying import verify_log
from serving.tables.taken_in import METADATA
from tests.lib.door import Door
from tests.lib.link_review import BENEDICT, NOW, Review, doubtful_force

RECORDS = Officer("records", "Records", ("records_manager",))
SECOND = Officer("records-second", "Second", ("records_manager",))
WHY = "The review found no purpose."
#: What only this child's records hold; the neighbour's records hold it too, were it not gone.
NAMES = ("Ashdownley",)


@pytest.fixture
def door(store_url: str, tmp_path: Path) -> Iterator[Door]:
    """A small force, asked about all its children before anything is erased."""
    with Door(tmp_path, doubtful_force(), store_url) as opened:
        yield opened


def _rows_with(store: Store, *words: str) -> list[str]:
    """Every table and column in which one of the words stands, in whatever form."""
    found = []
    with store.reading() as connection:
        names = inspect(connection).get_table_names()
        for table in (METADATA.tables[name] for name in sorted(names)):
            for row in connection.execute(select(table)).mappings():
                for column, value in row.items():
                    said = value if isinstance(value, bytes) else str(value).encode()
                    if any(word.casefold().encode() in said.lower() for word in words):
                        found.append(f"{table.name}.{column}")
    return sorted(set(found))


def _ask(door: Door, child: str, rule: str = "retention_over", by: Officer = RECORDS) -> str:
    door._run(ask_erasure(door.service, by, child, rule, WHY))
    with door.store.reading() as connection:
        return next(e.id for e in read_erasures(connection) if not e.is_done)


def _erase(door: Door, child: str) -> None:
    door.moment += timedelta(minutes=1)
    door._run(approve_erasure(door.service, SECOND, _ask(door, child), WHY))


def test_nothing_of_an_erased_child_is_left_and_everything_else_stands(door: Door) -> None:
    child, twin = door.find("Kit Ashdownley"), door.find("Ada Quillfeather")
    shown = door.request("GET", f"/api/v1/children/{child}/risk", headers=door.headers())
    other = door.request("GET", f"/api/v1/children/{twin}/risk", headers=door.headers())
    assert (shown.status_code, other.status_code) == (200, 200)
    assert {"person_versions.person", "log_answers.value", "search_words.word"} <= set(
        _rows_with(door.store, *NAMES)
    )
    before = _rows_with(door.store, "Quillfeather")
    _erase(door, child)
    assert _rows_with(door.store, *NAMES, "Exampleson") == []
    assert _rows_with(door.store, "Quillfeather") == before
    again = door.request("GET", f"/api/v1/children/{twin}/risk", headers=door.headers())
    assert _without_moments(again.json()) == _without_moments(other.json())
    entry = shown.headers["X-Audit-Entry"]
    auditor = door.headers("auditor", "audit")
    replayed = door.request("GET", f"/api/v1/audit/{entry}/replay", headers=auditor).json()
    assert replayed["verdict"] == "erased"
    assert "under retention_over, entry " in replayed["words"]
    with door.store.reading() as connection:
        past = read_entry(connection, entry)
        assert past is not None
        assert past.answer is None
        assert set(past.erased) == {ANSWER, "child", "reason"}
        assert past.private == {"who": "officer"}
        assert erased_blob(connection, past.fields["inputs"]["history"]) == erased_child(
            connection, child
        )
        kept = read_entry(connection, other.headers["X-Audit-Entry"])
        assert kept is not None
        assert kept.answer == other.content
        assert missing_guards(connection) == ()
    door._run(door.service.writer.close())
    assert verify_log(door.store).is_sound


def _without_moments(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: answer[name] for name in ("advice", "plan", "reasons", "unknowns")}


def test_an_erased_child_does_not_come_back_unseen_and_is_not_overlooked(door: Door) -> None:
    child = door.find("Kit Ashdownley")
    asked = _ask(door, child)
    for officer, refusal in (
        (RECORDS, OneAndTheSameError),
        (Officer("officer", "Officer", ("officer",)), NotPermittedError),
    ):
        with pytest.raises(refusal):
            door._run(approve_erasure(door.service, officer, asked, WHY))
    with pytest.raises(ErasureWaitsError):
        _ask(door, child, by=SECOND)
    door.moment += timedelta(minutes=1)
    door._run(approve_erasure(door.service, SECOND, asked, WHY))
    with pytest.raises(SettledErasureError):
        door._run(approve_erasure(door.service, SECOND, asked, WHY))
    _says_that_it_was_erased(door, child)
    _is_held_back_when_it_comes_again(door)
    _is_taken_in_when_recorded_later(door, child)


def _says_that_it_was_erased(door: Door, child: str) -> None:
    answer = door.request("GET", f"/api/v1/children/{child}/risk", headers=door.headers())
    assert answer.status_code == 410
    assert "erased on 2026-11-21" in answer.json()["detail"]
    for given, refusal in ((child, NoSuchChildError), ("C-0", NoSuchChildError)):
        with pytest.raises(refusal):
            _ask(door, given)


def _is_held_back_when_it_comes_again(door: Door) -> None:
    again = doubtful_force()
    again.now = door.moment = NOW + timedelta(days=1)
    taken, _ = door.take_in(again, "again")
    counts = {one.source.value: one.counts for one in taken}
    assert all(c.rows == c.stored + c.quarantined + c.already_known for c in counts.values())
    assert counts["S3"].quarantined == counts["S3"].rows == 1
    assert _rows_with(door.store, *NAMES, "Exampleson") == []
    assert door.search(name="Kit Ashdownley")["results"] == []
    with door.store.reading() as connection:
        held = read_quarantine(connection)
    assert {row.raw for row in held} == {""}
    assert {fault.rule for row in held for fault in row.faults} == {ERASED_RECORD.rule}


def _is_taken_in_when_recorded_later(door: Door, child: str) -> None:
    later = doubtful_force()
    later.now = door.moment = NOW + timedelta(days=2)
    kit = next(person for event, person in later.entries if person.id.ref == "P-4")
    later.missing(kit, NOW + timedelta(days=1), None)
    door.take_in(later, "later")
    found = door.find("Kit Ashdownley")
    assert found != child
    assert door.risk(found)["advice"]


def test_an_erasure_takes_what_other_children_were_shown_of_the_child(door: Door) -> None:
    review = Review(door)
    link = review.find(*BENEDICT)
    bede, benedict = door.find("Bede Thornbury"), door.find("Benedict Thornebury")
    first = door.request("GET", f"/api/v1/children/{benedict}/risk", headers=door.headers())
    assert "Bede" in first.text
    door.moment += timedelta(minutes=1)
    review.judge(link, "cant_say")
    _erase(door, bede)
    assert _rows_with(door.store, "Thornbury") == []
    assert door.risk(benedict)["plan"]["state"] == "none"
    with door.store.reading() as connection:
        past = read_entry(connection, first.headers["X-Audit-Entry"])
    assert past is not None
    assert set(past.erased) == {ANSWER}
    assert past.private["child"] == benedict
    door._run(door.service.writer.close())
    assert verify_log(door.store).is_sound


def test_a_joined_child_is_erased_by_any_id_it_had(door: Door) -> None:
    review = Review(door)
    old = {door.find("Bede Thornbury"), door.find("Benedict Thornebury")}
    door.moment += timedelta(minutes=1)
    review.judge(review.find(*BENEDICT), "same")
    (led,) = old - {door.find("Benedict Thornebury")}
    _erase(door, led)
    assert _rows_with(door.store, "Thornbury", "Thornebury") == []
    with door.store.reading() as connection:
        assert {erased_child(connection, each) is not None for each in old} == {True}


def test_a_vacuumed_sqlite_file_holds_no_byte_of_an_erased_name(tmp_path: Path) -> None:
    with Door(tmp_path, doubtful_force()) as door:
        path = door.store.path
        assert path is not None
        _erase(door, door.find("Kit Ashdownley"))
        door.store.vacuum()
        files = [path, path.with_name(path.name + "-wal")]
        left = [each.name for each in files if each.exists() and b"shdownley" in each.read_bytes()]
        assert left == []
