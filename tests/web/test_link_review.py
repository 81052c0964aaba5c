"""Link review through the public door: blind first, holds at once, can be undone (V4, V13)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from linkage.weights import load_weights
from records.events import EventKind
from tests.lib.door import Door
from tests.lib.extracts import S1, S2, S3, S10, Extracts
from tests.lib.link_review import BENEDICT, NOW, TWIN_FACTS, TWINS, WHY, Review, shaped


def test_v4_a_plan_confirmed_is_linked_in_the_very_next_look_and_undone_is_possible_again(
    review: Review,
) -> None:
    child = review.door.find("Benedict Thornebury")
    assert review.door.risk(child)["plan"]["state"] == "possible"
    link = review.find(*BENEDICT)
    judged = shaped(review.judge(link, "same"), "JudgedLink")
    assert (judged["state"], judged["decided"]) == ("one_person", "same")
    assert review.door.risk(child)["plan"]["state"] == "linked"
    assert review.door.risk(child)["plan"]["current"]["owner"] == "PC Example"

    undo = {"why": "The wrong pair was open."}
    undone = shaped(review.ask("POST", f"/judgements/{judged['act']}/undo", json=undo), "Undone")
    assert (undone["links"], len(undone["people"])) == ([link], 2)
    assert review.door.risk(child)["plan"]["state"] == "possible"
    seen = review.get(f"/doubtful/{link}", "DoubtfulLink")
    assert (seen["state"], seen["decided"]) == ("in_doubt", None)
    assert [row["said"] for row in seen["judgements"]] == ["same", "undone"]
    again = review.ask("POST", f"/judgements/{judged['act']}/undo", json=undo)
    assert (again.status_code, again.json()["type"][-7:]) == (409, "settled")


def test_v13_twins_go_to_review_and_stay_two_when_more_is_recorded_of_them(
    review: Review,
) -> None:
    ada, edith = review.door.find("Ada Quillfeather"), review.door.find("Edith Quillfeather")
    link = review.find(*TWINS)
    seen = review.get(f"/doubtful/{link}", "DoubtfulLink")
    assert seen["refused_because"] == "their forenames differ, as those of twins do"
    marks = {row["field"]: row["mark"] for row in seen["fields"]}
    assert marks == {
        "forename": "different", "surname": "same", "birth_date": "same", "home": "same",
    }  # fmt: skip
    judged = shaped(review.judge(link, "different", "Two girls of one family."), "JudgedLink")
    assert (judged["state"], judged["decided"]) == ("two_people", "different")

    more = Extracts(review.door.moment + timedelta(hours=1))
    for name, ref in (("Edith", "W-3"), ("A", "W-2")):
        known = more.person(S10, ref, "Quillfeather", forename=name, **TWIN_FACTS)
        started = NOW - timedelta(days=2)
        more.add(EventKind.CHILD_PROTECTION_STARTED, known, started, category="neglect")
    review.door.moment = more.now + timedelta(minutes=1)
    review.door.take_in(more, "more")
    assert (review.door.find("Ada Quillfeather"), review.door.find("Edith Quillfeather")) == (
        ada,
        edith,
    )
    assert review.door.risk(ada)["plan"]["state"] == "linked"
    assert review.door.risk(edith)["plan"]["state"] == "none"
    with pytest.raises(AssertionError, match="no doubtful link"):
        review.find(*TWINS)


def test_the_list_is_by_what_hangs_and_tells_no_name_and_no_weight(review: Review) -> None:
    said = review.listed()
    hanging = {row["hangs"]: row["count"] for row in said["hanging"]}
    assert hanging == {"missing_now": 0, "live_plan": 2, "notice": 0, "protection_plan": 0}
    assert said["count"] == len(said["links"]) == 2
    text = str(said)
    for private in ("Quillfeather", "Thorn", "2012", "NG3", "P-1", "Q-1", "weight"):
        assert private not in text
    assert {s["system"] for s in said["sources"]} == {f"S{n}" for n in range(1, 14)}
    assert review.listed(hangs="notice")["links"] == []
    assert review.listed(hangs="nothing")["count"] == 0


def twins(made: Extracts, surname: str, days: int, *, missing: bool = False) -> Any:
    """Two of one name, address and birth date, and the second's facts."""
    facts = {
        "date_of_birth": date(2010, days, 20 + days),
        "address": f"{days} {surname} Road",
        "postcode": f"NG{days} {days}QT",
    }
    for forename in ("Ines", "Ruth"):
        one = made.person(S1, f"{surname}-{forename}", surname, forename=forename, **facts)
        made.missing(one, NOW - timedelta(days=days), None if missing else 3)
    return {"surname": surname, "forename": "Ruth", **facts}


