"""Points of many children at once, equal to one child's on every row.

Apart from :mod:`scorecard.scoring`, which gives answers and needs no library.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from records.unknown import UNKNOWN_CODES, Unknown
from scorecard.bins import CardLine
from scorecard.card import Card
from scorecard.scoring import (
    FeatureMismatchError,
    NotAMeasurementError,
    Scored,
    check_features,
    score_line,
)

__all__ = ["line_points", "score_many", "score_rows"]

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
    check_features(card, names)
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
        lines = (score_line(line, _KINDS.get(value, value)) for line, value in given)
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
