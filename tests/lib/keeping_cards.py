"""Keepers of cards to test with, and what is asked of them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from features.catalogue import CATALOGUE_VERSION
from scorecard import Card
from serving.model_store import CardKeeper, ModelStore, ModelStoreError
from tests.lib.cards import a_card

__all__ = ["NOW", "a_usable_card", "asked", "keeper_of", "named"]

NOW = datetime(2026, 11, 22, 13, 30, tzinfo=UTC)
_BANDS = ("Medium", "High")


def a_usable_card(name: str = "main", base: int = 8, **given: Any) -> Card:
    """A card of this release's catalogue; another base makes another card."""
    return a_card(name=name, base=base, **({"catalogue_version": CATALOGUE_VERSION} | given))


def keeper_of(store: ModelStore, folder: Path, **given: Any) -> CardKeeper:
    """A keeper that has not asked yet."""
    return CardKeeper(store, folder, _BANDS, lambda: NOW, **given)


def asked(keeper: CardKeeper) -> str:
    """Let the keeper ask; what it complains of, "" if of nothing."""
    try:
        keeper.refresh()
    except ModelStoreError as fault:
        return str(fault)
    return ""


def named(keeper: CardKeeper) -> tuple[str | None, str | None, str | None]:
    """The versions in use of champion, challenger and second card."""
    cards = keeper.cards()
    one, two, three = (
        None if card is None else card.version
        for card in (cards.champion, cards.challenger, cards.again)
    )
    return one, two, three
