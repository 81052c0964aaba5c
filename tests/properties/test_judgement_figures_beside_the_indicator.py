"""What is told of judgements in two places is attacked with both at once (issue 8, N7, M10).

The indicator tells each month's judgements that agreed and that differed; the figures of
judgement tell over two years how the others fell to raised and lowered, and what followed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from serving.reviewing.judgement_counts import KINDS, Measured, ToldMonth, figures_of
from serving.service.suppression import FORCE, Counts, told_figures

FEW = 5
_STATED_WIDTH = FEW - 1
_HALF = FEW // 2
#: What is counted: a month's judgements by kind, and whether harm followed.
Month = Mapping[tuple[str, bool], int]

_count = st.one_of(st.integers(0, 4), st.integers(0, 12), st.integers(0, 40))
_months = st.lists(
    st.fixed_dictionaries({(kind, harmed): _count for kind in KINDS for harmed in (True, False)}),
    min_size=1,
    max_size=3,
)


def indicated(month: Month) -> tuple[int, int] | None:
    """What the indicator tells of the month: agreed, and differed."""
    differ = sum(count for (kind, _), count in month.items() if kind != "agree")
    agree = sum(month.values()) - differ
    told = told_figures({("Ashire", "N"): Counts((agree, differ, 0))}, FEW)[FORCE]
    return None if told.parts is None else told.parts[:2]


def measured(months: Sequence[Month]) -> list[Measured]:
    return [
        Measured("C-1", "J-1", "E-1", kind, f"2026-{number:02d}", None, harmed)
        for number, month in enumerate(months, start=1)
        for (kind, harmed), count in month.items()
        for _ in range(count)
    ]


def told_together(months: Sequence[Month]) -> dict[str, Any]:
    told = [
        ToldMonth(f"2026-{number:02d}", *(indicated(month) or (None, None)), is_measured=True)
        for number, month in enumerate(months, start=1)
    ]
    return figures_of(told, measured(months))


def told_alone(months: Sequence[Month]) -> dict[str, Any]:
    """A leaky publisher: the same judgements counted a second time, by the size of each alone."""
    every = measured(months)

    def rounded(count: int) -> int | None:
        return None if 0 < count < FEW else (count + _HALF) // FEW * FEW

    by_month = Counter((one.month, one.kind) for one in every)
    kinds = Counter(one.kind for one in every)
    harmed = Counter(one.kind for one in every if one.harmed)
    return {
        "kinds": [
            {"kind": kind, "count": rounded(kinds[kind]), "harmed": rounded(harmed[kind])}
            for kind in KINDS
        ],
        "by_month": {
            (number, kind): rounded(by_month[f"2026-{number:02d}", kind])
            for number in range(1, len(months) + 1)
            for kind in KINDS
        },
    }


def narrowest(months: Sequence[Month], told: Mapping[str, Any]) -> float:
    """How near an attacker comes to a small count of a month, knowing both."""
    cells = [(number, key) for number, month in enumerate(months, start=1) for key in month]
    rows: list[LinearConstraint] = []

    def tell(of: Callable[[int, str, bool], bool], low: int, high: float) -> None:
        row = np.array([of(number, *key) for number, key in cells], dtype=float)
        rows.append(LinearConstraint(row, low, high))

    open_ = set()
    for number, month in enumerate(months, start=1):
        parts = indicated(month)
        if parts is None:
            continue
        open_.add(number)
        tell(lambda n, k, _, at=number: n == at and k == "agree", parts[0], parts[0])
        tell(lambda n, k, _, at=number: n == at and k != "agree", parts[1], parts[1])
    is_alone = "by_month" in told
    for one in told["kinds"]:
        for name, is_harm in (("count", False), ("harmed", True)):
            shown = one[name]
            # Of the two sides that differ one is rounded, the other is what it leaves.
            if shown is None or (not is_alone and name == "count" and one["kind"] != "lower"):
                continue
            tell(
                lambda n, k, h, kind=one["kind"], harm=is_harm: (
                    (is_alone or n in open_) and k == kind and (h or not harm)
                ),
                max(0, shown - _HALF) if shown else 0,
                shown + _HALF if shown else 0,
            )
    for (number, kind), shown in told.get("by_month", {}).items():
        low, high = (1, FEW - 1) if shown is None else (max(0, shown - _HALF), shown + _HALF)
        tell(lambda n, k, _, at=number, of=kind: (n, k) == (at, of), low, high if shown != 0 else 0)

    def end(wanted: np.ndarray) -> float:
        found = milp(
            wanted, integrality=np.ones(len(cells)), bounds=Bounds(0, 500), constraints=rows
        )
        assert found.success, "what is told contradicts itself"
        return float(found.fun)

    widths = []
    for number, month in enumerate(months, start=1):
        for kind in KINDS:
            count = month[kind, True] + month[kind, False]
            if 0 < count < FEW:
                wanted = np.array([(n, k[0]) == (number, kind) for n, k in cells], dtype=float)
                widths.append(-end(-wanted) - end(wanted))
    return min(widths, default=float("inf"))


@settings(max_examples=25, deadline=None, derandomize=True)
@given(_months)
def test_no_small_count_of_a_month_is_found_from_both_together(months: list[Month]) -> None:
    assert narrowest(months, told_together(months)) >= _STATED_WIDTH


def a_month(agree: int, raised: int, lowered: int) -> Month:
    counts = {"agree": agree, "raise": raised, "lower": lowered}
    return {(k, h): c if not h else 0 for k, c in counts.items() for h in (True, False)}


@pytest.mark.parametrize(
    "months",
    [
        # Of seven that differed, four raised and three lowered: each "1 to 4" tells the other.
        [a_month(30, 4, 3)],
        # Eight to twelve raised of ten that differed leave nothing to lower but one or two.
        [a_month(30, 8, 2)],
        # A withheld month is what the total leaves beside the months that are told.
        [a_month(30, 9, 9), a_month(30, 2, 0)],
    ],
)
def test_counting_the_same_judgements_twice_is_caught_and_one_rule_for_both_passes(
    months: list[Month],
) -> None:
    assert narrowest(months, told_alone(months)) < _STATED_WIDTH
    assert narrowest(months, told_together(months)) >= _STATED_WIDTH


def test_the_sides_add_up_to_what_the_indicator_tells_and_harm_says_nothing_of_everyone() -> None:
    months = [a_month(40, 12, 7), {**a_month(30, 6, 8), ("lower", True): 4}]
    told = told_together(months)
    counts = {one["kind"]: one["count"] for one in told["kinds"]}
    assert told["judgements"] == sum(sum(month.values()) for month in months)
    assert counts["raise"] + counts["lower"] == sum(m["differ"] for m in told["months"])
    harmed = {one["kind"]: one["harmed"] for one in told["kinds"]}
    assert harmed == {"agree": 0, "raise": 0, "lower": None}
    few = told_together([a_month(30, 0, 7)])
    assert {one["kind"]: one["count"] for one in few["kinds"]} == {
        "agree": 30, "raise": None, "lower": None,
    }  # fmt: skip
