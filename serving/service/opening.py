"""Put a running service together from its settings, and take it down again."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from duties.intervals import load_intervals
from linkage.subjects import Subject
from linkage.weights import load_weights
from scorecard import load_policy
from serving.model_store import Held
from serving.replay import code_in_use
from serving.service.context import Service
from serving.service.demo_accounts import has_demo_accounts
from serving.service.rate_limits import Limited, Limits, Rate
from serving.service.kept_inputs import KeptInputs
from serving.service.shadow_looks import ShadowLooks
from serving.service.sign_in_guesses import Guesses
from serving.settings import Settings
from serving.store.looks import open_look_reader
from serving.store.opening import Store
from serving.store.schema import store_secret
from serving.store.writer import LookWriter

__all__ = ["DemoAccountsError", "open_service", "refuse_demo_accounts"]


class DemoAccountsError(Exception):
    """The store holds demo accounts, and the service is configured for production."""


def refuse_demo_accounts(store: Store, settings: Settings) -> None:
    """Raises :class:`DemoAccountsError` rather than serve demo accounts in production."""
    if settings.is_production and has_demo_accounts(store):
        raise DemoAccountsError(
            "the store holds demo accounts, whose passwords anyone can read; "
            "use a store without them, or set MISSING_RISK_ENVIRONMENT=demo"
        )


@asynccontextmanager
async def open_service(
    settings: Settings,
    store: Store,
    models: Callable[[], Held],
    clock: Callable[[], datetime],
    draw: Callable[[int], bytes] = secrets.token_bytes,
    monotonic: Callable[[], float] = time.monotonic,
) -> AsyncIterator[Service]:
    """A service on an open store, for the running event loop; the store stays the caller's.

    Raises:
        DemoAccountsError: see :func:`refuse_demo_accounts`.
        StoreError: the log can't be written, so nothing could be answered.
        WeightsError: the folder of the settings holds no weights of this release.
    """
    refuse_demo_accounts(store, settings)
    with store.reading() as connection:
        secret = store_secret(connection)
    reader = open_look_reader(store)
    policy = load_policy()
    writer = LookWriter(store, draw=draw)
    shadow = ShadowLooks(store, policy)
    try:
        yield Service(
            settings=settings,
            store=store,
            reader=reader,
            writer=writer,
            models=models,
            shadow=shadow,
            kept=KeptInputs(store, code_in_use()),
            policy=policy,
            intervals=load_intervals(),
            clock=clock,
            draw=draw,
            secret=secret,
            guesses=Guesses(),
            limits=Limits(_rates(settings), monotonic),
            weights={subject: load_weights(subject, settings.weights) for subject in Subject},
        )
    finally:
        await asyncio.to_thread(shadow.close)
        await writer.close()
        await reader.close()


def _rates(settings: Settings) -> dict[Limited, Rate]:
    return {
        Limited.LOOKS: Rate(settings.looks_a_minute),
        Limited.SEARCHES: Rate(settings.searches_a_minute),
        Limited.SIGN_INS: Rate(settings.sign_ins_a_minute),
        Limited.OTHERS: Rate(settings.others_a_minute),
    }
