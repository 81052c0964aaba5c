"""Evidence for a match, in words."""

from __future__ import annotations

import pytest

from linkage.evidence import compare_in_words, in_words
from linkage.levels import DIFFERENT, FIELDS
from records.persons import PersonRecord
from tests.lib.people import person


def known(id_: str = "S1:1", forename: str | None = "Matilda", **more: object) -> PersonRecord:
    stated: dict[str, object] = {"surname": "Thornworth", "born": "2011-03-09"}
    stated |= {"address": "12 Oakton Road", "postcode": "NG7 2AB", **more}
    return person(id_, forename, **stated)  # type: ignore[arg-type] # plain keyword values


def test_the_plan_under_another_spelling_is_told_in_words() -> None:
    plan = known("S2:9", "Tilly", surname="Thornwerth", born="2011-09-03", address=None)
    evidence = compare_in_words(known(), plan)
    assert evidence.same == ("forename (a short form or other spelling)", "postcode")
    assert evidence.different == ("surname by one letter", "day and month of birth swapped")
    assert evidence.phrases == (
        "forename is a short form or other spelling",
        "surname differs by one letter",
        "day and month of birth swapped",
        "same postcode",
    )


@pytest.mark.parametrize(
    ("change", "phrase"),
    [
        ({"forename": "Grace"}, "forename differs"),
        ({"forename": "Matlida"}, "forename differs by one letter"),
        ({"forename": "Mati"}, "one forename is the beginning of the other"),
        ({"forename": "Matilda Jane"}, "one of the forenames is the same"),
        ({"forename": "Thornworth", "surname": "Matilda"}, "both names are the same"),
        ({"surname": "Thornworth-Reid"}, "part of the surname is the same"),
        ({"surname": "Reid"}, "surname differs"),
        ({"born": "2011-03-08"}, "birth date differs by one digit"),
        ({"born": "2011-03-27"}, "day of birth differs"),
        ({"born": "2011-11-09"}, "month of birth differs"),
        ({"born": "2012-03-09"}, "birth date differs by one digit"),
        ({"born": "1998-03-09"}, "year of birth differs"),
        ({"born": "2011-01-01"}, "same year of birth"),
        ({"born": "2009-07-21"}, "birth date differs"),
        ({"address": None}, "same postcode"),
        ({"address": None, "postcode": "NG7 2AC"}, "postcode differs by one character"),
        ({"address": "1 Elm Lane", "postcode": "NG7 9ZZ"}, "same first half of the postcode"),
        ({"address": "1 Elm Lane", "postcode": "DE1 9ZZ"}, "home differs"),
    ],
)
def test_each_difference_has_its_words(change: dict[str, object], phrase: str) -> None:
    changed = known("S2:9", **change)  # type: ignore[arg-type] # plain keyword values
    phrases = compare_in_words(known(), changed).phrases
    assert any(said.startswith(phrase) for said in phrases), phrases
    assert compare_in_words(changed, known()).phrases == phrases


def test_a_year_off_by_one_is_told_even_when_two_digits_change() -> None:
    late, early = known(born="2010-02-08"), known("S2:9", born="2009-02-08")
    assert compare_in_words(late, early).different == ("year of birth by one",)


def test_what_is_not_recorded_speaks_neither_for_nor_against() -> None:
    bare = person("S2:9", None, "Thornworth", born="1900-01-01")
    evidence = compare_in_words(known(), bare)
    assert evidence.same == ("surname",)
    assert evidence.different == ()


def test_the_words_hold_nothing_of_the_records() -> None:
    words = " ".join(compare_in_words(known(), known("S2:9", "Grace")).phrases).lower()
    assert not any(part in words for part in ("matilda", "grace", "thornworth", "ng7", "2011"))


def test_every_level_has_words_of_its_own() -> None:
    for field in FIELDS:
        names = [level.name for level in field.levels]
        assert len(names) == len(set(names))
        for name in (*names, DIFFERENT):
            levels = {other.name: "unknown" for other in FIELDS} | {field.name: name}
            evidence = in_words(levels)
            assert len(evidence.phrases) == 1
            assert len(evidence.same) + len(evidence.different) == 1
