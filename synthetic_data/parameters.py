"""Every rate of the invented force, from one file, each with its source or ``assumed``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from synthetic_data.dice import Weighted

__all__ = ["Parameters", "ParametersError", "load_parameters"]

_FILE = Path(__file__).with_name("parameters.json")


class ParametersError(Exception):
    """The parameter file is wrong. The message names the parameter and the rule."""


class Parameters:
    """The rates by dotted name, as ``missing.children_per_year``.

    Each entry of ``raw`` is an object with ``value`` (a number, a list of numbers or an
    object of numbers) and ``source`` (a row of the domain facts, or ``assumed``).

    Raises:
        ParametersError: an entry has no source, or its value is of no known form.
    """

    def __init__(self, raw: Mapping[str, Any]) -> None:
        faults = [name for name, row in raw.items() if not _is_row(row)]
        if faults:
            raise ParametersError("no value or no source: " + ", ".join(sorted(faults)))
        self._values = {name: row["value"] for name, row in raw.items()}
        self.sources: dict[str, str] = {name: row["source"] for name, row in raw.items()}
        self._tables: dict[str, Mapping[str, float]] = {}
        self._weighted: dict[str, Weighted[str]] = {}

    def number(self, name: str) -> float:
        """A single rate. KeyError if there is none of the name."""
        return float(self._values[name])

    def numbers(self, name: str) -> list[float]:
        """A list of rates, e.g. by year of age."""
        return [float(part) for part in self._values[name]]

    def table(self, name: str) -> Mapping[str, float]:
        """Rates by key; the same object each time."""
        if name not in self._tables:
            self._tables[name] = {key: float(part) for key, part in self._values[name].items()}
        return self._tables[name]

    def weighted(self, name: str) -> Weighted[str]:
        """A table ready to be drawn from; made once."""
        if name not in self._weighted:
            self._weighted[name] = Weighted(self.table(name))
        return self._weighted[name]


def _is_row(row: Any) -> bool:
    if not isinstance(row, Mapping) or not row.get("source"):
        return False
    value = row.get("value")
    parts: list[Any] = [value]
    if isinstance(value, dict):
        parts = list(value.values())
    elif isinstance(value, list):
        parts = value
    return bool(parts) and all(isinstance(part, (int, float)) for part in parts)


@cache
def load_parameters() -> Parameters:
    """The force's own parameters."""
    return Parameters(json.loads(_FILE.read_text(encoding="utf-8")))
