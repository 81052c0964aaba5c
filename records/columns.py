"""The types a column of an extract can have: one parser for each, used by every reader.

A parser takes what the file holds (text from CSV; text, numbers, lists and objects from
JSON Lines) and gives the typed value, or raises ValueError with the *rule* that was
broken. The message never repeats the value: it may be about a child.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from records.calendar import instant_from_text, instant_to_text

__all__ = [
    "Choice", "Column", "ColumnType", "Day", "Instant", "Items", "Lines", "NameList",
    "Number", "Text", "YesNo", "parse_columns",
]  # fmt: skip


#: Unicode's control characters and lone surrogates (categories Cc and Cs).
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


class ColumnType(Protocol):
    """How one column's value is read and written."""

    def parse(self, raw: Any) -> Any: ...

    def write(self, value: Any) -> Any: ...

    @property
    def words(self) -> str:
        """The rule in words, for the published extract format."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an extract.

    Attributes:
        identifying: it says who the person is; never logged, never in an error.
        protected: a protected characteristic, kept out of the features and used for
            monitoring alone.
    """

    name: str
    type: ColumnType
    meaning: str
    required: bool = False
    identifying: bool = False
    protected: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """Text of at most ``longest`` characters, stripped; no control characters."""

    longest: int = 200

    def parse(self, raw: Any) -> str:
        if not isinstance(raw, str):
            raise ValueError("is not text")
        text = raw.strip()
        if len(text) > self.longest:
            raise ValueError(f"is longer than {self.longest} characters")
        # Printable text holds no control character, and is far quicker to tell.
        if not text.isprintable() and _CONTROL.search(text):
            raise ValueError("holds a control character")
        return text

    def write(self, value: str) -> str:
        return value

    @property
    def words(self) -> str:
        return f"text, at most {self.longest} characters"


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number between ``low`` and ``high``, both included."""

    low: int
    high: int

    def parse(self, raw: Any) -> int:
        if isinstance(raw, bool) or not isinstance(raw, (int, str)):
            raise ValueError("is not a whole number")
        text = str(raw).strip() if isinstance(raw, int) or len(raw) <= 20 else ""
        if not text.lstrip("-").isascii() or not text.lstrip("-").isdigit():
            raise ValueError("is not a whole number")
        number = int(text)
        if not self.low <= number <= self.high:
            raise ValueError(f"is not between {self.low} and {self.high}")
        return number

    def write(self, value: int) -> int:
        return value

    @property
    def words(self) -> str:
        return f"whole number, {self.low} to {self.high}"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a fixed list of words."""

    values: tuple[str, ...]

    def parse(self, raw: Any) -> str:
        if isinstance(raw, str) and (text := raw.strip()) in self.values:
            return text
        raise ValueError("is not one of: " + ", ".join(self.values))

    def write(self, value: str) -> str:
        return value

    @property
    def words(self) -> str:
        return "one of " + ", ".join(f"`{value}`" for value in self.values)


