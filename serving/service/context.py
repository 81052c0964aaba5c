"""What every use-case is given: store, log, champion, policy and clock. Nothing is global."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from duties.intervals import Intervals
from linkage.subjects import Subject
from linkage.weights import Weights
from scorecard import Policy
from serving.model_store import Held
from serving.service.kept_inputs import KeptInputs
from serving.service.log_sealing import LogSealing
from serving.service.rate_limits import Limits
from serving.service.shadow_looks import ShadowLooks
from serving.service.sign_in_state import SignIns
from serving.settings import Settings
from serving.store.looks import LookReader
from serving.store.opening import Store
from serving.store.writer import LookWriter

__all__ = ["Service"]


@dataclass(slots=True)
class Service:
    """One running service.

    Attributes:
        models: gives the scorecards that are held now, one set at a time; never waits.
        shadow: scores the challenger beside the champion, out of every look's way.
        sealing: signs the log's heads and has them cosigned, out of every look's way.
        kept: keeps what every answer is made from, before its look is entered.
        clock: gives the moment, in UTC; tests give their own.
        draw: gives so many random bytes.
        limits: how fast one account may ask.
        secret: the store's own secret, for what is signed rather than kept.
        sign_ins: what this process remembers of signing in, and the force's own service for it.
        weights: the linkage's, for children and for adults.
    """

    settings: Settings
    store: Store
    reader: LookReader
    writer: LookWriter
    models: Callable[[], Held]
    shadow: ShadowLooks
    sealing: LogSealing
    kept: KeptInputs
    policy: Policy
    intervals: Intervals
    clock: Callable[[], datetime]
    draw: Callable[[int], bytes]
    secret: bytes
    sign_ins: SignIns
    limits: Limits
    weights: Mapping[Subject, Weights]
