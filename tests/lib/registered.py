"""A registry of cards to test with, and what one tells of the cards in use."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from scorecard import Card
from serving.answer.cards import Cards, CardVersion
from serving.model_store import AGAIN_MODEL, MAIN_MODEL, Held, ModelStoreError, Version
from serving.service.show_models import model_values
from tests.lib.vignette_card import vignette_card

__all__ = ["FakeStore", "held_cards", "models_answer", "no_models"]


class FakeStore:
    """A registry that says what a test puts into it."""

    def __init__(self) -> None:
        self.aliases: dict[str, dict[str, Version]] = {MAIN_MODEL: {}, AGAIN_MODEL: {}}
        self.files: dict[str, bytes] = {}
        self.fetched: list[str] = []
        self.silent = False
        self.waits: threading.Event | None = None

    def put(
        self, alias: str, number: str, of: Card, model: str = MAIN_MODEL, **tags: str
    ) -> Version:
        """Register the card as this version and let the alias name it."""
        version = Version(model, number, of.content_hash, f"{model}/{number}", tags)
        self.files[version.run] = of.to_json()
        self.aliases[model][alias] = version
        return version

    def versions(self, model: str) -> Mapping[str, Version]:
        """What the aliases name."""
        if self.waits is not None:
            self.waits.wait(20)
        if self.silent:
            raise ModelStoreError("the registry can't be asked (Refused)")
        return dict(self.aliases[model])

    def card(self, version: Version) -> bytes:
        """The version's file."""
        self.fetched.append(version.run)
        return self.files[version.run]


_AT = datetime(2026, 11, 22, 2, 4, tzinfo=UTC)
_APPROVED = {
    "outcome": "exploitation-harm/2",
    "snapshot": "sha256:" + "5d" * 32,
    "trainer": "Ash Example",
    "approved_by": "Robin Other",
    "approved_on": "2026-11-03",
    "approved_note": "Recall holds in both cities.",
    "gate_ranks_well": "passed",
    "gate_calibrated": "passed",
}


def held_cards(demand: str = "review") -> Held:
    """A champion of which monitoring demands this, a challenger and the card before."""
    card = vignette_card()
    other = replace(card, base=9)
    champion = _version("7", card.content_hash, monitored=demand, monitored_on="2026-11-20")
    failed = {"gate_fair": "failed", "gate_stable": "not settled"}
    return Held(
        Cards(CardVersion(card, "7", champion.is_stopped), CardVersion(other, "8")),
        {
            "champion": champion,
            "challenger": _version("8", other.content_hash, approved_by="", **failed),
            "previous": _version("6", "sha256:" + "ab" * 32, promoted_despite="fair, stable"),
        },
        {"again": "version 3: is a card of another name; register it under its own"},
        heard_at=_AT,
    )


def _version(number: str, content_hash: str, **tags: str) -> Version:
    model = AGAIN_MODEL if number == "3" else MAIN_MODEL
    return Version(model, number, content_hash, "run", _APPROVED | tags)


def models_answer(demand: str = "review") -> dict[str, Any]:
    """What ``/api/v1/models`` answers of them."""
    return model_values(held_cards(demand), _AT)


def no_models() -> dict[str, Any]:
    """Nothing was promoted, and the registry is silent."""
    return model_values(Held(silence="the registry can't be asked (Refused)"), _AT)
