"""A section as fields of a form and back: a line a line, an entry a line, without any script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from records.columns import Column, Day, Items, Lines, Text
from records.words import count_words
from serving.planning.sections import SECTIONS, field_words

__all__ = ["SEPARATOR", "content_of", "counted", "fields_of", "hint_of"]

#: Between the fields of an entry on its line.
SEPARATOR = "|"
#: The fields of a day.
_PARTS = ("year", "month", "day")


def fields_of(section: str, content: Any) -> dict[str, str]:
    """What stands in each field of the form: ``text``, or the facts about the plan by name."""
    found = SECTIONS[section]
    if found.columns:
        values = content or {}
        fields: dict[str, str] = {}
        for column in found.columns:
            value = str(values.get(column.name, ""))
            if isinstance(column.type, Day):
                parts = value.split("-") if value else ["", "", ""]
                fields |= {f"{column.name}_{p}": v for p, v in zip(_PARTS, parts, strict=True)}
            else:
                fields[column.name] = value
        return fields
    if isinstance(content, list):
        return {"text": "\n".join(_line(section, one) for one in content)}
    return {"text": content or ""}


def content_of(section: str, form: Mapping[str, str]) -> Any:
    """The content that these fields give, for :func:`serving.planning.sections.checked`."""
    found = SECTIONS[section]
    if found.columns:
        given = {column.name: _field(column, form) for column in found.columns}
        return {name: value for name, value in given.items() if value}
    lines = [line.strip() for line in form.get("text", "").splitlines() if line.strip()]
    match found.type:
        case Lines():
            return lines
        case Items(columns=columns):
            return [_entry([column.name for column in columns], line) for line in lines]
        case _:
            return " ".join(lines)


def hint_of(section: str) -> str:
    """What to write, in what order, and how much."""
    match SECTIONS[section].type:
        case Lines(longest=longest, most=most):
            lines = count_words(most, "line")
            return f"At most {lines} of {count_words(longest, 'character')}. One on each line."
        case Items(columns=columns, most=most):
            names = f" {SEPARATOR} ".join(
                field_words(c.name) + ("" if c.required else " (if known)") for c in columns
            )
            return f"One entry on each line, at most {most}: {names}."
        case Text(longest=longest):
            return f"At most {count_words(longest, 'character')}, in one paragraph."
    raise ValueError("a section holds text, lines or items")


def counted(section: str, content: Any) -> str:
    """How much stands there of how much may, in words."""
    match SECTIONS[section].type:
        case Text(longest=longest):
            return f"{len(content or '')} of {count_words(longest, 'character')} used."
        case Lines(longest=longest, most=most):
            lines = content or []
            lengths = ", ".join(f"line {n}: {len(line)}" for n, line in enumerate(lines, 1))
            said = f" Of {longest} characters each, {lengths}." if lines else ""
            return f"{len(lines)} of {count_words(most, 'line')} used.{said}"
        case Items(most=most):
            return f"{len(content or [])} of {count_words(most, 'entry', 'entries')} used."
    raise ValueError("a section holds text, lines or items")


def _field(column: Column, form: Mapping[str, str]) -> str:
    if not isinstance(column.type, Day):
        return form.get(column.name, "").strip()
    parts = [form.get(f"{column.name}_{part}", "").strip() for part in _PARTS]
    year, month, day = parts
    return f"{year}-{month.zfill(2)}-{day.zfill(2)}" if any(parts) else ""


def _line(section: str, one: Any) -> str:
    if isinstance(one, str):
        return one
    type_ = SECTIONS[section].type
    names = [column.name for column in type_.columns] if isinstance(type_, Items) else list(one)
    return f" {SEPARATOR} ".join(str(one.get(name, "")) for name in names).rstrip(f" {SEPARATOR}")


def _entry(names: list[str], line: str) -> dict[str, str]:
    """The entry's fields by their places. What is beyond the last stays with the last, so that
    nothing that somebody typed is dropped."""
    parts = [part.strip() for part in line.split(SEPARATOR, len(names) - 1)]
    return {name: part for name, part in zip(names, parts, strict=False) if part}
