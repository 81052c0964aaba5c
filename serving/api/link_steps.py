"""One step from the answer of an operation to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

__all__ = ["Link", "Operation"]

_NONE: Mapping[str, Any] = MappingProxyType({})
#: (method, path) of an operation.
Operation = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Link:
    """From the good answer of one operation to another.

    Attributes:
        words: what the step is.
        parameters: name -> a constant, or an expression on the answer.
        body: the same for the JSON body; None if it has none.
    """

    to: Operation
    words: str
    parameters: Mapping[str, str] = field(default_factory=lambda: _NONE)
    body: Any = None
