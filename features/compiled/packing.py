"""Flat rows as the compiled engine reads them: by child, in order of time, keys numbered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from features.catalogue import MATTERS
from features.compiled.flat import BIRTH, DEFAULTS, FLAT, Kind, birth_dates, flatten, system_bits
from features.compiled.packing_kernels import find_profiles, loosen, settle
from features.compiled.threads import chunks, default_threads
from features.local_days import NEVER
from features.matters import MatterTable
from features.table import Int64
from records.history import History
from records.persons import ChildId

__all__ = ["ENTRY", "Packed", "pack", "pack_columns", "packing_version"]

#: One entry. ``reference`` and ``value``: numbers from 0 within the child, -1 for none.
#: ``profile``: its row of ``Packed.kinds`` and ``Packed.matters``. ``more``: its row of
#: ``Packed.more``.
ENTRY = np.dtype(
    [
        ("recorded", np.int64),
        ("occurred", np.int64),
        ("reference", np.int32),
        ("value", np.int32),
        ("more", np.int32),
        ("profile", np.int32),
    ],
    align=True,
)
#: A row that has come to its child, but not yet to its place: as long as an entry, and in
#: the same memory, so that packing needs no second copy of all.
LOOSE = np.dtype(
    [
        ("recorded", np.int64),
        ("occurred", np.int64),
        ("reference", np.int64),
        ("row", np.int32),
        ("profile", np.int32),
    ],
    align=True,
)
#: No more different (kind, matters) than this; a catalogue makes some dozens.
_MOST_PROFILES = 1 << 14
_MOST_ROWS = 2**31 - 1
#: Each part of the rows counts all children, so there are no more than this.
_MOST_PARTS = 8
#: A thread is given so many stretches of children, for those with much to be shared out.
_STRETCHES = 8


@dataclass(frozen=True, slots=True)
class Packed:
    """Many histories as arrays; made by :func:`pack` or :func:`pack_columns`.

    Attributes:
        version: what the arrays mean: :func:`packing_version`.
        children: the child in each place, as text of one width; empty if places alone tell
            them apart.
        entries: :data:`ENTRY`, each child's together, in order of (occurred, recorded, entry).
        starts: entries of child i are ``entries[starts[i]:starts[i + 1]]``.
        more: what few entries have, (gone, extra) as flat rows have them; row 0 is what
            all others have.
        kinds, matters: by profile: the ``Kind``, and the codes of matters, a byte each.
        about: by child: how many references and values its entries have, the kinds of its
            entries as bits, and the connected systems as bits.
        births: :data:`features.compiled.flat.BIRTH` by child.
        birth_starts: the same as ``starts``, for births.
    """

    version: str
    children: npt.NDArray[np.bytes_]
    entries: npt.NDArray[Any]
    starts: Int64
    more: Int64
    kinds: Int64
    matters: npt.NDArray[np.uint64]
    about: Int64
    births: npt.NDArray[Any]
    birth_starts: Int64
    #: How many entries the child with the most has: no child has more keys.
    longest: int = field(init=False)

    def __post_init__(self) -> None:
        most_entries = int(np.diff(self.starts).max(initial=0))
        object.__setattr__(self, "longest", max(most_entries, 1))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def child(self, place: int) -> ChildId:
        """Whose history stands in ``place``."""
        return ChildId(self.children[place].decode("ascii"))


def packing_version(matters: MatterTable = MATTERS) -> str:
    """SHA-256 over all that says what the arrays mean: packed by one, they are read by it."""
    meaning = (ENTRY.descr, BIRTH.descr, [(k.name, k.value) for k in Kind], matters.matters)
    return "sha256:" + hashlib.sha256(repr(meaning).encode()).hexdigest()


def pack(histories: Sequence[History], matters: MatterTable = MATTERS) -> Packed:
    """The histories as arrays, in the order given; the order of their entries is the same
    to it.

    Raises:
        KeyError: an entry lacks a column that its format demands, e.g. a served notice
            without its last day.
    """
    rows, births = [], []
    for number, history in enumerate(histories):
        rows += flatten(history, number, matters)
        births += birth_dates(history, number)
    flat = np.array(rows, dtype=FLAT)
    return pack_columns(
        {name: flat[name] for name in FLAT.names or ()},
        np.array([system_bits(history.connected) for history in histories], dtype=np.int64),
        np.array(births, dtype=BIRTH),
        [history.child for history in histories],
        matters,
    )


def pack_columns(
    flat: Mapping[str, npt.NDArray[Any]],
    connected: Int64,
    births: npt.NDArray[Any],
    children: Iterable[ChildId] = (),
    matters: MatterTable = MATTERS,
    threads: int | None = None,
) -> Packed:
    """Flat rows in any order, as an extract or a log has them, as arrays by child.

    Args:
        flat: the columns of :data:`features.compiled.flat.FLAT`, all of one length; those of
            ``DEFAULTS`` may be left out.
        connected: [children] the connected systems as bits; says how many children there are.
        births: rows of :data:`features.compiled.flat.BIRTH`, any order of children.
        children: the child of each number.
        matters: the table whose codes the rows hold.
        threads: how many to use; all that there are if not given.

    Raises:
        ValueError: a column is missing or of another length, or a row's child is none of
            the children.
    """
    columns = _checked(flat, len(connected))
    rows, count = len(columns["child"]), len(connected)
    workers = threads or default_threads()
    parts = chunks(rows, min(workers, _MOST_PARTS))
    counts = np.zeros((len(parts), count, 2), dtype=np.int32)
    profile = np.empty(rows, dtype=np.int32)
    kinds = np.empty((len(parts), _MOST_PROFILES), dtype=np.int64)
    masks = np.empty((len(parts), _MOST_PROFILES), dtype=np.uint64)
    entries = np.empty(rows, dtype=ENTRY)
    loose = entries.view(LOOSE)
    about = np.zeros((count, 4), dtype=np.int64)
    about[:, 3] = connected

    def find(part: int) -> int:
        found: int = find_profiles(
            *parts[part],
            *(columns[name] for name in ("child", "kind", "matters", "gone", "extra")),
            counts[part], profile, kinds[part], masks[part],
        )  # fmt: skip
        return found

    def gather(part: int) -> None:
        loosen(
            *parts[part],
            *(columns[name] for name in ("child", "recorded", "occurred", "reference")),
            profile, numbers[part], places[part], loose,
        )  # fmt: skip

    def order(span: tuple[int, int]) -> None:
        settle(
            *span, starts, more_starts, loose,
            *(columns[name] for name in ("gone", "value", "extra", "order")),
            used, np.empty(longest, dtype=LOOSE), entries, more, about,
        )  # fmt: skip

    with ThreadPoolExecutor(workers) as pool:
        found = list(pool.map(find, range(len(parts))))
        used, used_masks, numbers = _profiles(found, kinds, masks)
        starts, more_starts = (_starts(counts[:, :, of].sum(axis=0)) for of in (0, 1))
        more_starts += 1
        more = np.empty((int(more_starts[-1]), 2), dtype=np.int64)
        more[0] = NEVER, 0
        longest = int(np.diff(starts).max(initial=1))
        # A child's rows of one part come after its rows of the parts before.
        places = np.cumsum(counts[:, :, 0], axis=0) - counts[:, :, 0] + starts[:-1]
        list(pool.map(gather, range(len(parts))))
        list(pool.map(order, chunks(count, workers * _STRETCHES)))
    births = births[np.argsort(births["child"], kind="stable")]
    return Packed(
        version=packing_version(matters),
        children=np.array(list(children), dtype=np.bytes_),
        entries=entries,
        starts=starts,
        more=more,
        kinds=used,
        matters=used_masks,
        about=about,
        births=births,
        birth_starts=_starts(np.bincount(births["child"], minlength=count)),
    )


def _profiles(
    found: Sequence[int], kinds: Int64, masks: npt.NDArray[np.uint64]
) -> tuple[Int64, npt.NDArray[np.uint64], npt.NDArray[np.int32]]:
    """The profiles of all parts, and by part what its own numbers for them have become."""
    known: dict[tuple[int, int], int] = {}
    numbers = np.zeros((len(found), max(found, default=0) + 1), dtype=np.int32)
    for part, many in enumerate(found):
        own = zip(kinds[part, :many].tolist(), masks[part, :many].tolist(), strict=True)
        for number, profile in enumerate(own):
            numbers[part, number] = known.setdefault(profile, len(known))
    if min(found, default=0) < 0 or len(known) > _MOST_PROFILES:
        raise ValueError(f"the rows are of more than {_MOST_PROFILES} kinds with their matters")
    return (
        np.array([kind for kind, _ in known], dtype=np.int64),
        np.array([mask for _, mask in known], dtype=np.uint64),
        numbers,
    )


def _checked(flat: Mapping[str, npt.NDArray[Any]], children: int) -> dict[str, npt.NDArray[Any]]:
    missing = [name for name in FLAT.names or () if name not in flat and name not in DEFAULTS]
    if missing:
        raise ValueError(f"flat rows lack the columns {', '.join(missing)}")
    rows = len(flat["child"])
    columns = {
        name: np.ascontiguousarray(flat.get(name, ()), dtype=FLAT[name])
        for name in FLAT.names or ()
    }
    if any(len(columns[name]) != rows for name in flat if name in columns):
        raise ValueError("the columns of flat rows must be of one length")
    if rows > _MOST_ROWS:
        raise ValueError(f"no more than {_MOST_ROWS} rows can be packed at once")
    child = columns["child"]
    if rows and (child.min() < 0 or child.max() >= children):
        raise ValueError(f"a row's child must be between 0 and {children - 1}")
    return columns


def _starts(counts: npt.NDArray[Any]) -> Int64:
    starts = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=starts[1:])
    return starts
