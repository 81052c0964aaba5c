"""The pages of unusual access and of the log's figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.words import count_words
from serving.pages.addresses import LOG_FIGURES, LOG_UNUSUAL, log_entry_address
from serving.pages.frames import Frame
from serving.pages.typography import bind, capital_first, day_text, moment_text

__all__ = [
    "FiguresView",
    "RuleLine",
    "UnusualLine",
    "UnusualView",
    "figures_view",
    "unusual_view",
]

#: A row links so many of its entries; the API gives them all.
_MOST_LINKS = 5


@dataclass(frozen=True, slots=True)
class UnusualLine:
    """One row: whose, about whom, in words, with its first entries. ``more`` are not linked."""

    who: str
    child: str | None
    words: str
    entries: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule with its threshold, the threshold's source, and its rows."""

    anchor: str
    title: str
    threshold: str
    source: str
    rows: tuple[UnusualLine, ...]


@dataclass(frozen=True, slots=True)
class UnusualView:
    """The whole page; ``lines`` say what was read, and what could not be."""

    frame: Frame
    lines: tuple[str, ...]
    told: tuple[RuleLine, ...]
    quiet: tuple[RuleLine, ...]
    address: str = LOG_UNUSUAL


def unusual_view(values: Mapping[str, Any], frame: Frame) -> UnusualView:
    """The page of what the API answers under ``/api/v1/audit/unusual``."""
    rules = [_rule(rule, values["rows"]) for rule in values["rules"]]
    shown = len(values["rows"])
    lines = [
        (
            f"{count_words(values['count'], 'row')} from {count_words(values['looks'], 'look')} "
            f"since {bind(moment_text(values['since']))}. "
            f"Policy of {bind(day_text(values['policy_version']))}."
        ),
        "A row is worth a question, no more. There is nearly always a good answer.",
    ]
    if shown < values["count"]:
        lines.append(f"Only {shown:,} rows are shown: ask for fewer days.")
    if values["without_a_name"]:
        lines.append(f"{values['without_a_name']:,} entries count for nobody: who, is erased.")
    if values["children_not_known"]:
        lines.append(
            f"Of {values['children_not_known']:,} children no records are held any more, so "
            "nothing is said of what was open."
        )
    if not values["homes_compared"]:
        lines.append("Addresses were not compared: personnel’s list of homes is not connected.")
    return UnusualView(
        frame,
        tuple(lines),
        tuple(rule for rule in rules if rule.rows),
        tuple(rule for rule in rules if not rule.rows),
    )


def _rule(rule: Mapping[str, Any], rows: list[Mapping[str, Any]]) -> RuleLine:
    usual = f", and {rule['times_usual']} times the usual" if rule["times_usual"] else ""
    return RuleLine(
        rule["rule"].replace("_", "-"),
        rule["title"],
        f"Told from {rule['at_least']} on{usual}.",
        rule["source"],
        tuple(_row(row) for row in rows if row["rule"] == rule["rule"]),
    )


def _row(row: Mapping[str, Any]) -> UnusualLine:
    name = row["officer_name"]
    return UnusualLine(
        row["officer"] if name is None else f"{name} ({row['officer']})",
        row["child"],
        bind(row["words"]),
        tuple(log_entry_address(entry) for entry in row["evidence"][:_MOST_LINKS]),
        max(len(row["evidence"]) - _MOST_LINKS, 0),
    )


@dataclass(frozen=True, slots=True)
class FiguresView:
    """The whole page: a table of counts by period, and two short lists.

    Attributes:
        columns: the periods.
        rows: (what is counted, in all, in each period).
        refusals, replays: (what, how many).
    """

    frame: Frame
    lines: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[str, ...]], ...]
    refusals: tuple[tuple[str, str], ...]
    replays: tuple[tuple[str, str], ...]
    address: str = LOG_FIGURES


def figures_view(values: Mapping[str, Any], frame: Frame) -> FiguresView:
    """The page of what the API answers under ``/api/v1/audit/figures``."""
    few = values["withheld_below"]
    words = {one["figure"]: one["words"] for one in values["figures"]}
    periods = [{one["figure"]: one["count"] for one in p["counts"]} for p in values["periods"]]
    percent = values["drawn_percent"]
    lines = [
        (
            f"From {bind(moment_text(values['since']))} on. Nobody is named. "
            f"Counts under {few} are withheld, others are to the nearest {few}."
        ),
        "Too few looks to say how many were justified in words because they were drawn."
        if percent is None
        else f"{percent} in 100 looks were justified in words because they were drawn.",
    ]
    return FiguresView(
        frame,
        tuple(lines),
        tuple(_period(one["period"], values["by"]) for one in values["periods"]),
        tuple(
            (
                words[one["figure"]],
                _count(one["count"], few),
                tuple(_count(period[one["figure"]], few) for period in periods),
            )
            for one in values["total"]
        ),
        tuple((_said(one["rule"]), _count(one["count"], few)) for one in values["refusals"]),
        tuple((_said(one["verdict"]), _count(one["count"], few)) for one in values["replays"]),
    )


def _period(period: str, by: str) -> str:
    if by == "team":
        return period
    return f"{'Week of ' if by == 'week' else ''}{bind(day_text(period))}"


def _count(count: int | None, few: int) -> str:
    if count == 0:
        return "0 entries"
    return f"under {few}" if count is None else f"{count:,}"


def _said(name: str) -> str:
    return capital_first(name.replace("_", " "))
