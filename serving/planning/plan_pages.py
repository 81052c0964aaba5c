"""The pages of plans: the list, a plan, a section being written, versions compared, looks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from serving.access.permissions import Permission
from serving.access.reasons import AccessReason
from serving.planning import addresses
from serving.planning.acting import KeptApartError, OwnWorkError
from serving.planning.addresses import Reference
from serving.planning.approve_plan import approve_plan
from serving.planning.begin_plan import HasPlanError, begin_plan
from serving.planning.end_plan import end_plan
from serving.planning.given_words import GivenWordsError
from serving.planning.list_plan_looks import LooksAsked, list_plan_looks
from serving.planning.list_plans import STATES, PlansAsked, list_plans
from serving.planning.plan_beside_views import (
    NewPlanView,
    compare_view,
    compared_sections,
    list_view,
    looks_view,
    section_view,
)
from serving.planning.plan_views import plan_page_view
from serving.planning.review_plan import review_plan
from serving.planning.save_section import save_section
from serving.planning.section_forms import content_of
from serving.planning.sections import ABOUT, SECTIONS, SectionFaultsError
from serving.planning.send_plan_back import send_plan_back
from serving.planning.show_plan import COPY, show_comparison, show_plan, show_section
from serving.planning.states import ActRefusedError
from serving.planning.submit_plan import NotReadyError, submit_plan
from serving.service.access_log import check_may
from serving.service.editing import ChangedMeanwhileError, Seen
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

#: Whoever writes plans looks at them for that.
_REASON = AccessReason("review")
_CHANGED = "Somebody changed the plan since you read it. Read it below, then act."
#: Act of the form -> the field at which its faults are said.
_FIELDS = {"return": "return-words", "review": "review-words", "end": "end-words"}


@router.get(addresses.PLANS)
async def plans(request: Request) -> Response:
    """Plans that wait for approval or are being written."""
    who = await signed_in(request)
    given = request.query_params
    state = given.get("state", "waiting")
    asked = PlansAsked(state if state in STATES else "waiting", given.get("after") or None)
    listed = await list_plans(service_of(request), who.officer, asked)
    return _page(request, "plan_list.html", list_view(listed.values, frame_of(request, who)))


@router.post(addresses.PLANS)
async def begin(request: Request) -> Response:
    """Begin a plan for a child, then its page; of a child who has one, that one's page."""
    who = await signed_in(request)
    form = await form_values(request, who.session)
    service = service_of(request)
    try:
        done = await begin_plan(service, who.officer, form.get("child", ""), _REASON)
    except HasPlanError as has:
        return RedirectResponse(addresses.plan_address(has.reference), 303)
    return RedirectResponse(addresses.plan_address(done.values["reference"]), 303)


@router.get(addresses.PLAN_NEW)
async def new(request: Request, child_id: str) -> Response:
    """Whether to begin a plan; nothing about the child is read or shown."""
    who = await signed_in(request)
    service = service_of(request)
    await check_may(service, who.officer, Permission.PLAN_WRITE, service.clock())
    return _page(request, "plan_new.html", NewPlanView(frame_of(request, who), child_id))


@router.get(addresses.PLAN)
async def plan(request: Request, reference: Reference) -> Response:
    """One plan."""
    return await _plan(request, await signed_in(request), reference)


@router.post(f"{addresses.PLAN}/submission")
async def submit(request: Request, reference: Reference) -> Response:
    """Send it for approval."""
    return await _acted(request, reference, "submit")


@router.post(f"{addresses.PLAN}/approval")
async def approve(request: Request, reference: Reference) -> Response:
    """Approve what waits."""
    return await _acted(request, reference, "approve")


@router.post(f"{addresses.PLAN}/return")
async def send_back(request: Request, reference: Reference) -> Response:
    """Send it back."""
    return await _acted(request, reference, "return")


@router.post(f"{addresses.PLAN}/review")
async def review(request: Request, reference: Reference) -> Response:
    """Record that it still holds."""
    return await _acted(request, reference, "review")


@router.post(f"{addresses.PLAN}/end")
async def end(request: Request, reference: Reference) -> Response:
    """End it."""
    return await _acted(request, reference, "end")


async def _acted(request: Request, reference: str, name: str) -> Response:
    """The act, then the plan; with what to do if it was refused."""
    who = await signed_in(request)
    form = await form_values(request, who.session)
    try:
        await _act(request, who, reference, name, form)
    except (NotReadyError, ActRefusedError, OwnWorkError, GivenWordsError) as fault:
        faults = {_FIELDS.get(name, "act"): str(fault)}
    except ChangedMeanwhileError:
        faults = {_FIELDS.get(name, "act"): _CHANGED}
    except ValueError:
        faults = {"review-day": "Enter the day of the next review: day, month and year."}
    else:
        return RedirectResponse(addresses.plan_address(reference), 303)
    return await _plan(request, who, reference, faults, form)


