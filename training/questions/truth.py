"""What was really so, where the force is an invented one: read beside a snapshot, never in it.

The truth is a folder of tables (``identity``, ``harm``, ``episodes``, ``prospects``) that
says which person record is which child, and what became of the child, whether or not
anybody recorded it. No card learns from it; it tells how good a card really is (N5).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from training.errors import TrainingError
from training.questions.cohort import Child, Cohort
from training.questions.outcomes import MAIN

__all__ = ["Truth", "TruthError", "read_truth"]

Int64 = npt.NDArray[np.int64]
_MICROSECOND = timedelta(microseconds=1)


class TruthError(TrainingError):
    """The folder holds no truth of this snapshot. Says which table is amiss."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What was really so at each question of a cohort.

    Attributes:
        harmed: [rows] whether the outcome came about in its window, recorded or not.
        chance: [rows] the invented world's own probability that it would come about and be
            recorded; nan where it says nothing.
    """

    harmed: npt.NDArray[np.bool_]
    chance: npt.NDArray[np.float64]


def read_truth(folder: Path, cohort: Cohort) -> Truth:
    """The truth of each question.

    A child whom records of several real children were linked into stands for the one whom
    most of them are of.

    Raises:
        TruthError: a table is missing or lacks a column, or the truth names none of the
            snapshot's records: it is another force's.
    """
    identity = _read(folder, "identity", ["record_id", "true_child"])
    who = dict(zip(*(identity[name].to_pylist() for name in identity.column_names), strict=True))
    places: dict[str, list[int]] = {}
    for place, child in enumerate(cohort.children):
        true = _true_child(child, who)
        if true is not None:
            places.setdefault(true, []).append(place)
    if cohort.children and not places:
        raise TruthError(
            f"{folder.name} names none of the snapshot's records: give the truth of the force "
            "that the snapshot was made of"
        )
    happened = _happened(folder, cohort, places)
    horizon = cohort.outcome.horizon // _MICROSECOND
    harmed = np.zeros(len(cohort), dtype=np.bool_)
    for rows, moments in _rows_with(cohort, happened):
        start = cohort.as_of[rows]
        found = np.searchsorted(moments, start, side="left")
        next_one = np.append(moments, np.iinfo(np.int64).max)[found]
        harmed[rows] = next_one < start + horizon
    return Truth(harmed, _chances(folder, cohort, places))


def _true_child(child: Child, who: Mapping[str, str]) -> str | None:
    """Who most of the child's records are of; the first by name among equals."""
    votes = Counter(who[record] for record in child.records if record in who)
    return min(votes, key=lambda name: (-votes[name], name)) if votes else None


def _happened(
    folder: Path, cohort: Cohort, places: Mapping[str, Sequence[int]]
) -> dict[int, list[int]]:
    """Place of a child -> moments at which the outcome truly came about, in microseconds."""
    if cohort.outcome == MAIN:
        table = _read(folder, "harm", ["true_child", "at", "kind"])
        table = table.filter(pc.equal(table["kind"], "sexual")).select(["true_child", "at"])
    else:
        table = _read(folder, "episodes", ["true_child", "start"])
    found: dict[int, list[int]] = {}
    children, moments = (table.column(name) for name in table.column_names)
    for child, moment in zip(children.to_pylist(), _micros(moments).tolist(), strict=True):
        for place in places.get(child, ()):
            found.setdefault(place, []).append(moment)
    return found


def _chances(
    folder: Path, cohort: Cohort, places: Mapping[str, Sequence[int]]
) -> npt.NDArray[np.float64]:
    chances = np.full(len(cohort), np.nan)
    if cohort.outcome != MAIN:
        return chances  # the world works out this one outcome's probability alone
    table = _read(folder, "prospects", ["true_child", "as_of", "probability"])
    said: dict[tuple[int, int], float] = {}
    for child, moment, chance in zip(
        table["true_child"].to_pylist(),
        _micros(table["as_of"]).tolist(),
        table["probability"].to_pylist(),
        strict=True,
    ):
        for place in places.get(child, ()):
            said[place, moment] = chance
    for row, asked in enumerate(zip(cohort.child.tolist(), cohort.as_of.tolist(), strict=True)):
        chances[row] = said.get(asked, np.nan)
    return chances


def _rows_with(
    cohort: Cohort, happened: Mapping[int, Sequence[int]]
) -> Iterator[tuple[Int64, Int64]]:
    """(rows of a child, sorted moments) for each child to whom it happened at all."""
    order = np.argsort(cohort.child, kind="stable")
    starts = np.searchsorted(cohort.child[order], np.arange(len(cohort.children) + 1))
    for place, moments in happened.items():
        yield order[starts[place] : starts[place + 1]], np.sort(np.array(moments, dtype=np.int64))


def _micros(column: pa.ChunkedArray) -> Int64:
    found: Int64 = column.cast(pa.int64()).to_numpy()
    return found


def _read(folder: Path, name: str, columns: list[str]) -> Any:
    try:
        return pq.read_table(folder / f"{name}.parquet", columns=columns)
    except (OSError, pa.ArrowException):
        raise TruthError(
            f"{folder.name}: the table {name} can't be read or lacks a column; "
            "give the folder truth/ of an invented force"
        ) from None
