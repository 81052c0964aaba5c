"""Examples of the API's operations, in its document: each is sent to a door by a test.

Children and references are invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

__all__ = ["EXAMPLES", "Example"]

_NONE: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Example:
    """One request and what it gives.

    Attributes:
        path, query, headers: parameters by name, as the document shows them.
        body: the JSON body, if it has one.
        answer: the JSON answer, or a part of it that stands for the whole.
    """

    path: Mapping[str, str] = field(default_factory=lambda: _NONE)
    query: Mapping[str, Any] = field(default_factory=lambda: _NONE)
    headers: Mapping[str, str] = field(default_factory=lambda: _NONE)
    body: Any = None
    status: int = 200
    answer: Any = None


EXAMPLES: Mapping[tuple[str, str], Example] = MappingProxyType({})
