"""Groups beside each other: how far apart they are, why, and how far apart a card may set them.

Everything here reads rows alone, so the gate at promotion and the papers come to the same
result from a judgement of last year. A group stands beside the told group of its grouping
with the most cases.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from training.intervals import Estimate
from training.judging.groups import GROUPINGS, group_words
from training.judging.rows import Fact, Gate, GroupRow

__all__ = [
    "FEWEST_JUDGED",
    "LEAST_SAID",
    "MOST_GAP",
    "difference",
    "fairness_facts",
    "fairness_gate",
    "pairs",
]

#: How much less of one group's recorded harm than of another's the highest band may hold.
MOST_GAP = 0.20
#: The least that the card may say of a group, against what was recorded of it. Only too little
#: is a fault: harm that nobody recorded can but make what was seen too small.
LEAST_SAID = 0.5
#: Of fewer harmed children no gate judges a group: their figures are told, with intervals.
FEWEST_JUDGED = 10
#: The grouping without which nothing is settled: boys' harm is known to be recorded less.
_NEEDED = "sex"
_Z = 1.959964


def difference(one: Estimate, other: Estimate) -> Estimate:
    """``one`` less ``other``, of two groups of different children.

    The interval puts theirs together (Zou and Donner's recovery of variances), so it needs
    no more than the rows hold.
    """
    if not (one.is_known and other.is_known):
        return Estimate(math.nan, math.nan, math.nan)
    value = one.value - other.value
    return Estimate(
        value,
        value - math.hypot(one.value - one.low, other.high - other.value),
        value + math.hypot(one.high - one.value, other.value - other.low),
    )


def pairs(groups: Sequence[GroupRow], against: str) -> Iterator[tuple[GroupRow, GroupRow]]:
    """(group, the told group of its grouping with the most cases) for every told group."""
    for grouping in GROUPINGS:
        told = [
            row
            for row in groups
            if (row.grouping, row.against) == (grouping, against) and row.cases
        ]
        if len(told) > 1:
            beside = max(told, key=lambda row: row.cases or 0)
            yield from ((row, beside) for row in told if row is not beside)


@dataclass(frozen=True, slots=True)
class _Finding:
    """One limit held against one group; ``passed`` as in :class:`Gate`."""

    passed: bool | None
    words: str


def fairness_gate(groups: Sequence[GroupRow], most_gap: float | None = MOST_GAP) -> Gate:
    """Whether the card may be promoted as far as groups go, by what was recorded.

    Fails when a figure's whole interval is beyond its limit, passes when every figure is
    within, and settles nothing in between, or when girls and boys can't be judged: for
    each at least :data:`FEWEST_JUDGED` harmed children are needed.

    Args:
        most_gap: how far recall may lie apart; None: it isn't judged, what is said is.
    """
    findings = list(_findings(groups, most_gap))
    failed = [finding.words for finding in findings if finding.passed is False]
    unsettled = [finding.words for finding in findings if finding.passed is None]
    if failed:
        return Gate("fair", False, "; ".join(failed))
    judged = {row.grouping for row, _ in _judged(groups)}
    if _NEEDED not in judged:
        unsettled.insert(
            0,
            f"girls and boys can't be compared: {FEWEST_JUDGED} harmed children of each are "
            "needed, and the intervals told",
        )
    if unsettled:
        return Gate("fair", None, "; ".join(unsettled))
    compared = ", ".join(name.replace("_", " ") for name in GROUPINGS if name in judged)
    apart = (
        ""
        if most_gap is None
        else f"recall of the highest band nowhere more than {most_gap:.2f} apart, and "
    )
    words = f"of no group less than {LEAST_SAID:.1f} times what was recorded is said"
    return Gate("fair", True, f"compared by {compared}: {apart}{words}")


def _judged(groups: Sequence[GroupRow]) -> Iterator[tuple[GroupRow, GroupRow]]:
    for row, beside in pairs(groups, "recorded"):
        if min(row.harmed_children or 0, beside.harmed_children or 0) >= FEWEST_JUDGED:
            yield row, beside


def _findings(groups: Sequence[GroupRow], most_gap: float | None) -> Iterator[_Finding]:
    judged = list(_judged(groups))
    for row, beside in judged:
        gap = difference(_cautious(row), _cautious(beside))
        less, more = (row, beside) if gap.value < 0 else (beside, row)
        size = Estimate(abs(gap.value), *sorted((abs(gap.low), abs(gap.high))))
        if gap.low < 0 < gap.high:
            size = Estimate(size.value, 0.0, size.high)
        if most_gap is not None and size.value > most_gap:
            yield _Finding(
                False if size.low > most_gap else None,
                f"of the harm recorded of {_words(less)} the highest band holds {size.words} less "
                f"than of that of {_words(more)}; at most {most_gap:.2f} is allowed",
            )
    for row in {(r.grouping, r.group): r for pair in judged for r in pair}.values():
        said = row.figures["said_over_seen"]
        if said.value < LEAST_SAID:
            yield _Finding(
                False if said.high < LEAST_SAID else None,
                f"of {_words(row)} the card says {said.words} times what was recorded; "
                f"at least {LEAST_SAID:.1f} is asked for",
            )


def _cautious(row: GroupRow) -> Estimate:
    """The recall with the wider of its interval and Wilson's for as many cases as children.

    Where a few children all were, or all weren't, in the band, resampling them shows no
    doubt at all.
    """
    recall, children = row.figures["recall"], row.harmed_children or 1
    square = _Z**2
    middle = (recall.value + square / (2 * children)) / (1 + square / children)
    share = recall.value * (1 - recall.value)
    half = _Z * math.sqrt(share / children + square / (4 * children**2)) / (1 + square / children)
    return Estimate(recall.value, min(recall.low, middle - half), max(recall.high, middle + half))


def _words(row: GroupRow) -> str:
    return group_words(row.grouping, row.group)


def fairness_facts(groups: Sequence[GroupRow]) -> tuple[Fact, ...]:
    """What to read from the rows, as sentences: each gap, and where it comes from.

    Of groups of fewer than :data:`FEWEST_JUDGED` harmed children none is put into words,
    but of girls and boys. The parting of a gap into recording and card needs a known
    truth; without it a sentence says what can't be told.
    """
    facts = []
    for row, beside in _worth_words(groups, "recorded"):
        gap = difference(_cautious(row), _cautious(beside))
        what = f"{_words(row)} beside {_words(beside)}, by recorded harm"
        facts.append(Fact(_begun(what), f"the highest band holds {_less_or_more(gap)} of it"))
    for row, beside in _worth_words(groups, "true"):
        facts += _parted(row, beside)
    if not any(row.against == "true" for row in groups):
        facts.append(
            Fact(
                "Harm that nobody recorded",
                "can't be counted, so none of these gaps can be parted into what the records "
                "leave out and what the card does",
            )
        )
    return tuple(facts)


def _worth_words(groups: Sequence[GroupRow], against: str) -> Iterator[tuple[GroupRow, GroupRow]]:
    for row, beside in pairs(groups, against):
        fewest = min(row.harmed_children or 0, beside.harmed_children or 0)
        if row.grouping == _NEEDED or fewest >= FEWEST_JUDGED:
            yield row, beside


def _parted(row: GroupRow, beside: GroupRow) -> Iterator[Fact]:
    who = f"{_words(row)} beside {_words(beside)}"
    recorded = [of.figures["recorded"] for of in (row, beside)]
    yield Fact(
        _begun(f"{who}, how much true harm was recorded"),
        f"{recorded[0].words} of it, beside {recorded[1].words}",
    )
    own = difference(_cautious(row), _cautious(beside))
    hidden = difference(row.figures["recall_hidden"], beside.figures["recall_hidden"])
    recording = (
        f"by records {_less_or_more(hidden)} is added to that, which is the recording's"
        if hidden.is_known
        else "what recording adds to that is not known"
    )
    yield Fact(
        _begun(f"{who}, by true harm"),
        f"the highest band holds {_less_or_more(own)} of it, which is the card's; {recording}",
    )


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


def _less_or_more(gap: Estimate) -> str:
    """``0.048 less (0.237 less to 0.203 more: may be chance)``."""
    may_be_chance = ": may be chance" if gap.low <= 0 <= gap.high else ""
    low, high = sorted((gap.low, gap.high), key=abs) if gap.high < 0 else (gap.low, gap.high)
    return f"{_side(gap.value)} ({_side(low)} to {_side(high)}{may_be_chance})"


def _side(value: float) -> str:
    return f"{abs(value):.3f} {'less' if value < 0 else 'more'}"
