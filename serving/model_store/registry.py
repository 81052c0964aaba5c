"""What a registry of cards says, and what the service holds of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Protocol

from serving.answer.cards import Cards

__all__ = [
    "AGAIN_MODEL",
    "CHALLENGER",
    "CHAMPION",
    "DEMANDS",
    "HASH_TAG",
    "MAIN_MODEL",
    "PREVIOUS",
    "Held",
    "ModelStore",
    "ModelStoreError",
    "Version",
]

MAIN_MODEL, AGAIN_MODEL = "missing-children-main", "missing-children-again"
CHAMPION, CHALLENGER, PREVIOUS = "champion", "challenger", "previous"
#: The tag of a version that names its card's hash.
HASH_TAG = "card_hash"
#: What monitoring may demand, the mildest first; the tag ``monitored`` of a version says it,
#: ``monitored_on`` on which day.
DEMANDS = ("none", "review", "retest", "retrain", "stop")


class ModelStoreError(Exception):
    """The registry can't be asked, or what it holds can't be used. Says which and why."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version as the registry tells of it.

    Attributes:
        run: where the registry keeps the version's files.
        tags: texts by name: who approved it, its gates, what monitoring demands.
    """

    model: str
    version: str
    content_hash: str
    run: str
    tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def demand(self) -> str:
        """What monitoring last demanded, one of :data:`DEMANDS`; "" when nobody looked yet."""
        return (self.tags.get("monitored", "").split() or [""])[0]

    @property
    def demanded_on(self) -> str:
        """The day of the demand as the registry has it; "" if it has none."""
        return self.tags.get("monitored_on", "")

    @property
    def is_stopped(self) -> bool:
        """Whether its points may be shown to nobody."""
        return self.demand == "stop"


class ModelStore(Protocol):
    """Where cards are registered."""

    def versions(self, model: str) -> Mapping[str, Version]:
        """Alias -> version; empty if there is no such model. Raises ModelStoreError."""

    def card(self, version: Version) -> bytes:
        """The bytes of the version's card, unchecked. Raises ModelStoreError."""


@dataclass(frozen=True, slots=True)
class Held:
    """Everything that is known of the registered cards at one moment; replaced whole.

    Attributes:
        versions: the versions behind ``cards``, and the champion's ``previous``, by place:
            ``champion``, ``challenger``, ``previous``, ``again``.
        faults: place -> why what the registry names there is not in use.
        heard_at: when the registry answered last; None if not since this process began.
        silence: why it did not answer the last time it was asked; None if it did.
    """

    cards: Cards = field(default_factory=Cards)
    versions: Mapping[str, Version] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    heard_at: datetime | None = None
    silence: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "versions", MappingProxyType(dict(self.versions)))
        object.__setattr__(self, "faults", MappingProxyType(dict(self.faults)))
