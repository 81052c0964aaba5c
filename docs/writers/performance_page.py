"""The page of the comparison with other engines, from the figures of its last whole run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docs.writers.tables import table

__all__ = ["performance"]

_FIGURES = Path(__file__).resolve().parents[1] / "reference" / "performance.json"
_BLIND = "timeseriesflattener"


def performance() -> str:
    """What was measured, on what kind of machine, and what differs."""
    run = json.loads(_FIGURES.read_text(encoding="utf-8"))
    parts = [
        "# Performance of the features\n",
        f"Measured on {run['date']}: {run['machine']}.",
        "To measure again: `make peers`, then `.venv/bin/python -m tests.peers.publishing`. Every",
        "measurement is a fresh process that is warmed on other data first; the engines take",
        "turns in rounds, and ratios are taken within a round, so that",
        "whatever else the machine did falls on all alike. The medians of the rounds are told.\n",
        "The data are invented: ten kinds of entry over five years, skewed as forces' records",
        "are, recorded hours, days or months after they happened, in the order of recording.",
        "Each child is asked about at three moments, and an entry counts only if it was",
        "recorded before that moment. All engines give the same 51 columns: each kind counted",
        "in four windows, the days since its latest entry, and the different places of a year.",
        "Their values are compared one by one; but for timeseriesflattener, a single value",
        "that differs ends the run.\n",
    ]
    for size in run["sizes"]:
        parts += _size(size)
    return "\n".join(parts)


def _size(size: Mapping[str, Any]) -> list[str]:
    head = ["Engine", "Reads, s", "Computes, s", "Compute: times ours",
            "File to values: times our store", "Times ours from the log", "Peak, MB"]  # fmt: skip
    rows = [
        [
            measured["engine"],
            _number(measured["read"]),
            _number(measured["compute"]),
            _number(measured["compute_ratio"]),
            _number(measured["store_ratio"]),
            _number(measured["log_ratio"]),
            f"{measured['peak']:,.0f}",
        ]
        for measured in size["measurements"]
    ]
    said = [
        f"## {size['children']:,} children\n",
        f"{size['rows']:,} entries, {size['questions']:,} questions.",
        f"Our values take {size['output_mb']:,.0f} MB, our store {size['records_mb']:,.0f} MB.\n",
        table(head, rows),
    ]
    blind = next((m for m in size["measurements"] if m["engine"] == _BLIND), None)
    if blind is not None and size["only_late"] is not None:
        said.append(
            f"timeseriesflattener has one moment for each value, so it can't tell what was "
            f"known: {blind['differing']:.1%} of its questions have a count unlike the others'. "
            f"{size['only_late']:.1%} of those are right once nothing is recorded late; the rest "
            f"are put down to its taking in the very moment that is asked about, on both "
            f"sides of a window. It has the {blind['columns']} counts alone.\n"
        )
    if size["missing"]:
        said.append(f"Not installed, so not measured: {', '.join(size['missing'])}.\n")
    return said


def _number(value: float) -> str:
    return f"{value:.3g}" if value < 100 else f"{value:,.0f}"
