"""Look around and send, beside a running service or at a command: one round each minute."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from scorecard import Policy
from serving.entering.banding import band_missing_anew
from serving.service.context import Service
from serving.settings import Settings
from serving.store.errors import StoreError
from serving.telling.channels import Channel, Channels
from serving.telling.deliver import Delivered, deliver_due
from serving.telling.look_around import look_around
from serving.telling.mailing import open_mailer
from serving.telling.tellers import Teller
from serving.telling.webhook import open_webhook

__all__ = ["BAND_EVERY", "EVERY_S", "Round", "open_channels", "send_round", "sender_of"]

_LOG = logging.getLogger("serving")
#: A push waits no longer than this for its first try.
EVERY_S = 15.0
#: A band that time alone raises is raised in the lists no later than this.
BAND_EVERY = timedelta(minutes=5)
#: The way out of each channel of :mod:`serving.tables.messages`.
_OPENERS: Mapping[str, Callable[[Settings], Channel]] = MappingProxyType(
    {"webhook": open_webhook, "mail": open_mailer}
)


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did: notices that were new, by kind, and what came of deliveries."""

    told: Mapping[str, int]
    delivered: Delivered


def open_channels(settings: Settings) -> Channels:
    """Every way out of the settings; without any, nothing ever leaves.

    Raises:
        ChannelError: a way's own file can't be used.
    """
    return Channels(settings, _OPENERS)


def send_round(
    teller: Teller,
    channels: Channels,
    policy: Policy,
    clock: Callable[[], datetime],
    *,
    log_trouble: str | None = None,
) -> Round:
    """Look around once, then try everything that is due.

    Raises:
        StoreError: the store could not be read or written; what was sent meanwhile and not
            marked is sent again.
    """
    told = look_around(teller, clock(), policy, log_trouble=log_trouble)
    return Round(told, deliver_due(teller, channels, clock))


@asynccontextmanager
async def sender_of(service: Service, *, every_s: float = EVERY_S) -> AsyncIterator[None]:
    """Send in rounds while the service runs. A round that is under way at the end is let end.

    Raises:
        ChannelError: a way's own file can't be used; refused before anything is served.
    """
    with open_channels(service.settings) as channels:
        ending = asyncio.Event()
        running = asyncio.create_task(_go_on(service, channels, every_s, ending))
        try:
            yield
        finally:
            ending.set()
            await running


async def _go_on(
    service: Service, channels: Channels, every_s: float, ending: asyncio.Event
) -> None:
    banded = None
    while not ending.is_set():
        try:
            if banded is None or service.clock() - banded >= BAND_EVERY:
                banded = service.clock()
                await asyncio.to_thread(band_missing_anew, service, banded)
            trouble = service.sealing.trouble if service.sealing.sealer is not None else None
            await asyncio.to_thread(
                send_round, service, channels, service.policy, service.clock, log_trouble=trouble
            )
        except StoreError as fault:
            _LOG.warning("messages wait: %s", fault)
        except Exception as fault:  # noqa: BLE001  # or nobody would ever be told again
            _LOG.error("telling people failed: %s", type(fault).__name__)
        with suppress(TimeoutError):
            await asyncio.wait_for(ending.wait(), every_s)
