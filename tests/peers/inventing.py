"""The data of the comparison: a log of entries, skewed as forces' records are, and questions.

Ten kinds of entry over five years, about 11.4 a child (median 4, the 99th of a hundred 109,
at most 1,000), recorded hours (70 %), days (25 %) or months (5 %) after they happened;
in the order in which they were recorded; three moments a child. The same number always
gives the same data. Invented from nothing but these shapes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from features.catalogue import MATTERS
from features.compiled.flat import (
    BIRTH,
    NO_VALUE,
    Kind,
    key_number,
    matters_number,
    system_bits,
)
from features.compiled.flat_files import write_flat
from features.compiled.packed_files import write_packed
from features.compiled.packing import pack_columns
from features.local_days import NEVER
from features.table import Int64, micros
from records.events import Event, EventKind
from records.sources import EXTRACTED
from tests.lib.histories import source_of
from tests.peers.asked import KINDS, PEER_MATTERS

__all__ = ["CONNECTED", "Data", "births_of", "invent"]

MOMENTS = 3
CONNECTED = system_bits(EXTRACTED)
_YEARS = 5
_DAY = 86_400_000_000
_START = micros(datetime(2021, 1, 1, tzinfo=UTC))
_SPAN = _YEARS * 365 * _DAY
#: How common each kind is, in their order.
_SHARES = np.array([14, 13, 7, 12, 5, 20, 9, 10, 7, 3], dtype=np.float64)
_PLACES = 200
_ONE_AT_AN_EDGE = 200
#: What entries may say, so that the whole catalogue has something to count.
_TOLD: dict[EventKind, tuple[dict[str, Any], ...]] = {
    EventKind.MISSING_REPORTED: (
        {"missing_from": "home"},
        {"missing_from": "childrens_home"},
        {"missing_from": "home", "disclosure": "threats"},
    ),
    EventKind.MISSING_FOUND: (
        {"how_ended": "returned", "found_place": "home"},
        {"how_ended": "police_found", "found_place": "hotel"},
        {"how_ended": "police_found", "found_with": "adult_not_known_to_family"},
    ),
    EventKind.RETURN_INTERVIEW: (
        {"interview": "done"},
        {"interview": "done", "disclosure": "sexual_harm"},
        {"interview": "did_not_want_to"},
    ),
    EventKind.CRIME_VICTIM: (
        {"offence": "theft"},
        {"offence": "violence"},
        {"offence": "sexual_offence"},
    ),
    EventKind.CRIME_SUSPECT: ({"offence": "theft"}, {"offence": "drugs"}),
    EventKind.INCIDENT: (
        {"incident_type": "concern_for_safety", "child_seen": True},
        {"incident_type": "disturbance", "child_seen": False},
    ),
    EventKind.INTELLIGENCE_REPORT: ({"theme": "drugs"}, {"theme": "sexual_exploitation"}),
    EventKind.REFERRAL_RECEIVED: ({"concern": "neglect"}, {"concern": "sexual_exploitation"}),
    EventKind.DOMESTIC_INCIDENT: ({"risk": "standard"}, {"risk": "high", "child_seen": False}),
    EventKind.DETAINED: ({"power": "arrest"}, {"power": "section_136"}),
}


@dataclass(frozen=True, slots=True)
class Data:
    """Where the data of one size lie.

    ``log``: flat rows as Parquet, with the matters of the features that all can express.
    ``questions``: child and moment. ``packed``, ``packed_whole``: our own store of the log,
    for those features and for the whole catalogue.
    """

    folder: Path
    children: int

    @property
    def log(self) -> Path:
        return self.folder / f"log-{self.children}.parquet"

    @property
    def questions(self) -> Path:
        return self.folder / f"questions-{self.children}.parquet"

    @property
    def packed(self) -> Path:
        return self.folder / f"packed-{self.children}"

    @property
    def packed_whole(self) -> Path:
        return self.folder / f"packed-whole-{self.children}"

    def values(self, name: str) -> Path:
        """Where what an engine gave is put down."""
        return self.folder / f"values-{self.children}-{name}.npy"


def invent(folder: Path, children: int, seed: int = 5) -> Data:
    """Write everything for ``children``; what is there already is used again."""
    data = Data(folder, children)
    if (data.packed_whole / "manifest.json").exists():
        return data
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(seed)
    flat, kinds, told = _log(children, random)
    births, connected = births_of(children), np.full(children, CONNECTED, dtype=np.int64)
    write_flat(data.log, flat)
    # For the others: one column that says which of the ten kinds an entry is.
    log = pq.read_table(data.log).append_column("entry", pa.array(kinds.astype(np.uint8)))
    pq.write_table(log, data.log, compression="zstd")
    child = np.repeat(np.arange(children, dtype=np.int64), MOMENTS)
    as_of = _START + _SPAN // 5 + random.integers(0, _SPAN * 4 // 5, len(child))
    # Some are asked at the very moment of an entry: there engines differ that take both edges.
    edges = np.arange(0, len(child), _ONE_AT_AN_EDGE)
    entries = random.choice(len(flat["child"]), len(edges), replace=False)
    child[edges], as_of[edges] = flat["child"][entries], flat["occurred"][entries]
    moments = pa.array(as_of).cast(pa.timestamp("us", tz="UTC"))
    asked = pa.table({"child": child, "as_of": moments})
    pq.write_table(asked, data.questions, compression="zstd")
    write_packed(data.packed, pack_columns(flat, connected, births, matters=PEER_MATTERS))
    write_packed(data.packed_whole, pack_columns({**flat, "matters": told}, connected, births))
    return data


def births_of(children: int) -> npt.NDArray[Any]:
    """A birth date for each child, known from the start."""
    births = np.empty(children, dtype=BIRTH)
    births["child"], births["known_from"] = np.arange(children), _START
    births["known_until"] = NEVER
    births["day"] = 20_100_101 + 10_000 * (np.arange(children) % 7)
    return births


def _log(
    children: int, random: np.random.Generator
) -> tuple[dict[str, npt.NDArray[Any]], Int64, npt.NDArray[np.uint64]]:
    """The flat rows, their kinds' places, and the matters of the whole catalogue for them."""
    counts = random.lognormal(np.log(4.2), 1.42, children).astype(np.int64).clip(0, 1_000)
    child = np.repeat(np.arange(children, dtype=np.int64), counts)
    rows = len(child)
    kind = random.choice(len(KINDS), rows, p=_SHARES / _SHARES.sum()).astype(np.int64)
    occurred = _START + random.integers(0, _SPAN, rows)
    recorded = occurred + _delays(rows, random)
    order = np.argsort(recorded, kind="stable")
    child, kind, occurred = child[order], kind[order], occurred[order]
    places = np.array([key_number("value", str(place)) for place in range(_PLACES)])
    is_found = kind == KINDS.index(EventKind.MISSING_FOUND)
    value = np.where(is_found, places[random.integers(0, _PLACES, rows)], NO_VALUE)
    of_kind = [
        matters_number([code, len(KINDS) + 1] if place == 1 else [code])
        for place, code in enumerate(range(1, len(KINDS) + 1))
    ]
    kernel = np.array([_KERNEL_KINDS.get(k, Kind.OTHER) for k in KINDS], dtype=np.uint8)
    # A report's first 3 o'clock: near enough for what is measured here.
    night = occurred // _DAY * _DAY + _DAY + _DAY // 8
    flat = {
        "child": child,
        "recorded": recorded[order],
        "occurred": occurred,
        "reference": random.integers(1, 2**62, rows),
        "value": value,
        "extra": np.where(kind == 0, night, 0),
        "matters": np.array(of_kind, dtype=np.uint64)[kind],
        "kind": kernel[kind],
    }
    return flat, kind, _told(kind, random)


