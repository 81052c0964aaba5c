"""Link review on SQLite and on a real PostgreSQL: a whole round, and what hangs on whom."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from linkage.subjects import Subject
from linkage.weights import load_weights
from records.events import Event, EventKind
from records.persons import ChildId
from records.sources import SourceSystem
from serving.service.hanging import Hang, what_hangs
from serving.service.linked_people import find_person
from serving.service.side_by_side import explained
from serving.store.doubtful import read_doubtful
from serving.store.link_trails import id_now, link_trail
from serving.store.links import current_links
from serving.store.naming import entries_naming
from serving.store.persons import read_persons
from serving.store.verifying import verify_log
from serving.tables.who import WHO
from tests.lib.door import Door
from tests.lib.extracts import S1, S2, S3, S10, Extracts
from tests.lib.link_review import BENEDICT, NOW, TWINS, WHY, Review, doubtful_force, shaped


def test_a_link_is_listed_shown_judged_split_and_undone(store_url: str, tmp_path: Path) -> None:
    with Door(tmp_path, doubtful_force(), store_url) as door:
        review = Review(door)
        assert review.listed()["count"] == 2
        link = review.find(*BENEDICT)
        judged = shaped(review.judge(link, "same"), "JudgedLink")
        child = door.find("Benedict Thornebury")
        assert door.risk(child)["plan"]["state"] == "linked"
        off = {"records": [{"system": "S2", "reference": "Q-1"}], "why": WHY}
        split = shaped(review.ask("POST", f"/people/{child}/split", json=off), "Split")
        assert len(split["people"]) == 2
        # The judgement doesn't hold any more, so it can't be undone; the split can.
        undo = {"why": "Looked again."}
        path = "/judgements/{}/undo"
        assert review.ask("POST", path.format(judged["act"]), json=undo).status_code == 409
        shaped(review.ask("POST", path.format(split["act"]), json=undo), "Undone")
        assert door.ask("Benedict Thornebury")["plan"]["state"] == "possible"
        shaped(review.judge(review.find(*TWINS), "different"), "JudgedLink")
        figures = review.get("/agreement", "Agreement")
        assert (figures["judgements"], figures["splits"], figures["undone"]) == (2, 1, 1)
        door._run(door.service.writer.close())
        assert verify_log(door.store).is_sound


def test_of_two_who_judge_at_the_same_moment_one_is_told_to_look_again(
    store_url: str, tmp_path: Path
) -> None:
    with Door(tmp_path, doubtful_force(), store_url) as door:
        first, second = Review(door), Review(door).second()
        link = first.find(*BENEDICT)
        door.moment += timedelta(minutes=1)

        async def both() -> list[int]:
            path = f"/api/v1/links/doubtful/{link}/judgement"
            said = zip((first, second), ("same", "different"), strict=True)
            asked = [
                door.client.post(
                    path,
                    json={"said": word, "why": WHY},
                    headers=door.headers(who.account, "review"),
                )
                for who, word in said
            ]
            return [response.status_code for response in await asyncio.gather(*asked)]

        assert sorted(door._run(both())) == [200, 409]
        assert first.get("/agreement", "Agreement")["judgements"] == 1


def test_the_figure_that_is_shown_is_the_one_that_linkage_used(
    store_url: str, tmp_path: Path
) -> None:
    with (
        Door(tmp_path, doubtful_force(), store_url) as door,
        door.store.reading() as connection,
    ):
        for subject, who in WHO.items():
            links = read_doubtful(connection, who)
            assert links
            for link in links:
                sides = [read_persons(connection, who, [str(r)]) for r in (link.a, link.b)]
                found = explained(sides[0], sides[1], load_weights(subject))
                assert found.weight == link.weight


def test_an_id_that_went_into_another_leads_to_it_and_both_are_in_the_trail(
    store_url: str, tmp_path: Path
) -> None:
    with Door(tmp_path, doubtful_force(), store_url) as door:
        review = Review(door)
        ids = {door.find("Benedict Thornebury"), door.find("Bede Thornbury")}
        assert len(ids) == 2
        shaped(review.judge(review.find(*BENEDICT), "same"), "JudgedLink")
        with door.store.reading() as connection:
            who = WHO[Subject.CHILD]
            now = {id_now(connection, who, one) for one in ids}
            assert len(now) == 1
            (child,) = now
            assert child is not None
            trail = link_trail(connection, who, child)
            assert {find_person(connection, one) for one in ids} == {(Subject.CHILD, child)}
            assert id_now(connection, who, "C-0") is None
        assert [str(record) for record, _ in trail.records] == ["S1:P-1", "S2:Q-1"]
        assert [(step.old, step.new, step.is_whole) for step in trail.steps] == [
            (*(ids - now), child, True)
        ]


def circumstances() -> Extracts:
    """Children of whom each holds one thing, and adults named beside two of them."""
    made = Extracts(NOW)
    day = timedelta(days=1)

    def child(source: SourceSystem, name: str) -> Any:
        return made.person(source, f"{source.value}-{name}", "Testcase", forename=name)

    made.missing(child(S1, "Missing"), NOW - day, None)
    made.missing(child(S1, "Returned"), NOW - day, 3)
    made.plan(child(S2, "Live"), NOW - 9 * day)
    made.plan(child(S2, "Draft"), NOW - 9 * day, state="draft")
    made.plan(child(S2, "Ended"), NOW - 9 * day, state="ended")
    made.notice(child(S3, "Noticed"), NOW - 9 * day, date(2027, 1, 1))
    made.notice(child(S3, "Lapsed"), NOW - 99 * day, date(2026, 11, 20), adult_ref="A-2")
    made.add(EventKind.CHILD_PROTECTION_STARTED, child(S10, "Protected"), NOW - 9 * day,
             category="neglect")  # fmt: skip
    over = made.add(EventKind.CHILD_PROTECTION_STARTED, child(S10, "Over"), NOW - 9 * day,
                    category="neglect")  # fmt: skip
    made.add(EventKind.CHILD_PROTECTION_ENDED, child(S10, "Over"), NOW - 2 * day,
             reference=over.reference)  # fmt: skip
    for number, ref, kind in ((1, "M-1", "managed_person"), (2, "M-2", "managed_person"),
                              (3, "M-2", "managed_person_ended")):  # fmt: skip
        at = NOW - (10 - number) * day
        details = {"adult_ref": ref, "adult_surname": f"Exampleson{ref}"}
        if kind == "managed_person":
            details["managed_category"] = "person_of_concern"
        event = Event(
            SourceSystem.MANAGED_OFFENDERS, EventKind(kind), ref, f"E-{number}", at, at, details
        )
        made.entries.append((event, None))  # type: ignore[arg-type]  # about an adult alone
    return made


def test_what_hangs_is_what_stands_now_and_is_ones_own(store_url: str, tmp_path: Path) -> None:
    with Door(tmp_path, circumstances(), store_url) as door, door.store.reading() as connection:
        child_of = current_links(connection, WHO[Subject.CHILD])
        names = {child: record.ref.partition("-")[2] for record, child in child_of.items()}
        hangs = what_hangs(connection, Subject.CHILD, set(names), NOW)
        assert {names[child]: found for child, found in hangs.items()} == {
            "Missing": (Hang.MISSING_NOW,), "Returned": (),
            "Live": (Hang.LIVE_PLAN,), "Draft": (), "Ended": (),
            "Noticed": (Hang.NOTICE,), "Lapsed": (),
            "Protected": (Hang.PROTECTION_PLAN,), "Over": (),
        }  # fmt: skip
        assert what_hangs(connection, Subject.CHILD, [], NOW) == {}


def test_what_hangs_on_an_adult_is_the_notice_the_management_and_the_children_named(
    store_url: str, tmp_path: Path
) -> None:
    made = circumstances()
    named = made.person(S3, "S3-Missing", "Testcase", forename="Noticed")
    made.add(
        EventKind.NOTICE_BREACHED, named, NOW - timedelta(days=1), adult_ref="M-2",
        adult_surname="Exampleson",
    )  # fmt: skip
    with Door(tmp_path, made, store_url) as door, door.store.reading() as connection:
        whose = current_links(connection, WHO[Subject.ADULT])
        refs: dict[ChildId, str] = {adult: str(record) for record, adult in whose.items()}
        found = {
            refs[adult]: hangs
            for adult, hangs in what_hangs(connection, Subject.ADULT, set(refs), NOW).items()
        }
        named_by, moved = entries_naming(connection, set(whose))
    assert found["S3:A-1"] == (Hang.NOTICE,)
    assert found["S3:A-2"] == ()
    assert found["S8:M-1"] == (Hang.MANAGED,)
    assert found["S8:M-2"] == ()
    assert found["S3:M-2"] == ()
    assert len(named_by) == 6
    assert moved == ()