def test_the_list_begins_with_live_plans_then_children_missing_now_and_ends_with_the_newest(
    tmp_path: Path,
) -> None:
    """Of live plans that of a child missing now is the first, however new the doubt."""
    made = Extracts(NOW)
    ago = timedelta(days=9)
    twins(made, "Ashby", 8)
    protected = made.person(S10, "W-1", **twins(made, "Bexwood", 7))
    made.add(EventKind.CHILD_PROTECTION_STARTED, protected, NOW - ago, category="neglect")
    noticed = made.person(S3, "N-1", **twins(made, "Claycroft", 6))
    made.notice(noticed, NOW - ago, date(2027, 3, 1))
    made.plan(made.person(S2, "Q-1", **twins(made, "Dunmere", 5)), NOW - ago)
    twins(made, "Elmstead", 4, missing=True)
    both = made.person(S2, "Q-2", **twins(made, "Gorsefield", 2, missing=True))
    made.plan(both, NOW - ago)
    with Door(tmp_path, made) as door:
        made.now += timedelta(days=1)
        twins(made, "Fenwick", 3)
        door.take_in(made, "later")
        door.moment = made.now + timedelta(hours=1)
        review = Review(door)
        listed = review.listed()
        hangs = [
            {hang["hangs"] for side in one["sides"] for hang in side["hangs"]}
            for one in listed["links"]
        ]
        assert hangs == [
            {"live_plan", "missing_now"}, {"live_plan"}, {"missing_now"}, {"notice"},
            {"protection_plan"}, set(), set(),
        ]  # fmt: skip
        assert [one["days"] for one in listed["links"]] == [1, 1, 1, 1, 1, 1, 0]
        assert (listed["count"], listed["nothing_hangs"]) == (7, 2)
        asked = {hang: review.listed(hangs=hang) for hang in ("notice", "nothing")}
        assert [found["count"] for found in asked.values()] == [1, 2]
        # One for each two people, however many of their records are alike.
        assert [one["also"] for one in listed["links"]] == [1, 1, 0, 1, 1, 0, 0]


def test_a_list_goes_on_where_the_page_before_ended(review: Review) -> None:
    whole = [one["link"] for one in review.listed()["links"]]
    first = review.listed(limit=1)
    second = review.listed(limit=1, after=first["next_page"])
    assert [first["links"][0]["link"], second["links"][0]["link"]] == whole
    assert second["next_page"] is None
    for bad in ("x", "AAAA", "w4k="):
        response = review.ask("GET", "/doubtful", params={"after": bad})
        assert response.status_code == 422
    assert review.ask("GET", "/doubtful", params={"hangs": "gossip"}).status_code == 400


