"""Splits, and what may not be decided: refused with the rule, and nothing is kept."""

from __future__ import annotations

from datetime import timedelta

from linkage.subjects import Subject
from linkage.weights import load_weights
from records.persons import RecordId
from serving.service.relinking import decide
from serving.store.decisions import DecisionRow, read_decisions
from serving.tables.who import WHO
from tests.lib.acting import nothing
from tests.lib.link_review import TWINS, WHY, Review, shaped


def test_a_child_who_is_two_is_split_and_the_split_is_undone(review: Review) -> None:
    child = review.door.find("Kit Ashdownley")
    shown = review.get(f"/people/{child}/records", "PersonRecords")
    assert [row["system"] for row in shown["records"]] == ["S1", "S3"]
    assert shown["records"][0]["nearest"]["reference"] == "N-4"
    assert shown["hangs"][0]["hangs"] == "missing_now"

    off = {"system": "S3", "reference": "N-4"}
    split = shaped(
        review.ask("POST", f"/people/{child}/split", json={"records": [off], "why": WHY}), "Split"
    )
    assert split["person"] == child
    assert {row["reference"]: row["was_split_off"] for row in split["records"]} == {
        "P-4": False, "N-4": True,
    }  # fmt: skip
    assert len(split["people"]) == 2
    assert [c["system"] for c in review.door.risk(child)["child"]["recorded_in"]] == ["S1"]
    other = next(row["person"] for row in split["records"] if row["was_split_off"])
    after = review.get(f"/people/{other}/records", "PersonRecords")
    assert (after["trail"][0]["from"], after["trail"][0]["is_whole"]) == (child, False)
    assert (after["acts"][0]["kind"], after["acts"][0]["undone_by"]) == ("split", None)
    assert after["acts"][0]["pairs"][0]["others"] == ["Missing persons"]

    path = f"/judgements/{split['act']}/undo"
    shaped(review.ask("POST", path, json={"why": "It is one boy."}), "Undone")
    # Which of the two ids stays is linkage's to say; both lead to the one child.
    one, together = (review.get(f"/people/{p}/records", "PersonRecords") for p in (child, other))
    assert one["person"] == together["person"]
    assert [row["reference"] for row in together["records"]] == ["P-4", "N-4"]
    assert [act["kind"] for act in together["acts"]] == ["split", "undone"]
    assert together["acts"][0]["undone_by"] == together["acts"][1]["act"]


def test_a_split_that_leaves_nothing_or_names_another_childs_record_is_refused(
    review: Review,
) -> None:
    child = review.door.find("Kit Ashdownley")
    for records, words in (
        ([], "Name the records"),
        ([("S1", "P-4"), ("S3", "N-4")], "Leave at least one"),
        ([("S1", "P-1")], "not among"),
        ([("S9", "P-4")], "not among"),
    ):
        named = [{"system": system, "reference": ref} for system, ref in records]
        body = {"records": named, "why": WHY}
        response = review.ask("POST", f"/people/{child}/split", json=body)
        assert response.status_code == 422
        assert words in response.json()["detail"]
        assert all(ref not in response.text for _, ref in records)
    assert len(review.get(f"/people/{child}/records", "PersonRecords")["records"]) == 2


def test_children_confirmed_by_mistake_are_parted_by_a_split_that_says_what_contradicts(
    review: Review,
) -> None:
    ada = review.door.find("Ada Quillfeather")
    shaped(review.judge(review.find(*TWINS), "same"), "JudgedLink")
    whole = review.get(f"/people/{ada}/records", "PersonRecords")
    assert [row["reference"] for row in whole["records"]] == ["P-2", "P-3", "Q-2"]
    words = "their forenames differ, as those of twins do"
    assert {row["words"] for row in whole["records"][1]["against"]} == {words}
    off = {"records": [{"system": "S1", "reference": "P-3"}], "why": WHY}
    split = shaped(review.ask("POST", f"/people/{ada}/split", json=off), "Split")
    assert len(split["people"]) == 2
    assert review.door.risk(ada)["plan"]["state"] == "linked"


def test_a_judgement_that_contradicts_what_people_decided_is_refused_and_leaves_no_trace(
    review: Review,
) -> None:
    link = review.find(*TWINS)
    ada, edith, planned = (RecordId.parse(text) for text in ("S1:P-2", "S1:P-3", "S2:Q-2"))
    weights = load_weights()
    for kind, other, minutes in (("same", ada, 1), ("different", edith, 2)):
        at = review.door.moment + timedelta(minutes=minutes)
        word = DecisionRow(kind, other, planned, at, "somebody", WHY)
        decide(review.door.store, Subject.CHILD, [word], weights, at, enter=nothing)
    review.door.moment += timedelta(minutes=3)
    with review.door.store.reading() as connection:
        before = read_decisions(connection, WHO[Subject.CHILD])
    response = review.judge(link, "same")
    assert (response.status_code, response.json()["type"][-13:]) == (409, "contradiction")
    with review.door.store.reading() as connection:
        assert read_decisions(connection, WHO[Subject.CHILD]) == before
    seen = review.get(f"/doubtful/{link}", "DoubtfulLink")
    assert (seen["judged_by_you"], seen["machine"]) == (False, None)
