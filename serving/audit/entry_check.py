"""Checking one entry by itself: its bytes, and what opens its commitments."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from serving.audit.commitment import SALT_BYTES, commit
from serving.audit.faults import FaultList, StoredEntry, StoredPart
from serving.audit.leaf import ANSWER, ENTRY_VERSION, PRIVATE_LABELS
from serving.audit.tree import leaf_hash

__all__ = ["check_parts", "read_fields"]

_TYPES = {"id": str, "writer": str, "n": int, "prev": str, "kind": str, "log": str}


def read_fields(stored: StoredEntry, origin: str, faults: FaultList) -> dict[str, Any] | None:
    """The entry's fields, with every contradiction between its bytes and its row noted.

    None if the row is gone or the bytes are no entry of this log.
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
    if fields["log"] != origin:
        faults.add("the entry is of another log", stored)
    if (fields["id"], fields["writer"], fields["n"]) != (stored.id, stored.writer, stored.n):
        faults.add("the entry's row says other than its bytes", stored)
    return fields


def check_parts(
    stored: StoredEntry, fields: Mapping[str, Any], faults: FaultList
) -> list[tuple[str, str]]:
    """Note every commitment that what is stored beside the entry does not open.

    Returns the (label, erasing entry's id) of the parts that are erased.
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
            erased.append((label, part.erased_by))
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
