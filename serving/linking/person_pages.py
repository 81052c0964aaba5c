"""The pages of the records that are one person, and of splitting some of them off."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from records.persons import RecordId
from serving.access.permissions import Permission, may
from serving.access.reasons import AccessReason
from serving.linking import addresses
from serving.linking.person_view import person_view
from serving.service.relinking import DecisionConflictError
from serving.service.reviewed_links import (
    LinkSettledError,
    NoReviewReasonError,
    check_written,
)
from serving.service.show_person_records import show_person_records
from serving.service.split_child import SplitError, split_child
from serving.web.page_requests import SignedIn, form_values, frame_of, page, pages_of, signed_in
from serving.web.signed_in import service_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_REASON = AccessReason("review", "Review of a person's records")


@router.get(addresses.PERSON)
async def person(request: Request, person_id: str) -> Response:
    """Which records are this child or adult: the page is the look."""
    return await _shown(request, await signed_in(request), person_id)


@router.post(addresses.PERSON)
async def split(request: Request, person_id: str) -> Response:
    """Interrupt first, naming what will happen; on ``step=split`` do it, then the records."""
    who = await signed_in(request)
    form = await form_values(request, who.session)
    named = [value for name, value in sorted(form.items()) if name.startswith("record-")]
    why = " ".join(form.get("why", "").split())
    sent: dict[str, Any] = {"named": named, "why": why}
    if form.get("step") != "split":
        faults = _faults(named, why)
        return await _shown(request, who, person_id, is_asked=not faults, faults=faults, **sent)
    try:
        records = _records(named)
        await split_child(service_of(request), who.officer, person_id, records, why, _REASON)
    except NoReviewReasonError as fault:
        return await _shown(request, who, person_id, faults={"why": str(fault)}, **sent)
    except (SplitError, LinkSettledError, DecisionConflictError) as fault:
        return await _shown(request, who, person_id, faults={"records": str(fault)}, **sent)
    return RedirectResponse(addresses.person_address(person_id), 303)


def _faults(named: Sequence[str], why: str) -> dict[str, str]:
    faults = {} if named else {"records": "Choose the records to split off."}
    try:
        check_written(why)
    except NoReviewReasonError as fault:
        faults["why"] = str(fault)
    return faults


def _records(named: Sequence[str]) -> list[RecordId]:
    """The records that the form names. Raises SplitError if one is no record's name."""
    try:
        return [RecordId.parse(one) for one in named]
    except ValueError:
        raise SplitError("A record named is not among this person's records. Look again.") from None


async def _shown(
    request: Request,
    who: SignedIn,
    person_id: str,
    *,
    named: Sequence[str] = (),
    why: str = "",
    is_asked: bool = False,
    faults: dict[str, str] | None = None,
) -> Response:
    look = await show_person_records(service_of(request), who.officer, person_id, _REASON)
    view = person_view(
        json.loads(look.body),
        frame_of(request, who),
        may_judge=may(who.officer, Permission.LINKS_JUDGE),
        named=named,
        why=why,
        is_asked=is_asked,
        faults=faults,
    )
    return page(pages_of(request).render("link_person.html", view), 422 if faults else 200)
