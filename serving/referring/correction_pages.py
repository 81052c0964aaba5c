"""The pages on which a step of a referral, or what is recorded of a conference, is corrected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from serving.access.fuller_reasons import FullerReasonError
from serving.access.permissions import Permission
from serving.access.reasons import AccessReason
from serving.entering.given import EntryRefusedError
from serving.referring.addresses import CONFERENCE_CORRECTIONS, REFERRAL_CORRECTIONS, parts_of
from serving.referring.conference_pages import conferences_page
from serving.referring.correct_conference import correct_conference
from serving.referring.correction_views import conference_correction, step_correction
from serving.referring.corrections import NotTheirsError
from serving.referring.form_pages import conference_given, conference_refused
from serving.referring.moments import MomentError
from serving.referring.referral_pages import referral_page, refused_words, step_of
from serving.referring.show_conferences import show_conferences
from serving.referring.show_referral import show_referral
from serving.referring.steps import StepRefusedError
from serving.referring.work_referral import StepGiven, correct_referral
from serving.service.access_log import check_may
from serving.service.editing import ChangedMeanwhileError, Seen
from serving.web.page_requests import SignedIn, form_values, frame_of, page, pages_of, signed_in
from serving.web.signed_in import service_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_WHY = "Say in words why it is taken back: at least 3 words and 20 characters."


@router.post(REFERRAL_CORRECTIONS)
async def step(request: Request, referral: str) -> Response:
    """The form of one entry, filled in with what it says; or what it should have said."""
    who, form = await _begun(request)
    if form.get("act") not in ("write", "take_back"):
        return await _ask_step(request, who, referral, form, {})
    service, name = service_of(request), form.get("step", "")
    try:
        if form.get("act") == "take_back":
            given = StepGiven(None, entry=form.get("entry", ""))
        else:
            said = step_of(form)
            given = StepGiven(said.step, said.details, said.occurred, form.get("entry", ""))
        seen = Seen(frozenset({form.get("seen", "")}))
        child, reference = parts_of(referral)
        await correct_referral(service, who.officer, child, reference, given, seen, _reason(form))
    except (StepRefusedError, ChangedMeanwhileError, NotTheirsError) as fault:
        faults = {"correct-form": str(fault)}
    except MomentError as fault:
        faults = {f"{name}-when": str(fault)}
    except EntryRefusedError as fault:
        faults = refused_words(name, fault)
    except FullerReasonError:
        faults = {"why": _WHY}
    else:
        return await referral_page(request, who, referral, form)
    return await _ask_step(request, who, referral, form, faults)


@router.post(CONFERENCE_CORRECTIONS)
async def conference(request: Request, child_id: str) -> Response:
    """The form of one entry, filled in with what it says; or what it should have said."""
    who, form = await _begun(request)
    act, service = form.get("act"), service_of(request)
    if act not in ("write", "take_back"):
        return await _ask_conference(request, who, child_id, form, {})
    try:
        given = None if act == "take_back" else conference_given(form)
        entry = form.get("entry", "")
        await correct_conference(service, who.officer, child_id, entry, given, _reason(form))
    except NotTheirsError as fault:
        faults = {"correct-form": str(fault)}
    except MomentError as fault:
        faults = {"held": str(fault)}
    except EntryRefusedError as fault:
        faults = conference_refused(fault)
    except FullerReasonError:
        faults = {"why": _WHY}
    else:
        return await conferences_page(request, who, child_id, form)
    return await _ask_conference(request, who, child_id, form, faults)


async def _begun(request: Request) -> tuple[SignedIn, Mapping[str, str]]:
    who = await signed_in(request)
    form = await form_values(request, who.session)
    service = service_of(request)
    await check_may(service, who.officer, Permission.REFERRALS_VIEW, service.clock())
    return who, form


def _reason(form: Mapping[str, str]) -> AccessReason:
    """Why: of what is taken back in words of its own."""
    words = form.get("why", "") if form.get("act") == "take_back" else form.get("note", "")
    return AccessReason(form.get("reason", ""), " ".join(words.split()))


async def _ask_step(
    request: Request,
    who: SignedIn,
    referral: str,
    form: Mapping[str, str],
    faults: Mapping[str, str],
) -> Response:
    reason = AccessReason(form.get("reason", ""), form.get("note", "").strip())
    found = await show_referral(service_of(request), who.officer, *parts_of(referral), reason)
    entry = _entry(found.values, found.correctable, form)
    if entry is None:
        # The referral as it is now, and why there is no form.
        stands = any(one["entry"] == form.get("entry") for one in found.values["entries"]
                     if one["stands"])  # fmt: skip
        why = str(NotTheirsError()) if stands else "That entry does not stand any more."
        said = faults or {"entries": why}
        return await referral_page(request, who, referral, form, said, 422 if faults else 200)
    view = step_correction(found.values, frame_of(request, who), entry, form, faults)
    return page(pages_of(request).render("referral_correct.html", view), 422 if faults else 200)


async def _ask_conference(
    request: Request,
    who: SignedIn,
    child: str,
    form: Mapping[str, str],
    faults: Mapping[str, str],
) -> Response:
    reason = AccessReason(form.get("reason", ""), form.get("note", "").strip())
    found = await show_conferences(service_of(request), who.officer, child, reason)
    entry = _entry(found.values, found.correctable, form)
    if entry is None:
        return await conferences_page(request, who, child, form)
    view = conference_correction(found.values, frame_of(request, who), entry, form, faults)
    return page(pages_of(request).render("conference_correct.html", view), 422 if faults else 200)


def _entry(
    values: Mapping[str, Any], correctable: frozenset[str], form: Mapping[str, str]
) -> Mapping[str, Any] | None:
    """The entry that is to be corrected, if it stands and whoever asks may."""
    asked = form.get("entry", "")
    entries = [one for one in values["entries"] if one["entry"] == asked]
    return entries[0] if entries and asked in correctable else None
