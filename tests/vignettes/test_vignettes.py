"""The cases of the inspection, restated: extracts in, an officer's answer out over HTTP.

Each test is one row of the vignettes. The people are invented.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from records.events import EventKind
from tests.lib.door import Door
from tests.lib.extracts import S1, S2, S3, S10, Extracts

D0 = datetime(2026, 11, 21, 22, 48, tzinfo=UTC)
RANK = {"Low": 0, "Medium": 1, "High": 2}

Opened = Callable[[Extracts], Door]


def days(number: float) -> timedelta:
    return timedelta(days=number)


@pytest.fixture
def force() -> Extracts:
    return Extracts(now=D0)


def _girl_of_v1(force: Extracts) -> None:
    girl = force.person(
        S1, "P-1", "Okonreid", forename="Mayabel", date_of_birth=date(2010, 3, 14), sex="female",
        address="14 Invented Close", postcode="NG7 2AB",
    )  # fmt: skip
    for ago, hours in ((205, 5), (150, 6), (100, 11), (60, 12), (30, 13)):
        force.missing(girl, D0 - days(ago), hours, interview={"interview": "not_done"})
    force.missing(
        girl, D0 - days(10), 14,
        interview={"interview": "done", "disclosure": "sexual_harm", "told_to": "interviewer"},
    )  # fmt: skip


def test_v1_the_sixth_report_with_a_disclosure_is_high_and_says_there_is_no_plan(
    force: Extracts, opened: Opened
) -> None:
    _girl_of_v1(force)
    said = opened(force).ask("Mayabel Okonreid")
    assert said["advice"]["band"] == "High"
    reports = [r for r in said["reasons"] if r["feature"].startswith("missing_reports_count_365d")]
    assert len(reports[0]["evidence"]) == 6
    assert {e["system"] for e in reports[0]["evidence"]} == {"S1"}
    features = {r["feature"] for r in said["reasons"]}
    assert {"sexual_harm_told_count_365d", "missing_gaps_shortening_count_365d"} <= features
    assert "harm" in said["headline"][0]
    assert said["plan"]["state"] == "none"
    assert said["plan"]["words"].startswith("No CSE plan is recorded. We looked in")
    whats = [u["what"] for u in said["unknowns"] if "Return interview" in u["what"]]
    assert len(whats) == 3, "two named and the earlier ones counted"


@pytest.mark.parametrize("sex", ["male", "female"])
def test_v2_eighteen_days_missing_is_high_with_the_reviews_that_did_not_happen(
    force: Extracts, opened: Opened, sex: str
) -> None:
    said = _eighteen_days(force, opened, sex)
    assert said["advice"]["band"] == "High"
    assert said["missing_now"]["minutes"] == 18 * 24 * 60
    assert said["notices"][0]["adult"] == "Invented Adult"
    assert said["notices"][0]["in_force"] is True
    [gap] = [duty for duty in said["due"] if duty["kind"] == "supervision_gap"]
    assert gap["state"] == "overdue"
    assert gap["words"].startswith("No supervisory review for 18\u00a0days. Due by now: inspector")
    reviews = [duty for duty in said["due"] if duty["kind"] == "supervisory_review"]
    assert {duty["state"] for duty in reviews} == {"overdue"}


def test_v2_gives_a_girl_and_a_boy_the_same_points(
    opened: Opened,
) -> None:
    boy = _eighteen_days(Extracts(D0), opened, "male")
    girl = _eighteen_days(Extracts(D0), opened, "female")
    assert boy["advice"] == girl["advice"]
    assert boy["reasons"] == girl["reasons"]


def _eighteen_days(force: Extracts, opened: Opened, sex: str) -> dict:
    known = {"forename": "Sammi", "date_of_birth": date(2011, 5, 2), "sex": sex}
    child = force.person(S1, "P-1", "Brookvale", **known)
    report = force.missing(child, D0 - days(18), None, recorded=D0 - days(18))
    force.add(EventKind.STRATEGY_MEETING, child, D0 - days(14), reference=report.reference)
    noticed = force.person(S3, "N-1", "Brookvale", **known)
    force.notice(noticed, D0 - days(2), until=date(2027, 4, 2))
    return opened(force).ask("Sammi Brookvale")


def test_v4_a_plan_under_another_spelling_is_never_lost(force: Extracts, opened: Opened) -> None:
    reported = force.person(
        S1, "P-1", "Hartwell", forename="Benjamin", date_of_birth=date(2011, 4, 9), sex="male",
        postcode="NG7 2AB",
    )  # fmt: skip
    force.missing(reported, D0 - timedelta(hours=2), None)
    planned = force.person(
        S2, "Q-1", "Hartwel", forename="Benji", date_of_birth=date(2011, 9, 4), postcode="NG7 2AB"
    )
    force.plan(planned, D0 - days(40))
    said = opened(force).ask("Benjamin Hartwell", birth_date="2011-04-09")
    if said["plan"]["state"] != "linked":
        assert said["plan"]["state"] == "possible"
        assert "No CSE plan is recorded" not in said["plan"]["words"]
        [possible] = said["possible_plans"]
        assert possible["plan"]["sections"][0]["content"][0] == "Look at the bus station first."
        assert "same postcode" in " ".join(possible["same"]).lower() or any(
            "postcode" in words for words in possible["same"]
        )
        assert any("swapped" in words for words in possible["different"])
    else:
        assert said["plan"]["current"]["owner"] == "PC Example"


def test_v5_late_home_at_12_is_medium_by_the_floor_alone_and_says_so(
    force: Extracts, opened: Opened
) -> None:
    boy = force.person(S1, "P-1", forename="Otis", date_of_birth=date(2014, 6, 1), sex="male")
    force.missing(boy, D0 - days(1), 2, found={"found_place": "friends_home"})
    said = opened(force).ask("Otis Testcase")
    assert said["advice"]["band"] == "Medium"
    assert said["advice"]["points_band"] == "Low"
    assert said["advice"]["set_by"] == "policy"
    assert [floor["id"] for floor in said["floors"]] == ["under_13"]
    assert "13" in said["headline"][0]


def test_v6_late_home_at_15_with_an_interview_is_low(force: Extracts, opened: Opened) -> None:
    girl = force.person(S1, "P-1", forename="Ines", date_of_birth=date(2011, 6, 1), sex="female")
    force.missing(
        girl, D0 - days(7), 2, found={"found_place": "friends_home", "found_with": "friend"},
        interview={"interview": "done", "disclosure": "nothing_told"},
    )  # fmt: skip
    said = opened(force).ask("Ines Testcase")
    assert said["advice"]["band"] == "Low"
    assert said["unknowns"], "thirteen systems, four connected: that is said"


def test_v7_a_child_protection_plan_is_on_the_first_screen_whatever_the_band(
    force: Extracts, opened: Opened
) -> None:
    child = force.person(S10, "K-1", forename="Tove", date_of_birth=date(2016, 2, 1))
    force.add(EventKind.CHILD_PROTECTION_STARTED, child, D0 - days(90), category="sexual_abuse")
    said = opened(force).ask("Tove Testcase")
    assert said["protection_plan"]["category_words"] == "sexual abuse"
    assert said["protection_plan"]["since"] == (D0 - days(90)).date().isoformat()


def test_v10_the_band_and_points_never_fall_as_the_reports_come(
    force: Extracts, opened: Opened
) -> None:
    _girl_of_v1(force)
    door = opened(force)
    child = door.find("Mayabel Okonreid")
    told = [door.risk(child, D0 - days(ago) + days(1)) for ago in (150, 100, 60, 30, 10)] + [
        door.risk(child, D0)
    ]
    points = [answer["advice"]["points"] for answer in told]
    assert points == sorted(points)
    bands = [RANK[answer["advice"]["band"]] for answer in told]
    assert bands == sorted(bands)
    for answer in told:
        for reason in answer["reasons"]:
            for evidence in reason["evidence"]:
                assert evidence["date"] <= answer["as_of"][:10]


def test_v11_a_report_entered_late_is_known_only_from_then_and_counts_by_its_own_day(
    force: Extracts, opened: Opened
) -> None:
    girl = force.person(S1, "P-1", forename="Lotta", date_of_birth=date(2011, 6, 1))
    first = datetime(2026, 2, 1, 20, tzinfo=UTC)
    force.missing(girl, first, 2)
    happened = datetime(2026, 3, 1, 20, tzinfo=UTC)
    force.missing(girl, happened, 2, recorded=datetime(2026, 3, 10, 9, tzinfo=UTC))
    door = opened(force)
    child = door.find("Lotta Testcase")

    def reports_in_28_days(on: datetime) -> int:
        answer = door.risk(child, on)
        counted = [r for r in answer["reasons"] if r["feature"] == "missing_reports_count_28d"]
        return len(counted[0]["evidence"]) if counted else 0

    assert reports_in_28_days(datetime(2026, 3, 5, tzinfo=UTC)) <= 1
    known = door.risk(child, datetime(2026, 3, 11, tzinfo=UTC))
    assert any(e["date"] == "2026-03-01" for reason in known["reasons"] for e in reason["evidence"])
    unknown = door.risk(child, datetime(2026, 3, 5, tzinfo=UTC))
    assert not any(
        e["date"] == "2026-03-01" for reason in unknown["reasons"] for e in reason["evidence"]
    )


def test_v13_twins_are_two_children_and_the_plan_is_the_ones_alone(
    force: Extracts, opened: Opened
) -> None:
    home = {"date_of_birth": date(2011, 8, 8), "address": "9 Invented Row", "postcode": "NG3 1AA"}
    for ref, forename in (("P-1", "Ada"), ("P-2", "Edith")):
        twin = force.person(S1, ref, "Twinbrook", forename=forename, sex="female", **home)
        force.missing(twin, D0 - days(3), 2)
    force.plan(force.person(S2, "Q-1", "Twinbrook", forename="Ada", **home), D0 - days(20))
    door = opened(force)
    one, other = door.find("Ada Twinbrook"), door.find("Edith Twinbrook")
    assert one != other
    assert door.risk(one, D0)["plan"]["state"] == "linked"
    edith = door.risk(other, D0)
    assert edith["plan"]["state"] != "linked"
    assert edith["plan"]["current"] is None


def test_v14_strangers_at_one_address_stay_three_children(force: Extracts, opened: Opened) -> None:
    home = {"address": "Invented House", "postcode": "NG5 4ZZ"}
    people = (
        ("P-1", "Kayden", "Marlow", date(2010, 1, 5)),
        ("P-2", "Kayden", "Stroud", date(2011, 7, 19)),
        ("P-3", "Remi", "Marsh", date(2010, 11, 30)),
    )
    for ref, forename, surname, born in people:
        child = force.person(S1, ref, surname, forename=forename, date_of_birth=born, **home)
        force.missing(child, D0 - days(3), 2, missing_from="childrens_home")
        force.add(
            EventKind.LOOKED_AFTER_STARTED,
            replace(child, id=type(child.id)(S10, f"K-{ref}")),
            D0 - days(200),
            placement="childrens_home",
        )
    door = opened(force)
    found = {door.find(f"{forename} {surname}") for _, forename, surname, _ in people}
    assert len(found) == 3


def test_v15_at_18_the_page_says_adult_since_and_shows_the_plan_without_a_band(
    force: Extracts, opened: Opened
) -> None:
    born = date(2008, 11, 14)
    known = {"forename": "Jonah", "date_of_birth": born}
    force.missing(force.person(S1, "P-1", **known), D0 - days(30), 3)
    force.plan(force.person(S2, "Q-1", **known), D0 - days(40))
    said = opened(force).ask("Jonah Testcase")
    assert said["child"]["adult_since"] == "2026-11-14"
    assert said["advice"]["state"] == "adult"
    assert said["advice"]["band"] is None
    assert said["advice"]["points"] is None
    assert said["plan"]["state"] == "linked"


def test_v16_nobody_is_found_with_what_was_searched_and_how_fresh_it_is(
    force: Extracts, opened: Opened
) -> None:
    force.missing(force.person(S1, "P-1", forename="Ines"), D0 - days(7), 2)
    said = opened(force).search(name="Zzyxgorp Quillfeather")
    assert said["results"] == []
    assert {source["state"] for source in said["sources"]} == {"fresh"}
    assert said["searched"]
