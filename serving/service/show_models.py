"""Show which scorecards are in use, who approved each, and what monitoring demands of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from records.calendar import instant_to_text
from records.words import length_words
from serving.access.permissions import Officer, Permission
from serving.answer.cards import CardVersion
from serving.answer.encoder import encode
from serving.model_store import Held, Version
from serving.service.access_log import check_may, log_look
from serving.service.context import Service
from serving.store.writer import Receipt

__all__ = ["DEMAND_WORDS", "ModelsShown", "model_values", "show_models"]

#: Demand of monitoring -> what is told of it. ``stop`` is obeyed: nobody is shown points.
DEMAND_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "": "Monitoring has not looked at it yet.",
        "none": "Monitoring found nothing to do.",
        "review": "The card is due to be looked at: something it rests on has changed.",
        "retest": "The card is due to be tested again on newer outcomes.",
        "retrain": "The card is due to be replaced by one that is trained on newer records.",
        "stop": "The card is stopped: its points are shown to nobody until it has been checked.",
    }
)
#: It is asked twice a minute.
_PATIENCE = timedelta(minutes=10)
_NOT_UNDERSTOOD = "Monitoring demands something that this release does not know."
_PLACES = MappingProxyType(
    {
        "champion": "The card in use",
        "again": "The second card in use: missing again",
        "challenger": "The challenger: scored beside it and shown to nobody",
        "previous": "The card before",
    }
)
#: Why a place is empty.
_EMPTY = MappingProxyType(
    {
        "champion": "No card was promoted yet, so bands rest on policy alone.",
        "again": "No second card was promoted, so nothing is said of being missing again.",
        "challenger": "There is no challenger now.",
        "previous": "No card was in use before this one.",
    }
)


@dataclass(frozen=True, slots=True)
class ModelsShown:
    """What is told: the values, the exact bytes, and the log's receipt."""

    values: dict[str, Any]
    body: bytes
    receipt: Receipt


async def show_models(service: Service, officer: Officer) -> ModelsShown:
    """The cards in every place, as the registry last told of them. Never asks the registry.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        StoreUnavailableError: it could not be logged, so there is no answer.
    """
    now = service.clock()
    await check_may(service, officer, Permission.MODELS_VIEW, now)
    values = model_values(service.models(), now)
    body = encode(values)
    receipt = await log_look(
        service,
        officer,
        kind="MODELS_SHOWN",
        at=now,
        body=body,
        inputs={"as_of": instant_to_text(now)},
    )
    return ModelsShown(values, body, receipt)


def model_values(held: Held, now: datetime) -> dict[str, Any]:
    """Everything that is held of the registered cards, for people who answer for them."""
    return {
        "as_at": instant_to_text(now),
        "registry": {
            "heard_at": None if held.heard_at is None else instant_to_text(held.heard_at),
            "silence": held.silence or _overdue(held.heard_at, now),
        },
        "places": [
            {
                "place": place,
                "words": words,
                "card": _card(place, held),
                "trouble": held.faults.get(place),
                "empty": None if place in held.versions else _EMPTY[place],
            }
            for place, words in _PLACES.items()
        ],
    }


def _overdue(heard_at: datetime | None, now: datetime) -> str | None:
    """A registry that hangs says nothing of itself: its silence is seen by the clock."""
    if heard_at is None or now - heard_at <= _PATIENCE:
        return None
    return f"no answer for {length_words(now - heard_at)}"


def _card(place: str, held: Held) -> dict[str, Any] | None:
    version = held.versions.get(place)
    if version is None:
        return None
    loaded: CardVersion | None = getattr(held.cards, place, None)
    tags = version.tags
    return {
        "model": version.model,
        "version": version.version,
        "card_hash": version.content_hash,
        "state": _state(place, loaded),
        "thresholds_version": loaded.card.thresholds_version if loaded is not None else None,
        "lines": len(loaded.card.lines) if loaded is not None else None,
        "outcome": tags.get("outcome"),
        "snapshot": tags.get("snapshot"),
        "trainer": tags.get("trainer"),
        "approved_by": tags.get("approved_by"),
        "approved_on": tags.get("approved_on"),
        "approved_note": tags.get("approved_note"),
        "promoted_despite": _listed(tags.get("promoted_despite", "")),
        "gates": [
            {"name": name.removeprefix("gate_"), "result": tags[name]}
            for name in sorted(tags)
            if name.startswith("gate_")
        ],
        "monitored": {
            "demand": version.demand,
            "on": version.demanded_on or None,
            "words": _demand_words(version),
        },
    }


def _state(place: str, loaded: CardVersion | None) -> str:
    if loaded is None:
        return "kept"
    return "in shadow" if place == "challenger" else loaded.state


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _demand_words(version: Version) -> str:
    return DEMAND_WORDS.get(version.demand, _NOT_UNDERSTOOD)
