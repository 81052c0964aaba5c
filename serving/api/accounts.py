"""The API of accounts, for administrators."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from serving.api.account_schemas import AccountMade, AccountWished
from serving.service.manage_accounts import (
    AccountTold,
    change_account,
    list_accounts,
    make_account,
    show_account,
)
from serving.web.editing import IfMatch, seen_by
from serving.web.paging import USUAL_ON_A_PAGE, After, Limit
from serving.web.schemas import problems
from serving.web.signed_in import officer_of, service_of

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/accounts", tags=["accounts"])

_BEARER: dict[str, Any] = {"security": [{"bearer": []}]}
_ALWAYS = ("bad-request", "not-signed-in", "not-permitted", "too-long", "busy", "not-logged")
_HEADERS = {
    "X-Audit-Entry": {"schema": {"type": "string"}, "description": "id of the log's entry"},
    "X-Audit-Leaf": {"schema": {"type": "string"}, "description": "its leaf hash, hex"},
}
_ETAG = {"ETag": {"schema": {"type": "string"}, "description": "the account's state"}}


def _answers(
    schema: str, words: str, *more: str, has_etag: bool = True
) -> dict[int | str, dict[str, Any]]:
    said = {
        "description": words,
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
        "headers": {**_HEADERS, **(_ETAG if has_etag else {})},
    }
    return {200: said, **problems(*_ALWAYS, *more)}


@router.get(
    "",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("Accounts", "Accounts by name", "bad-question", has_etag=False),
)
async def accounts(
    request: Request, after: After = None, limit: Limit = USUAL_ON_A_PAGE
) -> Response:
    """Who may sign in: demo accounts, and those of the issuer that were seen."""
    return _sent(await list_accounts(service_of(request), officer_of(request), after, limit))


@router.post(
    "",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers(
        "AccountChange", "The account as made", "bad-question", "account-taken",
        "issuers-account",
    ),
)  # fmt: skip
async def make(request: Request, made: AccountMade) -> Response:
    """Make a demo account. In production accounts come from the force's sign-in service."""
    told = await make_account(service_of(request), officer_of(request), made.new())
    return _sent(told)


@router.get(
    "/{account}",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("Account", "The account, with its ETag", "no-such-account"),
)
async def account(request: Request, account: str) -> Response:
    """One account; its ETag is what a change must name."""
    return _sent(await show_account(service_of(request), officer_of(request), account))


@router.put(
    "/{account}",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers(
        "AccountChange", "The account as it is and as it was; its sessions are over",
        "no-such-account", "own-account", "issuers-account", "bad-question", "changed-meanwhile",
        "no-if-match",
    ),
)  # fmt: skip
async def change(
    request: Request,
    account: str,
    wished: AccountWished,
    if_match: IfMatch = None,  # noqa: ARG001  # for the document; seen_by reads it
) -> Response:
    """Change or close an account. Of one that the issuer vouches for only ``closed`` can be
    changed. Nobody changes their own."""
    told = await change_account(
        service_of(request), officer_of(request), account, wished.wished(), seen_by(request)
    )
    return _sent(told)


def _sent(told: AccountTold) -> Response:
    """Exactly the bytes that the log committed to."""
    headers = {"X-Audit-Entry": told.receipt.entry_id, "X-Audit-Leaf": told.receipt.leaf_hash}
    if told.etag is not None:
        headers["ETag"] = told.etag
    return Response(told.body, 200, headers, media_type="application/json")
