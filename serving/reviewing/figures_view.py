"""The page of how judgements and advice fared: counts, small ones withheld."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from serving.pages.frames import Frame
from serving.pages.typography import bind
from serving.reviewing.addresses import FIGURES

__all__ = ["FiguresView", "figures_view"]

_KINDS = {"agree": "Agreed", "raise": "Raised", "lower": "Lowered, or asked to"}
_WITHHELD = "1 to 4"


@dataclass(frozen=True, slots=True)
class FiguresView:
    """The whole page; each row is its words and its figures."""

    frame: Frame
    sentence: str
    kinds: tuple[tuple[str, ...], ...]
    lowered: tuple[tuple[str, str], ...]
    months: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    address: str = FIGURES


def figures_view(values: Mapping[str, Any], frame: Frame) -> FiguresView:
    """The page of what the API answers under ``/api/v1/judgements/figures``."""
    days, share = values["horizon_days"], values["overrides_percent"]
    overrides = (
        "How many of them differ from the advice is withheld: too few."
        if share is None
        else f"{share} in 100 of them differ from the advice."
    )
    return FiguresView(
        frame=frame,
        sentence=f"Judgements in two years: {_said(values['judgements'])}. {overrides}",
        kinds=tuple(
            (
                _KINDS[one["kind"]],
                *(_said(one[name]) for name in ("count", "measured", "harmed")),
                "withheld" if one["harmed_percent"] is None else f"{one['harmed_percent']} in 100",
                _said(one["not_measured"]),
            )
            for one in values["kinds"]
        ),
        lowered=tuple(
            (words, _said(values["lowered"][name]))
            for name, words in (
                ("approved", "Approved"), ("declined", "Declined"), ("undecided", "Not decided"),
            )
        ),
        months=tuple(
            (one["month"], *(_said(one[kind]) for kind in _KINDS)) for one in values["months"]
        ),
        notes=(
            bind(f"Harm: exploitation harm recorded within {days} days of the judgement."),
            bind(f"Not measured: less than {days} days have passed."),
            f"Counts below {values['withheld_below']} are withheld.",
            "The others are to the nearest 5.",
            "What followed does not say that a judgement was right or wrong: people act on it.",
        ),
    )  # fmt: skip


def _said(count: int | None) -> str:
    """A count as a table tells it; nothing at all is told in words."""
    if count is None:
        return _WITHHELD
    return f"{count:,}" if count else "0 judgements"
