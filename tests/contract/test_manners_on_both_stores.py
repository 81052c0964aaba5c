"""Limits, emergencies, notices, disclosures and what a team is told, on both engines alike."""

from __future__ import annotations

from pathlib import Path

from serving.store.verifying import verify_log
from tests.lib.callers import entries_of, kinds_left
from tests.lib.door import Door
from tests.lib.limiting import Limiting
from tests.web.conftest import small_force

_EMERGENCY = "missing_report; Her mother rang, she is on the bridge now."
_GIVEN = {"to_whom": "Duty social worker", "purpose": "safeguarding", "why": "Asked for."}


def test_a_limited_record_is_refused_opened_told_listed_and_the_log_is_sound(
    store_url: str, tmp_path: Path
) -> None:
    with Door(tmp_path, small_force(), store_url) as door:
        limiting = Limiting(door)
        child = door.find("Marnie Quillfeather", birth_date="2011-04-09")
        set_ = limiting.put(child)
        assert set_.status_code == 200
        [entry] = entries_of(door, set_.headers["x-request-id"])
        assert (entry["kind"], entry["outcome"]) == ("CHILD_RESTRICTED", "done")
        assert limiting.look(child).status_code == 403
        opened = limiting.look(child, emergency="true", reason=_EMERGENCY)
        assert opened.status_code == 200
        assert kinds_left(door, opened) == {"CHILD_VIEWED_IN_EMERGENCY"}
        [notice] = [n for n in limiting.notices("neighbourhood") if n["officer"] == "officer"]
        path = f"/api/v1/notices/{notice['id']}/acknowledgement"
        for _ in range(2):
            seen = door.request("POST", path, headers=door.headers("neighbourhood"))
            assert seen.json()["acknowledged_by"] == "neighbourhood"
        assert door.request("POST", path, headers=door.headers("officer")).status_code == 403
        told = door.request("GET", "/api/v1/teams/looks", headers=door.headers("neighbourhood"))
        [look] = told.json()["looks"]
        assert (look["kind"], look["child"]) == ("CHILD_VIEWED_IN_EMERGENCY", child)
        path = f"/api/v1/children/{child}/disclosures"
        given = door.request("POST", path, headers=door.headers("neighbourhood"), json=_GIVEN)
        assert given.status_code == 200
        assert limiting.lift(child).status_code == 200
        assert limiting.look(child).status_code == 200
        door._run(door.service.writer.close())
        assert verify_log(door.store).is_sound
