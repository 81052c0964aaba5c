"""False alarms of the log's check over a million honest histories, and what its proof costs."""

from __future__ import annotations

import os
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from serving.audit.leaf import Answer
from serving.store.heads import prove
from serving.store.look_log import LookLog
from serving.store.opening import open_store
from serving.store.verifying import verify_log
from tests.bench.invented import Invented
from tests.lib.honest_histories import false_alarms
from tests.lib.logs import a_look, drawing
from tests.lib.sealed_logs import Sealed

__all__ = ["honest"]

HISTORIES = 1_000_000
#: A million would take an hour to enter here; the check's time grows with the entries.
ENTRIES = 200_000
_SHARE = 10_000
_ANSWER_BYTES = 4_400


def honest(_: Invented) -> dict[str, float]:
    """The figures of the log's check."""
    began = time.perf_counter()
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        shares = range(0, HISTORIES, _SHARE)
        alarms = sum(len(found) for found in pool.map(_share, shares))
    return {
        "log.honest_histories": HISTORIES,
        "log.false_alarms": alarms,
        "log.honest_seconds": time.perf_counter() - began,
        **_check(),
    }


def _share(first: int) -> list[tuple[int, str]]:
    return false_alarms(first, _SHARE)


def _check() -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="missing-risk-log-") as folder:
        store_file = Path(folder) / "log.db"
        with (
            open_store(f"sqlite:///{store_file}", writer=True) as store,
            Sealed(store, Path(folder)) as sealed,
        ):
            log = LookLog(store, drawing(1))
            sealing = sealed.begin()
            for first in range(0, ENTRIES, 256):
                answer = Answer(os.urandom(_ANSWER_BYTES // 2).hex().encode(), "text/plain", 200)
                log.append([a_look(first + i, answer=answer) for i in range(256)])
                sealing.seal(sealed.raw)
            log.close()
            began = time.perf_counter()
            report = verify_log(store)
            checked = time.perf_counter() - began
            began = time.perf_counter()
            proof = prove(store, a_look(ENTRIES // 2).id)
            proved = time.perf_counter() - began
            began = time.perf_counter()
            sealed.begin()
            opened = time.perf_counter() - began
        assert report.is_sound
        assert proof is not None
        assert proof.proof is not None
        return {
            "log.entries_checked": report.entries,
            "log.check_seconds": checked,
            "log.check_us_an_entry": checked / report.entries * 1e6,
            "log.proof_ms": proved * 1e3,
            "log.proof_bytes": len(proof.proof.text.encode()),
            "log.last_seal_found_ms": opened * 1e3,
        }
