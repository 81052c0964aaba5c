"""Strict reading of a JSON object into frozen dataclasses: nothing guessed, nothing ignored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from types import UnionType
from typing import Any, get_args, get_type_hints

__all__ = ["read_dataclass"]


def read_dataclass(kind: type[Any], raw: Any, where: str, faults: list[str]) -> Any:
    """A dataclass from a JSON object; None and at least one fault if it is not one.

    Fields are whole numbers from 1 on, yes or no, texts, lists that aren't empty, other
    dataclasses, or one of these or null.
    """
    types = get_type_hints(kind)
    names = [field.name for field in fields(kind) if field.init]
    if not isinstance(raw, Mapping) or set(raw) != set(names):
        faults.append(f"{where or 'the file'} must hold exactly {', '.join(names)}")
        return None
    before = len(faults)
    values = {name: _value(types[name], raw[name], f"{where}{name}", faults) for name in names}
    return kind(**values) if len(faults) == before else None


def _value(kind: Any, raw: Any, where: str, faults: list[str]) -> Any:
    if isinstance(kind, UnionType):
        return None if raw is None else _value(get_args(kind)[0], raw, where, faults)
    if kind is bool:
        if not isinstance(raw, bool):
            faults.append(f"{where} must be true or false")
        return raw
    if kind is int:
        if isinstance(raw, bool) or not isinstance(raw, int) or raw < 1:
            faults.append(f"{where} must be a whole number from 1 on")
        return raw
    if kind is str:
        if not isinstance(raw, str) or not raw.strip():
            faults.append(f"{where} must be text")
        return raw
    if isinstance(kind, type):
        return read_dataclass(kind, raw, f"{where}.", faults)
    if not isinstance(raw, list) or not raw:
        faults.append(f"{where} must be a list that isn't empty")
        return ()
    part = get_args(kind)[0]
    return tuple(_value(part, item, f"{where}[{n}]", faults) for n, item in enumerate(raw))
