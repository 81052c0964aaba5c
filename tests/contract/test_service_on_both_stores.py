"""The whole service gives the same answers on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from serving.service.export_snapshot import export_snapshot
from serving.service.ingest_extracts import ingest_extracts
from serving.store.verifying import verify_log
from tests.lib.acting import HOST
from tests.lib.door import Door
from tests.lib.extracts import S1, S2, S3, Extracts

NOW = datetime(2026, 11, 21, 22, 48, tzinfo=UTC)


def _force() -> Extracts:
    force = Extracts(NOW)
    known = {"forename": "Émilie", "date_of_birth": date(2011, 4, 9), "postcode": "NG7 2AB"}
    girl = force.person(S1, "P-1", "Quillfeather", sex="female", **known)
    force.missing(girl, NOW - timedelta(days=20), 9)
    force.missing(girl, NOW - timedelta(hours=3), None)
    force.plan(force.person(S2, "Q-1", "Quillfeather", **known), NOW - timedelta(days=40))
    noticed = force.person(S3, "N-1", "Quillfeather", **known)
    force.notice(noticed, NOW - timedelta(days=2), until=date(2027, 4, 2))
    return force


def _what_was_said(door: Door) -> dict[str, Any]:
    """The answer, less what each store draws for itself: ids and the links' digest."""
    said = door.ask("Emilie Quilfeather")
    said["child"]["id"] = said["versions"]["linkage"] = ""
    for adult in said["adults"]:
        adult["id"] = ""
    return said


def test_a_force_is_taken_in_linked_asked_about_and_verified(
    store_url: str, tmp_path: Path
) -> None:
    with Door(tmp_path / "one", _force(), store_url) as door:
        said = _what_was_said(door)
        again, linked = door.take_in(_force(), "again")
        assert sum(one.counts.stored for one in again) == 0
        assert linked.links_changed == linked.histories_changed == 0
        manifest = export_snapshot(door.store, tmp_path / "snapshot", NOW, HOST)
        assert (manifest.children, manifest.adults) == (1, 1)
        door._run(door.service.writer.close())
        assert verify_log(door.store).is_sound
    with Door(tmp_path / "two", _force()) as reference:
        assert json.dumps(said) == json.dumps(_what_was_said(reference))
    assert said["plan"]["state"] == "linked"
    assert said["notices"][0]["in_force"]


def test_a_bad_row_is_set_aside_and_its_neighbours_load(store_url: str, tmp_path: Path) -> None:
    force = _force()
    with Door(tmp_path, force, store_url) as door:
        directory = force.write(tmp_path / "spoilt")
        path = directory / "S1_missing_persons.csv"
        lines = path.read_text(encoding="utf-8").splitlines()
        fresh = lines[1].replace("E00001", "E99999")
        spoilt = lines[1].replace("E00001", "E99998").replace("2011-04-09", "the ninth")
        path.write_text("\r\n".join([*lines, fresh, spoilt]), encoding="utf-8-sig")
        counts = ingest_extracts(door.store, directory, NOW, HOST)[0].counts
    assert (counts.stored, counts.quarantined) == (1, 1)
    assert counts.rows == counts.stored + counts.quarantined + counts.already_known
