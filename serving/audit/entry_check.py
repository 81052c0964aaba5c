"""Checking entries by themselves: their bytes, and what opens their commitments.

Nothing here looks beyond one entry, so ranges of a log may be checked by several processes;
:mod:`serving.audit.verify` puts what they found together.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from hashlib import sha256
from typing import Any

from serving.audit.batches import CheckedBatch, Run
from serving.audit.commitment import SALT_BYTES, commit
from serving.audit.faults import FaultList, StoredEntry, StoredPart
from serving.audit.leaf import ANSWER, ENTRY_VERSION, ERASED, PRIVATE_LABELS
from serving.audit.tree import leaf_hash

__all__ = ["TELLING", "check_entries"]

#: Kinds whose facts say something of the log itself.
TELLING = frozenset({"LOG_OPENED", "LOG_CLOSED", "LOG_KEY_CHANGED"})
_TYPES = {"id": str, "writer": str, "n": int, "prev": str, "kind": str, "log": str}
_decode = json.JSONDecoder().decode
_PREFIXES = {label: label.encode() + b"\x00" for label in (*PRIVATE_LABELS, ANSWER)}


def check_entries(
    entries: Iterable[StoredEntry], receipts: Collection[str] = frozenset()
) -> CheckedBatch:
    """Check each entry, in the log's order; what needs its neighbours is handed on.

    Args:
        receipts: ids of entries whose leaf is asked for.
    """
    batch, faults = CheckedBatch(), FaultList()
    runs: dict[tuple[str, str], Run] = {}
    for stored in entries:
        fields = _read_plain(stored)
        if fields is None:
            fields = _read_fields(stored, faults)
            if fields is not None:
                batch.blanks += _check_parts(stored, fields, faults)
        leaf = stored.leaf or (None if stored.entry is None else leaf_hash(stored.entry))
        if leaf is not None:
            batch.add_leaf(stored.position, leaf)
            if receipts and stored.id in receipts:
                batch.receipts.append((stored.id, leaf.hex()))
        if stored.position is None:
            batch.waiting += 1
        if fields is None:
            continue
        kind = fields["kind"]
        if kind == ERASED:
            erases = fields.get("erases")
            batch.erasures.append((stored.id, tuple(map(str, erases or ()))))
        elif kind in TELLING:
            facts = fields.get("facts")
            said = facts if isinstance(facts, dict) else {}
            batch.telling.append((stored.position, stored.id, kind, fields["log"], said))
        _add_to_run(batch, runs, stored, fields, leaf)
    batch.faults, batch.fault_count = list(faults.kept), faults.count
    return batch


def _add_to_run(
    batch: CheckedBatch,
    runs: dict[tuple[str, str], Run],
    stored: StoredEntry,
    fields: Mapping[str, Any],
    leaf: bytes | None,
) -> None:
    """Lengthen the writer's run if the entry follows it; else begin another."""
    writer, n, previous = fields["writer"], fields["n"], fields["prev"]
    key = writer, fields["log"]
    run = runs.get(key)
    if run is None or n != run.next or previous != run.last_leaf:
        run = Run(stored.position, stored.id, writer, n, previous, fields["log"], n, previous)
        runs[key] = run
        batch.runs.append(run)
    if stored.entry is not None and leaf is not None:
        run.next, run.last_leaf = n + 1, "leaf:" + leaf.hex()


def _read_plain(stored: StoredEntry) -> dict[str, Any] | None:
    """The fields of an entry that is in order and of which nothing is erased; None for any
    other, which is then looked at closely. Says the same as the close look, only sooner."""
    entry = stored.entry
    if entry is None or (stored.leaf is not None and leaf_hash(entry) != stored.leaf):
        return None
    try:
        fields: Any = _decode(entry.decode())
        if (fields["id"], fields["writer"], fields["n"], fields["v"]) != (
            stored.id, stored.writer, stored.n, ENTRY_VERSION,
        ):  # fmt: skip
            return None
        for name, wanted in _TYPES.items():
            if type(fields[name]) is not wanted:
                return None
        left = len(stored.parts)
        for label, prefix in _PREFIXES.items():
            committed = fields[label]
            part = stored.parts.get(label)
            if committed is None and part is None:
                continue
            if part is None or part.salt is None or part.value is None:
                return None
            salt, value = part.salt, part.value
            if label == ANSWER:
                if committed["length"] != len(value):
                    return None
                committed = committed["commitment"]
            if len(salt) != SALT_BYTES or part.erased_by is not None:
                return None
            if sha256(prefix + salt + value).hexdigest() != committed:
                return None
            left -= 1
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return None if left else fields


def _read_fields(stored: StoredEntry, faults: FaultList) -> dict[str, Any] | None:
    """The entry's fields, with every contradiction between its bytes and its row noted.

    None if the row is gone or the bytes are no entry.
    """
    if stored.entry is None:
        faults.add("the entry was removed", stored)
        return None
    if stored.leaf is not None and leaf_hash(stored.entry) != stored.leaf:
        faults.add("the entry was changed: its bytes don't have its leaf's hash", stored)
    try:
        fields = json.loads(stored.entry)
    except (ValueError, RecursionError):
        fields = None
    if not isinstance(fields, dict) or fields.get("v") != ENTRY_VERSION:
        faults.add("the entry's bytes are no entry of a version that is known", stored)
        return None
    if any(type(fields.get(name)) is not wanted for name, wanted in _TYPES.items()):
        faults.add("the entry lacks a field", stored)
        return None
    if (fields["id"], fields["writer"], fields["n"]) != (stored.id, stored.writer, stored.n):
        faults.add("the entry's row says other than its bytes", stored)
    return fields


def _check_parts(
    stored: StoredEntry, fields: Mapping[str, Any], faults: FaultList
) -> list[tuple[int | None, str, str, str]]:
    """Note every commitment that what is stored beside the entry does not open.

    Returns the (position, id, label, erasing entry's id) of the parts that are erased.
    """
    committed = {label: fields.get(label) for label in PRIVATE_LABELS}
    answer = fields.get(ANSWER)
    facts: dict[str, Any] = answer if isinstance(answer, dict) else {"commitment": answer}
    committed[ANSWER] = facts.get("commitment")
    erased = []
    for label, commitment in committed.items():
        part = stored.parts.get(label)
        if part is None and commitment is None:
            continue
        if part is None:
            faults.add(f"its {label} was removed and no entry says why", stored)
        elif part.erased_by is not None:
            erased.append((stored.position, stored.id, label, part.erased_by))
        elif not _opens(part, label, commitment):
            faults.add(f"its {label} was changed: it does not open the commitment", stored)
        elif label == ANSWER and (part.value is None or len(part.value) != facts.get("length")):
            faults.add("its answer is not as long as the entry says", stored)
    if extra := sorted(set(stored.parts) - set(committed)):
        faults.add(f"it has {len(extra)} private parts that no entry knows", stored)
    return erased


def _opens(part: StoredPart, label: str, commitment: object) -> bool:
    if part.salt is None or part.value is None or len(part.salt) != SALT_BYTES:
        return False
    return commit(label, part.salt, part.value) == commitment
