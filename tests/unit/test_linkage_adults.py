"""The adults' weights: their own file, their own prior, and no link by a name alone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from linkage.fitting import FittingError
from linkage.fitting_adults import EXPECTED, THRESHOLDS, fit_adults
from linkage.levels import FIELDS
from linkage.linking import link_records
from linkage.results import LinkResult
from linkage.subjects import Subject
from linkage.weights import load_weights, weighed_levels
from records.persons import PersonRecord, RecordId
from records.sources import SourceSystem

WEIGHTS = load_weights(Subject.ADULT)
AT = datetime(2026, 11, 1, 12, tzinfo=UTC)


def adult(source: SourceSystem, surname: str, born: date | None) -> PersonRecord:
    return PersonRecord(RecordId(source, "A-1"), AT, "Grant", surname, date_of_birth=born)


def linked(surnames: tuple[str, str], *born: date | None) -> LinkResult:
    systems = (SourceSystem.ABDUCTION_NOTICES, SourceSystem.INTELLIGENCE)
    persons = [adult(*row) for row in zip(systems, surnames, born, strict=True)]
    return link_records(persons, WEIGHTS)


def test_the_file_holds_the_stated_prior_and_thresholds() -> None:
    assert (WEIGHTS.expected, WEIGHTS.thresholds) == (EXPECTED, THRESHOLDS)
    assert WEIGHTS.digest != load_weights(Subject.CHILD).digest


def test_no_two_names_weigh_enough_to_link_without_a_birth_date() -> None:
    best = [
        max(WEIGHTS.of(field.name, level) for level in weighed_levels(field))
        for field in FIELDS
        if field.name in ("forename", "surname")
    ]
    assert EXPECTED.weight + sum(best) < THRESHOLDS.link


def test_a_rare_name_without_a_birth_date_is_possible_and_with_it_linked() -> None:
    born = date(1984, 3, 9)
    names = ("Exampleson", "Exampleson")
    without = linked(names, born, None)
    assert (len(without.clusters), len(without.possible)) == (2, 1)
    assert len(linked(names, born, born).clusters) == 1
    assert len(linked(names, born, date(1991, 8, 23)).clusters) == 2


def test_too_few_adults_are_not_fitted_to() -> None:
    with pytest.raises(FittingError):
        fit_adults([adult(SourceSystem.CRIME, "Exampleson", None)], 7)
