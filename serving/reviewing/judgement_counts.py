"""The counts of how judgement fared, so that nothing small is found from them and the indicator.

The indicator "judgement against advice" tells the same judgements month by month. So nothing is
counted twice in two ways:

1. Months are those that the indicator told, with its own figures; a month whose figures it
   withholds is left out of every count here.
2. What is counted are the cases of those months, as known when the last one was published: the
   figures change once a month, never with one judgement.
3. The indicator does not tell raised from lowered. Here that split is told over all months
   together, to the nearest five, and of its two sides only one: the other is what is left.
4. What followed is told nowhere else: to the nearest five, and not where one side is small, or
   where it would say the same of every one of a few.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from serving.reviewing.limits import LIMITS
from serving.service.small_numbers import FEW, rounded

__all__ = ["KINDS", "OUTCOMES", "Measured", "ToldMonth", "figures_of"]

KINDS = ("agree", "raise", "lower")
OUTCOMES = ("harmed", "not_harmed", "not_measured")


@dataclass(frozen=True, slots=True)
class ToldMonth:
    """What the indicator tells of one month.

    Attributes:
        agree, differ: None where it withholds them.
        is_measured: whether the horizon of all its judgements was over when figures were made.
    """

    month: str
    agree: int | None
    differ: int | None
    is_measured: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of one judgement.

    Attributes:
        month: ``2026-11``, when it was made.
        decided: what a supervisor said: None if nobody did.
        harmed: whether recorded harm followed within the horizon; None if that is not over.
    """

    child: str
    reference: str
    entry: str
    kind: str
    month: str
    decided: bool | None
    harmed: bool | None

    @property
    def outcome(self) -> str:
        """One of :data:`OUTCOMES`."""
        return OUTCOMES[2] if self.harmed is None else OUTCOMES[0 if self.harmed else 1]

    @property
    def decision(self) -> str:
        """``approved``, ``declined`` or ``undecided``."""
        return "undecided" if self.decided is None else "approved" if self.decided else "declined"


def figures_of(months: Sequence[ToldMonth], found: Iterable[Measured]) -> dict[str, Any]:
    """The figures of the judgements of these months, the earliest first."""
    told = [month for month in months if month.agree is not None]
    open_ = {month.month for month in told}
    every = [one for one in found if one.month in open_]
    counts = _counts(told, every)
    measured = _counts([month for month in told if month.is_measured],
                       [one for one in every if one.harmed is not None])  # fmt: skip
    made = sum(month.agree or 0 for month in told), sum(month.differ or 0 for month in told)
    lowered = [one.decision for one in every if one.kind == "lower"]
    return {
        "horizon_days": LIMITS.horizon.days,
        "since": months[0].month if months else None,
        "until": months[-1].month if months else None,
        "months_withheld": len(months) - len(told),
        "judgements": sum(made),
        "overrides_percent": _percent(made[1], sum(made)),
        "kinds": [
            {
                "kind": kind,
                **_outcome(counts[kind], measured[kind], [o for o in every if o.kind == kind]),
            }
            for kind in KINDS
        ],
        "lowered": {
            name: None if counts["lower"] is None else rounded(lowered.count(name))
            for name in ("approved", "declined")
        },
        "months": [
            {"month": m.month, "agree": m.agree, "differ": m.differ} for m in reversed(months)
        ],
        "withheld_below": FEW,
    }


def _counts(months: Sequence[ToldMonth], found: Sequence[Measured]) -> Mapping[str, int | None]:
    """Rule 3: agreed and the sum of the others as the indicator has them; of these the lowered
    rounded, and the raised as what is left."""
    differ = sum(month.differ or 0 for month in months)
    lower = _apart(sum(one.kind == "lower" for one in found), differ)
    return {
        "agree": sum(month.agree or 0 for month in months),
        "raise": None if lower is None else differ - lower,
        "lower": lower,
    }


def _outcome(
    count: int | None, measured: int | None, found: Sequence[Measured]
) -> dict[str, int | None]:
    after = [one for one in found if one.harmed is not None]
    harmed = _apart(sum(one.harmed is True for one in after), len(after))
    if measured is None or not measured:
        harmed = None if measured is None else 0
    elif harmed is not None:
        harmed = min(harmed, measured)
    if count is not None and measured is not None:
        measured = min(measured, count)
    left = None if count is None or measured is None else max(0, count - measured)
    share = None if harmed is None or not measured else _percent(harmed, measured)
    return {
        "count": count,
        "measured": measured,
        "not_measured": left,
        "harmed": harmed,
        "harmed_percent": share,
    }


def _apart(part: int, whole: int) -> int | None:
    """A part of a whole to the nearest five; None where it, or what is left, is small, or where
    all of fewer than twice as many are of one side."""
    rest = whole - part
    if whole and (rounded(part) is None or rounded(rest) is None):
        return None
    if 0 < whole < 2 * FEW and 0 in (part, rest):
        return None
    shown = rounded(part)
    return None if shown is None else min(shown, whole)


def _percent(part: int, whole: int) -> int | None:
    return (100 * part + whole // 2) // whole if whole else None
