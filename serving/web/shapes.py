"""The parts of which shapes of answers are made: JSON Schema, nothing optional, nothing extra."""

from __future__ import annotations

from typing import Any

__all__ = [
    "DAY",
    "INSTANT",
    "NUMBER",
    "SOURCES",
    "SYSTEM",
    "TEXT",
    "YES_NO",
    "Shape",
    "list_of",
    "object_of",
    "one_of",
    "or_null",
]

Shape = dict[str, Any]
TEXT: Shape = {"type": "string"}
NUMBER: Shape = {"type": "integer"}
YES_NO: Shape = {"type": "boolean"}
DAY: Shape = {"type": "string", "format": "date"}
INSTANT: Shape = {"type": "string", "format": "date-time"}
SYSTEM: Shape = {"type": "string", "pattern": "^S([1-9]|1[0-3])$"}


def or_null(shape: Shape) -> Shape:
    """The shape, or null where there is nothing to say."""
    return {"anyOf": [shape, {"type": "null"}]}


def list_of(items: Shape) -> Shape:
    """Any number of these, in order."""
    return {"type": "array", "items": items}


def one_of(*words: str) -> Shape:
    """One of a fixed list of words."""
    return {"type": "string", "enum": list(words)}


def object_of(**parts: Shape) -> Shape:
    """Every part is always there; nothing else ever is."""
    return {
        "type": "object",
        "properties": parts,
        "required": list(parts),
        "additionalProperties": False,
    }


#: How fresh each system's extract is.
SOURCES = list_of(
    object_of(
        system=SYSTEM,
        name=TEXT,
        state=one_of("fresh", "stale", "never"),
        taken_at=or_null(INSTANT),
        hours_old=or_null(NUMBER),
        words=TEXT,
    )
)