_KERNEL_KINDS = {
    EventKind.MISSING_REPORTED: Kind.REPORTED,
    EventKind.MISSING_FOUND: Kind.FOUND,
}


def _delays(rows: int, random: np.random.Generator) -> Int64:
    which = random.random(rows)
    hours = random.exponential(6, rows) * _DAY / 24
    days = random.uniform(1, 14, rows) * _DAY
    months = random.uniform(30, 180, rows) * _DAY
    chosen = np.select([which < 0.7, which < 0.95], [hours, days], months)
    return chosen.astype(np.int64)


def _told(kind: Int64, random: np.random.Generator) -> npt.NDArray[np.uint64]:
    """The catalogue's matters of each row: of an entry that says one of :data:`_TOLD`."""
    most = max(len(told) for told in _TOLD.values())
    moment = datetime(2024, 5, 1, 12, tzinfo=UTC)
    numbers = np.zeros((len(KINDS), most), dtype=np.uint64)
    for place, of in enumerate(KINDS):
        for column in range(most):
            details = _TOLD[of][column % len(_TOLD[of])]
            occurred = moment + timedelta(hours=12 * (column == 0))
            event = Event(source_of(of), of, "R-1", "E-1", occurred, occurred, details)
            numbers[place, column] = matters_number(c for c, _ in MATTERS.of_event(event))
    return numbers[kind, random.integers(0, most, len(kind))]
