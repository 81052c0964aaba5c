"""The page of one referral, and the forms by which it goes on."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import Response

from serving.access.fuller_reasons import FullerReasonError
from serving.access.permissions import Permission, may
from serving.access.reasons import AccessReason, NoReasonError, reason_codes
from serving.entering.given import EntryRefusedError
from serving.pages.access import AccessReasonChoice
from serving.referring import addresses
from serving.referring.addresses import parts_of
from serving.referring.moments import MomentError, moment_from
from serving.referring.referral_views import (
    LimitedReferralView,
    ReferralReasonView,
    referral_view,
)
from serving.referring.show_referral import show_referral
from serving.referring.steps import Step, StepRefusedError
from serving.referring.work_referral import StepGiven, work_referral
from serving.service.access_log import check_may
from serving.service.access_manners import RestrictedError
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

__all__ = ["referral_page", "refused_words", "router", "step_of"]

router = APIRouter(include_in_schema=False)

_SAID = {"triage": "priority", "allocate": "allocated_to", "decide": "decision"}
_COLUMNS = {"decision": "referral_decision"}
_NEEDED = {
    "priority": "Choose how urgent it is.",
    "allocated_to": "Name the team, in at most 60 characters.",
    "decision": "Choose what was decided.",
}


@router.get(addresses.REFERRAL)
async def reason_form(request: Request, referral: str) -> Response:
    """Why are you looking? Nothing of the referral is read or shown yet."""
    who = await signed_in(request)
    service = service_of(request)
    await check_may(service, who.officer, Permission.REFERRALS_VIEW, service.clock())
    return _reason(request, who, referral)


@router.post(addresses.REFERRAL)
async def shown(request: Request, referral: str) -> Response:
    """The look: the whole referral."""
    who = await signed_in(request)
    form = await form_values(request, who.session)
    return await referral_page(request, who, referral, form)


@router.post(addresses.REFERRAL_STEPS)
async def stepped(request: Request, referral: str) -> Response:
    """One step; then the referral as it stands, or what to do instead."""
    who = await signed_in(request)
    form = await form_values(request, who.session)
    step, service = form.get("step", ""), service_of(request)
    faults: dict[str, str] = {}
    try:
        given = step_of(form)
        seen = Seen(frozenset({form.get("seen", "")}))
        reason = AccessReason(form.get("reason", ""), form.get("note", "").strip())
        child, reference = parts_of(referral)
        await work_referral(service, who.officer, child, reference, given, seen, reason)
    except (StepRefusedError, ChangedMeanwhileError) as fault:
        faults[f"{step}-form"] = str(fault)
    except MomentError as fault:
        faults[f"{step}-when"] = str(fault)
    except EntryRefusedError as fault:
        faults = refused_words(step, fault)
    return await referral_page(request, who, referral, form, faults)


def step_of(form: Mapping[str, str]) -> StepGiven:
    """What the form asks. Raises StepRefusedError for a step that there isn't."""
    step = form.get("step", "")
    if step not in {one.value for one in Step}:
        raise StepRefusedError("Choose what was done with the referral.")
    field = _SAID.get(step, "")
    said = form.get(field, "").strip() if field else ""
    details = {_COLUMNS.get(field, field): said} if said else {}
    return StepGiven(Step(step), details, moment_from(form, ""))


def refused_words(step: str, fault: EntryRefusedError) -> dict[str, str]:
    """What to do about each field of a step's form, by the id of the field."""
    field, faults = _SAID.get(step, ""), {}
    for one in fault.faults:
        is_time = one.field == "occurred_at"
        words = f"The time {one.rule}." if is_time else _NEEDED.get(field, one.rule)
        faults[f"{step}-when" if is_time else f"{step}-{field}"] = words
    return faults


async def referral_page(
    request: Request,
    who: SignedIn,
    referral: str,
    form: Mapping[str, str],
    faults: Mapping[str, str] | None = None,
    status: int | None = None,
) -> Response:
    """The look at one referral as its page; or why it isn't shown.

    ``status``: of the page that is shown; 422 with faults, and else 200, where it is left out.
    """
    code, note = form.get("reason", ""), form.get("note", "").strip()
    is_emergency = form.get("emergency") == "yes"
    try:
        found = await show_referral(
            service_of(request),
            who.officer,
            *parts_of(referral),
            AccessReason(code, note),
            is_emergency=is_emergency,
        )
    except NoReasonError as fault:
        return _reason(
            request, who, referral, code, note, {"note" if code else "reason": str(fault)}
        )
    except RestrictedError:
        limited = LimitedReferralView(frame_of(request, who), referral, code)
        return page(pages_of(request).limited_page(limited), 403)
    except FullerReasonError as fault:
        if is_emergency:
            again = LimitedReferralView(
                frame_of(request, who), referral, code, note, {"note": str(fault)}
            )
            return page(pages_of(request).limited_page(again), 422)
        return _reason(request, who, referral, code, note, {"note": str(fault)}, drawn=True)
    view = referral_view(
        found.values,
        frame_of(request, who),
        may_work=may(who.officer, Permission.REFERRALS_WORK),
        correctable=found.correctable,
        reason=code,
        faults=faults,
        tried=form if faults else None,
    )
    shown = pages_of(request).render("referral.html", view)
    return page(shown, status or (422 if faults else 200))


def _reason(
    request: Request,
    who: SignedIn,
    referral: str,
    code: str = "",
    note: str = "",
    faults: Mapping[str, str] | None = None,
    *,
    drawn: bool = False,
) -> Response:
    choices = tuple(AccessReasonChoice(r.code, r.words, r.needs_note) for r in reason_codes())
    view = ReferralReasonView(
        frame_of(request, who), referral, choices, drawn, code, note, dict(faults or {})
    )
    return page(pages_of(request).reason_page(view), 422 if faults else 200)
