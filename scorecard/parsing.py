"""Strict reading of JSON documents that decide something: cards and policy.

Whatever isn't exactly the agreed shape is refused by name; nothing is guessed or filled in.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["DocumentError", "as_items", "as_number", "as_object", "as_text", "parse_object"]

_LONGEST_TEXT = 1_000


class DocumentError(ValueError):
    """A card or a policy isn't one, or breaks its own rules. The message names every fault."""


def parse_object(data: bytes, what: str) -> dict[str, Any]:
    """One JSON object without floats, constants or a key standing twice.

    Raises:
        DocumentError: it is anything else, or nested too deeply.
    """
    try:
        raw = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_no_key_twice,
            parse_float=_refuse,
            parse_constant=_refuse,
        )
        json.dumps(raw, ensure_ascii=False).encode()  # a lone surrogate has no bytes
    except (ValueError, RecursionError):
        raise DocumentError(
            f"the {what} is not well-formed JSON of texts and whole numbers"
        ) from None
    if not isinstance(raw, dict):
        raise DocumentError(f"the {what} is not a JSON object")
    return raw


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _refuse(_: str) -> Any:
    raise ValueError("only whole numbers")


def as_object(raw: object, names: Sequence[str] | None, what: str) -> Mapping[str, Any]:
    """An object with exactly these names; any names if None."""
    if not isinstance(raw, Mapping):
        raise DocumentError(f"{what} is not an object")
    if names is not None and set(raw) != set(names):
        missing = [name for name in names if name not in raw]
        said = f"lacks {', '.join(missing)}" if missing else "has a field nobody declared"
        raise DocumentError(f"{what} {said}")
    return raw


def as_items(raw: object, what: str, count: int | None = None) -> list[Any]:
    """A list; of exactly ``count`` items if given."""
    if not isinstance(raw, list) or (count is not None and len(raw) != count):
        raise DocumentError(f"{what} is not a list" + (f" of {count}" if count is not None else ""))
    return raw


def as_number(raw: object, what: str) -> int:
    """A whole number; ``true`` isn't one."""
    if type(raw) is not int:
        raise DocumentError(f"{what} is not a whole number")
    return raw


def as_text(raw: object, what: str) -> str:
    """A text of reasonable length."""
    if not isinstance(raw, str) or not raw or len(raw) > _LONGEST_TEXT:
        raise DocumentError(f"{what} is not a text of 1 to {_LONGEST_TEXT} characters")
    return raw
