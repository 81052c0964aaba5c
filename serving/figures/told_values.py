"""Published figures as the API says them: whole numbers and words, null where withheld."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from records.calendar import instant_to_text
from serving.figures.cases import Indicator, Target
from serving.figures.months import month_words
from serving.figures.rates import moved, share
from serving.work_store.indicators import FigureRow, MonthRow

__all__ = [
    "COMPARED",
    "MOVEMENTS",
    "figure_values",
    "in_100",
    "indicator_values",
    "latest_sentence",
    "month_values",
    "movement",
    "target_values",
    "tenths",
]

#: So many months are taken together to say whether a share moves, and as many before them.
COMPARED = 6
#: What is told of a place in which nothing was counted.
_NOTHING = (0, 0, 0)


def indicator_values(indicator: Indicator) -> dict[str, Any]:
    """The row of the catalogue."""
    return {
        "id": indicator.id,
        "name": indicator.name,
        "question": indicator.question,
        "definition": indicator.definition,
        "definition_version": indicator.version,
        "systems": [
            {"system": system.value, "system_name": system.words} for system in indicator.systems
        ],
        "serves": list(indicator.serves),
        "settles_days": indicator.settles_days,
        "target": target_values(indicator.target),
        "median_of": indicator.median_of or None,
    }


def target_values(target: Target | None) -> dict[str, Any] | None:
    """A target, and whose it is."""
    return None if target is None else {"percent": target.percent, "source": target.source}


def figure_values(row: FigureRow | None) -> dict[str, Any]:
    """One place in one month; a place without a row had nothing to count."""
    cases = 0 if row is None else row.cases
    parts = _NOTHING if row is None else row.parts
    rate = None if parts is None else share(parts[0], parts[0] + parts[1])
    met, not_met, not_known = parts or (None, None, None)
    return {
        "cases": cases,
        "met": met,
        "not_met": not_met,
        "not_known": not_known,
        "share_per_mille": None if rate is None else rate.per_mille,
        "low_per_mille": None if rate is None else rate.low,
        "high_per_mille": None if rate is None else rate.high,
        "median_days": None if row is None else row.median_days,
        "withheld": "all" if cases is None else "parts" if parts is None else "nothing",
    }


def month_values(month: MonthRow, row: FigureRow | None, before: MonthRow | None) -> dict[str, Any]:
    """One month of a line; ``before`` is the one before it, by whose definition it may differ."""
    return {
        "month": month.month,
        "definition_version": month.version,
        "definition_changed": before is not None and before.version != month.version,
        "known_at": instant_to_text(month.as_of),
        "published_at": instant_to_text(month.published_at),
        **figure_values(row),
    }


def movement(months: Sequence[Mapping[str, Any]], target: Target | None) -> dict[str, Any]:
    """Whether the share of the last months moves towards its target, on what is told.

    The last :data:`COMPARED` months are taken together, and as many before them; months by
    another definition than the last one's are left out.
    """
    same = [m for m in months if m["definition_version"] == months[-1]["definition_version"]]
    after, before = _pooled(same[-COMPARED:]), _pooled(same[-2 * COMPARED : -COMPARED])
    went = moved(before, after)
    rate = share(*after)
    if target is None:
        state = "no_target"
    elif rate is None:
        state = "not_enough"
    elif rate.per_mille >= 10 * target.percent:
        state = "reached"
    else:
        state = "not_enough" if went is None else _STATES[went]
    return {
        "state": state,
        "words": MOVEMENTS[state],
        "share_per_mille": None if rate is None else rate.per_mille,
        "cases": after[1],
        "before_cases": before[1],
    }


_STATES = {"up": "towards", "down": "away", "neither": "no_clear_change"}
MOVEMENTS = {
    "reached": "At its target.",
    "towards": "Moving towards its target.",
    "away": "Moving away from its target.",
    "no_clear_change": "No clear change.",
    "not_enough": "Too little is told to say.",
    "no_target": "It has no target.",
}


def _pooled(months: Sequence[Mapping[str, Any]]) -> tuple[int, int]:
    told = [month for month in months if month["met"] is not None]
    met = sum(month["met"] for month in told)
    return met, met + sum(month["not_met"] for month in told)


def latest_sentence(
    months: Sequence[Mapping[str, Any]], target: Target | None, median_of: str
) -> str:
    """What the last month says, in one or two sentences made of its numbers alone."""
    if not months:
        return "Nothing is published yet."
    last = months[-1]
    said = [_said(last)]
    if last["median_days"] is not None and median_of:
        days = last["median_days"]
        said.append(f"Half {median_of} {days} {'day' if days == 1 else 'days'} or longer.")
    if target is not None:
        said.append(f"The target is {target.percent} in 100.")
    return " ".join(said)


def _said(month: Mapping[str, Any]) -> str:
    when = month_words(month["month"])
    if month["cases"] is None:
        return f"In {when} so few cases were counted that they are not told."
    if not month["cases"]:
        return f"In {when} there was nothing to count."
    if month["met"] is None:
        return (
            f"In {when} {month['cases']} cases were counted. How many were met is not told, since "
            "it could be found of whom it is said."
        )
    of = month["met"] + month["not_met"]
    said = f"{month['met']} of {of} met"
    if month["share_per_mille"] is not None:
        low, high = tenths(month["low_per_mille"]), tenths(month["high_per_mille"])
        said += f", {in_100(month['share_per_mille'])} (interval {low} to {high})"
    if month["not_known"]:
        said += f"; of {month['not_known']} more it is not known"
    return f"In {when}: {said}."


def tenths(per_mille: int) -> str:
    """``78.8``: a share in per cent, for files."""
    return f"{per_mille // 10}.{per_mille % 10}"


def in_100(per_mille: int) -> str:
    """``78.8 in 100``; whole numbers without a point."""
    whole, tenth = divmod(per_mille, 10)
    return f"{whole}.{tenth} in 100" if tenth else f"{whole} in 100"
