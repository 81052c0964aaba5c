"""The picture of an indicator over months: where each mark stands, for a template to draw.

A drawing of its own for a narrow screen: text of 14 units stays 14 pixels at 288. Its title and
description are made of the numbers of the table beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from serving.figures.months import month_words

__all__ = ["Dot", "LinePicture", "line_picture"]

WIDTH, HEIGHT = 288, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 280, 16, 150


@dataclass(frozen=True, slots=True)
class Dot:
    """One month that is told: the share, and the ends of its interval."""

    x: int
    y: int
    low_y: int
    high_y: int


@dataclass(frozen=True, slots=True)
class LinePicture:
    """The whole picture.

    Attributes:
        lines: runs of months told one after another, as points of a polyline; where a month
            is withheld or had nothing to count the line is broken.
        grid: (y, words) of none, 50 and all in 100.
        ends: (x, where the text is anchored, words) of the first and the last month.
        target_y: None without a target.
        changes: x of each month from which another definition holds.
    """

    title: str
    description: str
    lines: tuple[str, ...]
    dots: tuple[Dot, ...]
    grid: tuple[tuple[int, str], ...]
    ends: tuple[tuple[int, str, str], ...]
    target_y: int | None
    target_words: str
    changes: tuple[int, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = _RIGHT
    top: int = _TOP
    bottom: int = _BOTTOM


def line_picture(
    name: str, sentence: str, months: Sequence[Mapping[str, Any]], target: int | None
) -> LinePicture | None:
    """The picture of these months, the earliest first; None if no share is told in any."""
    if all(month["share_per_mille"] is None for month in months):
        return None
    dots = [_dot(place, len(months), month) for place, month in enumerate(months)]
    first, last = (month_words(month["month"]) for month in (months[0], months[-1]))
    return LinePicture(
        title=f"{name}, {first} to {last}",
        description=f"{sentence} The table below has the same figures.",
        lines=tuple(_runs(dots)),
        dots=tuple(dot for dot in dots if dot is not None),
        grid=tuple((_y(per_mille), f"{per_mille // 10}") for per_mille in (0, 500, 1000)),
        ends=((_LEFT, "start", first), (_RIGHT, "end", last)) if len(months) > 1
        else ((_LEFT, "start", first),),
        target_y=None if target is None else _y(10 * target),
        target_words="" if target is None else f"target {target}",
        changes=tuple(
            _x(place, len(months))
            for place, month in enumerate(months)
            if month["definition_changed"]
        ),
    )  # fmt: skip


def _dot(place: int, of: int, month: Mapping[str, Any]) -> Dot | None:
    if month["share_per_mille"] is None:
        return None
    low, high = _y(month["low_per_mille"]), _y(month["high_per_mille"])
    return Dot(_x(place, of), _y(month["share_per_mille"]), low, high)


def _runs(dots: Sequence[Dot | None]) -> list[str]:
    runs: list[list[Dot]] = [[]]
    for dot in dots:
        if dot is not None:
            runs[-1].append(dot)
        elif runs[-1]:
            runs.append([])
    return [" ".join(f"{dot.x},{dot.y}" for dot in run) for run in runs if len(run) > 1]


def _x(place: int, of: int) -> int:
    return _LEFT + 6 + (0 if of == 1 else round(place * (_RIGHT - _LEFT - 12) / (of - 1)))


def _y(per_mille: int) -> int:
    return _BOTTOM - round(per_mille * (_BOTTOM - _TOP) / 1000)
