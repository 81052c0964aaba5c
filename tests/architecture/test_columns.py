"""Every column of every extract is classified."""

from __future__ import annotations

from dataclasses import replace

from records.columns import Column, Items, Text
from records.formats import FORMATS
from records.sources import SourceSystem
from tests.architecture.columns import (
    SIGNED,
    every_column,
    person_fields_without_a_column,
    unclassified_columns,
)


def test_every_column_is_identifying_protected_or_signed_as_neither() -> None:
    assert unclassified_columns(FORMATS.values()) == []


def test_every_field_of_a_person_record_comes_from_a_classified_column() -> None:
    assert person_fields_without_a_column() == set()


def test_the_walk_sees_columns_inside_lists() -> None:
    assert dict(every_column(FORMATS.values()))["people.name"].identifying


def test_a_column_that_nobody_classified_is_found() -> None:
    notices = FORMATS[SourceSystem.ABDUCTION_NOTICES]
    inner = Items((Column("religion", Text(), "as recorded"),))
    planted = replace(
        notices,
        own=(
            *notices.own,
            Column("shoe_size", Text(), "?"),
            Column("clubs", inner, "", False, True),
        ),
    )
    assert unclassified_columns([*FORMATS.values(), planted]) == [
        "shoe_size: neither identifying nor protected, and not signed as neither",
        "clubs.religion: neither identifying nor protected, and not signed as neither",
    ]


def test_a_signed_column_that_became_identifying_or_went_away_is_found() -> None:
    signed = {**SIGNED, "postcode": "never so", "gone": "no longer there"}
    assert unclassified_columns(FORMATS.values(), signed) == [
        "postcode: signed as neither, but declared identifying or protected",
        "gone: signed, but no column",
    ]
