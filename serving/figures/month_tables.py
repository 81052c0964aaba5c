"""The tables of one indicator: month by month, and by kind; each figure with where it leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.words import count_words
from serving.figures import addresses
from serving.figures.months import month_words
from serving.figures.told_values import in_100, tenths

__all__ = [
    "KindsTable",
    "MonthLine",
    "count_or_why",
    "kinds_table",
    "month_line",
    "month_traces",
    "share_words",
]

WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One month of the table; ``notes`` says what must be known of it.

    Attributes:
        traces: column -> where the cases behind its figure are; empty for whoever may not
            trace, and where nothing was counted.
    """

    month: str
    share: str
    interval: str
    met: str
    cases: str
    not_known: str
    median: str
    notes: str
    traces: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class KindsTable:
    """How a part falls to kinds: its columns, and (kind, its (count, address) by month)."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def share_words(figure: Mapping[str, Any]) -> str:
    """The share of one month, or why there is none."""
    if figure["cases"] == 0:
        return "nothing to count"
    if figure["met"] is None:
        return WITHHELD
    if figure["share_per_mille"] is None:
        return "none known"
    return in_100(figure["share_per_mille"])


def month_traces(values: Mapping[str, Any], month: Mapping[str, Any]) -> dict[str, str]:
    """Column -> the cases behind its figure; none where it is told that there are none."""
    place = values["place"]
    parts = {"cases": "", "met": "met", "not_known": "not_known"}
    return {
        column: addresses.cases_address(
            values["id"], month["month"], authority=place["authority"], team=place["team"],
            part=part,
        )
        for column, part in parts.items()
        if month[column] != 0
    }  # fmt: skip


def month_line(month: Mapping[str, Any], traces: Mapping[str, str]) -> MonthLine:
    """One month of a table: its figures in words, and where those that may be traced lead."""
    interval = "no interval"
    if month["share_per_mille"] is not None:
        interval = f"{tenths(month['low_per_mille'])} to {tenths(month['high_per_mille'])}"
    median = month["median_days"]
    return MonthLine(
        month=month_words(month["month"]),
        share=share_words(month),
        interval=interval,
        met=count_or_why(month["met"]),
        cases=count_or_why(month["cases"]),
        not_known=count_or_why(month["not_known"]),
        median="not told" if median is None else count_words(median, "day"),
        notes=f"definition {month['definition_version']} from here on"
        if month["definition_changed"]
        else "",
        traces=traces,
    )


def count_or_why(count: int | None) -> str:
    """A count in words; that it is withheld, or that there was no case."""
    if count is None:
        return WITHHELD
    return str(count) if count else "no case"


_KINDS_OF = {
    "met": "Of those met",
    "not_met": "Of those not met",
    "not_known": "Of those not known",
}
_MONTHS_OF_KINDS = 6


def kinds_table(values: Mapping[str, Any], *, may_trace: bool) -> KindsTable | None:
    """The last months by kind of case; None if the indicator tells no kinds apart."""
    if not values["kinds"]:
        return None
    rows = values["kinds"]
    shown = [month["month"] for month in rows[0]["months"]][-_MONTHS_OF_KINDS:]

    def counted(row: Mapping[str, Any], month: Mapping[str, Any]) -> tuple[str, str]:
        address = ""
        if may_trace and month["cases"] != 0:
            part, kind = values["kinds_of"], row["kind"]
            address = addresses.cases_address(values["id"], month["month"], part=part, kind=kind)
        return count_or_why(month["cases"]), address

    return KindsTable(
        heading=f"{_KINDS_OF[values['kinds_of']]}, by kind, in the whole force",
        columns=tuple(month_words(month) for month in shown),
        rows=tuple(
            (row["words"], tuple(counted(row, m) for m in row["months"][-len(shown) :]))
            for row in rows
        ),
    )
