"""Give the proof that one entry is in the log, for whoever checks it without us."""

from __future__ import annotations

import asyncio
import base64
from dataclasses import dataclass
from typing import Any

from records.calendar import instant_to_text
from serving.access.permissions import Officer, Permission
from serving.answer.encoder import encode
from serving.audit.tree import leaf_hash
from serving.service.access_log import check_may, log_look
from serving.service.context import Service
from serving.service.past_entries import NoSuchEntryError
from serving.store.heads import StoredProof, prove
from serving.store.writer import Receipt

__all__ = ["Proved", "proof_values", "prove_entry"]


@dataclass(frozen=True, slots=True)
class Proved:
    """The entry and its proof: the exact bytes, and the log's receipt for taking them."""

    body: bytes
    receipt: Receipt


async def prove_entry(service: Service, officer: Officer, entry_id: str) -> Proved:
    """The entry's bytes with its path under a signed head. They name nobody.

    An entry that no head covers yet has no proof for a second or so.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        NoSuchEntryError: no entry has this id.
        StoreUnavailableError: it could not be logged, so there is no answer.
    """
    now = service.clock()
    await check_may(service, officer, Permission.LOG_VERIFY, now)
    found = await asyncio.to_thread(prove, service.store, entry_id)
    if found is None:
        raise NoSuchEntryError
    body = encode(proof_values(entry_id, found))
    receipt = await log_look(
        service,
        officer,
        kind="LOG_PROVED",
        at=now,
        body=body,
        inputs={"as_of": instant_to_text(now)},
        facts={"entry": entry_id},
    )
    return Proved(body, receipt)


def proof_values(entry_id: str, found: StoredProof) -> dict[str, Any]:
    """What is given out: bytes in base64, the proof as the text of a ``tlog-proof`` file."""
    proof = found.proof
    return {
        "entry_id": entry_id,
        "entry": base64.b64encode(found.entry).decode(),
        "leaf_hash": leaf_hash(found.entry).hex(),
        "position": None if proof is None else proof.index,
        "proof": None if proof is None else proof.text,
    }
