"""What a person record says once it is cleaned."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from linkage.cleaning import STEPS, CleanRecord, clean_records
from records.persons import PersonRecord
from tests.lib.people import person


def cleaned(*versions: PersonRecord) -> CleanRecord:
    (record,) = clean_records(versions)
    return record


def test_every_field_has_its_step_in_order() -> None:
    names = [field.name for field in fields(CleanRecord)]
    assert [step.field for step in STEPS] == names[1:]
    for place, step in enumerate(STEPS):
        assert step.of is None or step.of in [earlier.field for earlier in STEPS[:place]]


@pytest.mark.parametrize(
    ("more", "field", "values"),
    [
        ({"forename": "Mary-Jane"}, "forenames", ("maryjane",)),
        ({"forename": "Mary-Jane"}, "forename_parts", ("jane", "mary")),
        ({"forename": "J"}, "forenames", ()),
        ({"forename": "Unknown"}, "forenames", ()),
        ({"forename": "not known"}, "forenames", ()),
        ({"forename": "Baby"}, "forenames", ()),
        ({"forename": None}, "forenames", ()),
        ({"surname": "Okonkwo-Reid"}, "surnames", ("okonkworeid",)),
        ({"surname": "Okonkwo-Reid"}, "surname_parts", ("okonkwo", "reid")),
        ({"surname": "Al-Rashid"}, "surname_parts", ("rashid",)),
        ({"surname": "Child"}, "surnames", ("child",)),
        ({"surname": "UNKNOWN"}, "surnames", ()),
        ({"other_names": ("Maia",)}, "forenames", ("ada", "maia")),
        ({"other_names": ("Maia",)}, "surnames", ("thorn",)),
        ({"other_names": ("Maia Reid-Okon",)}, "surnames", ("reidokon", "thorn")),
        ({"other_names": ("",)}, "surnames", ("thorn",)),
        ({"born": "2011-03-14"}, "birth_dates", ("20110314",)),
        ({"born": "2011-03-14"}, "birth_dates_swapped", ()),
        ({"born": "2011-03-09"}, "birth_dates_swapped", ("20110903",)),
        ({"born": "2011-03-03"}, "birth_dates_swapped", ()),
        ({"born": "2009-12-31"}, "birth_dates_year_off", ("20081231", "20101231")),
        ({"born": "1900-01-01"}, "birth_dates", ()),
        ({"born": "2000-01-01"}, "birth_dates", ()),
        ({"born": "2000-01-01"}, "assumed_years", ()),
        ({"born": "2011-01-01"}, "birth_dates", ()),
        ({"born": "2011-01-01"}, "assumed_years", ("2011",)),
        ({"born": "2099-05-05"}, "birth_dates", ()),
        ({"address": "12 Oakton Street"}, "addresses", ("12 oakton st",)),
        ({"address": "12, oakton st."}, "addresses", ("12 oakton st",)),
        ({"address": "unknown"}, "addresses", ()),
        ({"postcode": "ng7  2ab"}, "postcodes", ("NG72AB",)),
        ({"postcode": "ng7 2ab"}, "postcode_districts", ("NG7",)),
        ({"postcode": "NG7"}, "postcodes", ()),
        ({"postcode": "no fixed"}, "postcodes", ()),
    ],
)
def test_a_field_is_cleaned(more: dict[str, Any], field: str, values: tuple[str, ...]) -> None:
    named = {"forename": "Ada", "surname": "Thorn", **more}
    assert getattr(cleaned(person("S1:1", **named)), field) == values


def test_every_version_of_a_record_speaks() -> None:
    old = person("S1:1", "Ada", "Thorn", address="1 Elm Road", born="1900-01-01")
    new = replace(
        old,
        recorded=datetime(2026, 11, 9, tzinfo=UTC),
        surname="Reid",
        address="2 Oak Road",
        date_of_birth=date(2012, 5, 6),
    )
    record = cleaned(old, new)
    assert record.surnames == ("reid", "thorn")
    assert record.addresses == ("1 elm rd", "2 oak rd")
    assert record.birth_dates == ("20120506",)


def test_records_come_in_order_whatever_the_order_given() -> None:
    people = [person(ref, "Ada", "Thorn") for ref in ("S2:1", "S1:2", "S10:1", "S1:1")]
    records = clean_records(people)
    assert [str(record.id) for record in records] == ["S1:1", "S1:2", "S10:1", "S2:1"]
    assert clean_records([*reversed(people), people[0]]) == records
    assert clean_records([]) == ()
