"""The pages of one missing report: the reason, the report, and a form for each act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from serving.access.fuller_reasons import FullerReasonError
from serving.access.permissions import Permission
from serving.access.reasons import AccessReason, NoReasonError, reason_codes
from serving.missing.acts import ACTS, Act, ActRefusedError, check_allowed
from serving.missing.addresses import (
    REPORT,
    REPORT_ACT,
    REPORT_REVIEW,
    act_address,
    report_address,
)
from serving.missing.asking import AskedAct, ReportFaultsError, detail_faults
from serving.missing.change_report import Changed, change_report
from serving.missing.form_fields import (
    FORMS,
    given_moment,
    given_values,
    kept_values,
    moment_parts,
)
from serving.missing.report_views import (
    DoneView,
    FormView,
    ReportReasonView,
    about_words,
    entry_lines,
    report_view,
)
from serving.missing.show_report import Shown, show_report
from serving.pages.typography import bind
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

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_LEADS: Mapping[Act, str] = {
    Act.UPDATE: "What was recorded before stays in the history of the report.",
    Act.FOUND: "It ends the absence. Interviews after the return are due from then.",
    Act.PREVENTION_INTERVIEW: "The police see the child after the return.",
    Act.RETURN_OFFER: "The interview stays owed until it is held, or the child does not want it.",
    Act.RETURN_INTERVIEW: "Somebody independent talks with the child after the return.",
    Act.REVIEW: "The review that is next follows from this one.",
    Act.MEETING: "A meeting with partners about this child.",
    Act.WITHDRAW: "Every entry of the report is taken back. What was known until now stays known.",
}


@router.get(REPORT)
async def reason_form(request: Request, reference: str) -> Response:
    """Why are you looking? Nothing of the report is read or shown yet."""
    who = await signed_in(request)
    service = service_of(request)
    await check_may(service, who.officer, Permission.MISSING_WRITE, service.clock())
    return page(_reason_page(request, who, reference, {}))


@router.post(REPORT)
async def report(request: Request, reference: str) -> Response:
    """The look: the whole report, and what may be done with it."""
    who = await signed_in(request)
    form = await form_values(request, who.session)
    shown = await _look(request, who, reference, form)
    if isinstance(shown, Response):
        return shown
    view = report_view(
        shown.values, frame_of(request, who), _going_along(form), shown.receipt.entry_id
    )
    return page(pages_of(request).render("missing_report.html", view))


@router.post(REPORT_REVIEW)
async def review(request: Request, reference: str) -> Response:
    """A supervisor's review: the form, or what it says."""
    return await _act(request, reference, Act.REVIEW)


@router.post(REPORT_ACT)
async def act(request: Request, reference: str, act: str) -> Response:
    """Any other act: the form, or what it says."""
    known = next((one for one in Act if one.value == act and one is not Act.REVIEW), None)
    if known is None:
        who = await signed_in(request)
        service = service_of(request)
        await check_may(service, who.officer, Permission.MISSING_WRITE, service.clock())
        raise HTTPException(404)
    return await _act(request, reference, known)


async def _act(request: Request, reference: str, act: Act) -> Response:
    who = await signed_in(request)
    form = await form_values(request, who.session)
    service = service_of(request)
    await check_may(service, who.officer, ACTS[act].needs, service.clock())
    if form.get("step") != "send":
        return await _ask(request, who, reference, act, form, {})
    try:
        changed = await change_report(
            service,
            who.officer,
            reference,
            _asked(act, form),
            _reason(act, form),
            Seen(frozenset({form.get("seen", "")})),
        )
    except ReportFaultsError as fault:
        return await _ask(request, who, reference, act, form, fault.faults)
    except FullerReasonError as fault:
        return await _ask(request, who, reference, act, form, {"why": str(fault)})
    except NoReasonError as fault:
        field = "why" if act is Act.WITHDRAW else FORMS[act][0].name
        return await _ask(request, who, reference, act, form, {field: str(fault)})
    except ActRefusedError as refused:
        return await _ask(request, who, reference, act, form, {}, refused=str(refused))
    except ChangedMeanwhileError:
        return await _ask(request, who, reference, act, form, {}, is_conflict=True)
    return page(_done(request, who, act, form, changed))


