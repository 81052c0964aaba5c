"""Cases of the inspection about adults shared with other children (V1, V8), over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tests.lib.door import Door
from tests.lib.scenarios import Played, played

Opened = Callable[[Played, datetime], Door]


def test_v1_both_suspects_are_listed_with_every_other_child_linked_to_them(
    force: Played, door: Door
) -> None:
    said = door.ask(force.name("Mayabel"))
    corvin, aldous = said["adults"]
    assert [adult["names"][0].split()[0] for adult in (corvin, aldous)] == ["Corvin", "Aldous"]
    for adult in (corvin, aldous):
        [named] = adult["named_in"]
        assert named["words"] == "Named as a suspect"
        assert (named["system"], named["reference"][:3]) == ("S4", "CR-")
    assert aldous["children"] == []
    [ilka] = corvin["children"]
    assert ilka["id"] == door.find(force.name("Ilka"))
    assert ilka["name"] == force.name("Ilka")
    assert [(tie["concern"], tie["system"]) for tie in ilka["ties"]] == [
        ("notice", "S3"),
        ("suspect", "S4"),
    ]
    [notice] = door.ask(force.name("Ilka"))["notices"]
    assert ilka["ties"][0]["reference"] == notice["reference"]
    assert ilka["ties"][0]["date"] == notice["served"]


def test_v1_nothing_of_the_men_was_known_before_the_crime_was_recorded(
    force: Played, door: Door
) -> None:
    mayabel, ilka = (door.find(force.name(name)) for name in ("Mayabel", "Ilka"))
    assert door.risk(mayabel, force.ago(days=30))["adults"] == []
    [corvin] = door.risk(ilka, force.ago(days=30))["adults"]
    assert corvin["children"] == []
    [corvin] = door.risk(ilka)["adults"]
    assert [child["id"] for child in corvin["children"]] == [mayabel]


def test_v8_the_notice_about_the_other_child_is_shown_with_its_evidence(
    force: Played, door: Door
) -> None:
    said = door.ask(force.name("Elowen"))
    [hector] = said["adults"]
    assert hector["names"][0].startswith("Hector ")
    [found] = hector["named_in"]
    assert (found["words"], found["system"]) == ("With the child when found", "S1")
    [managed] = hector["managed"]
    assert (managed["concern"], managed["system"]) == ("managed", "S8")
    [davin] = hector["children"]
    assert davin["name"] == force.name("Davin")
    [tie] = davin["ties"]
    [notice] = door.risk(davin["id"])["notices"]
    assert (tie["concern"], tie["system"], tie["reference"]) == (
        "notice",
        "S3",
        notice["reference"],
    )
    assert tie["date"] == notice["served"]
    assert set(davin) == {"id", "name", "ties"}


def test_v8_the_other_childs_page_shows_the_new_link_once_the_girl_is_found(
    opened: Opened,
) -> None:
    force = played("V8")
    service = opened(force, force.ago(days=5))
    before = service.ask(force.name("Davin"))
    [hector] = before["adults"]
    assert hector["children"] == []
    service.moment = force.taken
    service.take_in(force.write(service.folder / "later"), "later")
    elowen = service.find(force.name("Elowen"))
    [hector] = service.ask(force.name("Davin"))["adults"]
    [girl] = hector["children"]
    assert (girl["id"], girl["name"]) == (elowen, force.name("Elowen"))
    [tie] = girl["ties"]
    assert (tie["concern"], tie["system"]) == ("found_with", "S1")
    again = service.risk(before["child"]["id"], force.ago(days=5))
    assert again["adults"] == before["adults"]