@dataclass(frozen=True, slots=True)
class YesNo:
    """``yes`` or ``no``, as a bool."""

    def parse(self, raw: Any) -> bool:
        if isinstance(raw, bool):
            return raw
        if raw not in ("yes", "no"):
            raise ValueError("is not yes or no")
        return bool(raw == "yes")

    def write(self, value: bool) -> str:
        return "yes" if value else "no"

    @property
    def words(self) -> str:
        return "`yes` or `no`"


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day, ``YYYY-MM-DD``."""

    def parse(self, raw: Any) -> date:
        if isinstance(raw, str) and len(text := raw.strip()) == len("2026-11-21"):
            try:
                return date.fromisoformat(text)
            except ValueError:
                pass
        raise ValueError("is not a day like 2026-11-21")

    def write(self, value: date) -> str:
        return value.isoformat()

    @property
    def words(self) -> str:
        return "day, `YYYY-MM-DD`"


@dataclass(frozen=True, slots=True)
class Instant:
    """A date and time with its offset, kept as UTC."""

    def parse(self, raw: Any) -> datetime:
        if not isinstance(raw, str):
            raise ValueError("is not a date and time like 2026-11-21T22:48:00+00:00")
        return instant_from_text(raw.strip())

    def write(self, value: datetime) -> str:
        return instant_to_text(value)

    @property
    def words(self) -> str:
        return "date and time with offset, ISO 8601"


@dataclass(frozen=True, slots=True)
class NameList:
    """Names separated by semicolons, or a JSON list of them."""

    longest: int = 80
    most: int = 20

    def parse(self, raw: Any) -> tuple[str, ...]:
        if isinstance(raw, str):
            raw = raw.split(";")
        if isinstance(raw, (list, tuple)):
            raw = [name for name in raw if name != ""]
        return Lines(self.longest, self.most).parse(raw)

    def write(self, value: tuple[str, ...]) -> str:
        return ";".join(value)

    @property
    def words(self) -> str:
        return f"up to {self.most} names, separated by `;`"


@dataclass(frozen=True, slots=True)
class Lines:
    """A JSON list of at most ``most`` texts of at most ``longest`` characters each."""

    longest: int
    most: int

    def parse(self, raw: Any) -> tuple[str, ...]:
        if not isinstance(raw, (list, tuple)):
            raise ValueError("is not a list of texts")
        if len(raw) > self.most:
            raise ValueError(f"has more than {self.most} lines")
        return tuple(Text(self.longest).parse(line) for line in raw)

    def write(self, value: tuple[str, ...]) -> list[str]:
        return list(value)

    @property
    def words(self) -> str:
        return f"list of at most {self.most} texts of at most {self.longest} characters"


@dataclass(frozen=True, slots=True)
class Items:
    """A JSON list of at most ``most`` objects, each with these columns and no others."""

    columns: tuple[Column, ...]
    most: int = 50

    def parse(self, raw: Any) -> tuple[dict[str, Any], ...]:
        if not isinstance(raw, list):
            raise ValueError("is not a list of objects")
        if len(raw) > self.most:
            raise ValueError(f"has more than {self.most} items")
        items = []
        for place, item in enumerate(raw, start=1):
            if not isinstance(item, Mapping):
                raise ValueError(f"item {place} is not an object")
            values, faults = parse_columns(self.columns, item)
            if faults:
                raise ValueError(f"item {place}: " + "; ".join(f"{n} {rule}" for n, rule in faults))
            items.append(values)
        return tuple(items)

    def write(self, value: tuple[dict[str, Any], ...]) -> list[dict[str, Any]]:
        types = {column.name: column.type for column in self.columns}
        return [{name: types[name].write(part) for name, part in item.items()} for item in value]

    @property
    def words(self) -> str:
        names = ", ".join(f"`{column.name}`" for column in self.columns)
        return f"list of at most {self.most} objects with {names}"


def parse_columns(
    columns: tuple[Column, ...], raw: Mapping[str, Any]
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The typed values of the columns that are filled, and every (column, rule) broken.

    An empty text, ``None`` or an absent key is *not recorded*: the name is left out of
    the values, and is a fault only for a required column. A key that no column
    declares is a fault.
    """
    values: dict[str, Any] = {}
    faults: list[tuple[str, str]] = []
    declared = 0
    for column in columns:
        name = column.name
        cell = raw.get(name, _ABSENT)
        if cell is not _ABSENT:
            declared += 1
            is_filled = (cell and not cell.isspace()) if type(cell) is str else cell not in _EMPTY
            if is_filled:
                try:
                    values[name] = column.type.parse(cell)
                except ValueError as fault:
                    faults.append((name, str(fault)))
                continue
        if column.required:
            faults.append((name, "is required"))
    if declared < len(raw):
        # A name that nobody declared may itself hold anything, so it is not repeated.
        faults.append(("(undeclared)", "the row holds a field that the format does not know"))
    return values, faults


_ABSENT = object()
_EMPTY: tuple[Any, ...] = (None, [])
