"""The page of the judgements behind one figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.words import count_words
from serving.pages.addresses import child_address
from serving.pages.frames import Frame
from serving.reviewing.addresses import FIGURES
from serving.reviewing.figures_addresses import judgements_traced_address
from serving.reviewing.figures_view import KIND_WORDS, month_text

__all__ = ["TracedLine", "TracedView", "traced_view"]

_OUTCOMES = {
    "harmed": "harm was recorded after",
    "not_harmed": "harm was not recorded after",
    "not_measured": "not measured yet",
    "measured": "measured",
}
_DECISIONS = {"approved": "approved", "declined": "declined", "undecided": "nobody decided"}


@dataclass(frozen=True, slots=True)
class TracedLine:
    """One judgement; ``address`` is empty for whoever may not open the child's page."""

    reference: str
    child: str
    address: str
    month: str
    words: str
    entry: str


@dataclass(frozen=True, slots=True)
class TracedView:
    """One page of judgements."""

    frame: Frame
    lead: str
    lines: tuple[TracedLine, ...]
    shown: str
    next_page: str | None
    address: str
    figures: str = FIGURES


def traced_view(values: Mapping[str, Any], frame: Frame, *, may_open: bool) -> TracedView:
    """The page of what the API answers under ``/api/v1/judgements/figures/cases``."""
    asked = {name: values[name] for name in ("kind", "outcome", "decision") if values[name]}
    words = [
        *([KIND_WORDS[values["kind"]].lower()] if values["kind"] else []),
        *([_OUTCOMES[values["outcome"]]] if values["outcome"] else []),
        *([_DECISIONS[values["decision"]]] if values["decision"] else []),
    ]
    after = values["next_page"]
    return TracedView(
        frame=frame,
        lead=f"Judgements of two years: {', '.join(words) or 'all'}.",
        lines=tuple(_line(one, may_open=may_open) for one in values["judgements"]),
        shown=(
            f"{len(values['judgements'])} of {count_words(values['total'], 'judgement')} "
            "on this page."
        ),
        next_page=None if after is None else judgements_traced_address(**asked, after=after),
        address=judgements_traced_address(**asked),
    )


def _line(one: Mapping[str, Any], *, may_open: bool) -> TracedLine:
    words = [KIND_WORDS[one["kind"]], _OUTCOMES[one["outcome"]]]
    if one["kind"] == "lower":
        words.append(_DECISIONS[one["decision"]])
    child = one["child"]
    return TracedLine(
        one["reference"],
        child or one["limited"],
        child_address(child) if child and may_open else "",
        month_text(one["month"]),
        ", ".join(words),
        one["entry"],
    )
