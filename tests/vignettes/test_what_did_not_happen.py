"""Cases of the inspection in which what should have happened did not: V2 and V3.

Asked through the public door, as in :mod:`tests.vignettes.test_vignettes`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from records.calendar import instant_to_text, local_day
from tests.lib.door import Door
from tests.lib.scenarios import Played, played

Opened = Callable[[Played, datetime], Door]


def test_v2_eighteen_days_missing_is_high_with_the_reviews_that_did_not_happen(
    force: Played, door: Door
) -> None:
    said = door.ask(force.name("Sammi"))
    assert said["advice"]["band"] == "High"
    assert said["missing_now"]["minutes"] == 18 * 24 * 60
    [notice] = said["notices"]
    assert notice["adult"].startswith("Verity ")
    assert notice["in_force"] is True
    assert notice["served"] == local_day(force.ago(days=2)).isoformat()
    gap, *reviews = [d for d in said["due"] if d["kind"].startswith("supervis")]
    assert said["due"][0] == gap
    assert gap["state"] == "overdue"
    # A report entered as it was made: 1 hour and then every 8 of 18 days, 24 hours, 7 days.
    assert gap["words"] == (
        "No supervisory review for 18\u00a0days. By now 56 should have happened: 54 by "
        "an\u00a0inspector and 2 by a\u00a0superintendent."
    )
    reported = force.ago(days=18)
    hours = [*range(1, 18 * 24, 8), 24, 7 * 24]
    times = sorted(reported + timedelta(hours=hour) for hour in hours)
    assert gap["came_due"] == {"count": 56, "times": [instant_to_text(time) for time in times]}
    assert [(d["state"], d["came_due"]["count"], d["done"], d["by"]) for d in reviews] == [
        ("overdue", 54, None, None),
        ("overdue", 1, None, None),
        ("overdue", 1, None, None),
    ]


def test_v2_the_meeting_four_days_after_the_report_is_followed_by_none(
    force: Played, door: Door
) -> None:
    said = door.ask(force.name("Sammi"))
    [meeting] = [d for d in said["due"] if d["kind"] == "meeting_while_missing"]
    assert meeting["state"] == "overdue"
    assert meeting["since"] == instant_to_text(force.ago(days=14))
    assert meeting["due"] == instant_to_text(force.ago(days=7))
    assert "notice_in_force" in {floor["id"] for floor in said["floors"]}
    assert said["headline"][0] == "Still missing after 72 hours"


def test_v2_gives_a_girl_and_a_boy_the_same_points(opened: Opened) -> None:
    said = []
    for sex in ("male", "female"):
        force = played("V2", sex=sex)
        said.append(opened(force, force.taken).ask(force.name("Sammi")))
    boy, girl = said
    assert (boy["child"]["sex"], girl["child"]["sex"]) == ("male", "female")
    assert boy["advice"] == girl["advice"]
    assert boy["reasons"] == girl["reasons"]
    assert boy["due"] == girl["due"]


def test_v3_never_missing_is_found_and_takes_nothing_from_that(force: Played, door: Door) -> None:
    [found] = door.search(name=force.name("Annis"))["results"]
    said = door.risk(found["child"])
    assert [one["system"] for one in said["child"]["recorded_in"]] == ["S5", "S7", "S9"]
    assert said["missing_now"] is None
    assert said["advice"]["band"] in ("Medium", "High")
    assert all(reason["points"] > 0 for reason in said["reasons"])
    assert said["advice"]["points"] >= said["advice"]["base"]
    assert not any("missing" in words.lower() for words in said["headline"])
    floors = {floor["id"]: floor for floor in said["floors"]}
    assert set(floors) == {"exploitation_investigated", "exploitation_referred"}
    assert {(e["system"], e["date"]) for floor in floors.values() for e in floor["evidence"]} == {
        ("S5", local_day(force.ago(days=87, hours=15)).isoformat()),
        ("S9", local_day(force.ago(days=91, hours=13)).isoformat()),
    }


def test_v3_the_drift_of_the_investigation_and_the_referral_is_what_is_due(
    force: Played, door: Door
) -> None:
    said = door.risk(door.search(name=force.name("Annis"))["results"][0]["child"])
    due = {duty["kind"]: duty for duty in said["due"]}
    assert {kind: duty["state"] for kind, duty in due.items()} == {
        "investigation_discussion": "overdue",
        "investigation_account": "overdue",
        "investigation_review": "overdue",
        "referral_allocation": "overdue",
        "referral_decision": "overdue",
    }
    review = due["investigation_review"]
    assert review["came_due"]["count"] == 3
    assert review["words"].endswith(
        ": no supervisory review for 87\u00a0days. 3\u00a0reviews should have happened."
    )
    assert "first account not taken" in due["investigation_account"]["words"]
    assert due["referral_decision"]["words"].endswith("received 91\u00a0days ago.")
    assert {duty["owner"] for duty in due.values()} == {
        "the child abuse investigation unit",
        "the safeguarding hub",
    }
