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
from serving.service.kept_inputs import KeptInputs
from serving.service.log_sealing import begin_log_sealing
from serving.service.rate_limits import Limited, Limits, Rate
from serving.service.shadow_looks import ShadowLooks
from serving.service.sign_in_provider import provider_of, refuse_demo_accounts
from serving.service.sign_in_state import SignIns
from serving.service.sign_in_upkeep import upkeep_of
from serving.settings import Settings
from serving.store.grants import check_role
from serving.store.looks import open_look_reader
from serving.store.opening import Store
from serving.store.schema import store_secret
from serving.store.writer import LookWriter

__all__ = ["open_service"]


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
        DemoAccountsError, IssuerError: as of :mod:`sign_in_provider`.
        StoreError: the log can't be written, so nothing could be answered; or the store
            lacks what was sealed of it; or production has no key or seal store for the log.
        WritableLogError: production's role could change the log.
        WeightsError: the folder of the settings holds no weights of this release.
    """
    refuse_demo_accounts(store, settings)
    if settings.is_production:
        check_role(store)
    sign_ins = SignIns(provider_of(settings))
    with store.reading() as connection:
        secret = store_secret(connection)
    reader = open_look_reader(store)
    policy = load_policy()
    sealing = begin_log_sealing(settings, store, clock, draw)
    try:
        writer = LookWriter(store, draw=draw)
    except BaseException:
        sealing.close()
        raise
    shadow = ShadowLooks(store, policy)
    try:
        service = Service(
            settings=settings,
            store=store,
            reader=reader,
            writer=writer,
            models=models,
            shadow=shadow,
            sealing=sealing,
            kept=KeptInputs(store, code_in_use()),
            policy=policy,
            intervals=load_intervals(),
            clock=clock,
            draw=draw,
            secret=secret,
            sign_ins=sign_ins,
            limits=Limits(_rates(settings), monotonic),
            weights={subject: load_weights(subject, settings.weights) for subject in Subject},
        )
        async with upkeep_of(service):
            yield service
    finally:
        if sign_ins.provider is not None:
            await sign_ins.provider.close()
        await asyncio.to_thread(shadow.close)
        await writer.close()
        await asyncio.to_thread(sealing.close)
        await reader.close()


def _rates(settings: Settings) -> dict[Limited, Rate]:
    return {
        Limited.LOOKS: Rate(settings.looks_a_minute),
        Limited.SEARCHES: Rate(settings.searches_a_minute),
        Limited.SIGN_INS: Rate(settings.sign_ins_a_minute),
        Limited.OTHERS: Rate(settings.others_a_minute),
    }
