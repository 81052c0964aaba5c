"""Our engine and others side by side: rounds in which each runs once, in a fresh process.

Whatever else the machine does falls on all of a round alike, so the ratios are taken
within rounds; the median of them is told.
"""

from __future__ import annotations

import importlib.util
import json
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from features.table import Int32
from tests.peers.__main__ import WARMED_ON
from tests.peers.engines import PEERS
from tests.peers.inventing import MOMENTS, Data, invent
from tests.peers.ours import FROM_LOG, FROM_STORE, KNOWN_AT_ONCE, WHOLE

__all__ = ["Compared", "Measurement", "compare"]

_ROOT = Path(__file__).resolve().parents[2]
#: This one knows of no moment of recording; how it differs is told, not refused.
_BLIND = "timeseriesflattener"


@dataclass(frozen=True, slots=True)
class Measurement:
    """The medians of one engine at one size; seconds and MB.

    Attributes:
        compute_ratio: how many times longer it computes than ours from our own store.
        store_ratio, log_ratio: how many times longer it takes to read and compute than ours
            does from our own store, and from the same log.
        differing: the share of questions with a value unlike ours, for the columns it has.
    """

    engine: str
    children: int
    rounds: int
    read: float
    compute: float
    peak: float
    before: float
    compute_ratio: float
    store_ratio: float
    log_ratio: float
    columns: int
    differing: float


@dataclass(frozen=True, slots=True)
class Compared:
    """One size, all engines.

    Attributes:
        missing: the packages that are not installed, and so were not measured.
        output_mb, records_mb: what our engine gives, and what our store holds.
        only_late: of the questions in which timeseriesflattener differs, the share that
            does not once nothing is recorded late; the rest counts the moment itself.
    """

    children: int
    rows: int
    questions: int
    measurements: tuple[Measurement, ...]
    missing: tuple[str, ...]
    output_mb: float
    records_mb: float
    only_late: float | None

    def as_json(self) -> dict[str, object]:
        """As plain values."""
        return asdict(self)


def compare(
    folder: Path,
    children: int,
    rounds: int,
    say: Callable[[str], None],
    peers: Iterable[str] = tuple(PEERS),
    peer_rounds: int | None = None,
) -> Compared:
    """Measure ours and ``peers`` on ``children``, ``rounds`` times each, or the others in
    the first ``peer_rounds`` alone.

    Raises:
        RuntimeError: an engine failed, or gave other values than ours where it can tell
            what was known.
    """
    invent(folder, WARMED_ON)
    data = invent(folder, children)
    missing = sorted(
        {PEERS[p].package for p in peers if importlib.util.find_spec(PEERS[p].package) is None}
    )
    for package in missing:
        say(f"{package} is not installed, so it is not compared: pip install {package}")
    chosen = [FROM_STORE, FROM_LOG, WHOLE]
    chosen += [peer for peer in peers if PEERS[peer].package not in missing]
    found: dict[str, list[Mapping[str, float]]] = {name: [] for name in chosen}
    for number in range(rounds):
        for name in chosen:
            if name in PEERS and number >= (rounds if peer_rounds is None else peer_rounds):
                continue
            figures = _run(name, folder, children)
            found[name].append(figures)
            said = f"read {figures['read']:.3f} s, compute {figures['compute']:.3f} s"
            say(f"round {number + 1} of {rounds}, {children:,} children, {name}: {said}")
    ours = np.load(data.values(FROM_STORE))
    only_late = None
    if _BLIND in chosen:
        _run(KNOWN_AT_ONCE, folder, children)
        only_late = _only_late(data, ours)
    return Compared(
        children=children,
        rows=_rows(data),
        questions=children * MOMENTS,
        measurements=tuple(_medians(data, name, found, ours) for name in chosen),
        missing=tuple(missing),
        output_mb=ours.nbytes / 2**20,
        records_mb=sum(path.stat().st_size for path in data.packed.iterdir()) / 2**20,
        only_late=only_late,
    )


def _run(name: str, folder: Path, children: int) -> Mapping[str, float]:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.peers", name, str(folder), str(children)],
        cwd=_ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if ran.returncode:
        raise RuntimeError(f"{name} failed:\n{ran.stderr[-2_000:]}")
    figures: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return figures


def _medians(
    data: Data, name: str, found: Mapping[str, list[Mapping[str, float]]], ours: Int32
) -> Measurement:
    own = found[name]

    def median(what: Callable[[int], float]) -> float:
        return statistics.median(what(number) for number in range(len(own)))

    def whole(of: str, number: int) -> float:
        return found[of][number]["read"] + found[of][number]["compute"]

    columns, differing = _differing(data, name, ours)
    return Measurement(
        engine=name,
        children=data.children,
        rounds=len(own),
        read=median(lambda n: own[n]["read"]),
        compute=median(lambda n: own[n]["compute"]),
        peak=median(lambda n: own[n]["peak"]),
        before=median(lambda n: own[n]["before"]),
        compute_ratio=median(lambda n: own[n]["compute"] / found[FROM_STORE][n]["compute"]),
        store_ratio=median(lambda n: whole(name, n) / whole(FROM_STORE, n)),
        log_ratio=median(lambda n: whole(name, n) / whole(FROM_LOG, n)),
        columns=columns,
        differing=differing,
    )


def _differing(data: Data, name: str, ours: Int32) -> tuple[int, float]:
    values = np.load(data.values(name), mmap_mode="r")
    if name == WHOLE:
        return values.shape[1], 0.0
    differs = float((values != ours[:, : values.shape[1]]).any(axis=1).mean())
    if differs and name != _BLIND:
        raise RuntimeError(f"{name} gives other values than ours in {differs:.2%} of questions")
    return values.shape[1], differs


def _only_late(data: Data, ours: Int32) -> float:
    """Where it differs from ours: the share that goes when nothing is recorded late."""
    blind, at_once = np.load(data.values(_BLIND)), np.load(data.values(KNOWN_AT_ONCE))
    columns = blind.shape[1]
    differs = (blind != ours[:, :columns]).any(axis=1)
    left = (blind != at_once[:, :columns]).any(axis=1)
    return float(1 - (differs & left).sum() / max(differs.sum(), 1))


def _rows(data: Data) -> int:
    starts = np.load(data.packed / "starts.npy")
    return int(starts[-1])
