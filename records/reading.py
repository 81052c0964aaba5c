"""From an extract file to entries: every row is either an entry or a quarantined row.

The reader never guesses and never drops: a bad row is handed back with its number,
its raw text and every rule it broke, and its neighbours load (M4).
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from records.columns import Column, parse_columns
from records.events import Event, EventKind
from records.formats.declaration import PERSON_COLUMNS, ExtractFormat
from records.persons import PersonRecord, RecordId

__all__ = ["BadRow", "Entry", "Fault", "NotThisExtractError", "read_extract"]

#: A line longer than this is no extract row; refusing it bounds the memory of one row.
LONGEST_LINE = 256 * 1024


class NotThisExtractError(Exception):
    """The file as a whole isn't what its name claims. Nothing of it was taken."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken rule. ``rule`` never holds the value."""

    field: str
    rule: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One good row: what happened, and to which person record. ``raw`` is the row as read.

    ``person`` is None for an entry about an adult alone.
    """

    row: int
    event: Event
    person: PersonRecord | None
    raw: str


@dataclass(frozen=True, slots=True)
class BadRow:
    """One row that broke a rule, with its place in the file and what it held."""

    row: int
    faults: tuple[Fault, ...]
    raw: str


def read_extract(format_: ExtractFormat, path: Path) -> Iterator[Entry | BadRow]:
    """Every row of the file in order, good or bad; row numbers are line numbers from 1.

    UTF-8 with or without a byte-order mark; any line ends. The header of a CSV file is
    line 1 and is not a row. Blank lines are skipped.

    Raises:
        NotThisExtractError: before the first row is given, if the file is missing, is not
            UTF-8, or (CSV) its header is not the format's columns.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as fault:
        raise NotThisExtractError(f"{path.name}: cannot be read ({fault.strerror})") from None
    except UnicodeDecodeError as fault:
        raise NotThisExtractError(
            f"{path.name}: is not UTF-8 (byte {fault.start}); export it again as UTF-8"
        ) from None
    if "\x00" in text:
        raise NotThisExtractError(f"{path.name}: holds NUL characters, so it is not a text extract")
    rows = _csv_rows(format_, path, text) if path.suffix == ".csv" else _json_rows(path, text)
    columns = format_.columns
    return (_as_entry(format_, columns, *row) for row in rows)


def _lines(text: str) -> list[str]:
    # str.splitlines would also break at U+2028 and the like, which may stand inside a value.
    return re.split(r"\r\n|\r|\n", text)


_Row = tuple[int, dict[str, Any] | Fault, str]


def _csv_rows(format_: ExtractFormat, path: Path, text: str) -> Iterator[_Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    names = [column.name for column in format_.columns]
    try:
        header = next(reader, [])
    except csv.Error:
        header = []
    missing = [name for name in names if name not in header]
    if missing or len(set(header)) != len(header):
        what = f"column {missing[0]} is missing" if missing else "a column stands twice"
        raise NotThisExtractError(
            f"{path.name}: is not a {format_.source.value} extract ({what} in line 1)"
        )
    if len(header) != len(names):
        raise NotThisExtractError(
            f"{path.name}: is not a {format_.source.value} extract "
            f"({len(header) - len(names)} columns too many in line 1)"
        )
    return _csv_body(reader, header, _lines(text))


def _csv_body(reader: Any, header: list[str], lines: list[str]) -> Iterator[_Row]:
    while True:
        start = reader.line_num
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raw = "\n".join(lines[start : reader.line_num])
            yield start + 1, Fault("(row)", "is not well-formed CSV"), raw
            continue
        raw = "\n".join(lines[start : reader.line_num])
        if not cells:
            continue
        if len(cells) != len(header):
            yield start + 1, Fault("(row)", f"has {len(cells)} cells, not {len(header)}"), raw
        else:
            yield start + 1, dict(zip(header, cells, strict=True)), raw


def _json_rows(path: Path, text: str) -> Iterator[_Row]:
    lines = _lines(text)
    first = next((line for line in lines if line.strip()), None)
    if first is not None and not first.lstrip().startswith("{"):
        raise NotThisExtractError(f"{path.name}: is not JSON Lines (line 1 is not an object)")
    return _json_body(lines)


def _json_body(lines: list[str]) -> Iterator[_Row]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        if len(line) > LONGEST_LINE:
            yield number, Fault("(row)", f"is longer than {LONGEST_LINE} characters"), line
            continue
        try:
            value = json.loads(line, object_pairs_hook=_no_key_twice, parse_constant=_no_constant)
        except (ValueError, RecursionError):
            yield number, Fault("(row)", "is not one well-formed JSON object"), line
            continue
        if not isinstance(value, dict):
            yield number, Fault("(row)", "is not one well-formed JSON object"), line
        else:
            yield number, value, line


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _no_constant(_: str) -> Any:
    raise ValueError("NaN and Infinity are not JSON")


def _as_entry(
    format_: ExtractFormat,
    columns: tuple[Column, ...],
    row: int,
    raw_values: dict[str, Any] | Fault,
    raw: str,
) -> Entry | BadRow:
    if isinstance(raw_values, Fault):
        return BadRow(row, (raw_values,), raw)
    values, broken = parse_columns(columns, raw_values)
    faults = [Fault(*pair) for pair in broken]
    has_child = True
    if "entry" in values:
        kind = EventKind(values["entry"])
        has_child = _has_child(format_, kind, values)
        if not has_child:
            faults = [f for f in faults if f.field not in _PERSON or f.rule != "is required"]
            faults += [
                Fault(name, f"must be empty for {kind.value}") for name in _PERSON if name in values
            ]
        seen = {fault.field for fault in faults}
        needed = ("replaces",) if kind is EventKind.WITHDRAWN else format_.entries[kind]
        faults += [
            Fault(name, f"is required for {kind.value}")
            for name in needed
            if name not in values and name not in seen
        ]
    if {"occurred_at", "recorded_at"} <= values.keys() and (
        values["occurred_at"] > values["recorded_at"]
    ):
        faults.append(Fault("recorded_at", "is before occurred_at"))
    if faults:
        return BadRow(row, tuple(faults), raw)
    person = _person(format_, values) if has_child else None
    return Entry(row, _event(format_, values), person, raw)


_PERSON = tuple(column.name for column in PERSON_COLUMNS)


def _has_child(format_: ExtractFormat, kind: EventKind, values: dict[str, Any]) -> bool:
    """Whether the row is about a child: a withdrawal says so by naming one or not."""
    if kind is EventKind.WITHDRAWN and format_.without_child:
        return "person_ref" in values
    return kind not in format_.without_child


def _event(format_: ExtractFormat, values: dict[str, Any]) -> Event:
    return Event(
        source=format_.source,
        kind=EventKind(values["entry"]),
        reference=values["record_ref"],
        entry=values["entry_ref"],
        occurred=values["occurred_at"],
        recorded=values["recorded_at"],
        details={c.name: values[c.name] for c in format_.own if c.name in values},
        replaces=values.get("replaces"),
    )


def _person(format_: ExtractFormat, values: dict[str, Any]) -> PersonRecord:
    described = {
        column.name: values[column.name]
        for column in PERSON_COLUMNS
        if column.name in values and column.name != "person_ref"
    }
    described.setdefault("forename", None)
    return PersonRecord(
        id=RecordId(format_.source, values["person_ref"]),
        recorded=values["recorded_at"],
        **described,
    )
