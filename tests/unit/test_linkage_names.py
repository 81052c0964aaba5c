"""How names are folded, heard and shortened."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from linkage.names import edits, fold, is_first_name, is_near, nickname_family, phonetic


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("  Maya  ", "maya"),
        ("OKONKWO-REID", "okonkwo reid"),
        ("O'Brien", "obrien"),
        ("O’Brien", "obrien"),
        ("St. John", "st john"),
        ("Zoë", "zoe"),
        ("Łukasz", "lukasz"),
        ("Søren", "soren"),
        ("Þóra", "thora"),
        ("Straße", "strasse"),
        ("ＭＡＹＡ", "maya"),
        ("Мария", "мария"),
        ("---", ""),
        ("", ""),
    ],
)
def test_a_name_is_folded_to_what_is_compared(written: str, folded: str) -> None:
    assert fold(written) == folded
    assert fold(folded) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Catherine", "Kathryn"),
        ("Jayden", "Jaiden"),
        ("Phoebe", "Feebe"),
        ("Chloe", "Khloe"),
        ("Wright", "Rite"),
        ("Okonkwo", "Okonkwu"),
        ("Macdonald", "McDonald"),
        ("Okonkwo-Reid", "Okonkwo Reid"),
    ],
)
def test_names_that_sound_alike_share_a_key(one: str, other: str) -> None:
    assert phonetic(one) == phonetic(other) != ""


def test_names_that_sound_otherwise_do_not() -> None:
    keys = [phonetic(name) for name in ("Maya", "Jayden", "Hayden", "Thomas", "Fatima", "Grace")]
    assert len(set(keys)) == len(keys)
    assert phonetic("?!") == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Muhammad", "Mohamed"),
        ("Mohammed", "Mo"),
        ("Tilly", "Matilda"),
        ("Beth", "Bethany"),
        ("Beth", "Elizabeth"),
        ("Yousef", "Yusuf"),
        ("Zaynab", "Zainab"),
        ("Alex", "Alexandra"),
        ("Alex", "Alexander"),
        ("Wiktoria", "Vicky"),
    ],
)
def test_short_forms_and_other_spellings_are_of_one_family(one: str, other: str) -> None:
    assert nickname_family(one) & nickname_family(other)
    assert is_near(one, other)


def test_names_that_share_a_short_form_are_not_of_one_family() -> None:
    assert not nickname_family("Alexander") & nickname_family("Alexandra")
    assert not nickname_family("Bethany") & nickname_family("Elizabeth")
    assert nickname_family("Xyzzy") == {"xyzzy"}
    assert nickname_family("-") == frozenset()


def test_near_names_are_one_slip_apart_and_short_ones_are_not_near() -> None:
    assert is_near("Thornworth", "Thornwroth")
    assert is_near("Thornworth", "Thornwort")
    assert is_near("Wojciechowski", "Wojcichowsky")
    assert not is_near("Amy", "Ann")
    assert not is_near("Grace", "Callum")
    assert not is_near("", "")
    assert not is_near("Maya", "-")


def test_a_swap_of_neighbours_is_one_edit_and_bytes_are_counted() -> None:
    assert edits("jayden", "jadyen") == 1
    assert edits("ca", "abc") == 2
    assert edits("мария", "марья") == 2
    assert edits("é", "e") == 2


def test_the_families_are_folded_sorted_and_hold_each_name_once() -> None:
    declared = json.loads((files("linkage") / "nicknames.json").read_text(encoding="utf-8"))
    families = declared["families"]
    assert families == sorted(families)
    heads = [family[0] for family in families]
    assert len(heads) == len(set(heads))
    for family in families:
        assert len(family) == len(set(family)) > 1, family[0]
        assert all(fold(name) for name in family), family[0]


def test_listed_names_are_first_names_and_slips_are_not() -> None:
    assert is_first_name("Hayden")
    assert is_first_name("JAYDEN")
    assert not is_first_name("Jaydne")
    assert not is_first_name("")


def test_a_name_that_stands_alone_is_in_no_family() -> None:
    declared = json.loads((files("linkage") / "nicknames.json").read_text(encoding="utf-8"))
    alone = declared["alone"]
    assert alone == sorted(set(alone))
    assert not set(alone) & {name for family in declared["families"] for name in family}
