"""The Idempotency-Key of a request (IETF draft), and the answer that is sent again."""

from __future__ import annotations

import hashlib
import re

from fastapi import Request
from starlette.responses import Response

from serving.access.once import Once
from serving.service.once import KeptBytes

__all__ = ["BadKeyError", "digest_request", "once_of", "sent_again"]

#: A string in quotation marks, as the draft has it, or the same without.
_KEY = re.compile(r'"?([A-Za-z0-9._:-]{8,128})"?')
#: Beside method, address and body: headers that change what is asked for.
_HEADERS = ("x-access-reason", "if-match", "content-type")
_STATE = "once"


class BadKeyError(Exception):
    """The Idempotency-Key is not one that can be kept."""

    def __init__(self) -> None:
        super().__init__("An Idempotency-Key is 8 to 128 letters, digits, dots, dashes or colons.")


async def digest_request(request: Request) -> None:
    """Put aside what tells this request from another, if it bears a key.

    Raises:
        BadKeyError: the key is not of the form that the API's document gives.
    """
    given = request.headers.get("idempotency-key")
    if given is None:
        return
    key = _KEY.fullmatch(given.strip())
    if key is None:
        raise BadKeyError
    asked = hashlib.sha256()
    parts = [
        request.method.encode(),
        request.scope.get("raw_path") or request.url.path.encode(),
        request.scope["query_string"],
        *(request.headers.get(name, "").encode() for name in _HEADERS),
        await request.body(),
    ]
    for part in parts:
        asked.update(len(part).to_bytes(8, "big") + part)
    kept = (hashlib.sha256(key[1].encode()).hexdigest(), asked.hexdigest())
    request.scope.setdefault("state", {})[_STATE] = kept


def once_of(request: Request, account: str) -> Once | None:
    """What the officer carries into the use-case; None if the request bears no key."""
    state = request.scope.get("state", {})
    if _STATE not in state:
        return None
    key, asked = state[_STATE]
    return Once(account, key, asked, state["request_id"])


def sent_again(kept: KeptBytes) -> Response:
    """The very bytes and receipts of the first answer; a header says that it is not the first."""
    return Response(
        kept.body,
        kept.status,
        {
            "X-Audit-Entry": ",".join(receipt.entry_id for receipt in kept.receipts),
            "X-Audit-Leaf": ",".join(receipt.leaf_hash for receipt in kept.receipts),
            "Idempotency-Replayed": "true",
        },
        media_type=kept.media_type,
    )
