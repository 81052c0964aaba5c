"""The lists of open work are kept whole: by increments as by making all anew, and never "0" before
they were made (M5, M14)."""

from __future__ import annotations

import lzma
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from linkage.subjects import Subject
from linkage.weights import load_weights
from serving.service.link_records import link_store
from serving.service.rescore import rescore_store
from serving.store.opening import Store
from serving.tables.work import caseload, work_items, work_made
from serving.work_store.lists import (
    ListsNotMadeError,
    areas_listed,
    check_lists_made,
    count_of,
    page_of,
)
from serving.worklist.items import ItemKind
from tests.lib.acting import HOST
from tests.lib.door import Door
from tests.lib.extracts import S1
from tests.lib.golden_answers import GOLDEN
from tests.lib.link_review import NOW as REVIEWED
from tests.lib.rescoring import rules
from tests.lib.worklist_force import NOW, worklist_force

_ITEMS = "SELECT * FROM work_items ORDER BY kind, child_id, reference, about, owner, at"
_CASES = (
    "SELECT child_id, team, local_authority, adult_from, band, rank FROM caseload ORDER BY child_id"
)


def _rows(store: Store, sql: str) -> list[tuple[Any, ...]]:
    with store.reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(sql)]


def test_lists_kept_by_increments_are_those_made_of_all_at_once(
    store_url: str, tmp_path: Path
) -> None:
    with Door(tmp_path, worklist_force(), store_url) as door:
        later = NOW + timedelta(hours=2)
        force = worklist_force(later)
        found = force.person(S1, "P-1", "Ashdownley", forename="Kit", team="City South")
        force.missing(found, NOW - timedelta(hours=1), 1)
        new = force.person(S1, "P-9", "Newcombe", forename="Ivo", team="City North")
        force.missing(new, NOW - timedelta(minutes=50), None)
        door.moment = later
        door.take_in(force, "again")
        kept = _rows(door.store, _ITEMS), _rows(door.store, _CASES)
        weights = {subject: load_weights(subject) for subject in Subject}
        link_store(door.store, weights, later, HOST, whole=True)
        assert (_rows(door.store, _ITEMS), _rows(door.store, _CASES)) == kept
        with door.store.reading() as connection:
            missing = page_of(connection, ItemKind.MISSING, now=later).rows
            assert len(missing) == count_of(connection, ItemKind.MISSING, now=later)
            assert areas_listed(connection)["team"] == ("City North", "City South")
        assert "MISSING" in {row.kind.name for row in missing}


def test_a_rescoring_that_changes_bands_changes_which_reviews_are_due(
    store_url: str, tmp_path: Path
) -> None:
    with Door(tmp_path, worklist_force(), store_url) as door:
        before = _reviews(door)
        rescore_store(door.store, rules(), NOW, NOW, by=HOST)
        after = _reviews(door)
        bands = dict(_rows(door.store, "SELECT child_id, band FROM caseload"))
        cases = "SELECT child_id, band, rank FROM caseload"
        beside = set(_rows(door.store, "SELECT child_id, band, rank FROM work_items"))
        assert beside <= set(_rows(door.store, cases)), "a row of a list holds another band"
        assert {rank for *_, rank in beside} >= {0, 2}
        for name in ("Wren Brackwater", "Kit Ashdownley", "Ola Tannerfield"):
            answer = door.ask(name)
            child = answer["child"]["id"]
            told = {
                (d["owner"], d["due"])
                for d in answer["due"]
                if d["kind"] == "supervisory_review" and d["state"] != "done"
            }
            assert bands[child] == answer["advice"]["band"]
            assert after[child] == told
    assert after != before, "no band was such that other reviews are due"


def _reviews(door: Door) -> dict[str, set[tuple[str, str]]]:
    sql = "SELECT child_id, owner, at FROM work_items WHERE about = 'supervisory_review'"
    found: dict[str, set[tuple[str, str]]] = {}
    for child, owner, at in _rows(door.store, sql):
        found.setdefault(child, set()).add((owner, at))
    return found


def test_a_first_rescoring_makes_nobody_newly_high(store_url: str, tmp_path: Path) -> None:
    with Door(tmp_path, worklist_force(), store_url) as door:
        rescore_store(door.store, rules(), NOW, NOW, by=HOST)
        assert {since for (since,) in _rows(door.store, "SELECT band_since FROM caseload")} == {
            None
        }
        later = NOW + timedelta(hours=30)
        rescore_store(door.store, rules(), later, later, by=HOST)
        changed = _rows(door.store, "SELECT child_id FROM caseload WHERE band_since IS NOT NULL")
        assert changed, "a child was missing for longer than a floor's hours by then"


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    """A folder with a store that an earlier release wrote, before there were lists."""
    packed = min(GOLDEN.glob("store-*.db.xz"))
    (tmp_path / "store.db").write_bytes(lzma.decompress(packed.read_bytes()))
    return tmp_path


def test_lists_of_a_store_brought_forward_say_that_they_are_not_made_until_linking_makes_them(
    earlier: Path,
) -> None:
    with Door(earlier, None, moment=REVIEWED) as door:
        asked = door.request("GET", "/api/v1/missing-now", headers=door.headers("supervisor"))
        assert asked.status_code == 503
        assert asked.json()["type"].endswith("lists-not-made")
        assert "missing-risk link" in asked.json()["detail"]
        with door.store.reading() as connection, pytest.raises(ListsNotMadeError):
            check_lists_made(connection)
        weights = {subject: load_weights(subject) for subject in Subject}
        link_store(door.store, weights, REVIEWED, HOST)
        asked = door.request("GET", "/api/v1/missing-now", headers=door.headers("supervisor"))
        assert asked.status_code == 200
    sql = "SELECT (SELECT count(*) FROM caseload), (SELECT count(*) FROM child_histories)"
    [(cases, children)] = _rows_of(earlier, sql)
    assert cases == children > 0


def _rows_of(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    with Door(folder, None, moment=REVIEWED, has_accounts=True) as door:
        return _rows(door.store, sql)


def test_linking_makes_lists_that_were_lost_though_no_record_is_new(tmp_path: Path) -> None:
    with Door(tmp_path, worklist_force()) as door:
        kept = _rows(door.store, _ITEMS)
        with door.store.writing() as connection:
            for table in (work_made, work_items, caseload):
                connection.execute(table.delete())
        weights = {subject: load_weights(subject) for subject in Subject}
        link_store(door.store, weights, NOW, HOST)
        assert _rows(door.store, _ITEMS) == kept
