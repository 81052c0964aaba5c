"""The log's sealing beside a running service: put together from the settings, and its state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from serving.audit.notes import NoteError
from serving.settings import Settings
from serving.store.cosigning import Cosigner
from serving.store.errors import LogKeyError
from serving.store.opening import Store
from serving.store.sealer import Sealer
from serving.store.sealing import begin_sealing
from serving.witness.submitting import HttpWitness

__all__ = ["LATE_S", "LogSealing", "begin_log_sealing"]

#: Readiness says so when looks wait this long for a signed head. Looks go on.
LATE_S = 60.0


@dataclass(frozen=True, slots=True)
class LogSealing:
    """What seals and sends.

    Attributes:
        sealer: None in a demo without a key and a seal store, where nothing is sealed.
    """

    sealer: Sealer | None
    cosigner: Cosigner

    @property
    def trouble(self) -> str | None:
        """What is wrong with the sealing, in words; None if nothing is."""
        if self.sealer is None:
            return "nothing is sealed: no key and no seal store are configured"
        figures = self.sealer.figures
        if figures.behind_s > LATE_S:
            return figures.trouble or "looks have waited for a signed head for over a minute"
        return figures.trouble

    def close(self) -> None:
        """Seal what is left, and stop."""
        self.cosigner.close()
        if self.sealer is not None:
            self.sealer.close()


def begin_log_sealing(
    settings: Settings,
    store: Store,
    clock: Callable[[], datetime],
    draw: Callable[[int], bytes],
) -> LogSealing:
    """Find the last seal in the store, and begin to seal and to send heads.

    Raises:
        LogKeyError: production lacks the key or the seal store, or a witness's key is none.
        LogRolledBackError, SealsError: as of :func:`serving.store.sealing.begin_sealing`.
    """
    try:
        witnesses = [HttpWitness(address, key) for address, key in settings.log_witnesses]
    except NoteError as fault:
        raise LogKeyError(f"MISSING_RISK_LOG_WITNESSES: {fault}") from None
    if settings.log_key is None or settings.log_seals is None:
        if settings.is_production:
            raise LogKeyError(
                "production seals its log: set MISSING_RISK_LOG_KEY and MISSING_RISK_LOG_SEALS"
            )
        return LogSealing(None, Cosigner(store, ()))
    sealing = begin_sealing(
        store,
        settings.log_key,
        settings.log_seals,
        clock,
        draw,
        may_make_key=not settings.is_production,
    )
    return LogSealing(Sealer(store, sealing), Cosigner(store, witnesses))
