"""The pages of indicators and recommendations: words for their templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from records.words import count_words, join_words
from serving.figures import addresses
from serving.figures.line_pictures import LinePicture, line_picture
from serving.figures.month_tables import (
    KindsTable,
    MonthLine,
    kinds_table,
    month_line,
    month_traces,
    share_words,
)
from serving.figures.months import month_words
from serving.figures.told_values import in_100
from serving.pages.frames import Frame
from serving.pages.typography import bind, moment_text

__all__ = [
    "IndicatorLine",
    "IndicatorView",
    "IndicatorsView",
    "indicator_view",
    "indicators_view",
    "place_words",
]


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator of the list."""

    name: str
    address: str
    question: str
    month: str
    share: str
    target: str
    cases_address: str


@dataclass(frozen=True, slots=True)
class IndicatorsView:
    """The list."""

    frame: Frame
    lines: tuple[IndicatorLine, ...]
    note: str
    address: str = addresses.INDICATORS


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """One indicator at one place.

    Attributes:
        facts: (name, value) of the definition.
        places: (words, address) of the force, its authorities and their teams; the one that is
            shown has no address.
        notes: what is withheld and why, how old the figures are.
    """

    frame: Frame
    name: str
    question: str
    place: str
    sentence: str
    movement: str
    picture: LinePicture | None
    months: tuple[MonthLine, ...]
    has_median: bool
    kinds: KindsTable | None
    facts: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str], ...]
    csv_address: str
    notes: tuple[str, ...]
    address: str
    list_address: str = addresses.INDICATORS


def indicators_view(
    values: Mapping[str, Any], frame: Frame, *, may_trace: bool = False
) -> IndicatorsView:
    """The page of what the API answers under ``/api/v1/indicators``."""
    lines = tuple(_line(one, may_trace=may_trace) for one in values["indicators"])
    return IndicatorsView(frame, lines, _few(values))


def _line(one: Mapping[str, Any], *, may_trace: bool) -> IndicatorLine:
    latest = one["latest"]
    is_traced = may_trace and latest is not None and latest["cases"] != 0
    return IndicatorLine(
        name=one["name"],
        address=addresses.indicator_address(one["id"]),
        question=one["question"],
        month="nothing published yet" if latest is None else month_words(latest["month"]),
        share="no figure" if latest is None else share_words(latest),
        target="no target" if one["target"] is None else f"{one['target']['percent']} in 100",
        cases_address=addresses.cases_address(one["id"], latest["month"]) if is_traced else "",
    )


def indicator_view(
    values: Mapping[str, Any], frame: Frame, *, may_trace: bool = False
) -> IndicatorView:
    """The page of what the API answers under ``/api/v1/indicators/{indicator_id}``.

    ``may_trace``: each figure leads to its cases, those that are withheld from others too.
    """
    months = values["months"]
    target = None if values["target"] is None else values["target"]["percent"]
    place = values["place"]
    name = place_words(place["authority"], place["team"])
    movement = values["movement"]
    return IndicatorView(
        frame=frame,
        name=values["name"],
        question=values["question"],
        place=name,
        sentence=bind(values["sentence"]),
        movement="" if movement is None else _movement(movement),
        picture=line_picture(f"{values['name']}, {name}", values["sentence"], months, target),
        months=tuple(
            month_line(month, month_traces(values, month) if may_trace else {})
            for month in reversed(months)
        ),
        has_median=bool(values["median_of"]),
        kinds=kinds_table(values, may_trace=may_trace),
        facts=_facts(values),
        places=_places(values),
        csv_address=addresses.indicator_csv_address(
            values["id"], place["authority"] or "", place["team"] or ""
        ),
        notes=(_few(values), _known(months)),
        address=addresses.indicator_address(
            values["id"], place["authority"] or "", place["team"] or ""
        ),
    )


def place_words(authority: str | None, team: str | None) -> str:
    """``the whole force``, ``Northshire``, ``City North, Northshire``."""
    return ", ".join(name for name in (team, authority) if name) or "the whole force"


def _movement(movement: Mapping[str, Any]) -> str:
    if movement["share_per_mille"] is None:
        return str(movement["words"])
    share = in_100(movement["share_per_mille"])
    cases = count_words(movement["cases"], "case")
    return f"{movement['words']} In the last six months together: {share} of {cases} told."


def _facts(values: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    target = values["target"]
    systems = join_words([system["system_name"] for system in values["systems"]])
    facts = [
        ("Definition", f"{values['definition']} (Version {values['definition_version']}.)"),
        ("Published", f"once, {values['settles_days']} days after the month's end"),
        ("From", systems),
        ("Serves", join_words(values["serves"])),
        (
            "Target",
            "None: more is not simply better."
            if target is None
            else f"{target['percent']} in 100: {target['source']}.",
        ),
    ]
    return tuple((name, bind(value)) for name, value in facts)


def _places(values: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    here = (values["place"]["authority"], values["place"]["team"])
    every = [(None, None), *((one["authority"], one["team"]) for one in values["places"])]
    return tuple(
        (
            place_words(*place),
            ""
            if place == here
            else addresses.indicator_address(values["id"], place[0] or "", place[1] or ""),
        )
        for place in every
    )


def _few(values: Mapping[str, Any]) -> str:
    return (
        f"Counts from 1 to {values['withheld_below'] - 1} are withheld, and with them what they "
        "could be found from. Nobody is named, and a month is told once."
    )


def _known(months: Sequence[Mapping[str, Any]]) -> str:
    if not months:
        return "Nothing is published yet: a month is told when nearly everything is written down."
    last = months[-1]
    return bind(
        f"The last month is as known at {moment_text(last['known_at'])}. Records that came later "
        "are not counted."
    )
