"""What an answer says of adults, places and other children (M2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from features.relations.connecting import connect
from features.relations.declaration import NAMING
from records.adults import Adult
from records.connections import Concern
from records.events import Event, EventKind
from records.history import History, KnownHistory, known_at
from records.persons import RecordId
from serving.answer.connected import adult_values, place_values
from serving.answer.tie_words import CONCERN_WORDS, ROLE_WORDS, role_words
from tests.lib.histories import a_history, a_person, an_entry, at, withdrawal

K = EventKind
MAN = {"adult_ref": "R-1", "adult_forename": "Gareth", "adult_surname": "Larkwell"}
BOTH = {"S1:R-1": "A-1", "S4:R-1": "A-1"}


def child(name: str, *events: Event, **person: Any) -> History:
    record = a_person(forename=name, surname="Testcase", ref=name, **person)
    return a_history(events, persons=[record], child=f"C-{name}")


def joined(*histories: History, as_of: str = "2026-06-01") -> KnownHistory:
    """The first of them, joined with the others, as known then."""
    man = Adult("A-1", tuple(map(RecordId.parse, BOTH)))
    return known_at(connect(histories, [man])[0], at(as_of))


def found(when: str = "2026-03-01", reference: str = "MP-1", **more: Any) -> Event:
    details = {"how_ended": "police_found", "found_with": "adult_not_known_to_family", **MAN}
    return an_entry(K.MISSING_FOUND, when, reference, **{**details, **more})


def suspect(when: str, reference: str = "CR-1", **more: Any) -> Event:
    return an_entry(K.CRIME_SUSPECT_NAMED, when, reference, **{**MAN, **more})


def test_an_adult_stands_once_whatever_systems_and_names_name_them() -> None:
    known = joined(child("Maya", found(), suspect("2026-03-02", adult_forename="Gaz")))
    [adult] = adult_values(known, BOTH)
    assert (adult["id"], adult["names"]) == ("A-1", ["Gaz Larkwell", "Gareth Larkwell"])
    assert [(n["words"], n["system"], n["reference"], n["date"]) for n in adult["named_in"]] == [
        ("Named as a suspect", "S4", "CR-1", "2026-03-02"),
        ("With the child when found", "S1", "MP-1", "2026-03-01"),
    ]
    assert (adult["managed"], adult["children"]) == ([], [])


def test_records_that_nobody_linked_are_adults_of_their_own() -> None:
    known = joined(child("Maya", found(), suspect("2026-03-02")))
    assert [adult["id"] for adult in adult_values(known, {})] == ["S4:R-1", "S1:R-1"]


def test_an_adult_tied_to_another_child_stands_before_one_named_later() -> None:
    other = suspect("2026-05-01", "CR-9", adult_ref="R-2", adult_forename="Piers")
    known = joined(child("Maya", found(), other), child("Callum", suspect("2026-03-05")))
    tied, free = adult_values(known, BOTH)
    assert [tied["names"], free["names"]] == [["Gareth Larkwell"], ["Piers Larkwell"]]
    [callum] = tied["children"]
    assert (callum["id"], callum["name"]) == ("C-Callum", "Callum Testcase")
    assert callum["ties"] == [
        {
            "concern": "suspect",
            "words": "Adult named as a suspect",
            "system": "S4",
            "system_name": "Crime",
            "reference": "CR-1",
            "date": "2026-03-05",
        }
    ]


def test_an_entry_that_was_withdrawn_names_nobody_any_more() -> None:
    own = found()
    history = child("Maya", own, withdrawal(own, "2026-04-01"))
    assert adult_values(joined(history, as_of="2026-04-02"), BOTH) == []
    assert len(adult_values(joined(history, as_of="2026-04-01"), BOTH)) == 1


def test_an_adult_without_a_name_is_said_to_have_none_recorded() -> None:
    known = joined(child("Maya", found(adult_forename=None, adult_surname=None)))
    assert adult_values(known, BOTH)[0]["names"] == ["An adult whose name is not recorded"]


HOME = {"address": "12 Oakton Road", "postcode": "NG7 2AB"}


def test_a_shared_home_tells_that_harm_is_recorded_and_not_which() -> None:
    harm = an_entry(K.CRIME_VICTIM, "2026-03-05", "CR-7", offence="child_sexual_exploitation")
    told = an_entry(K.CUSTODY_DISCLOSURE, "2026-03-06", "CU-1", disclosure="sexual_harm")
    known = joined(child("Maya", **HOME), child("Callum", harm, told, **HOME))
    [place] = place_values(known)
    assert (place["place"], place["is_home"]) == ("12 Oakton Road, NG7 2AB", True)
    assert place["named_in"] == []
    [callum] = place["children"]
    assert [tie["system"] for tie in callum["ties"]] == ["S12", "S4"]
    assert {tie["words"] for tie in callum["ties"]} == {"Harm to this child is recorded"}
    assert adult_values(known, {}) == []


def test_a_place_names_the_childs_own_entry() -> None:
    harm = an_entry(K.CRIME_VICTIM, "2026-03-05", "CR-7", offence="child_sexual_exploitation")
    own = found(found_at="12 Oakton Road", found_postcode="NG7 2AB")
    [place] = place_values(joined(child("Maya", own), child("Callum", harm, **HOME)))
    assert place["is_home"] is False
    assert [entry["reference"] for entry in place["named_in"]] == ["MP-1"]


def test_every_kind_that_names_an_adult_and_every_concern_has_words() -> None:
    assert ROLE_WORDS.keys() == NAMING
    assert CONCERN_WORDS.keys() == {*Concern}


@pytest.mark.parametrize(
    ("kind", "details", "words"),
    [
        (
            K.INTELLIGENCE_REPORT,
            {"source_grade": "untested", "assessment": "suspected_false"},
            "Named in intelligence (untested source, suspected to be false)",
        ),
        (K.INTELLIGENCE_REPORT, {}, "Named in intelligence (grade not recorded)"),
        (K.ASSOCIATION_RECORDED, {"association": "same_household"},
         "Recorded as associated (same household)"),
        (K.NOTICE_SERVED, {"in_force_until": date(2027, 3, 1)},
         "Abduction notice, to 1\u00a0March\u00a02027"),
    ],
)  # fmt: skip
def test_words_give_the_grade_the_association_and_the_last_day(
    kind: EventKind, details: dict[str, Any], words: str
) -> None:
    assert role_words(replace(an_entry(kind, "2026-03-01"), details=details)) == words
