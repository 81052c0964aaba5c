"""The page that says which scorecards are in use, for those who answer for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.words import join_words
from serving.pages.addresses import MODELS
from serving.pages.frames import Frame
from serving.pages.typography import bind, day_text, moment_text

__all__ = ["ModelsView", "PlaceView", "models_view"]


@dataclass(frozen=True, slots=True)
class PlaceView:
    """One place: its heading, what must be said first, and the facts of its card.

    Attributes:
        anchor: the heading's id.
        lines: sentences; of an empty place why it is empty.
        facts: (name, value); none of an empty place.
    """

    anchor: str
    heading: str
    lines: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ModelsView:
    """The whole page."""

    frame: Frame
    places: tuple[PlaceView, ...]
    registry: str
    address: str = MODELS


def models_view(values: Mapping[str, Any], frame: Frame) -> ModelsView:
    """The page of what the API answers under ``/api/v1/models``."""
    return ModelsView(
        frame, tuple(_place(place) for place in values["places"]), _registry(values["registry"])
    )


def _place(place: Mapping[str, Any]) -> PlaceView:
    card = place["card"]
    trouble = () if place["trouble"] is None else (f"{place['trouble'].capitalize()}.",)
    if card is None:
        return PlaceView(place["place"], place["words"], (*trouble, place["empty"]), ())
    monitored = card["monitored"]
    on = f" Looked at on {_day(monitored['on'])}." if monitored["on"] else ""
    facts = [
        ("Version", card["version"]),
        ("Card", card["card_hash"]),
        ("State", card["state"].capitalize()),
        ("Predicts", card["outcome"]),
        ("Learnt from", card["snapshot"]),
        ("Trained by", card["trainer"]),
        ("Approved", _approval(card)),
        ("Said at approval", card["approved_note"]),
        ("Gates", _gates(card["gates"])),
        ("Promoted all the same", join_words(card["promoted_despite"])),
    ]
    return PlaceView(
        place["place"],
        place["words"],
        (*trouble, f"{monitored['words']}{on}"),
        tuple((name, bind(value)) for name, value in facts if value),
    )


def _approval(card: Mapping[str, Any]) -> str:
    """By whom and when; a card that nobody approved says so."""
    if not card["approved_by"]:
        return "Nobody has approved it"
    on = f" on {_day(card['approved_on'])}" if card["approved_on"] else ""
    return f"By {card['approved_by']}{on}"


def _day(text: str) -> str:
    """The day in words; what the registry has instead of a day stays as it is."""
    try:
        return day_text(text)
    except ValueError:
        return text


def _gates(gates: list[Mapping[str, Any]]) -> str:
    """``6 passed; failed: ranks well``."""
    by_result: dict[str, list[str]] = {}
    for gate in gates:
        by_result.setdefault(gate["result"], []).append(gate["name"].replace("_", " "))
    return "; ".join(
        f"{len(names)} passed" if result == "passed" else f"{result}: {join_words(names)}"
        for result, names in sorted(by_result.items(), key=lambda pair: pair[0] != "passed")
    )


def _registry(registry: Mapping[str, Any]) -> str:
    heard = registry["heard_at"]
    if heard is None:
        said = "The registry has not answered since this service began: the last cards go on."
    else:
        said = f"The registry last answered at {moment_text(heard)}."
    silence = registry["silence"]
    return said if silence is None else f"{said} Since then: {silence}. The last cards go on."
