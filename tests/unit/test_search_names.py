"""How typed words agree with recorded names, and what is said of it."""

from __future__ import annotations

import pytest

from serving.search.likeness import Likeness, name_word, near_words, place_word
from serving.search.names import NameMatch, match_name
from serving.search.words import NameWords, recorded_names
from tests.lib.people import person
from tests.lib.search_names import typed


def a_name(text: str) -> NameWords:
    """``given/family`` as words."""
    given, _, family = text.rpartition("/")
    return NameWords(tuple(given.split()), tuple(family.split()))


def match(query: str, recorded: str) -> NameMatch:
    """The typed words against one recorded name."""
    name = a_name(recorded)
    return match_name(typed(query, [name]), name)


@pytest.mark.parametrize(
    ("word", "recorded", "likeness"),
    [
        ("smith", "smith", Likeness.SAME),
        ("liz", "elizabeth", Likeness.FAMILY),
        ("smyth", "smith", Likeness.ONE_LETTER),
        ("smtih", "smith", Likeness.ONE_LETTER),
        ("smit", "smith", Likeness.ONE_LETTER),
        ("amith", "smith", Likeness.ONE_LETTER),
        ("smi", "smith", Likeness.BEGINS),
        ("mia", "mai", Likeness.ONE_OF_THREE),
        ("mia", "tia", None),
        ("kowalsky", "kovalski", Likeness.TWO_LETTERS),
        ("fillfether", "phillphether", Likeness.SOUND),
        ("smithe", "smyths", None),
        ("caitlinn", "cait", Likeness.SHORTENED),
        ("k", "kayleigh", Likeness.INITIAL),
        ("kayleigh", "k", Likeness.INITIAL),
        ("sm", "smith", None),
        ("jones", "smith", None),
        ("lee", "lily", None),
    ],
)
def test_two_words(word: str, recorded: str, likeness: Likeness | None) -> None:
    assert name_word(word).likeness(recorded) is likeness


def test_every_word_that_agrees_is_led_to_by_spelling_sound_beginning_or_end() -> None:
    words = ("smith", "kowalski", "elizabeth", "kayleigh", "mai", "wright", "leighton", "k")
    for text in ("smyth", "kovalsky", "liz", "kayliegh", "mia", "right", "kay", "amith", "layton"):
        word = name_word(text)
        for recorded in words:
            if word.likeness(recorded) is None:
                continue
            start, end = word.ends or (recorded + "-", recorded + "-")
            assert (
                recorded in word.spellings
                or (word.begins and recorded.startswith(text))
                or recorded.startswith(start)
                or recorded.endswith(end)
                or word.likeness(recorded) in (Likeness.SOUND, Likeness.FAMILY)
            )


def test_words_two_letters_away_are_picked_out_of_many() -> None:
    assert near_words("kowalski", ["kovalsky", "kowalski", "kowal", "nowak", "kowalskaa"]) == {
        *("kovalsky", "kowalski", "kowalskaa"),
    }


@pytest.mark.parametrize(
    ("word", "recorded", "likeness"),
    [
        ("beech", "beech", Likeness.SAME),
        ("bee", "beech", Likeness.BEGINS),
        ("beach", "beech", Likeness.ONE_LETTER),
        ("ng35", "ng356lg", None),
        ("ng356", "ng356lg", Likeness.BEGINS),
        ("ng35", "ng36", None),
        ("1", "14", Likeness.INITIAL),
        ("rd", "rise", None),
    ],
)
def test_two_words_of_a_home(word: str, recorded: str, likeness: Likeness | None) -> None:
    assert place_word(word).likeness(recorded) is likeness


@pytest.mark.parametrize(
    ("query", "recorded", "equal", "near", "half", "why"),
    [
        ("kayleigh smith", "kayleigh/smith", True, True, True, ("Name the same.",)),
        ("smith kayleigh", "kayleigh/smith", True, True, True, ("Name the same.",)),
        ("smith", "kayleigh/smith", True, True, True, ("Name the same.",)),
        ("kayleigh smyth", "kayleigh/smith", False, True, True,
         ("Surname differs by one letter.",)),
        ("kayl smith", "kayleigh/smith", False, True, True,
         ("First name begins with what was typed.",)),
        ("liz jones", "elizabeth/jones", False, True, True,
         ("First name is another form of the name.",)),
        ("k smith", "kayleigh/smith", False, True, True, ("First name has the same initial.",)),
        ("kayleigh jones", "kayleigh/smith", False, False, True,
         ("One of the names typed is not recorded.",)),
        ("kayleigh smith", "/smith", False, True, True, ("No first name is recorded.",)),
        ("tom smith jones", "tom/smith", False, True, True,
         ("One of the names typed is not recorded.",)),
        ("ann van dyke", "ann/vandyke", True, True, True, ("Name the same.",)),
        ("ann vandyke", "ann/van dyke", True, True, True, ("Name the same.",)),
        ("lee ann", "ann/lee", True, True, True, ("Name the same.",)),
        ("zed zidane", "kayleigh/smith", False, False, False,
         ("Some of the names typed are not recorded.",)),
        ("anna marie", "anna mari/brown", False, True, True,
         ("Middle name differs by one letter.",)),
    ],
)  # fmt: skip
def test_two_names(
    query: str, recorded: str, equal: bool, near: bool, half: bool, why: tuple[str, ...]
) -> None:
    found = match(query, recorded)
    assert (found.is_equal, found.is_near, found.is_half) == (equal, near, half)
    assert found.why == why


def test_a_recorded_word_is_used_once() -> None:
    assert match("ann ann", "ann/lee").lacking == 1
    assert match("ann anne", "ann/lee").lacking == 1


def test_words_that_nobody_typed_make_a_name_less_near() -> None:
    assert match("ava smith", "ava/smith").cost < match("ava smith", "ava/varley smith").cost


def test_the_order_of_what_was_typed_makes_no_difference() -> None:
    words, name = ["ava", "smyth", "mari"], "ava marie/smith"
    found = {
        match(" ".join(order), name)
        for order in (words, words[::-1], [words[1], words[0], words[2]])
    }
    assert len(found) == 1


def test_an_only_name_goes_with_the_surname_and_a_full_one_stands_alone() -> None:
    one = person("S1:P-1", "Charlotte", "O'Brien", other_names=("Lottie", "Charlie May-Jones"))
    assert list(recorded_names(one)) == [
        ("Charlotte O'Brien", a_name("charlotte/obrien")),
        ("Lottie O'Brien", a_name("lottie/obrien")),
        ("Charlie May-Jones", a_name("charlie/may jones")),
    ]
