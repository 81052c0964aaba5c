"""What is to be held after the registry has spoken: a pure decision, place by place.

What the registry names counts only once its card is whole, is the one that its hash
names, and goes with this release. Where it doesn't, the champion and the second card go
on as they were; a challenger, on which nothing rests, is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from features.catalogue import CATALOGUE_VERSION
from scorecard import Card, CardError
from serving.answer.cards import Cards, CardVersion
from serving.model_store.registry import (
    CHALLENGER,
    CHAMPION,
    PREVIOUS,
    Held,
    ModelStoreError,
    Version,
)

__all__ = ["AGAIN", "checked", "choose"]

#: The place of the second card's champion.
AGAIN = "again"
#: Place -> the name that its card must bear.
_NAMES = {CHAMPION: "main", CHALLENGER: "main", AGAIN: "again"}
_Fetch = Callable[[Version], bytes]


def choose(
    held: Held,
    main: Mapping[str, Version],
    again: Mapping[str, Version],
    fetch: _Fetch,
    bands: tuple[str, ...],
    at: datetime,
) -> Held:
    """What to hold now that the registry named these versions by alias, for both models.

    ``fetch`` is asked only for cards that aren't held yet. ``bands`` are those that a main
    card must start: the policy's above the lowest.
    """
    faults: dict[str, str] = {}
    versions: dict[str, Version] = {}

    def place(where: str, named: Version | None, *, stays: bool) -> CardVersion | None:
        before, was = getattr(held.cards, where), held.versions.get(where)
        try:
            chosen = None if named is None else _load(where, named, held, fetch, bands)
        except ModelStoreError as fault:
            faults[where] = str(fault)
            chosen = None
        if chosen is not None and named is not None:
            versions[where] = named
            return chosen
        if not stays or before is None or was is None:
            return None
        # It may have been stopped since: it is asked after under whatever alias it has now.
        known = (again if where == AGAIN else main).values()
        versions[where] = now = next((v for v in known if v.version == was.version), was)
        said = faults.get(where, f"the registry names no {CHAMPION}")
        faults[where] = f"{said}; version {was.version} goes on"
        return CardVersion(before.card, before.version, now.is_stopped)

    champion = place(CHAMPION, main.get(CHAMPION), stays=True)
    named = main.get(CHALLENGER)
    if champion is not None and named is not None and named.content_hash == champion.content_hash:
        named = None  # Once promoted, the challenger is nobody's challenger any more.
    challenger = place(CHALLENGER, named, stays=False)
    second = place(AGAIN, again.get(CHAMPION), stays=True)
    if (previous := main.get(PREVIOUS)) is not None:
        versions[PREVIOUS] = previous
    return Held(Cards(champion, challenger, second), versions, faults, heard_at=at)


def _load(
    where: str, named: Version, held: Held, fetch: _Fetch, bands: tuple[str, ...]
) -> CardVersion:
    for known in (held.cards.champion, held.cards.challenger, held.cards.again):
        if known is not None and known.content_hash == named.content_hash:
            return checked(where, named, known.card, bands)
    return checked(where, named, fetch(named), bands)


def checked(where: str, named: Version, card: Card | bytes, bands: tuple[str, ...]) -> CardVersion:
    """The card as it may be used in its place.

    Raises:
        ModelStoreError: it is not whole, not the one that the hash names, or does not go
            with this place or this release.
    """
    said = f"version {named.version}"
    if isinstance(card, bytes):
        try:
            card = Card.from_json(card, named.content_hash)
        except CardError as fault:
            raise ModelStoreError(f"{said}: {fault}") from None
    if card.catalogue_version != CATALOGUE_VERSION:
        raise ModelStoreError(
            f"{said}: was fitted on another feature catalogue; train again with this release"
        )
    if card.name != _NAMES[where]:
        raise ModelStoreError(f"{said}: is a card of another name; register it under its own")
    if where != AGAIN and tuple(card.thresholds) != bands:
        raise ModelStoreError(f"{said}: starts other bands than the policy has; train again")
    return CardVersion(card, named.version, named.is_stopped)
