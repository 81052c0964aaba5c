"""The example rows of the published formats: whole, believable to the reader, without a fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.writers.data_pages import extract_formats
from docs.writers.extract_examples import FILLS, VALUES, example_rows, example_text
from records.events import EventKind
from records.formats import FORMATS, ExtractFormat
from records.reading import BadRow, Entry, read_extract
from records.sources import SourceSystem

EACH = pytest.mark.parametrize("format_", FORMATS.values(), ids=lambda f: f.source.value)
#: Columns whose value depends on the row.
MADE = {"entry", "entry_ref", "record_ref", "occurred_at", "recorded_at"}


def read_back(format_: ExtractFormat, directory: Path) -> list[Entry]:
    path = directory / format_.file
    path.write_text(example_text(format_), encoding="utf-8")
    found: list[Entry] = []
    for entry in read_extract(format_, path):
        assert not isinstance(entry, BadRow), entry.faults
        found.append(entry)
    return found


@EACH
def test_every_column_has_an_example_value(format_: ExtractFormat) -> None:
    assert {column.name for column in format_.columns} <= VALUES.keys() | MADE


@EACH
def test_every_column_is_filled_by_some_example_row(format_: ExtractFormat) -> None:
    filled = {name for row in example_rows(format_) for name in row}
    assert filled == {column.name for column in format_.columns}


@EACH
def test_the_example_reads_back_with_every_kind_of_entry_and_no_fault(
    format_: ExtractFormat, tmp_path: Path
) -> None:
    found = read_back(format_, tmp_path)
    kinds = dict.fromkeys(entry.event.kind for entry in found)
    assert list(kinds) == [*format_.entries, EventKind.WITHDRAWN]


@EACH
def test_the_example_takes_back_the_entry_before(format_: ExtractFormat, tmp_path: Path) -> None:
    *_, before, last = read_back(format_, tmp_path)
    assert last.event.replaces == before.event.entry
    assert last.event.reference == before.event.reference


def test_the_example_of_a_review_tells_the_next_review_or_what_came_of_it_never_both() -> None:
    reviews = [r for r in example_rows(FORMATS[SourceSystem.CHILD_REVIEWS]) if "own_view" in r]
    assert [("next_review" in row, "outcome" in row) for row in reviews] == [
        (True, False),
        (False, True),
    ]


@EACH
def test_the_page_shows_the_example(format_: ExtractFormat) -> None:
    assert example_text(format_) in extract_formats()


def test_no_example_is_left_over() -> None:
    columns = {column.name for format_ in FORMATS.values() for column in format_.columns}
    kinds = {kind for format_ in FORMATS.values() for kind in format_.entries}
    assert columns >= VALUES.keys()
    assert kinds >= FILLS.keys()
