"""The frozen encoder of ``answers/v1``. Never edited: a change of bytes is ``answers/v2``.

Objects keep the order in which they were built; text is UTF-8 without escapes that JSON
does not need; no spaces. Only objects, lists, text, whole numbers, booleans and null.
"""

from __future__ import annotations

from json.encoder import encode_basestring
from typing import Any

__all__ = ["ENCODER", "encode"]

ENCODER = "answers/v1"


def encode(value: Any) -> bytes:
    """The exact bytes of one answer.

    Raises:
        TypeError: a float or any type that this version has no form for.
        ValueError: text that is no valid Unicode (a lone surrogate).
    """
    parts: list[str] = []
    _write(value, parts)
    return "".join(parts).encode("utf-8")


def _write(value: Any, parts: list[str]) -> None:
    if value is None:
        parts.append("null")
    elif value is True:
        parts.append("true")
    elif value is False:
        parts.append("false")
    elif type(value) is str:
        parts.append(encode_basestring(value))
    elif type(value) is int:
        parts.append(str(value))
    elif type(value) is dict:
        mark = "{"
        for name, part in value.items():
            if type(name) is not str:
                raise TypeError("an answer's names are text")
            parts.append(mark + encode_basestring(name) + ":")
            _write(part, parts)
            mark = ","
        parts.append("}" if value else "{}")
    elif type(value) in (list, tuple):
        mark = "["
        for part in value:
            parts.append(mark)
            _write(part, parts)
            mark = ","
        parts.append("]" if value else "[]")
    else:
        raise TypeError(f"an answer can't hold a {type(value).__name__}")
