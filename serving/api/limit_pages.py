"""The pages of limited records and of who looked."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from serving.access.fuller_reasons import FullerReasonError
from serving.access.permissions import ROLES
from serving.access.reasons import AccessReason, NoReasonError, reason_codes
from serving.pages import addresses
from serving.pages.limits import TriedLimit, limits_view
from serving.pages.team_looks import team_looks_view
from serving.service.editing import ChangedMeanwhileError, Seen
from serving.service.list_restrictions import list_restrictions
from serving.service.list_team_looks import list_team_looks
from serving.service.restrict_child import NoSuchTeamError, restrict_child
from serving.web.page_requests import form_values, frame_of, page, pages_of, signed_in
from serving.web.signed_in import service_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

#: A limit is set and lifted for the child's safety; why in this case stands in the words.
_REASON = "safeguarding"


@router.get(addresses.LIMITS)
async def limits(request: Request) -> Response:
    """Which records are limited to which team."""
    who = await signed_in(request)
    listed = await list_restrictions(service_of(request), who.officer)
    view = limits_view(listed.values, frame_of(request, who))
    return page(pages_of(request).limits_page(view))


@router.post(addresses.LIMITS)
async def change_limits(request: Request) -> Response:
    """Limit a record to a team, or lift its limits; then the list, with what to do if not."""
    who = await signed_in(request)
    form = await form_values(request, who.session)
    service, team = service_of(request), form.get("team", "").strip()
    child, note = form.get("child", ""), form.get("note", "").strip()
    seen = Seen(frozenset({form.get("seen", "")}))
    try:
        reason = AccessReason(_REASON, note)
        await restrict_child(service, who.officer, child, team or None, reason, seen)
    except (FullerReasonError, NoReasonError) as fault:
        faults = {"note": str(fault)}
    except (NoSuchTeamError, ChangedMeanwhileError) as fault:
        faults = {"team": str(fault)}
    else:
        return RedirectResponse(addresses.LIMITS, 303)
    listed = await list_restrictions(service, who.officer)
    tried = TriedLimit(child, team or None, note, faults)
    view = limits_view(listed.values, frame_of(request, who), tried)
    return page(pages_of(request).limits_page(view), 422)


@router.get(addresses.TEAM_LOOKS)
async def team_looks(request: Request) -> Response:
    """Who looked at the children whose plans the officer's own team holds."""
    who = await signed_in(request)
    found = await list_team_looks(service_of(request), who.officer)
    roles = {role.name: role.words.partition(":")[0].lower() for role in ROLES.values()}
    view = team_looks_view(found.values, frame_of(request, who), _reasons(), roles)
    return page(pages_of(request).team_looks_page(view))


def _reasons() -> dict[str, str]:
    return {reason.code: reason.words for reason in reason_codes()}
