"""The ways by which messages leave, put together from the settings, and how one fails."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from serving.settings import Settings
from serving.telling.wording import Message

__all__ = ["Channel", "ChannelError", "Channels", "NotDeliveredError"]


class NotDeliveredError(Exception):
    """One try failed; the next may not. The message is a few words that name nobody: they are
    kept and shown."""


class ChannelError(Exception):
    """The settings of a way can't be used. The message names the file and what to write."""


class Channel(Protocol):
    """One way out."""

    def send(self, message: Message, at: datetime) -> None:
        """Deliver the message, or raise within a bounded time.

        Raises:
            NotDeliveredError: it did not arrive, or nobody knows that it did.
        """

    def close(self) -> None:
        """Let go of connections."""


class Channels:
    """The ways of these settings, each opened when it is first used.

    Args:
        openers: name of a way -> what opens it.
    """

    def __init__(self, settings: Settings, openers: Mapping[str, Callable[[Settings], Channel]]):
        self._open = {name: openers[name](settings) for name in settings.channels}

    def __getitem__(self, name: str) -> Channel:
        """The way of this name.

        Raises:
            NotDeliveredError: it was switched off after the message was made.
        """
        if name not in self._open:
            raise NotDeliveredError(f"{name} is switched off")
        return self._open[name]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with ExitStack() as closing:
            for channel in self._open.values():
                closing.callback(channel.close)
