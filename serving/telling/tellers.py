"""What telling asks of a running service: less than all of it, so that a command suffices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from serving.settings import Settings
from serving.store.opening import Store
from serving.store.schema import store_secret

__all__ = ["HostTeller", "Teller", "host_teller"]


class Teller(Protocol):
    """Whoever tells: a running service, or :class:`HostTeller`."""

    @property
    def store(self) -> Store:
        """Where notices and messages are kept."""

    @property
    def settings(self) -> Settings:
        """By which ways messages leave."""

    @property
    def secret(self) -> bytes:
        """The store's own secret, from which ids are made that give away nobody."""

    @property
    def draw(self) -> Callable[[int], bytes]:
        """Random bytes."""


@dataclass(frozen=True, slots=True)
class HostTeller:
    """A command on the host that tells."""

    store: Store
    settings: Settings
    secret: bytes
    draw: Callable[[int], bytes]


def host_teller(store: Store, settings: Settings, draw: Callable[[int], bytes]) -> HostTeller:
    """The teller of a command that has this store open."""
    with store.reading() as connection:
        secret = store_secret(connection)
    return HostTeller(store, settings, secret, draw)