async def _ask(
    request: Request,
    who: SignedIn,
    reference: str,
    act: Act,
    form: Mapping[str, str],
    faults: Mapping[str, str],
    *,
    refused: str = "",
    is_conflict: bool = False,
) -> Response:
    """The form, first or again: the report is read once more, which is a look of its own."""
    shown = await _look(request, who, reference, form)
    if isinstance(shown, Response):
        return shown
    is_again = form.get("step") == "send"
    corrects = form.get("corrects", "")
    values = given_values(FORMS[act], form) if is_again else _first_values(act, shown, corrects)
    if not refused:
        try:
            check_allowed(act, shown.report.state, corrects=bool(corrects))
        except ActRefusedError as fault:
            refused = str(fault)
    # After a fault the tag stays the one that was read: nothing was seen anew. After a
    # conflict the report is shown as it is now, and so its tag goes along.
    seen = form.get("seen", shown.etag) if is_again and not is_conflict else shown.etag
    view = FormView(
        frame=frame_of(request, who),
        address=act_address(reference, act),
        heading=ACTS[act].words,
        lead=_LEADS[act],
        button="Write it down" if act is not Act.WITHDRAW else "Take the report back",
        fields=FORMS[act],
        values=values,
        hidden={**_going_along(form), "step": "send", "seen": seen,
                **({"corrects": corrects} if corrects else {})},
        faults=faults,
        refused=refused,
        now=entry_lines(shown.values) if is_conflict else (),
        about=about_words(shown.values),
        back=report_address(reference),
    )  # fmt: skip
    status = 412 if is_conflict else 409 if refused and is_again else 422 if faults else 200
    return page(pages_of(request).render("missing_form.html", view), status)


def _first_values(act: Act, shown: Shown, corrects: str) -> Mapping[str, str]:
    """What an entry to be corrected says; of a new one, today's date."""
    if act is Act.UPDATE:
        return kept_values(FORMS[act], shown.report.reported)
    for event in shown.report.standing:
        if corrects and event.entry == corrects:
            return kept_values(FORMS[act], event)
    values = {part: "" for field in FORMS[act] for part in field.parts}
    return {**values, **moment_parts("at", shown.report.as_of), "at_time": ""}


def _asked(act: Act, form: Mapping[str, str]) -> AskedAct:
    if act is Act.WITHDRAW:
        return AskedAct(act)
    field = "since" if act is Act.UPDATE else "at"
    details: dict[str, Any] = {
        one.name: " ".join(form.get(one.name, "").split())
        for one in FORMS[act]
        if one.kind != "moment"
    }
    faults, at = {field: "Enter when it happened: date and time."}, None
    try:
        at = given_moment(field, form)
    except ReportFaultsError as fault:
        faults = fault.faults
    if at is None:
        # What else is wrong is said at the same time.
        raise ReportFaultsError({**faults, **detail_faults(act, details)})
    return AskedAct(act, at, details, form.get("corrects") or None)


def _reason(act: Act, form: Mapping[str, str]) -> AccessReason:
    words = form.get("why", "") if act is Act.WITHDRAW else form.get("note", "")
    return AccessReason(form.get("reason", ""), words.strip())


def _going_along(form: Mapping[str, str]) -> dict[str, str]:
    """The reason with which the report was opened goes along with what is done from it."""
    names = ("reason", "note", "emergency")
    return {"reason": "", **{name: form[name] for name in names if form.get(name)}}


async def _look(
    request: Request, who: SignedIn, reference: str, form: Mapping[str, str]
) -> Shown | Response:
    """The report, or the page that asks why, or that says that it is limited."""
    code, note = form.get("reason", ""), form.get("note", "").strip()
    is_emergency = form.get("emergency") == "yes"
    try:
        reason = AccessReason(code, note)
        return await show_report(
            service_of(request), who.officer, reference, reason, is_emergency=is_emergency
        )
    except NoReasonError as fault:
        faults = {"note" if code else "reason": str(fault)}
        return page(_reason_page(request, who, reference, form, faults), 422)
    except FullerReasonError as fault:
        faults = {"note": str(fault)}
        return page(
            _reason_page(request, who, reference, form, faults, is_limited=is_emergency), 422
        )
    except RestrictedError:
        return page(_reason_page(request, who, reference, form, {}, is_limited=True), 403)


def _reason_page(
    request: Request,
    who: SignedIn,
    reference: str,
    form: Mapping[str, str],
    faults: Mapping[str, str] | None = None,
    *,
    is_limited: bool = False,
) -> str:
    view = ReportReasonView(
        frame=frame_of(request, who),
        address=report_address(reference),
        choices=tuple((reason.code, reason.words) for reason in reason_codes()),
        reason=form.get("reason", ""),
        note=form.get("note", ""),
        faults=faults or {},
        is_limited=is_limited,
    )
    return pages_of(request).render("missing_reason.html", view)


def _done(
    request: Request, who: SignedIn, act: Act, form: Mapping[str, str], changed: Changed
) -> str:
    reference = changed.values["reference"]
    view = DoneView(
        frame=frame_of(request, who),
        address=report_address(reference),
        heading="The report was taken back" if act is Act.WITHDRAW else "It is written down",
        reference=reference,
        state=changed.values["state_words"],
        next=tuple(bind(one) for one in changed.values["next"]),
        reason=form.get("reason", ""),
        note=form.get("note", ""),
        is_emergency=form.get("emergency") == "yes",
        receipt_id=changed.receipt.entry_id,
    )
    return pages_of(request).render("missing_done.html", view)
