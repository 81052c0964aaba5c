"""Every indicator, one row each: the question, what is counted, and what it should reach."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from serving.figures.cases import Indicator
from serving.figures.rows_of_children import ROWS_OF_CHILDREN
from serving.figures.rows_of_procedures import ROWS_OF_PROCEDURES

__all__ = ["INDICATORS"]

#: Id -> indicator, in the order of lists.
INDICATORS: Mapping[str, Indicator] = MappingProxyType(
    {row.id: row for row in (*ROWS_OF_CHILDREN, *ROWS_OF_PROCEDURES)}
)
