"""Examples of the API's operations, in its document: each is sent to a door by a test.

Recorded from a door on an invented force (``python -m tests.lib.recorded_examples``); lists
are cut to their first element.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["EXAMPLES_FILE", "Example", "examples"]

EXAMPLES_FILE = Path(__file__).with_name("examples.json")


@dataclass(frozen=True, slots=True)
class Example:
    """One request and what it gives.

    Attributes:
        path, query, headers: parameters by name, as the document shows them.
        body: the JSON body; None if it has none.
        answer: the JSON answer; None if it is none, or no good one.
    """

    path: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any
    status: int
    answer: Any


@cache
def examples() -> Mapping[tuple[str, str], Example]:
    """(method, path) -> its example."""
    kept = json.loads(EXAMPLES_FILE.read_text(encoding="utf-8"))
    return {
        (operation.partition(" ")[0], operation.partition(" ")[2]): Example(**said)
        for operation, said in kept.items()
    }
