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
from pathlib import Path
from typing import Any

from records.formats.declaration import ExtractFormat
from records.rows import BadRow, Entry, Fault, RowReader

__all__ = ["BadRow", "Entry", "Fault", "NotThisExtractError", "read_extract"]

#: A line longer than this is no extract row; refusing it bounds the memory of one row.
LONGEST_LINE = 256 * 1024


class NotThisExtractError(Exception):
    """The file as a whole isn't what its name claims. Nothing of it was taken."""


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
    if path.suffix == ".csv":
        return _csv_rows(RowReader(format_), path, text)
    return _json_rows(RowReader(format_), path, text)


def _lines(text: str) -> list[str]:
    # str.splitlines would also break at U+2028 and the like, which may stand inside a value.
    return re.split(r"\r\n|\r|\n", text) if "\r" in text else text.split("\n")


def _csv_rows(read: RowReader, path: Path, text: str) -> Iterator[Entry | BadRow]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    format_ = read.format
    names = [column.name for column in read.columns]
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
    return _csv_body(read, reader, header, _lines(text))


def _csv_body(
    read: RowReader, reader: Any, header: list[str], lines: list[str]
) -> Iterator[Entry | BadRow]:
    parsers = tuple((name, read.parsers[name]) for name in header)
    width = len(header)
    while True:
        start = reader.line_num
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raw = "\n".join(lines[start : reader.line_num])
            yield BadRow(start + 1, (Fault("(row)", "is not well-formed CSV"),), raw)
            continue
        end = reader.line_num
        raw = lines[start] if end == start + 1 else "\n".join(lines[start:end])
        if not cells:
            continue
        if len(cells) != width:
            fault = Fault("(row)", f"has {len(cells)} cells, not {width}")
            yield BadRow(start + 1, (fault,), raw)
            continue
        try:
            values = {
                name: parse(cell)
                for (name, parse), cell in zip(parsers, cells, strict=True)
                if cell and not cell.isspace()
            }
        except ValueError:
            values = {}
        yield read.good(start + 1, values, raw) or read.checked(
            start + 1, dict(zip(header, cells, strict=True)), raw
        )


def _json_rows(read: RowReader, path: Path, text: str) -> Iterator[Entry | BadRow]:
    lines = _lines(text)
    first = next((line for line in lines if line.strip()), None)
    if first is not None and not first.lstrip().startswith("{"):
        raise NotThisExtractError(f"{path.name}: is not JSON Lines (line 1 is not an object)")
    return _json_body(read, lines)


def _json_body(read: RowReader, lines: list[str]) -> Iterator[Entry | BadRow]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        if len(line) > LONGEST_LINE:
            fault = Fault("(row)", f"is longer than {LONGEST_LINE} characters")
            yield BadRow(number, (fault,), line)
            continue
        try:
            value = _decode(line)
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict):
            yield read.checked(number, value, line)
        else:
            yield BadRow(number, (Fault("(row)", "is not one well-formed JSON object"),), line)


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _no_constant(_: str) -> Any:
    raise ValueError("NaN and Infinity are not JSON")


_decode = json.JSONDecoder(object_pairs_hook=_no_key_twice, parse_constant=_no_constant).decode
