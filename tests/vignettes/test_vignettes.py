"""Cases of the inspection, restated: a named scenario's extracts in, an answer out over HTTP.

Each test is one row of the vignettes; what is about who is who stands beside it. The
people are invented.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from records.calendar import local_day
from tests.lib.door import Door
from tests.lib.scenarios import Played, played

RANK = {"Low": 0, "Medium": 1, "High": 2}

Opened = Callable[[Played, datetime], Door]


def features(said: dict[str, Any]) -> set[str]:
    return {reason["feature"] for reason in said["reasons"]}


def evidence(said: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for reason in said["reasons"] for one in reason["evidence"]]


def test_v1_the_sixth_report_with_a_disclosure_is_high_and_says_there_is_no_plan(
    force: Played, door: Door
) -> None:
    said = door.ask(force.name("Mayabel"))
    assert said["advice"]["band"] == "High"
    assert said["advice"]["points_band"] == "High"
    [reports] = [r for r in said["reasons"] if r["feature"] == "missing_reports_count_365d"]
    assert len(reports["evidence"]) == 6
    assert {e["system"] for e in reports["evidence"]} == {"S1"}
    assert len({(e["reference"], e["date"]) for e in reports["evidence"]}) == 6
    assert {
        "sexual_harm_told_count_365d",
        "missing_gaps_shortening_count_365d",
        "overnight_missing_count_365d",
    } <= features(said)
    assert "harm" in said["headline"][0]
    assert said["headline"][1] == "3 reports in 90 days, and a concern"
    assert reports["short"].startswith("Sixth missing report in")
    assert said["plan"]["state"] == "none"
    assert said["plan"]["words"].startswith("No CSE plan is recorded. We looked in")
    whats = [u["what"] for u in said["unknowns"] if "Return interview" in u["what"]]
    assert len(whats) == 3, "two named and the earlier ones counted"
    assert [one["system"] for one in said["child"]["recorded_in"]] == ["S1", "S4"]


def test_v1_the_notice_on_one_of_the_men_is_shown_with_the_child_it_names(
    force: Played, door: Door
) -> None:
    said = door.ask(force.name("Ilka"))
    [notice] = said["notices"]
    assert notice["adult"].startswith("Corvin ")
    assert notice["in_force"] is True
    assert RANK[said["advice"]["band"]] >= RANK["Medium"]
    assert door.ask(force.name("Mayabel"))["notices"] == []


def test_v5_late_home_at_12_is_medium_by_the_floor_alone_and_says_so(
    force: Played, door: Door
) -> None:
    said = door.ask(force.name("Otis"))
    assert said["advice"]["band"] == "Medium"
    assert said["advice"]["points_band"] == "Low"
    assert said["advice"]["set_by"] == "policy"
    assert [floor["id"] for floor in said["floors"]] == ["under_13"]
    assert "13" in said["headline"][0]


def test_v6_late_home_at_15_with_an_interview_is_low(force: Played, door: Door) -> None:
    said = door.ask(force.name("Ines"))
    assert said["advice"]["band"] == "Low"
    assert said["floors"] == []
    assert said["unknowns"] == [], "all thirteen systems were read, and the interview was done"


def test_v6_with_extracts_two_days_old_says_what_may_not_be_known(opened: Opened) -> None:
    force = played("V6")
    asked = opened(force, force.taken)
    asked.moment = force.taken + timedelta(days=2, hours=1)
    said = asked.ask(force.name("Ines"))
    assert {source["state"] for source in said["sources"]} == {"stale"}
    assert said["unknowns"]


def test_v7_a_child_protection_plan_is_on_the_first_screen_whatever_the_band(
    force: Played, door: Door
) -> None:
    for forename, age in (("Tove", 10), ("Caspar", 8), ("Linnea", 6)):
        said = door.ask(force.name(forename))
        assert said["child"]["age"] == age
        assert said["protection_plan"]["category_words"] == "sexual abuse"
        assert said["protection_plan"]["since"] == local_day(force.ago(days=90)).isoformat()
        assert said["protection_plans_other"] == []
        assert {one["system"] for one in said["child"]["recorded_in"]} == {"S6", "S10", "S11"}


def test_v8_found_in_the_car_of_an_adult_is_at_least_medium_and_says_where_it_is_written(
    force: Played, door: Door
) -> None:
    said = door.ask(force.name("Elowen"))
    assert RANK[said["advice"]["band"]] >= RANK["Medium"]
    first = said["reasons"][0]
    assert first["feature"] == "found_with_unknown_adult_count_365d"
    assert [e["system"] for e in first["evidence"]] == ["S1"]
    assert said["missing_now"] is None
    assert {one["system"] for one in said["child"]["recorded_in"]} == {"S1", "S13"}


def test_v8_the_other_childs_page_shows_the_notice_on_the_same_man(
    force: Played, door: Door
) -> None:
    said = door.ask(force.name("Davin"))
    [notice] = said["notices"]
    assert notice["adult"].startswith("Hector ")
    assert notice["in_force"] is True
    assert "notice_in_force" in {floor["id"] for floor in said["floors"]}


def test_v9_what_was_told_in_custody_is_first_though_the_child_is_also_a_suspect(
    force: Played, door: Door
) -> None:
    said = door.ask(force.name("Jory"))
    assert {one["system"] for one in said["child"]["recorded_in"]} == {"S4", "S12"}
    assert said["advice"]["band"] == "High"
    assert said["headline"][0].startswith("Told of sexual harm")
    [floor] = said["floors"]
    assert floor["full"].startswith("Told the custody nurse of sexual harm on")
    assert [e["system"] for e in floor["evidence"]] == ["S12"]
    words = " ".join([*said["headline"], *(r["full"] for r in said["reasons"]), floor["full"]])
    for blame in ("suspect", "burglary", "arrest", "claim", "allege"):
        assert blame not in words.lower()


def test_v9_an_hour_before_the_nurse_was_told_nothing_of_it_was_known(
    force: Played, door: Door
) -> None:
    before = door.risk(door.find(force.name("Jory")), force.ago(hours=2))
    assert before["advice"]["band"] == "Low"
    assert before["floors"] == []


def test_v10_the_band_and_points_never_fall_as_the_reports_come(force: Played, door: Door) -> None:
    child = door.find(force.name("Rosalin"))
    starts = [
        start
        for whose, start in zip(
            force.truth["episodes"]["true_child"], force.truth["episodes"]["start"], strict=True
        )
        if whose.endswith("V10-1")
    ]
    assert len(starts) == 6
    told = [door.risk(child, start + timedelta(days=1)) for start in starts[1:]]
    told.append(door.risk(child, starts[-1] + timedelta(days=2)))
    points = [answer["advice"]["points"] for answer in told]
    assert points == sorted(points)
    bands = [RANK[answer["advice"]["band"]] for answer in told]
    assert bands == sorted(bands)
    assert bands[0] < bands[-1]
    for answer in told:
        assert all(one["date"] <= answer["as_of"][:10] for one in evidence(answer))


def test_v11_a_report_entered_late_is_known_only_from_then_and_counts_by_its_own_day(
    force: Played, door: Door
) -> None:
    child = door.find(force.name("Lotta"))
    happened = local_day(force.ago(days=20, hours=4)).isoformat()
    before, after = (door.risk(child, force.ago(days=days)) for days in (17, 11))
    assert happened not in {one["date"] for one in evidence(before)}
    assert "missing_reports_count_28d" not in features(before)
    [counted] = [r for r in after["reasons"] if r["feature"] == "missing_reports_count_28d"]
    assert [one["date"] for one in counted["evidence"]] == [happened]


def test_v12_a_report_on_the_wrong_child_counts_there_until_it_is_moved(
    force: Played, door: Door
) -> None:
    wrong, right = door.find(force.name("Tobin")), door.find(force.name("Perran"))
    counted = {}
    for day in (2, 4):
        for child in (wrong, right):
            said = door.risk(child, force.ago(days=10 - day))
            counted[day, child] = "missing_reports_count_28d" in features(said)
    assert counted == {(2, wrong): True, (2, right): False, (4, wrong): False, (4, right): True}


def test_v12_what_was_said_on_day_2_is_said_again_once_the_report_was_moved(opened: Opened) -> None:
    force = played("V12")
    service = opened(force, force.ago(days=8))
    then = service.ask(force.name("Tobin"))
    assert service.search(name=force.name("Perran"))["results"] == []
    service.moment = force.taken
    service.take_in(force.write(service.folder / "later"), "later")
    assert "missing_reports_count_28d" not in features(service.ask(force.name("Tobin")))
    again = service.risk(then["child"]["id"], force.ago(days=8))
    for part in ("advice", "reasons", "headline", "floors", "missing_now", "due"):
        assert again[part] == then[part], part
    assert service.ask(force.name("Perran"))["advice"]["band"] is not None


def test_v12_the_replay_of_the_look_on_day_2_is_what_the_officer_saw(opened: Opened) -> None:
    force = played("V12")
    service = opened(force, force.ago(days=8))
    child = service.find(force.name("Tobin"))
    path = f"/api/v1/children/{child}/risk"
    seen = service.request("GET", path, headers=service.headers())
    service.moment = force.taken
    service.take_in(force.write(service.folder / "later"), "later")
    now = service.request("GET", path, headers=service.headers())
    assert now.json()["reasons"] != seen.json()["reasons"]
    headers = service.headers("auditor", "audit")
    replay = f"/api/v1/audit/{seen.headers['X-Audit-Entry']}/replay"
    again = service.request("GET", replay, params={"form": "bytes"}, headers=headers)
    assert again.content == seen.content
    told = service.request("GET", replay, headers=headers).json()
    assert told["verdict"] == "identical"
    assert told["recomputed_hash"] == told["kept"]["hash"]
    [reports] = [count for count in told["since"] if count["system"] == "S1"]
    assert reports["gone"] >= 1
