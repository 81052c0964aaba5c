"""The log's proofs over HTTP: signed heads, keys and hashes for anybody, an entry's proof for
those who verify. ``c2sp.org/tlog-checkpoint``, ``tlog-tiles`` and ``tlog-proof`` say the formats.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, PlainTextResponse, Response

from serving.service.prove_entry import prove_entry
from serving.service.show_trust import checkpoint_text, tile_hashes, trust_values
from serving.web.schemas import problems
from serving.web.signed_in import officer_of, service_of

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/log", tags=["log"])

_MOST = 2**63 - 1
_RECEIPT = {
    "X-Audit-Entry": {"schema": {"type": "string"}, "description": "id of the log's entry"},
    "X-Audit-Leaf": {"schema": {"type": "string"}, "description": "its leaf hash, hex"},
}
_NOTE = {
    "description": "The last head that was sealed: a signed note, with its cosignatures",
    "content": {"text/plain": {"schema": {"type": "string"}}},
}
_TILE = {
    "description": "Hashes of 32 bytes, one after another",
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}


def _json(schema: str, words: str) -> dict[str, Any]:
    shape = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    return {"description": words, "content": {"application/json": shape}}


@router.get(
    "/checkpoint",
    response_class=PlainTextResponse,
    responses={200: _NOTE, **problems("not-found", "busy")},
)
async def checkpoint(request: Request) -> Response:
    """The log's last signed head. Keep one: it shows later that the log only grew."""
    text = await checkpoint_text(service_of(request))
    if text is None:
        raise HTTPException(404)
    return PlainTextResponse(text)


@router.get(
    "/keys",
    response_class=Response,
    responses={200: _json("LogKeys", "Keys to pin, the first one first"), **problems("busy")},
)
async def keys(request: Request) -> Response:
    """The verifier keys of this log and of those before it. Compare them with what you pinned."""
    values = await trust_values(service_of(request))
    return JSONResponse({"keys": values["keys"]})


@router.get(
    "/tile/{level}/{position}",
    response_class=Response,
    responses={200: _TILE, **problems("bad-request", "not-found", "busy")},
)
async def tile(
    request: Request,
    level: Annotated[int, Path(ge=0, le=7, description="0 holds the entries' own hashes")],
    position: Annotated[int, Path(ge=0, le=_MOST, description="the tile's number, from 0")],
    width: Annotated[int, Query(ge=1, le=256, description="how many hashes of it")] = 256,
) -> Response:
    """Hashes of the tree, as far as the last head reaches. They say nothing of any look."""
    hashes = await tile_hashes(service_of(request), level, position, width)
    if hashes is None:
        raise HTTPException(404)
    return Response(hashes, media_type="application/octet-stream")


@router.get(
    "/entries/{entry_id}/proof",
    response_class=Response,
    openapi_extra={"security": [{"bearer": []}]},
    responses={
        200: {**_json("LogProof", "The entry's bytes and its proof"), "headers": _RECEIPT},
        **problems(
            "bad-request", "not-signed-in", "not-permitted", "no-such-entry", "busy", "not-logged"
        ),
    },
)
async def proof(request: Request, entry_id: str) -> Response:
    """The proof that an entry is in the log, under the youngest cosigned head if there is one.

    It names nobody: check it with the outsider's kit, or with any tool that knows the formats.
    """
    proved = await prove_entry(service_of(request), officer_of(request), entry_id)
    receipt = proved.receipt
    headers = {"X-Audit-Entry": receipt.entry_id, "X-Audit-Leaf": receipt.leaf_hash}
    return Response(proved.body, 200, headers, media_type="application/json")
