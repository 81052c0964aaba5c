"""The page of recommendations: words for its template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from serving.figures import addresses
from serving.figures.month_tables import share_words
from serving.figures.months import month_words
from serving.pages.frames import Frame
from serving.pages.typography import bind

__all__ = ["MeasuredLine", "RecommendationView", "RecommendationsView", "recommendations_view"]

_LAST = 3


@dataclass(frozen=True, slots=True)
class MeasuredLine:
    """One indicator of a recommendation: its sentence, its movement, its last months."""

    name: str
    address: str
    sentence: str
    movement: str
    months: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RecommendationView:
    """One recommendation; ``features`` are (words, where it is tested)."""

    id: str
    asked: str
    done: str
    measured: tuple[MeasuredLine, ...]
    features: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RecommendationsView:
    """The whole page."""

    frame: Frame
    rows: tuple[RecommendationView, ...]
    address: str = addresses.RECOMMENDATIONS
    csv_address: str = addresses.RECOMMENDATIONS_CSV
    list_address: str = addresses.INDICATORS


def recommendations_view(values: Mapping[str, Any], frame: Frame) -> RecommendationsView:
    """The page of what the API answers under ``/api/v1/recommendations``."""
    rows = tuple(
        RecommendationView(
            row["id"],
            row["asked"],
            row["done"],
            tuple(map(_measured, row["indicators"])),
            tuple((one["words"], one["tested_in"]) for one in row["features"]),
        )
        for row in values["recommendations"]
    )
    return RecommendationsView(frame, rows)


def _measured(one: Mapping[str, Any]) -> MeasuredLine:
    return MeasuredLine(
        name=one["name"],
        address=addresses.indicator_address(one["id"]),
        sentence=bind(one["sentence"]),
        movement="" if one["movement"] is None else one["movement"]["words"],
        months=tuple(
            (month_words(month["month"]), share_words(month)) for month in one["months"][-_LAST:]
        ),
    )
