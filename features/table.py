"""Values as the engines give them: for one child with evidence, for many as columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from records.unknown import UNKNOWN_CODES, Unknown

__all__ = [
    "FeatureTable",
    "Int32",
    "Int64",
    "Whole",
    "decode",
    "encode",
    "micros",
]

Int64 = npt.NDArray[np.int64]
Int32 = npt.NDArray[np.int32]
#: Values as the engines, or what is made of them, give them: whole numbers of any width.
Whole = npt.NDArray[np.signedinteger[Any]]

_KINDS = {code: kind for kind, code in UNKNOWN_CODES.items()}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(moment: datetime) -> int:
    """``moment`` as whole microseconds since 1970 in UTC, exactly.

    Raises:
        TypeError: ``moment`` has no time zone.
    """
    return (moment - _EPOCH) // _MICROSECOND


def encode(value: int | Unknown) -> int:
    """A value as it stands in a column of int32."""
    return UNKNOWN_CODES[value] if isinstance(value, Unknown) else value


def decode(code: int) -> int | Unknown:
    """The inverse of :func:`encode`."""
    return _KINDS.get(code, code)


@dataclass(frozen=True, slots=True)
class FeatureTable:
    """The values of many questions: one row each, one column for each feature.

    Attributes:
        names: the features, in the order of the columns.
        values: int32 [rows, features]; what isn't known stands as its code of
            ``records.unknown.UNKNOWN_CODES``.
    """

    names: tuple[str, ...]
    values: Int32

    def __len__(self) -> int:
        return int(self.values.shape[0])

    def column(self, name: str) -> Int32:
        """One feature's values, codes included. Raises ValueError for an unknown name."""
        column: Int32 = self.values[:, self.names.index(name)]
        return column

    def row(self, place: int) -> dict[str, int | Unknown]:
        """One question's values by feature, decoded."""
        values = self.values[place].tolist()
        return {name: decode(code) for name, code in zip(self.names, values, strict=True)}