async def _act(
    request: Request, who: SignedIn, reference: str, name: str, form: Mapping[str, str]
) -> None:
    service, officer = service_of(request), who.officer
    seen, words = Seen(frozenset({form.get("seen", "")})), form.get("words", "")
    match name:
        case "submit":
            await submit_plan(service, officer, reference, seen, _REASON)
        case "approve":
            await approve_plan(service, officer, reference, seen, _REASON)
        case "return":
            await send_plan_back(service, officer, reference, words, seen, _REASON)
        case "review":
            parts = (int(form.get(f"due_{part}", "")) for part in ("year", "month", "day"))
            await review_plan(service, officer, reference, date(*parts), words, seen, _REASON)
        case _:
            await end_plan(service, officer, reference, words, seen, _REASON)


async def _plan(
    request: Request,
    who: SignedIn,
    reference: str,
    faults: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response:
    service = service_of(request)
    shown = await show_plan(service, who.officer, reference, _REASON)
    differences: tuple[Any, ...] = ()
    copy = shown.values["copy"]
    if copy is not None and copy["version"] is not None and shown.values["current"] is not None:
        before = str(shown.values["version"])
        told = await show_comparison(service, who.officer, reference, before, COPY, _REASON)
        differences = compared_sections(told.values)
    view = plan_page_view(
        json.loads(shown.body), frame_of(request, who), differences, faults, typed
    )
    return _page(request, "plan.html", view, 422 if faults else 200)


@router.get(addresses.SECTION)
async def section(request: Request, reference: Reference, section: str) -> Response:
    """The form of one section."""
    return await _section(request, await signed_in(request), reference, section)


@router.post(addresses.SECTION)
async def save(request: Request, reference: Reference, section: str) -> Response:
    """Save the section, then the plan; what is wrong is said and what was typed stays.

    ``use`` chooses about texts that were kept apart: ``stands``, the number of one of them,
    or ``typed``; each decides about all of them, and none is ever thrown away.
    """
    who = await signed_in(request)
    form = await form_values(request, who.session)
    service, officer = service_of(request), who.officer
    seen = Seen(frozenset({form.get("seen", "")}))
    content = content_of(section, form) if section in SECTIONS else None
    settles: tuple[int, ...] = ()
    if "use" in form:
        told = (await show_section(service, officer, reference, section, _REASON)).values
        texts = {str(one["number"]): one["content"] for one in told["apart"]}
        asked = form.get("settles", "").split()
        settles = tuple(int(number) for number in asked if number in texts)
        content = {"stands": told["content"], **texts}.get(form["use"], content)
    try:
        await save_section(service, officer, reference, section, content, seen, _REASON, settles)
    except SectionFaultsError as fault:
        field = "owner" if section == ABOUT else "text"
        faults = {field: str(fault)}
        return await _section(request, who, reference, section, faults, form)
    except (ChangedMeanwhileError, ActRefusedError) as fault:
        return await _section(request, who, reference, section, {"use": _kept_words(fault)})
    return RedirectResponse(addresses.plan_address(reference), 303)


def _kept_words(fault: Exception) -> str:
    if isinstance(fault, KeptApartError):
        return "Your colleague saved first. Both texts are kept below; choose for each section."
    return str(fault)


async def _section(
    request: Request,
    who: SignedIn,
    reference: str,
    name: str,
    faults: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response:
    shown = await show_section(service_of(request), who.officer, reference, name, _REASON)
    view = section_view(json.loads(shown.body), frame_of(request, who), faults, typed)
    return _page(request, "plan_section.html", view, 422 if faults else 200)


@router.get(addresses.COMPARE)
async def compare(request: Request, reference: Reference, before: str, after: str) -> Response:
    """Two versions side by side."""
    who = await signed_in(request)
    service = service_of(request)
    told = await show_comparison(service, who.officer, reference, before, after, _REASON)
    view = compare_view(json.loads(told.body), frame_of(request, who))
    return _page(request, "plan_compare.html", view)


@router.get(addresses.LOOKS)
async def looks(request: Request, reference: Reference) -> Response:
    """In which looks which version was shown."""
    who = await signed_in(request)
    asked = LooksAsked(reference, request.query_params.get("after") or None)
    told = await list_plan_looks(service_of(request), who.officer, asked, _REASON)
    return _page(request, "plan_looks.html", looks_view(told.values, frame_of(request, who)))


def _page(request: Request, template: str, view: object, status: int = 200) -> Response:
    return page(pages_of(request).render(template, view), status)
