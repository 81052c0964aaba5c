"""From values to points. The explanation is the calculation: there is no second path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from records.unknown import UNKNOWN_CODES, Unknown
from scorecard.bins import Bin, CardLine
from scorecard.card import Card

__all__ = [
    "FeatureMismatchError",
    "NotAMeasurementError",
    "Scored",
    "ScoredLine",
    "line_points",
    "score",
    "score_many",
    "score_rows",
]


class FeatureMismatchError(ValueError):
    """The values are not those that the card asks for: other features, or another catalogue."""


class NotAMeasurementError(TypeError):
    """A value is neither a whole number nor an :class:`Unknown`. The message never shows it."""


@dataclass(frozen=True, slots=True)
class ScoredLine:
    """What one line gave. ``bin`` is None when the value is not known."""

    feature: str
    value: int | Unknown
    points: int
    bin: Bin | None


@dataclass(frozen=True, slots=True)
class Scored:
    """A child's points and all of their parts: ``base`` + the lines' points = ``points``."""

    base: int
    lines: tuple[ScoredLine, ...]
    points: int

    def __post_init__(self) -> None:
        if self.base + sum(line.points for line in self.lines) != self.points:
            raise ValueError("the points do not add up to the total")

    @property
    def reasons(self) -> tuple[ScoredLine, ...]:
        """The lines that add points, the most points first, then by name.

        A line that adds nothing is no reason; base and reasons still add up to the total.
        """
        adding = [line for line in self.lines if line.points > 0]
        return tuple(sorted(adding, key=lambda line: (-line.points, line.feature)))


def score(card: Card, values: Mapping[str, int | Unknown]) -> Scored:
    """The points of one child, line by line in the card's order.

    Args:
        values: one for each of ``card.features``, and none besides.

    Raises:
        FeatureMismatchError: a feature is missing or was not asked for; names them.
        NotAMeasurementError: a value is no whole number and no kind of unknown.
    """
    _check_features(card, list(values))
    lines = tuple(_score_line(line, values[line.feature]) for line in card.lines)
    return Scored(card.base, lines, card.base + sum(line.points for line in lines))


def _check_features(card: Card, names: Sequence[str]) -> None:
    missing = [name for name in card.features if name not in names]
    extra = sorted(set(names) - set(card.features))
    if missing or extra or len(names) != len(set(names)):
        parts = [
            f"missing: {', '.join(missing)}" if missing else "",
            f"not on the card: {', '.join(extra)}" if extra else "",
            "a feature is given twice" if len(names) != len(set(names)) else "",
        ]
        raise FeatureMismatchError(
            f"card {card.name} asks for its own features alone; "
            + "; ".join(part for part in parts if part)
        )


def _score_line(line: CardLine, value: int | Unknown) -> ScoredLine:
    if isinstance(value, Unknown):
        return ScoredLine(line.feature, value, line.unknown[value], None)
    if type(value) is not int or value in _KINDS:
        raise NotAMeasurementError(f"{line.feature}: give a whole number or a kind of unknown")
    found = line.bin_of(value)
    return ScoredLine(line.feature, value, found.points, found)


_KINDS = {code: kind for kind, code in UNKNOWN_CODES.items()}


def score_many(
    card: Card,
    names: Sequence[str],
    values: npt.NDArray[np.signedinteger[Any]],
    unknown_codes: Mapping[Unknown, int] = UNKNOWN_CODES,
) -> npt.NDArray[np.int64]:
    """The points of many children: int64 [rows, 1 + lines], the base and then each line.

    A row's total is its sum. Equal to :func:`score` on every row.

    Args:
        names: the columns of ``values``: the card's features in any order, none besides.
        values: whole numbers [rows, features]; an unknown stands as its code.

    Raises:
        FeatureMismatchError: as :func:`score`, or ``values`` has not one column per name.
        NotAMeasurementError: ``values`` are not whole numbers of a signed type.
    """
    _check_features(card, names)
    if values.ndim != 2 or values.shape[1] != len(names):
        raise FeatureMismatchError(f"{len(names)} names for values of shape {values.shape}")
    if not np.issubdtype(values.dtype, np.signedinteger):
        raise NotAMeasurementError(f"values are {values.dtype}, not whole numbers")
    points = np.empty((values.shape[0], 1 + len(card.lines)), dtype=np.int64)
    points[:, 0] = card.base
    for place, line in enumerate(card.lines, start=1):
        points[:, place] = line_points(line, values[:, names.index(line.feature)], unknown_codes)
    return points


def score_rows(card: Card, names: Sequence[str], values: npt.NDArray[np.int64]) -> Iterator[Scored]:
    """What :func:`score` gives of each row, less the lines that add nothing.

    Base, total and reasons are the same, for a fraction of the time: most lines of most
    children add nothing. Arguments and errors as :func:`score_many`.
    """
    points = score_many(card, names, values)
    columns = [names.index(line.feature) for line in card.lines]
    for row, total in enumerate(points.sum(axis=1).tolist()):
        adding = np.flatnonzero(points[row, 1:]).tolist()
        given = ((card.lines[n], int(values[row, columns[n]])) for n in adding)
        lines = (_score_line(line, _KINDS.get(value, value)) for line, value in given)
        yield Scored(card.base, tuple(lines), total)


def line_points(
    line: CardLine,
    column: npt.NDArray[np.signedinteger[Any]],
    unknown_codes: Mapping[Unknown, int] = UNKNOWN_CODES,
) -> npt.NDArray[np.int64]:
    """The points of one line for many values: int64 [rows]."""
    edges = np.array([b.low for b in line.bins if b.low is not None], dtype=np.int64)
    by_bin = np.array([bin_.points for bin_ in line.bins], dtype=np.int64)
    points = by_bin[np.searchsorted(edges, column, side="right")]
    for kind, code in unknown_codes.items():
        points[column == code] = line.unknown[kind]
    return points
