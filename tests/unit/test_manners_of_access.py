"""Who is asked for words and what words are; who keeps a limited record; what is disclosed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from serving.access.fuller_reasons import is_drawn, is_full
from serving.access.purposes import Disclosure, DisclosureError
from serving.access.reasons import reason_codes
from serving.access.restrictions import NO_RESTRICTIONS, Restrictions

SECRET = b"s" * 32
AT = datetime(2026, 11, 21, 22, 48, tzinfo=UTC)


def test_one_look_in_ten_is_drawn() -> None:
    drawn = sum(is_drawn(SECRET, "officer", f"C-{number}", AT, 10) for number in range(10_000))
    # Four standard deviations of 10,000 draws at one in ten are 120.
    assert 880 < drawn < 1_120


def test_no_officer_no_child_and_no_hour_is_spared() -> None:
    officers = {name for name in map(str, range(200)) if is_drawn(SECRET, name, "C-1", AT, 10)}
    hours = {
        hour for hour in range(200)
        if is_drawn(SECRET, "officer", "C-1", AT + timedelta(hours=hour), 10)
    }  # fmt: skip
    assert 5 < len(officers) < 40
    assert 5 < len(hours) < 40


def test_asking_again_in_the_hour_gives_the_same() -> None:
    start = AT.replace(minute=0)
    for child in map(str, range(50)):
        drawn = {
            is_drawn(SECRET, "officer", child, start + timedelta(minutes=minute), 10)
            for minute in range(60)
        }
        assert len(drawn) == 1


def test_without_the_secret_nobody_foresees_it() -> None:
    children = [str(number) for number in range(2_000)]
    ours, theirs = (
        [is_drawn(secret, "officer", child, AT, 10) for child in children]
        for secret in (SECRET, b"t" * 32)
    )
    both = sum(a and b for a, b in zip(ours, theirs, strict=True))
    # Independent draws agree on about 20 of 2,000; a leak would agree on 200.
    assert both < 60


def test_names_do_not_run_into_ids() -> None:
    drawn = {is_drawn(SECRET, a, b, AT, 2**40) for a, b in (("pc", "1C-2"), ("pc1", "C-2"))}
    assert drawn == {False}
    pairs = [(is_drawn(SECRET, f"pc{n}", "C-1", AT, 2), is_drawn(SECRET, "pc", f"{n}C-1", AT, 2))
             for n in range(64)]  # fmt: skip
    assert any(a != b for a, b in pairs)


def test_none_is_drawn_where_the_force_asks_none() -> None:
    assert not any(is_drawn(SECRET, "officer", str(number), AT, 0) for number in range(500))
    with pytest.raises(ValueError, match="time zone"):
        is_drawn(SECRET, "officer", "C-1", AT.replace(tzinfo=None), 10)


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("Her aunt rang at 22:40, not at home.", True),
        ("Her aunt rang us just.", True),
        ("Her aunt rang", False),
        ("missing missing missing missing", False),
        ("asdfasdfasdfasdfasdfasdf", False),
        ("1 2 3 4 5 6 7 8 9 10 11 12 13 14", False),
        ("a b c d e f g h i j k l m n", False),
        ("              Her aunt              ", False),
        ("", False),
    ],
)
def test_words_are_words(note: str, expected: bool) -> None:
    assert is_full(note) is expected


def test_a_limited_record_opens_to_its_keepers_alone() -> None:
    limits = Restrictions.of([("C-1", "City North"), ("C-1", "City South"), ("C-2", "City South")])
    assert limits.may_open("C-1", "City North")
    assert limits.may_open("C-3", None)
    assert not limits.may_open("C-1", None)
    assert not limits.may_open("C-2", "City North")
    assert limits.withheld_from("City North") == {"C-2"}
    assert limits.withheld_from(None) == {"C-1", "C-2"}


def test_a_state_of_limits_has_one_name_however_it_came_about() -> None:
    pairs = [("C-1", "City North"), ("C-1", "City South"), ("C-2", "City South")]
    one, other = Restrictions.of(pairs), Restrictions.of(reversed(pairs))
    assert one.digest == other.digest
    assert Restrictions.from_text(one.text) == one
    assert Restrictions.of(pairs[1:]).digest != one.digest
    assert NO_RESTRICTIONS.digest == ""


def test_a_disclosure_says_to_whom_for_what_and_why_in_one_line() -> None:
    said = Disclosure(" Duty  social worker ", "safeguarding", "Asked for at\nthe meeting.")
    assert said.note == "To: Duty social worker. For: safeguarding. Why: Asked for at the meeting."
    longest = Disclosure("x" * 120, "safeguarding", "y" * 250)
    assert len(longest.note) <= 500, "it must fit the reason of an entry"


def test_a_disclosure_that_does_not_say_so_names_every_fault_and_repeats_nothing() -> None:
    with pytest.raises(DisclosureError) as refused:
        Disclosure("Jo", "gossip", "\x07")
    assert set(refused.value.faults) == {"to_whom", "purpose", "why"}
    assert "gossip" not in str(refused.value)


def test_every_usual_reason_is_one_tap_and_is_not_words() -> None:
    assert [reason.code for reason in reason_codes() if reason.needs_note] == ["other"]
