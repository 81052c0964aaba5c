"""Extracts read back (M4): every kind of every system, rows that break a rule, adults alone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from records.columns import Choice, Column, Day, Lines, NameList, Number, YesNo
from records.events import Event, EventKind
from records.formats import FORMATS, ExtractFormat
from records.formats.intelligence import INTELLIGENCE
from records.formats.managed_offenders import MANAGED_OFFENDERS
from records.formats.missing_persons import MISSING_PERSONS
from records.persons import PersonRecord, RecordId
from records.reading import BadRow, Entry, NotThisExtractError, read_extract
from records.sources import SourceSystem
from records.writing import write_extract
from tests.lib.histories import at

KINDS = [(f, kind) for f in FORMATS.values() for kind in f.entries]
WHEN = at("2026-11-12 22:30")


def a_value(column: Column) -> Any:
    match column.type:
        case Choice(values):
            return values[-1]
        case YesNo():
            return False
        case Day():
            return date(2026, 12, 1)
        case Number(low, _):
            return low
        case Lines():
            return ("Ring.",)
        case NameList():
            return ("Kit",)
        case _:
            return "Example"


def an_entry_of(format_: ExtractFormat, kind: EventKind) -> tuple[Event, PersonRecord | None]:
    types = {column.name: column for column in format_.own}
    event = Event(
        format_.source, kind, "R-1", "E-1", WHEN, WHEN + timedelta(hours=1),
        {name: a_value(types[name]) for name in format_.entries[kind]},
    )  # fmt: skip
    if kind in format_.without_child:
        return event, None
    record = RecordId(format_.source, "P-1")
    return event, PersonRecord(record, event.recorded, "Ines", "Brookvale", ("Inny",))


def rows_of(format_: ExtractFormat, folder: Path) -> list[Entry | BadRow]:
    return list(read_extract(format_, folder / format_.file))


def test_all_thirteen_systems_have_a_format() -> None:
    assert list(FORMATS) == list(SourceSystem)


@pytest.mark.parametrize(
    ("format_", "kind"), KINDS, ids=[f"{f.source.value}-{k.value}" for f, k in KINDS]
)
def test_what_is_written_is_read_back(
    format_: ExtractFormat, kind: EventKind, tmp_path: Path
) -> None:
    event, person = an_entry_of(format_, kind)
    write_extract(format_, tmp_path, [(event, person)])
    (row,) = rows_of(format_, tmp_path)
    assert isinstance(row, Entry), row
    # An event equals another of the same entry; here every field counts.
    assert {name: getattr(row.event, name) for name in Event.__slots__} == {
        name: getattr(event, name) for name in Event.__slots__
    }
    assert row.person == person


@pytest.mark.parametrize("format_", FORMATS.values(), ids=lambda f: f.source.value)
def test_a_row_without_what_its_kind_needs_is_quarantined_with_the_reason(
    format_: ExtractFormat, tmp_path: Path
) -> None:
    for kind, needed in format_.entries.items():
        event, person = an_entry_of(format_, kind)
        bare = Event(event.source, kind, "R-1", "E-1", WHEN, event.recorded, {})
        write_extract(format_, tmp_path, [(bare, person)])
        (row,) = rows_of(format_, tmp_path)
        if needed:
            assert isinstance(row, BadRow)
            assert {fault.field for fault in row.faults} == set(needed)
        else:
            assert isinstance(row, Entry)


def changed(format_: ExtractFormat, folder: Path, kind: EventKind, **cells: str) -> Entry | BadRow:
    """The row of one entry with some cells typed over."""
    path = write_extract(format_, folder, [an_entry_of(format_, kind)])
    header, line = path.read_text(encoding="utf-8").splitlines()
    row = dict(zip(header.split(","), line.split(","), strict=True)) | cells
    path.write_text(header + "\n" + ",".join(row.values()) + "\n", encoding="utf-8")
    (read,) = rows_of(format_, folder)
    return read


def test_a_managed_person_is_an_entry_without_a_child_and_its_withdrawal_too(
    tmp_path: Path,
) -> None:
    kind = EventKind.MANAGED_PERSON
    read = changed(MANAGED_OFFENDERS, tmp_path, kind)
    assert isinstance(read, Entry)
    assert read.person is None
    back = {"entry": "withdrawn", "entry_ref": "E-2", "replaces": "E-1"}
    withdrawn = changed(MANAGED_OFFENDERS, tmp_path, kind, **back)
    assert isinstance(withdrawn, Entry)
    assert withdrawn.person is None


def test_a_managed_person_with_a_childs_columns_filled_is_quarantined(tmp_path: Path) -> None:
    kind = EventKind.MANAGED_PERSON
    read = changed(MANAGED_OFFENDERS, tmp_path, kind, person_ref="P-9", surname="Brookvale")
    assert isinstance(read, BadRow)
    assert [(fault.field, fault.rule) for fault in read.faults] == [
        ("person_ref", "must be empty for managed_person"),
        ("surname", "must be empty for managed_person"),
    ]
    broken = changed(MANAGED_OFFENDERS, tmp_path, kind, date_of_birth="12/11/2010")
    assert isinstance(broken, BadRow)
    assert [fault.field for fault in broken.faults] == ["date_of_birth"]


ADULT = {
    "adult_ref": "A-7",
    "adult_forename": "Grant",
    "adult_surname": "Testcase",
    "adult_date_of_birth": "1984-03-09",
}


@pytest.mark.parametrize(
    ("cells", "adult"),
    [
        ({}, ("S7:A-7", "Grant", "Testcase", date(1984, 3, 9))),
        ({"adult_date_of_birth": ""}, ("S7:A-7", "Grant", "Testcase", None)),
        ({"adult_forename": ""}, ("S7:A-7", None, "Testcase", date(1984, 3, 9))),
        # An only name is nobody's to sort into fore- and surname, and is not lost.
        ({"adult_surname": ""}, ("S7:A-7", None, "Grant", date(1984, 3, 9))),
        # Without a reference the entry's own is the only one.
        ({"adult_ref": ""}, ("S7:entry:E-1", "Grant", "Testcase", date(1984, 3, 9))),
        # A reference alone adds nothing to its record.
        (dict.fromkeys(("adult_forename", "adult_surname"), ""), None),
        (dict.fromkeys(ADULT, ""), None),
    ],
)
def test_an_adult_whom_an_entry_names_is_a_person_record_beside_the_childs(
    cells: dict[str, str], adult: tuple[Any, ...] | None, tmp_path: Path
) -> None:
    filled = ADULT | cells
    read = changed(INTELLIGENCE, tmp_path, EventKind.INTELLIGENCE_REPORT, **filled)
    assert isinstance(read, Entry)
    assert read.person is not None
    found = read.adult
    if found is not None:
        assert adult == (str(found.id), found.forename, found.surname, found.date_of_birth)
        assert found.recorded == read.event.recorded
    else:
        assert adult is None
    # Whatever becomes of the record, what was read stands in the event.
    said = {name: str(value) for name, value in read.event.details.items() if name in ADULT}
    assert said == {name: value for name, value in filled.items() if value}


def test_a_managed_person_is_an_adults_record_without_a_child(tmp_path: Path) -> None:
    read = changed(MANAGED_OFFENDERS, tmp_path, EventKind.MANAGED_PERSON, **ADULT)
    assert isinstance(read, Entry)
    assert (read.person, str(read.adult and read.adult.id)) == (None, "S8:A-7")


def test_a_withdrawal_without_a_reference_names_no_adult_of_its_own(tmp_path: Path) -> None:
    back = {"entry": "withdrawn", "entry_ref": "E-2", "replaces": "E-1"}
    kind = EventKind.INTELLIGENCE_REPORT
    read = changed(INTELLIGENCE, tmp_path, kind, **ADULT | back | {"adult_ref": ""})
    assert isinstance(read, Entry)
    assert read.adult is None
    known = changed(INTELLIGENCE, tmp_path, kind, **ADULT | back)
    assert isinstance(known, Entry)
    assert str(known.adult and known.adult.id) == "S7:A-7"


def test_only_the_formats_that_have_an_adults_columns_give_adults() -> None:
    naming = {f.source.value for f in FORMATS.values() if set(ADULT) <= {c.name for c in f.own}}
    assert naming == {"S1", "S3", "S4", "S5", "S7", "S8", "S11"}
    none = {f.source.value for f in FORMATS.values() if not set(ADULT) & {c.name for c in f.own}}
    assert naming | none == {f.source.value for f in FORMATS.values()}


def test_an_association_needs_its_child(tmp_path: Path) -> None:
    read = changed(MANAGED_OFFENDERS, tmp_path, EventKind.ASSOCIATION_RECORDED, person_ref="")
    assert isinstance(read, BadRow)
    assert [(fault.field, fault.rule) for fault in read.faults] == [("person_ref", "is required")]


@pytest.mark.parametrize(
    ("cells", "field", "rule"),
    [
        ({"entry": "seen"}, "entry", "is not one of"),
        ({"surname": ""}, "surname", "is required"),
        ({"missing_from": "the moon"}, "missing_from", "is not one of"),
        ({"recorded_at": "2026-11-12T21:00:00Z"}, "recorded_at", "is before occurred_at"),
        ({"occurred_at": "2026-11-12T22:30:00"}, "occurred_at", ""),
        ({"date_of_birth": "2010-02-30"}, "date_of_birth", "is not a day"),
        ({"entry": "withdrawn"}, "replaces", "is required for withdrawn"),
    ],
)
def test_a_bad_cell_is_named_with_its_rule_and_never_repeated(
    cells: dict[str, str], field: str, rule: str, tmp_path: Path
) -> None:
    read = changed(MISSING_PERSONS, tmp_path, EventKind.MISSING_REPORTED, **cells)
    assert isinstance(read, BadRow)
    (fault,) = read.faults
    assert (fault.field, rule in fault.rule) == (field, True)
    assert not any(cell and cell in fault.rule for cell in cells.values() if cell != "withdrawn")


@pytest.mark.parametrize(
    "text", ["entry,person_ref\n", "\x00", "", "not,a,header\n1,2,3\n"], ids=repr
)
def test_a_file_that_is_not_the_extract_is_refused_whole(text: str, tmp_path: Path) -> None:
    (tmp_path / MISSING_PERSONS.file).write_text(text, encoding="utf-8")
    with pytest.raises(NotThisExtractError, match="S1_missing_persons"):
        read_extract(MISSING_PERSONS, tmp_path / MISSING_PERSONS.file)


def test_recorded_times_keep_their_instant_whatever_the_offset(tmp_path: Path) -> None:
    read = changed(
        MISSING_PERSONS, tmp_path, EventKind.MISSING_REPORTED,
        recorded_at="2026-11-13T00:30:00+01:00",
    )  # fmt: skip
    assert isinstance(read, Entry)
    assert read.event.recorded == datetime.fromisoformat("2026-11-12T23:30:00+00:00")
