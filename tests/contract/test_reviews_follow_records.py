"""Reviews go with the records that they were written beside, and were known as they were (V12)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.lib.door import Door
from tests.lib.link_review import BENEDICT, Review, doubtful_force
from tests.lib.reviewing_door import Reviewing

_API = "/api/v1"


def test_a_review_stays_with_one_child_when_a_wrong_link_is_undone_and_replays_as_it_was(
    tmp_path: Path,
) -> None:
    with Door(tmp_path, doubtful_force()) as door:
        at, links = Reviewing(door), Review(door)
        path = f"{_API}/links/doubtful/{links.find(*BENEDICT)}/judgement"
        headers = door.headers("reviewer", "review")
        same = {"said": "same", "why": "One family."}
        assert door.request("POST", path, headers=headers, json=same).status_code == 200
        door.moment += timedelta(minutes=1)
        child = door.find("Benedict Thornebury")
        assert door.find("Bede Thornbury") == child
        assert at.review(child).status_code == 200
        at.judge(child, "raise", "High")
        door.moment += timedelta(minutes=1)
        told, before = door.moment, door.risk(child)
        assert before["last_review"]["own_words"] == "I want to ring my nan when I like."
        door.moment += timedelta(days=3)
        split = {"records": [{"system": "S2", "reference": "Q-1"}], "why": "Two boys."}
        people = f"{_API}/links/people/{child}/split"
        headers = door.headers("reviewer", "review")
        assert door.request("POST", people, headers=headers, json=split).status_code == 200
        door.moment += timedelta(minutes=1)
        boys = [door.find(name) for name in ("Benedict Thornebury", "Bede Thornbury")]
        assert len(set(boys)) == 2
        held = [boy for boy in boys if door.risk(boy)["last_review"] is not None]
        judged = [boy for boy in boys if door.risk(boy)["judgement"]["standing"] is not None]
        assert len(held) == 1
        assert judged == held
        look = door.request(
            "GET", f"{_API}/children/{held[0]}/risk", headers=door.headers(),
            params={"as_of": told.isoformat().replace("+00:00", "Z")},
        )  # fmt: skip
        assert look.json()["last_review"] == before["last_review"]
