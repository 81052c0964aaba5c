"""The addresses of what stands behind the figures of judgement, said once."""

from __future__ import annotations

from urllib.parse import urlencode

__all__ = [
    "INDICATOR_OF_JUDGEMENTS",
    "TRACED",
    "judgements_traced_address",
    "month_traced_address",
]

#: GET with ``kind``, ``outcome``, ``decision`` and ``after``.
TRACED = "/judgements/figures/cases"
#: The months of these figures are those of an indicator, by authority and team as well.
INDICATOR_OF_JUDGEMENTS = "/indicators/judgements_agreeing"


def judgements_traced_address(**asked: str) -> str:
    """The page of the judgements behind a figure."""
    return f"{TRACED}?{urlencode(asked)}" if asked else TRACED


def month_traced_address(month: str, part: str) -> str:
    """The page of the cases behind a month's figure."""
    return f"{INDICATOR_OF_JUDGEMENTS}/cases?{urlencode({'month': month, 'part': part})}"
