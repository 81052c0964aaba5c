"""The pages of indicators and recommendations: words for their templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from records.words import count_words, join_words
from serving.figures import addresses
from serving.figures.line_pictures import LinePicture, line_picture
from serving.figures.months import month_words
from serving.figures.told_values import in_100, tenths
from serving.pages.frames import Frame
from serving.pages.typography import bind, moment_text

__all__ = [
    "IndicatorLine",
    "IndicatorView",
    "IndicatorsView",
    "KindsTable",
    "MonthLine",
    "indicator_view",
    "indicators_view",
    "place_words",
    "share_words",
]

WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator of the list."""

    name: str
    address: str
    question: str
    month: str
    share: str
    target: str


@dataclass(frozen=True, slots=True)
class IndicatorsView:
    """The list."""

    frame: Frame
    lines: tuple[IndicatorLine, ...]
    note: str
    address: str = addresses.INDICATORS


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One month of the table; ``notes`` says what must be known of it."""

    month: str
    share: str
    interval: str
    met: str
    cases: str
    not_known: str
    median: str
    notes: str


@dataclass(frozen=True, slots=True)
class KindsTable:
    """How a part falls to kinds: its columns, and (kind, counts)."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


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


def indicators_view(values: Mapping[str, Any], frame: Frame) -> IndicatorsView:
    """The page of what the API answers under ``/api/v1/indicators``."""
    return IndicatorsView(frame, tuple(map(_line, values["indicators"])), _few(values))


def _line(one: Mapping[str, Any]) -> IndicatorLine:
    latest = one["latest"]
    return IndicatorLine(
        name=one["name"],
        address=addresses.indicator_address(one["id"]),
        question=one["question"],
        month="nothing published yet" if latest is None else month_words(latest["month"]),
        share="no figure" if latest is None else share_words(latest),
        target="no target" if one["target"] is None else f"{one['target']['percent']} in 100",
    )


def indicator_view(values: Mapping[str, Any], frame: Frame) -> IndicatorView:
    """The page of what the API answers under ``/api/v1/indicators/{indicator_id}``."""
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
        months=tuple(_month_line(month) for month in reversed(months)),
        has_median=bool(values["median_of"]),
        kinds=_kinds(values),
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


def share_words(figure: Mapping[str, Any]) -> str:
    """The share of one month, or why there is none."""
    if figure["cases"] == 0:
        return "nothing to count"
    if figure["met"] is None:
        return WITHHELD
    if figure["share_per_mille"] is None:
        return "none known"
    return in_100(figure["share_per_mille"])


def _month_line(month: Mapping[str, Any]) -> MonthLine:
    interval = "no interval"
    if month["share_per_mille"] is not None:
        interval = f"{tenths(month['low_per_mille'])} to {tenths(month['high_per_mille'])}"
    median = month["median_days"]
    return MonthLine(
        month=month_words(month["month"]),
        share=share_words(month),
        interval=interval,
        met=_count(month["met"]),
        cases=_count(month["cases"]),
        not_known=_count(month["not_known"]),
        median="not told" if median is None else count_words(median, "day"),
        notes=f"definition {month['definition_version']} from here on"
        if month["definition_changed"]
        else "",
    )


def _count(count: int | None) -> str:
    if count is None:
        return WITHHELD
    return str(count) if count else "no case"


def _movement(movement: Mapping[str, Any]) -> str:
    if movement["share_per_mille"] is None:
        return str(movement["words"])
    share = in_100(movement["share_per_mille"])
    cases = count_words(movement["cases"], "case")
    return f"{movement['words']} In the last six months together: {share} of {cases} told."


_KINDS_OF = {
    "met": "Of those met",
    "not_met": "Of those not met",
    "not_known": "Of those not known",
}
_MONTHS_OF_KINDS = 6


def _kinds(values: Mapping[str, Any]) -> KindsTable | None:
    if not values["kinds"]:
        return None
    rows = values["kinds"]
    shown = [month["month"] for month in rows[0]["months"]][-_MONTHS_OF_KINDS:]
    return KindsTable(
        heading=f"{_KINDS_OF[values['kinds_of']]}, by kind, in the whole force",
        columns=tuple(month_words(month) for month in shown),
        rows=tuple(
            (row["words"], tuple(_count(m["cases"]) for m in row["months"][-len(shown) :]))
            for row in rows
        ),
    )


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
