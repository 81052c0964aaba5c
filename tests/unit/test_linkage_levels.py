"""Every level of every compared field, by two literal values, in Python and in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from linkage.cleaning import CleanRecord, clean_records
from linkage.compare import weigh_pairs
from linkage.levels import DIFFERENT, FIELDS, UNKNOWN, agreement
from linkage.pairs import WeighedPair
from linkage.weights import load_weights
from records.persons import PersonRecord, RecordId
from tests.lib.people import person

#: What both records say of the fields that a row doesn't speak of.
BESIDE: dict[str, Any] = {
    "forename": "Callum",
    "surname": "Thornworth",
    "born": "2011-03-09",
    "address": "12 Oakton Road",
    "postcode": "NG7 2AB",
}


@dataclass(frozen=True, slots=True)
class Row:
    """Two values of one field, and the level at which they agree."""

    field: str
    one: dict[str, Any]
    other: dict[str, Any]
    level: str

    @property
    def name(self) -> str:
        """The row as a test is listed."""
        values = [" ".join(map(str, side.values())) for side in (self.one, self.other)]
        return f"{self.field}: {values[0]} / {values[1]} is {self.level}"


def names(field: str, *rows: tuple[str | None, str | None, str]) -> list[Row]:
    return [Row(field, {field: one}, {field: other}, level) for one, other, level in rows]


def born(*rows: tuple[str | None, str | None, str]) -> list[Row]:
    return [Row("birth_date", {"born": one}, {"born": two}, level) for one, two, level in rows]


def homes(
    *rows: tuple[tuple[str | None, str | None], tuple[str | None, str | None], str],
) -> list[Row]:
    return [
        Row(
            "home",
            {"address": one[0], "postcode": one[1]},
            {"address": other[0], "postcode": other[1]},
            level,
        )
        for one, other, level in rows
    ]


ROWS: tuple[Row, ...] = (
    *names(
        "forename",
        ("Callum", "CALLUM", "same"),
        ("Zoë", "Zoe", "same"),
        ("Łukasz", "Lukasz", "same"),
        ("D'Arcy", "Darcy", "same"),
        ("Mary-Jane", "Mary Jane", "same"),
        ("Matilda", "Tilly", "family"),
        ("Mohammed", "Muhammad", "family"),
        ("Yusuf", "Youssef", "family"),
        ("Elizabeth", "Beth", "family"),
        ("Isaac", "Issac", "family"),
        ("Mary-Jane", "Jane", "part"),
        ("Callum James", "Callum", "part"),
        ("Cal", "Callumn", "start"),
        ("Jermai", "Jermaine", "start"),
        ("Callum", "Callmu", "near"),
        ("Leo", "Lso", "near"),
        ("Jayden", "Hayden", "near"),
        ("Lucy", "Luy", "near"),
        ("Grayson", "Greisan", "sounds"),
        ("Shevaun", "Sheivoon", "sounds"),
        ("Matilda", "Mafilpa", "alike"),
        ("Callum", "Jacob", DIFFERENT),
        ("Ty", "Tu", DIFFERENT),
        ("Amy", "Ann", DIFFERENT),
        ("Callum", None, UNKNOWN),
        ("Callum", "Unknown", UNKNOWN),
        ("C", "Callum", UNKNOWN),
        ("Baby", "Callum", UNKNOWN),
    ),
    Row(
        "forename",
        {"forename": "Callum", "surname": "Thornworth"},
        {"forename": "Thornworth", "surname": "Callum"},
        "crosswise",
    ),
    Row("forename", {"forename": "Spider", "other_names": ("Callum",)}, {}, "same"),
    *names(
        "surname",
        ("Thornworth", "THORNWORTH", "same"),
        ("O'Brien", "OBrien", "same"),
        ("Okonkwo-Reid", "Okonkwo Reid", "same"),
        ("Thornworth-Reid", "Thornworth", "part"),
        ("Okonkwo-Reid", "Reid-Thorn", "part"),
        ("Al-Rashid", "Rashid", "part"),
        ("Thornworth", "Thornwerth", "near"),
        ("Khan", "Khat", "near"),
        ("Nowak", "Novak", "near"),
        ("Thornworth", "Tornwurthe", "sounds"),
        ("Hussain", "Husseyine", "sounds"),
        ("Thornworth", "Thobnwokth", "alike"),
        ("Thornworth", "Reid", DIFFERENT),
        ("Roe", "Rae", DIFFERENT),
        ("De Reid", "De Thorn", DIFFERENT),
        ("Thornworth", "Unknown", UNKNOWN),
        ("Thornworth", "", UNKNOWN),
    ),
    Row(
        "surname",
        {"forename": "Callum", "surname": "Thornworth"},
        {"forename": "Thornworth", "surname": "Callum"},
        "crosswise",
    ),
    Row("surname", {"surname": "Reid", "other_names": ("Callum Thornworth",)}, {}, "same"),
    *born(
        ("2011-03-09", "2011-03-09", "same"),
        ("2011-03-09", "2011-09-03", "swapped"),
        ("2011-03-09", "2011-03-08", "digit"),
        ("2011-03-09", "2012-03-09", "digit"),
        ("2011-03-19", "2011-03-29", "digit"),
        ("2011-03-12", "2011-03-21", "digit"),
        ("2010-02-08", "2009-02-08", "year_off"),
        ("2011-03-09", "2011-01-01", "year"),
        ("2011-01-01", "2011-01-01", "year"),
        ("2011-03-09", "2011-03-27", "month"),
        ("2011-03-09", "2011-11-09", "day"),
        ("2011-03-09", "2011-12-09", "day"),
        ("2011-03-09", "1998-03-09", "birthday"),
        ("2011-03-09", "2008-07-21", DIFFERENT),
        ("2011-03-09", "2012-01-01", DIFFERENT),
        ("2011-03-09", None, UNKNOWN),
        ("2011-03-09", "1900-01-01", UNKNOWN),
        ("1900-01-01", "1900-01-01", UNKNOWN),
        ("1970-01-01", "1970-01-01", UNKNOWN),
        ("2000-01-01", "2011-03-09", UNKNOWN),
        ("2099-05-05", "2011-03-09", UNKNOWN),
    ),
    *homes(
        (("12 Oakton Road", "NG7 2AB"), ("12, OAKTON RD.", "ng72ab"), "address"),
        (("12 Oakton Road", "NG7 2AB"), ("12 Oakton Road", None), "address"),
        (("12 Oakton Road", "NG7 2AB"), ("12 Oakton Road", "NG7 9ZZ"), "address"),
        (("12 Oakton Road", "NG7 2AB"), ("14 Oakton Road", "NG7 2AB"), "postcode"),
        (("12 Oakton Road", "NG7 2AB"), (None, "NG7 2AB"), "postcode"),
        (("12 Oakton Road", "NG7 2AB"), ("1 Elm Lane", "NG7 2AC"), "near"),
        (("12 Oakton Road", "NG7 2AB"), ("12 Oakton Road", "DE7 2AB"), DIFFERENT),
        (("12 Oakton Road", "NG7 2AB"), ("1 Elm Lane", "NG7 9ZZ"), "district"),
        (("12 Oakton Road", "NG7 2AB"), ("1 Elm Lane", "DE1 9ZZ"), DIFFERENT),
        (("12 Oakton Road", "NG7 2AB"), (None, None), UNKNOWN),
        (("12 Oakton Road", "NG7 2AB"), ("no fixed", "none"), DIFFERENT),
        (("12 Oakton Road", "NG7 2AB"), ("unknown", None), UNKNOWN),
    ),
)


def pair(number: int) -> tuple[CleanRecord, CleanRecord]:
    row = ROWS[number]
    sides = zip(("S1", "S2"), (row.one, row.other), strict=True)
    one, other = (_said(f"{system}:{number:03d}", side) for system, side in sides)
    return clean_records([one])[0], clean_records([other])[0]


def _said(id_: str, side: dict[str, Any]) -> PersonRecord:
    return person(id_, **{**BESIDE, **side})


@pytest.fixture(scope="module")
def weighed() -> dict[tuple[RecordId, RecordId], WeighedPair]:
    """Every row weighed by the database, all at once."""
    records = sorted(
        (record for number in range(len(ROWS)) for record in pair(number)),
        key=lambda record: (record.id.source.value, record.id.ref),
    )
    found = weigh_pairs(records, load_weights(), -10_000)
    return {(records[row.a].id, records[row.b].id): row for row in found}


@pytest.mark.parametrize("number", range(len(ROWS)), ids=[row.name for row in ROWS])
def test_two_values_are_at_their_level(
    number: int, weighed: dict[tuple[RecordId, RecordId], WeighedPair]
) -> None:
    row, (one, other) = ROWS[number], pair(number)
    assert agreement(one, other)[row.field] == row.level
    assert agreement(other, one)[row.field] == row.level
    found = weighed[one.id, other.id].levels[row.field]
    is_uncounted = row.level == "crosswise" and row.field == "surname"
    assert _plain(found) == (UNKNOWN if is_uncounted else row.level)


def _plain(level: str) -> str:
    return "same" if level.startswith("same_") else level


def test_every_level_of_every_field_has_a_row() -> None:
    rows = {(row.field, row.level) for row in ROWS}
    for field in FIELDS:
        declared = {level.name for level in field.levels} | {DIFFERENT, UNKNOWN}
        assert {level for of, level in rows if of == field.name} == declared, field.name
