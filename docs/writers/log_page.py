"""The page about the access log's entries, from an entry that the log's own code seals."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from docs.writers.tables import table
from serving.audit.leaf import (
    LONGEST_ENTRY,
    PRIVATE_LABELS,
    Answer,
    Chain,
    Outcome,
    PreparedLook,
    new_entry_id,
    seal,
)

__all__ = ["audit_entry"]

_MEANINGS = {
    "v": "version of this format",
    "log": "name of the log, the same in all its entries",
    "id": "the entry's id, also in `X-Audit-Entry` of the answer",
    "writer": "random id of the writing process",
    "n": "the writer's own count, from 0",
    "prev": "the writer's entry before this one, by leaf; for its first, the head it began on",
    "at": "when, in UTC",
    "kind": "what was done, in the past tense",
    "outcome": "one of " + ", ".join(f"`{outcome.value}`" for outcome in Outcome),
    "who": "commitment to the account",
    "child": "commitment to the child's id",
    "reason_code": "why, from the configured list",
    "reason": "commitment to the free text of the reason",
    "question": "commitment to what was typed into a search",
    "roles": "the account's roles",
    "team": "the account's team",
    "inputs": "`as_of`, `known_at`, and the digest of everything that the answer was made from",
    "facts": "counts and the like, never about who",
    "answer": "commitment to the exact bytes sent, their length, media type and status",
}
_HEAD = f"""\
# An entry of the access log

An entry is canonical JSON: UTF-8, keys sorted, no spaces, no floats, at most {LONGEST_ENTRY:,}
bytes. It is hashed as stored. Its leaf is `SHA-256(0x00 || entry)`; leaves form the Merkle tree
of RFC 6962.

A commitment is `SHA-256(label || 0x00 || salt || value)`, with 16 random bytes of salt. Values and
salts lie apart and can be erased: the log stays whole. Committed to are
{", ".join(f"`{label}`" for label in PRIVATE_LABELS)} and the answer.
"""


def audit_entry() -> str:
    """Every field of an entry, and one entry in full.

    Raises:
        ValueError: the log's code writes a field that this page doesn't explain, or the reverse.
    """
    entry = _example()
    if set(entry) != set(_MEANINGS):
        differ = ", ".join(sorted(set(entry) ^ set(_MEANINGS)))
        raise ValueError(f"the page and the log's entries differ in: {differ}")
    fields = table(("Field", "Holds"), ((f"`{name}`", _MEANINGS[name]) for name in _MEANINGS))
    shown = json.dumps(entry, indent=1, sort_keys=True, ensure_ascii=False)
    return "\n".join(
        [_HEAD, fields, "## One entry\n", f"Indented here for reading.\n\n```json\n{shown}\n```"]
    )


def _example() -> dict[str, object]:
    at = datetime(2026, 11, 21, 22, 48, tzinfo=UTC)
    look = PreparedLook(
        id=new_entry_id(at, bytes(range(10))),
        at=at,
        kind="CHILD_VIEWED",
        outcome=Outcome.SHOWN,
        who="officer",
        child="C-0000000000",
        reason_code="missing_report",
        reason="",
        question=None,
        roles=("officer",),
        team="North",
        inputs={"as_of": "2026-11-21T22:48:00.000000Z", "policy": "sha256:..."},
        answer=Answer(b"{}", "application/json", 200),
    )
    chain = Chain.start("0123456789abcdef", 0, bytes(32))
    sealed = seal(look, "force.example/looks", chain, bytes)
    entry: dict[str, object] = json.loads(sealed.entry)
    return entry
