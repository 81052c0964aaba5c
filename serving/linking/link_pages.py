"""The pages of doubtful links: the list, two records side by side, agreement."""

from __future__ import annotations

import json
from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from linkage.subjects import Subject
from serving.access.permissions import Permission, may
from serving.access.reasons import AccessReason
from serving.linking import addresses
from serving.linking.agreement_view import link_agreement_view
from serving.linking.link_view import SAID, link_view
from serving.linking.list_view import links_view
from serving.service.hanging import Hang
from serving.service.judge_link import Said, judge_link
from serving.service.list_doubtful_links import NOTHING_HANGS, LinksAsked, list_doubtful_links
from serving.service.measure_agreement import measure_agreement
from serving.service.relinking import DecisionConflictError
from serving.service.reviewed_links import LinkSettledError, NoReviewReasonError
from serving.service.show_doubtful_link import show_doubtful_link
from serving.service.undo_judgement import NothingToUndoError, undo_judgement
from serving.web.page_requests import SignedIn, form_values, frame_of, page, pages_of, signed_in
from serving.web.signed_in import service_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

#: Links are looked at to review them and for nothing else.
_REASON = AccessReason("review", "Review of a doubtful link")
_HANGS = frozenset({*(hang.value for hang in Hang), NOTHING_HANGS})


def _subject(request: Request) -> Subject:
    return Subject.ADULT if request.query_params.get("subject") == "adult" else Subject.CHILD


@router.get(addresses.LINKS)
async def links(request: Request) -> Response:
    """What waits to be confirmed or split, by what hangs on it; names nobody."""
    who = await signed_in(request)
    hangs = request.query_params.get("hangs")
    chosen = hangs if hangs in _HANGS else None
    asked = LinksAsked(_subject(request), chosen, request.query_params.get("after") or None)
    found = await list_doubtful_links(service_of(request), who.officer, asked)
    view = links_view(json.loads(found.body), frame_of(request, who), chosen)
    return page(pages_of(request).render("link_list.html", view))


@router.get(addresses.AGREEMENT)
async def agreement(request: Request) -> Response:
    """How far people and the machine agree, nobody named."""
    who = await signed_in(request)
    found = await measure_agreement(service_of(request), who.officer, _subject(request))
    view = link_agreement_view(json.loads(found.body), frame_of(request, who))
    return page(pages_of(request).render("link_agreement.html", view))


@router.get(addresses.LINK)
async def link(request: Request, link_id: str) -> Response:
    """Two records side by side: the page is the look."""
    return await _shown(request, await signed_in(request), link_id, {}, {})


@router.post(addresses.LINK)
async def judge(request: Request, link_id: str) -> Response:
    """Keep what is said of the pair; then the pair, with what the machine weighed."""
    who = await signed_in(request)
    form = await form_values(request, who.session)
    given = {name: form.get(name, "") for name in ("said", "why")}
    if given["said"] not in SAID:
        return await _shown(request, who, link_id, given, {"said": "Choose what they are."})
    why = " ".join(given["why"].split())
    try:
        await judge_link(
            service_of(request), who.officer, link_id, Said(given["said"]), why, _REASON
        )
    except NoReviewReasonError as fault:
        return await _shown(request, who, link_id, given, {"why": str(fault)})
    except (LinkSettledError, DecisionConflictError) as fault:
        return await _shown(request, who, link_id, given, {"said": str(fault)})
    return RedirectResponse(addresses.link_address(link_id), 303)


@router.post(addresses.UNDO)
async def undo(request: Request, act_id: str) -> Response:
    """Take a judgement or a split back; then the pair, or what to do."""
    who = await signed_in(request)
    form = await form_values(request, who.session)
    why, link_id = " ".join(form.get("why", "").split()), form.get("link", "")
    try:
        done = await undo_judgement(service_of(request), who.officer, act_id, why, _REASON)
    except (NoReviewReasonError, NothingToUndoError, DecisionConflictError) as fault:
        faults = {f"undo-{act_id}": str(fault)}
        return await _shown(request, who, link_id, {f"undo-{act_id}": why}, faults)
    return RedirectResponse(addresses.link_address(json.loads(done.body)["links"][0]), 303)


async def _shown(
    request: Request,
    who: SignedIn,
    link_id: str,
    given: Mapping[str, str],
    faults: Mapping[str, str],
) -> Response:
    look = await show_doubtful_link(service_of(request), who.officer, link_id, _REASON)
    may_judge = may(who.officer, Permission.LINKS_JUDGE)
    frame = frame_of(request, who)
    values = json.loads(look.body)
    view = link_view(values, frame, may_judge=may_judge, given=given, faults=faults)
    return page(pages_of(request).render("link_pair.html", view), 422 if faults else 200)
