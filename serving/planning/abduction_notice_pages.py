"""The pages of abduction notices: served, breached, withdrawn."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from records.calendar import FORCE_ZONE
from serving.access.permissions import Permission
from serving.access.reasons import AccessReason, NoReasonError
from serving.entering.given import EntryRefusedError
from serving.planning import addresses
from serving.planning.abduction_notice_views import NoticeFormView, notice_page_view
from serving.planning.addresses import Reference
from serving.planning.given_words import GivenWordsError, given_words
from serving.planning.record_notices import (
    record_breach,
    serve_notice,
    show_notice,
    withdraw_notice,
)
from serving.planning.recording_notices import NoticeDayError, NoticeGiven
from serving.planning.states import ActRefusedError
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

_REASON = AccessReason("safeguarding")
_DATE = "Enter a real day: day, month and year; and a time like 22:48."


@router.get(addresses.NOTICE_NEW)
async def form(request: Request, child_id: str) -> Response:
    """The form of a notice about this child; nothing about the child is read or shown."""
    who = await signed_in(request)
    service = service_of(request)
    await check_may(service, who.officer, Permission.NOTICE_WRITE, service.clock())
    view = NoticeFormView(frame_of(request, who), child_id)
    return page(pages_of(request).render("abduction_notice_form.html", view))


@router.post(addresses.NOTICES)
async def serve(request: Request) -> Response:
    """Record that it was served, then its page; or the form again with what to do."""
    who = await signed_in(request)
    given = await form_values(request, who.session)
    service, child = service_of(request), given.get("child", "")
    try:
        until, served = _day(given, "until"), _moment(given, "served")
        born = _day(given, "born") if given.get("born_year", "").strip() else None
        name = {part: given.get(part, "").strip() or None for part in ("forename", "surname")}
        notice = NoticeGiven(
            served, until, given.get("adult_ref", "").strip() or None,
            name["forename"], name["surname"], born,
        )  # fmt: skip
        done = await serve_notice(service, who.officer, child, notice, _REASON)
    except NoticeDayError as fault:
        faults = {"surname": str(fault)}
    except EntryRefusedError as fault:
        faults = {"surname": "; ".join(f"{one.field} {one.rule}" for one in fault.faults) + "."}
    except ValueError:
        faults = {"served-day": _DATE}
    else:
        return RedirectResponse(addresses.notice_address(done.values["reference"]), 303)
    await check_may(service, who.officer, Permission.NOTICE_WRITE, service.clock())
    view = NoticeFormView(frame_of(request, who), child[:60], given, faults)
    return page(pages_of(request).render("abduction_notice_form.html", view), 422)


@router.get(addresses.NOTICE)
async def notice(request: Request, reference: Reference) -> Response:
    """One notice."""
    return await _notice(request, await signed_in(request), reference)


@router.post(addresses.NOTICE)
async def act(request: Request, reference: Reference) -> Response:
    """Record a breach, or withdraw it; then the notice, with what to do if not."""
    who = await signed_in(request)
    given = await form_values(request, who.session)
    service, seen = service_of(request), Seen(frozenset({given.get("seen", "")}))
    is_breach = given.get("act") == "breach"
    field = "breach-day" if is_breach else "why"
    try:
        if is_breach:
            at = _moment(given, "breach")
            await record_breach(service, who.officer, reference, at, seen, _REASON)
        else:
            why = given_words(given.get("why", ""), "Say why it is withdrawn.")
            reason = AccessReason("safeguarding", why)
            await withdraw_notice(service, who.officer, reference, seen, reason)
    except (NoticeDayError, ActRefusedError, GivenWordsError, NoReasonError) as fault:
        faults = {field: str(fault)}
    except ChangedMeanwhileError:
        faults = {field: "Somebody changed the notice since you read it. Read it, then act."}
    except ValueError:
        faults = {field: _DATE}
    else:
        return RedirectResponse(addresses.notice_address(reference), 303)
    return await _notice(request, who, reference, faults, given)


async def _notice(
    request: Request,
    who: SignedIn,
    reference: str,
    faults: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response:
    shown = await show_notice(service_of(request), who.officer, reference, _REASON)
    view = notice_page_view(json.loads(shown.body), frame_of(request, who), faults, typed)
    return page(pages_of(request).render("abduction_notice.html", view), 422 if faults else 200)


def _day(given: Mapping[str, str], name: str) -> date:
    """The day of three fields. Raises ValueError if they are none."""
    year, month, day = (int(given.get(f"{name}_{part}", "")) for part in ("year", "month", "day"))
    return date(year, month, day)


def _moment(given: Mapping[str, str], name: str) -> datetime:
    """The local moment of three fields and a time. Raises ValueError if they are none."""
    hours, _, minutes = given.get(f"{name}_time", "").strip().partition(":")
    day = _day(given, name)
    at = datetime(day.year, day.month, day.day, int(hours), int(minutes), tzinfo=FORCE_ZONE)
    return at.astimezone(UTC)
