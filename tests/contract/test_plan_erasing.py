"""A plan that was being written is erased with the child, on both engines: its words, who they
are about and the lists; what says only that it was, stays (N8)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from serving.access.permissions import Officer
from serving.service.ask_erasure import ask_erasure
from serving.service.erase_child import approve_erasure
from serving.store.erased import read_erasures
from serving.tables.plans import plan_copies, plan_drafts
from serving.tables.taken_in import METADATA
from tests.lib.door import Door
from tests.lib.link_review import doubtful_force
from tests.lib.plan_desk import FIRST_LINES, PlanDesk

_FIRST = Officer("records", "Records", ("records_manager",))
_SECOND = Officer("records-second", "Second", ("records_manager",))
_WHY = "The review found no purpose."
#: One word of each text: a version, a draft, a text kept apart, an act's words, a notice.
_WORDS = ("zephyrine", "quincunx", "marzipan", "tamarind", "osmosisson")


def _rows_with(door: Door, *words: str) -> set[str]:
    """Every table in which one of the words stands, in whatever form."""
    found = set()
    with door.store.reading() as connection:
        for table in METADATA.tables.values():
            for row in connection.execute(select(table)):
                said = b" ".join(v if isinstance(v, bytes) else str(v).encode() for v in row)
                if any(word.encode() in said.lower() for word in words):
                    found.add(table.name)
    return found


def _erase(door: Door, child: str) -> None:
    door._run(ask_erasure(door.service, _FIRST, child, "retention_over", _WHY))
    door.moment += timedelta(minutes=1)
    with door.store.reading() as connection:
        asked = next(one.id for one in read_erasures(connection) if not one.is_done)
    door._run(approve_erasure(door.service, _SECOND, asked, _WHY))


def test_a_plan_goes_with_the_child_drafts_versions_and_looks_alike(
    store_url: str, tmp_path: Path
) -> None:
    version, draft, apart, act, adult = _WORDS
    with Door(tmp_path, doubtful_force(), store_url) as door:
        desk, child = PlanDesk(door), door.find("Kit Ashdownley")
        other = door.find("Ada Quillfeather")
        kept = desk.shown(other)
        plan = desk.begin(child)
        desk.write(plan, pattern=f"Leaves by {version}.")
        assert desk.act(plan, "submission").status_code == 200
        assert desk.supervisor().act(plan, "return", words=f"Ask {act}.").status_code == 200
        desk.approved(plan)
        looked = desk.ask("GET", f"/plans/{plan}").headers["X-Audit-Entry"]
        desk.shown(child)
        stale = desk.section(plan, "pattern")["etag"]
        assert desk.save(plan, "pattern", f"Goes to {draft}.", stale).status_code == 200
        assert desk.save(plan, "pattern", f"Rings {apart}.", stale).status_code == 412
        notice = {
            "child": child, "served_at": "2026-11-20T10:00:00+00:00",
            "in_force_until": "2027-03-01", "adult_surname": adult.capitalize(),
        }  # fmt: skip
        served = desk.ask("POST", "/abduction-notices", json=notice)
        assert served.status_code == 200, served.text[:300]
        assert {"plan_drafts", "entries", "log_answers"} <= _rows_with(door, *_WORDS)
        _erase(door, child)
        assert _rows_with(door, *_WORDS, FIRST_LINES[0].lower(), "ashdownley") == set()
        assert desk.ask("GET", f"/plans/{plan}").status_code == 404
        reference = served.json()["reference"]
        assert desk.ask("GET", f"/abduction-notices/{reference}").status_code == 404
        assert desk.get("/plans?state=open", "Plans")["plans"] == []
        with door.store.reading() as connection:
            rows = connection.execute(select(plan_drafts)).all()
            assert rows
            assert {(row.reference, row.value) for row in rows} == {(plan, None)}
            assert connection.execute(select(plan_copies)).all() == []
        headers = door.headers("auditor", "audit")
        past = door.request("GET", f"/api/v1/audit/{looked}/replay", headers=headers).json()
        assert past["verdict"] == "erased"
        assert desk.shown(other)["sections"] == kept["sections"]