def test_the_machines_figure_is_hidden_until_one_has_judged_and_then_adds_up(
    review: Review,
) -> None:
    other = review.second()
    link = review.find(*BENEDICT)
    assert review.get(f"/doubtful/{link}", "DoubtfulLink")["machine"] is None
    judged = shaped(review.judge(link, "cant_say", "Only one of them is known here."), "JudgedLink")
    machine = judged["machine"]
    parts = [machine["prior"], *machine["parts"]]
    assert sum(part["weight"] for part in parts) == machine["weight"]
    assert (machine["verdict"], machine["weights"]) == ("possible", load_weights().digest)
    assert judged["state"] == "in_doubt"
    assert [row["was_blind"] for row in judged["judgements"]] == [True]
    undo = {"why": "There is nothing to take back."}
    assert review.ask("POST", f"/judgements/{judged['act']}/undo", json=undo).status_code == 409

    seen = other.get(f"/doubtful/{link}", "DoubtfulLink")
    assert (seen["machine"], seen["judgements"], seen["judgements_hidden"]) == (None, [], 1)
    again = shaped(review.judge(link, "cant_say"), "JudgedLink")
    assert [row["was_blind"] for row in again["judgements"]] == [True, False]
    theirs = shaped(other.judge(link, "same"), "JudgedLink")
    assert [row["was_blind"] for row in theirs["judgements"]] == [True, False, True]
    assert theirs["judgements_hidden"] == 0

    found = review.get("/agreement", "Agreement")
    assert (found["judgements"], found["not_blind"], found["people"]) == (2, 1, 2)
    assert found["between_people"]["differ"] == 1
    assert found["all"]["cant_say"] == 1


def test_what_another_has_settled_is_not_settled_again(review: Review) -> None:
    other = review.second()
    link = review.find(*BENEDICT)
    assert review.judge(link, "same").status_code == 200
    response = other.judge(link, "different")
    assert response.status_code == 409
    assert response.json()["type"].endswith("settled")
    # Whoever may judge may undo, and then judge.
    seen = shaped(review.ask("GET", f"/doubtful/{link}"), "DoubtfulLink")
    path = f"/judgements/{seen['judgements'][0]['act']}/undo"
    shaped(other.ask("POST", path, json={"why": "He has a brother of that name."}), "Undone")
    assert shaped(other.judge(link, "different"), "JudgedLink")["state"] == "two_people"


def test_a_judgement_without_its_reason_is_not_kept(review: Review) -> None:
    link = review.find(*BENEDICT)
    given: list[tuple[dict[str, Any], int]] = [
        ({"said": "same", "why": "  "}, 422),
        ({"said": "same", "why": "x" * 501}, 422),
        ({"said": "same", "why": "two\nlines"}, 422),
        ({"said": "perhaps", "why": WHY}, 400),
        ({"said": "same"}, 400),
        ({"said": "same", "why": WHY, "weight": 7}, 400),
    ]
    for body, status in given:
        response = review.ask("POST", f"/doubtful/{link}/judgement", json=body)
        assert (body, response.status_code) == (body, status)
    assert review.get(f"/doubtful/{link}", "DoubtfulLink")["judged_by_you"] is False
    assert review.get("/agreement", "Agreement")["judgements"] == 0


def test_adults_are_reviewed_like_children_and_never_listed_among_them(
    review: Review,
) -> None:
    said = review.listed(subject="adult")
    assert (said["count"], said["subject"]) == (1, "adult")
    assert [row["hangs"] for row in said["hanging"]][-1] == "managed"
    (one,) = said["links"]
    hangs = {hang["hangs"] for side in one["sides"] for hang in side["hangs"]}
    assert hangs == {"missing_now", "notice"}
    link = review.find("Grant Exampleson", "Grant Exampleson", subject="adult")
    judged = shaped(review.judge(link, "same", "The same car and telephone."), "JudgedLink")
    assert judged["state"] == "one_person"
    person = judged["sides"][0]["person"]
    assert person.startswith("A-")
    shown = review.get(f"/people/{person}/records", "PersonRecords")
    assert [row["reference"] for row in shown["records"]] == ["X-1", "A-1"]
    assert review.listed(subject="adult")["count"] == 0
    assert review.get("/agreement?subject=adult", "Agreement")["judgements"] == 1
    assert review.get("/agreement", "Agreement")["judgements"] == 0
