"""Finding entries by officer, child, time and what they say, on both engines (N6)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from records.persons import ChildId, RecordId
from serving.audit.leaf import ERASED, Outcome, new_entry_id
from serving.store.acts import enter_act
from serving.store.histories import Summary, save_histories
from serving.store.log_parts import erase_parts
from serving.store.log_search import MOST_READ, search_log_entries
from serving.store.log_search_ids import ids_ever
from serving.store.log_search_sought import Sought
from serving.store.log_search_spans import entries_between, read_look_blobs
from serving.store.opening import Store
from tests.lib.linking import link_all
from tests.lib.logs import START, a_look, drawing

A, B, C = (ChildId(f"C-{letter * 10}") for letter in "ABC")


def enter(store: Store, looks: list[dict[str, Any]]) -> list[str]:
    """Enter these looks, a second apart unless they say when."""
    draw = drawing(1)
    ids = []
    with store.writing() as connection:
        for number, changes in enumerate(looks):
            at = changes.get("at", START + timedelta(seconds=number))
            entry = new_entry_id(at, number.to_bytes(10, "big"))
            look = a_look(number, **{"id": entry, "at": at, **changes})
            ids.append(enter_act(connection, look, draw).entry_id)
    return ids


def found(store: Store, **sought: Any) -> list[str]:
    """The ids of everything that is found, page by page."""
    ids: list[str] = []
    before = None
    with store.reading() as connection:
        while True:
            page = search_log_entries(connection, Sought(**sought, before=before), 3)
            ids += [entry.id for entry in page.entries]
            if page.through is None:
                return ids
            before = page.through


def test_entries_are_found_by_whom_when_and_what_the_newest_first(store: Store) -> None:
    looks = [
        {
            "who": f"officer-{number % 3}",
            "child": f"C-{number % 2:010}",
            "kind": "CHILD_SPLIT" if number == 4 else "CHILD_VIEWED",
            "reason_code": "found" if number == 5 else "missing_report",
            "facts": {"request": f"request-{number % 7}", "kind": "CHILD_ERASED"},
        }
        for number in range(10)
    ]
    ids = enter(store, looks)

    def those(*numbers: int) -> list[str]:
        return [ids[number] for number in sorted(numbers, reverse=True)]

    assert found(store) == those(*range(10))
    assert found(store, officer="officer-1") == those(1, 4, 7)
    assert found(store, officer="officer") == []
    assert found(store, children={"C-0000000001": None}) == those(1, 3, 5, 7, 9)
    assert found(store, officer="officer-1", children={"C-0000000001": None}) == those(1, 7)
    assert found(store, kinds=frozenset({"CHILD_SPLIT"})) == those(4)
    assert found(store, kinds=frozenset({"CHILD_ERASED"})) == []
    assert found(store, reason_code="found") == those(5)
    assert found(store, request="request-2") == those(2, 9)
    since, until = START + timedelta(seconds=3), START + timedelta(seconds=6)
    assert found(store, since=since, until=until) == those(3, 4, 5)
    assert found(store, since=since, officer="officer-0") == those(3, 6, 9)


def test_time_is_exact_to_the_microsecond(store: Store) -> None:
    at = START + timedelta(microseconds=500)
    (entry,) = enter(store, [{"at": at}])
    assert found(store, since=at, until=at + timedelta(microseconds=1)) == [entry]
    assert found(store, since=at + timedelta(microseconds=1)) == []
    assert found(store, until=at) == []


def test_what_was_erased_is_found_no_more_by_whom_it_named(store: Store) -> None:
    first, second = enter(store, [{}, {}])
    with store.writing() as connection:
        erasing = a_look(9, kind=ERASED, outcome=Outcome.DONE, erases=(f"{first}/child",))
        erased_by = enter_act(connection, erasing, drawing(2)).entry_id
        assert erase_parts(connection, [(first, "child")], erased_by) == 1
    child = str(a_look().child)
    assert found(store, children={child: None}, kinds=frozenset({"CHILD_VIEWED"})) == [second]
    with store.reading() as connection:
        page = search_log_entries(connection, Sought(officer="officer-17"), 9)
    erased = {entry.id: entry.erased for entry in page.entries}
    assert erased[first] == ("child",)
    assert erased[second] == ()


def test_a_page_that_reads_its_fill_says_how_far_it_came(store: Store) -> None:
    ids = enter(store, [{"kind": "CHILD_VIEWED"} for _ in range(300)])
    with store.reading() as connection:
        sought = Sought(kinds=frozenset({"CHILD_SPLIT"}))
        everything = search_log_entries(connection, sought, 5)
        some = search_log_entries(connection, sought, 5, most_read=128)
    assert (everything.entries, everything.through) == ((), None)
    assert (some.entries, some.through) == ((), ids[300 - 128])
    assert MOST_READ >= 128


def test_a_child_is_found_by_every_id_that_it_had_until_its_records_parted(store: Store) -> None:
    record = {name: RecordId.parse(f"S1:P-{name}") for name in "xyz"}
    one, two = START + timedelta(days=1), START + timedelta(days=2)
    link_all(store, {record["x"]: A, record["y"]: B, record["z"]: B}, START)
    link_all(store, {record["x"]: A, record["y"]: A, record["z"]: A}, one, trail=[(B, A)])
    looks = [
        {"child": str(child), "at": START + timedelta(hours=hours)}
        for child, hours in ((A, 1), (B, 2), (A, 30), (A, 60), (C, 61))
    ]
    alone_a, alone_b, together, after_a, after_c = enter(store, looks)
    with store.reading() as connection:
        merged = {asked: ids_ever(connection, asked) for asked in (A, B)}
    assert merged == {A: {A: None, B: None}, B: {A: None, B: None}}
    link_all(store, {record["x"]: A, record["y"]: A, record["z"]: C}, two, splits=[(A, C)])
    with store.reading() as connection:
        of_a, of_c = ids_ever(connection, A), ids_ever(connection, C)
        assert ids_ever(connection, "C-0") == {"C-0": None}
    assert found(store, children=of_a) == [after_a, together, alone_b, alone_a]
    assert found(store, children=of_c) == [after_c, together, alone_b, alone_a]


def test_a_span_gives_every_entry_once_the_oldest_first_with_whom_it_names(store: Store) -> None:
    ids = enter(store, [{"who": f"officer-{number}"} for number in range(7)])
    since, until = START + timedelta(seconds=1), START + timedelta(seconds=6)
    with store.writing() as connection:
        erasing = a_look(9, kind=ERASED, outcome=Outcome.DONE, erases=(f"{ids[2]}/who",))
        erased_by = enter_act(connection, erasing, drawing(3)).entry_id
        erase_parts(connection, [(ids[2], "who")], erased_by)
    with store.reading() as connection:
        spanned = list(entries_between(connection, since, until))
    assert [entry.id for entry in spanned] == ids[1:6]
    assert [entry.who for entry in spanned] == [
        "officer-1", None, "officer-3", "officer-4", "officer-5",
    ]  # fmt: skip
    assert all(entry.child == a_look().child for entry in spanned)
    assert all(entry.fields["kind"] == "CHILD_VIEWED" for entry in spanned)


def test_histories_are_read_by_the_id_looked_at_even_if_it_went_into_another(store: Store) -> None:
    record = {name: RecordId.parse(f"S1:P-{name}") for name in "xy"}
    link_all(store, {record["x"]: A, record["y"]: B}, START)
    later = START + timedelta(days=1)
    link_all(store, {record["x"]: A, record["y"]: A}, later, trail=[(B, A)])
    with store.writing() as connection:
        save_histories(connection, [(A, b"{}", Summary(None, None, False))])
    with store.reading() as connection:
        found = dict(read_look_blobs(connection, [str(A), str(B), "C-0"]))
    assert found == {A: b"{}", B: b"{}"}
