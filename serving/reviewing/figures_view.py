"""The page of how judgements and advice fared: counts, small ones withheld, each with its trace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from records.words import NBSP, count_words
from serving.pages.frames import Frame
from serving.pages.typography import bind, moment_text
from serving.reviewing.addresses import FIGURES
from serving.reviewing.figures_addresses import (
    INDICATOR_OF_JUDGEMENTS,
    judgements_traced_address,
    month_traced_address,
)

__all__ = ["KIND_WORDS", "Cell", "FiguresView", "figures_view", "month_text"]

KIND_WORDS = {"agree": "Agreed", "raise": "Raised", "lower": "Lowered, or asked to"}
_WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure; where the judgements behind it are, empty for whoever may not trace."""

    words: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class FiguresView:
    """The whole page; each row is its words and its figures."""

    frame: Frame
    sentence: str
    kinds: tuple[tuple[str, tuple[Cell, ...]], ...]
    lowered: tuple[tuple[str, tuple[Cell, ...]], ...]
    months: tuple[tuple[str, tuple[Cell, ...]], ...]
    notes: tuple[str, ...]
    address: str = FIGURES
    indicator_address: str = INDICATOR_OF_JUDGEMENTS


def figures_view(
    values: Mapping[str, Any], frame: Frame, *, may_trace: bool = False
) -> FiguresView:
    """The page of what the API answers under ``/api/v1/judgements/figures``."""

    def cell(count: int | None, **asked: str) -> Cell:
        leads = may_trace and count != 0
        return Cell(_said(count), judgements_traced_address(**asked) if leads else "")

    def month_cell(month: str, count: int | None, part: str) -> Cell:
        leads = may_trace and count != 0
        return Cell(_said(count), month_traced_address(month, part) if leads else "")

    return FiguresView(
        frame=frame,
        sentence=_sentence(values),
        kinds=tuple(
            (
                KIND_WORDS[one["kind"]],
                (
                    cell(one["count"], kind=one["kind"]),
                    cell(one["measured"], kind=one["kind"], outcome="measured"),
                    cell(one["harmed"], kind=one["kind"], outcome="harmed"),
                    Cell(_share(one)),
                    cell(one["not_measured"], kind=one["kind"], outcome="not_measured"),
                ),
            )
            for one in values["kinds"]
        ),
        lowered=tuple(
            (words, (cell(values["lowered"][name], kind="lower", decision=name),))
            for name, words in (("approved", "Approved"), ("declined", "Declined"))
        ),
        months=tuple(
            (
                month_text(one["month"]),
                (
                    month_cell(one["month"], one["agree"], "met"),
                    month_cell(one["month"], one["differ"], "not_met"),
                ),
            )
            for one in values["months"]
        ),
        notes=_notes(values),
    )


def _sentence(values: Mapping[str, Any]) -> str:
    if values["since"] is None:
        return "No month of judgements is published yet."
    since, until = month_text(values["since"]), month_text(values["until"])
    share = values["overrides_percent"]
    said = f"Judgements from {since} to {until}: {_said(values['judgements'])}."
    if share is not None:
        said += f" {share} in 100 of them differ from the advice."
    left = values["months_withheld"]
    if left:
        said += f" {count_words(left, 'month')} left out: too few judgements."
    return bind(said)


def month_text(month: str) -> str:
    """``November 2026``, held together."""
    return f"{date.fromisoformat(month + '-01'):%B}{NBSP}{month[:4]}"


def _notes(values: Mapping[str, Any]) -> tuple[str, ...]:
    days = values["horizon_days"]
    known = values["known_at"]
    notes = [
        bind(f"Harm: exploitation harm recorded within {days} days of the judgement."),
        bind(f"Not measured: less than {days} days had passed when the month was published."),
        f"Counts below {values['withheld_below']} are withheld, and what they follow from.",
        "Raised, lowered and harm are to the nearest 5. The figures change once a month.",
        "What followed does not say that a judgement was right or wrong: people act on it.",
    ]
    if known is not None:
        notes.append(bind(f"As known at {moment_text(known)}."))
    return tuple(notes)


def _share(one: Mapping[str, Any]) -> str:
    if one["measured"] == 0:
        return "0 measured"
    return _WITHHELD if one["harmed_percent"] is None else f"{one['harmed_percent']} in 100"


def _said(count: int | None) -> str:
    """A count as a table tells it; nothing at all is told in words."""
    if count is None:
        return _WITHHELD
    return f"{count:,}" if count else "0 judgements"
