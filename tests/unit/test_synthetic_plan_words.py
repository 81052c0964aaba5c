"""What plans say: short enough for a phone, and never blaming a child."""

from __future__ import annotations

import re
from itertools import product

from records.events import Event, EventKind
from synthetic_data.world.people import load_names, load_places
from tests.lib.forces import force_at, read

#: Words of experience.md 3.8 that blame a child, or hide what an adult does.
BLAMING = re.compile(
    r"absconder|runaway|frequent flyer|misper|prostitut|promiscuous|sexually active|lifestyle"
    r"|puts (her|him|them)sel|places (her|him|them)sel|refuses|streetwise|boyfriend|girlfriend"
    r"|relationship with|consensual|nonce|perp\b|groomer|offender|hostile|alleges|claims",
    re.IGNORECASE,
)
#: The prefix of numbers set aside for drama.
DRAMA = re.compile(r"^(0115 496 0\d{3}|07700 900\d{3})$")


def plans() -> list[Event]:
    force = read(force_at(children=20_000, years=2, seed=3))
    found = [
        event
        for history in force.histories
        for event in history.events
        if event.kind is EventKind.PLAN_VERSION
    ]
    assert found
    return found


def texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts(part)]
    if isinstance(value, (list, tuple)):
        return [text for part in value for text in texts(part)]
    return []


def test_no_plan_blames_a_child() -> None:
    for event in plans():
        for text in texts(event.details):
            assert not BLAMING.search(text), BLAMING.search(text)


def test_every_plan_says_in_three_lines_what_to_read_first() -> None:
    for event in plans():
        lines = event.details["read_first"]
        assert len(lines) == 3
        assert all(0 < len(line) <= 90 for line in lines)
        assert "0115 496 0" in lines[2]


def test_every_telephone_number_rings_nowhere() -> None:
    for event in plans():
        for contact in event.details["contacts"]:
            assert DRAMA.match(contact["phone"])
        for phone in (event.details["owner_phone"], *event.details.get("phones", ())):
            assert DRAMA.match(phone)


def test_versions_of_a_plan_count_up_from_1_and_begin_as_a_draft() -> None:
    versions: dict[str, list[Event]] = {}
    for event in sorted(plans(), key=lambda event: (event.recorded, event.entry)):
        versions.setdefault(event.reference, []).append(event)
    for found in versions.values():
        assert [event.details["version"] for event in found] == list(range(1, len(found) + 1))
        assert found[0].details["state"] == "draft"


def test_a_plan_that_names_a_notice_names_one_that_was_served() -> None:
    force = read(force_at(children=20_000, years=2, seed=3))
    served = {
        event.reference
        for history in force.histories
        for event in history.events
        if event.kind is EventKind.NOTICE_SERVED
    }
    named = {
        person["notice_ref"]
        for event in plans()
        for person in event.details.get("people", ())
        if "notice_ref" in person
    }
    assert named
    assert named <= served


def test_no_postcode_district_is_a_real_one() -> None:
    real = {*range(1, 26), *range(31, 35), 70, 80, 90}
    assert not real & set(load_places()["districts"])


def test_every_nickname_and_variant_is_of_a_name_that_is_given() -> None:
    names = load_names()
    cultures = names["cultures"].values()
    given = {name for culture in cultures for part in culture.values() for name in part}
    for name, others in (*names["nicknames"].items(), *names["variants"].items()):
        assert others
        assert name not in others
        assert name in given, name


def test_each_culture_has_names_for_girls_and_boys_without_repeats() -> None:
    for culture, part in product(load_names()["cultures"].values(), ("female", "male", "surname")):
        assert len(culture[part]) == len(set(culture[part])) >= 16


def test_the_words_checker_finds_a_planted_fault() -> None:
    assert BLAMING.search("He is her boyfriend and she puts herself at risk")
