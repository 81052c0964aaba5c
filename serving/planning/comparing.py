"""Two versions of a plan side by side: section by section, line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from serving.planning.sections import SECTIONS, field_words

__all__ = ["MARKS", "compared", "lines_of"]

#: How a line stands in the two, and in words beside it: never by colour alone.
MARKS = {"same": "", "taken_out": "Taken out", "put_in": "Put in"}


def compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every section that either holds: the lines of both in order, each with its mark.

    Args:
        before, after: section -> content as JSON values.
    """
    return [
        {
            "section": name,
            "title": section.title,
            "is_changed": before.get(name) != after.get(name),
            "lines": _marked(lines_of(before.get(name)), lines_of(after.get(name))),
        }
        for name, section in SECTIONS.items()
        if before.get(name) is not None or after.get(name) is not None
    ]


def lines_of(content: Any) -> list[str]:
    """A section's content as lines for people; an entry with several fields is one line."""
    match content:
        case None:
            return []
        case str():
            return [content]
        case dict():
            return [f"{_capital(field_words(name))}: {value}" for name, value in content.items()]
    return [line if isinstance(line, str) else _entry(line) for line in content]


def _entry(item: Mapping[str, Any]) -> str:
    return "; ".join(f"{field_words(name)}: {value}" for name, value in item.items())


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _marked(before: Sequence[str], after: Sequence[str]) -> list[dict[str, str]]:
    lines = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            lines += [{"mark": "same", "text": line} for line in before[i1:i2]]
            continue
        lines += [{"mark": "taken_out", "text": line} for line in before[i1:i2]]
        lines += [{"mark": "put_in", "text": line} for line in after[j1:j2]]
    return lines
