"""The page of keeping and erasing, and what is sent from it."""

from __future__ import annotations

import json
from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import Response

from serving.access.reasons import NoReasonError
from serving.api.retention_schemas import day_of
from serving.pages import addresses
from serving.pages.retention import retention_view
from serving.service.ask_erasure import ErasureWaitsError, ask_erasure
from serving.service.erase_child import (
    OneAndTheSameError,
    SettledErasureError,
    approve_erasure,
)
from serving.service.erasures_shown import NoSuchErasureError
from serving.service.list_erasures import list_erasures
from serving.service.preparing_looks import NoSuchChildError
from serving.service.retention_policy import UnknownRuleError
from serving.service.review_retention import KeepUntilError, decide_retention, list_retention
from serving.web.page_requests import (
    SignedIn,
    form_values,
    frame_of,
    page,
    pages_of,
    signed_in,
)
from serving.web.signed_in import service_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

#: What people can put right on the page itself, and at which field of its form it is said;
#: of a record or an erasure that is not there any more, at the form for a new one.
_FIELDS: Mapping[type[Exception], Mapping[str, str]] = {
    KeepUntilError: {"keep": "until-{child}"},
    NoReasonError: {
        "keep": "keep-why-{child}",
        "ask": "ask-why",
        "approve": "approve-why-{erasure}",
    },
    UnknownRuleError: {"ask": "ask-rule"},
    NoSuchChildError: {},
    NoSuchErasureError: {},
    OneAndTheSameError: {},
    SettledErasureError: {},
    ErasureWaitsError: {},
}
_ELSEWHERE = "ask-child"


@router.get(addresses.RETENTION)
async def retention(request: Request) -> Response:
    """What is due for review, and which erasures wait."""
    return await _shown(request, await signed_in(request), {})


@router.post(addresses.RETENTION)
async def carry_out(request: Request) -> Response:
    """Keep records until a day, ask for an erasure, or approve one."""
    who = await signed_in(request)
    given = await form_values(request, who.session)
    try:
        await _carry_out(request, who, given)
    except tuple(_FIELDS) as fault:
        act = given.get("act", "")
        field = next(
            (
                found[act]
                for kind, found in _FIELDS.items()
                if isinstance(fault, kind) and act in found
            ),
            _ELSEWHERE,
        )
        ids = {name: given.get(name, "") for name in ("child", "erasure")}
        return await _shown(request, who, {field.format(**ids): str(fault)})
    return await _shown(request, who, {})


async def _carry_out(request: Request, who: SignedIn, given: Mapping[str, str]) -> None:
    service, why = service_of(request), given.get("why", "").strip()
    match given.get("act"):
        case "keep":
            parts = [given.get(f"until_{part}", "").strip() for part in ("year", "month", "day")]
            day = day_of("-".join(part.zfill(2) for part in parts))
            await decide_retention(service, who.officer, given.get("child", ""), day, why)
        case "ask":
            child, rule = given.get("child", "").strip(), given.get("rule", "")
            await ask_erasure(service, who.officer, child, rule, why)
        case _:
            await approve_erasure(service, who.officer, given.get("erasure", ""), why)


async def _shown(request: Request, who: SignedIn, faults: Mapping[str, str]) -> Response:
    service = service_of(request)
    due = await list_retention(service, who.officer)
    erasures = await list_erasures(service, who.officer)
    view = retention_view(
        json.loads(due.body),
        json.loads(erasures.body),
        frame_of(request, who),
        who=who.officer.name,
        faults=faults,
    )
    return page(pages_of(request).retention_page(view), 422 if faults else 200)
