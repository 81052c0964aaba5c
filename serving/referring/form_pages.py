"""The forms on which a referral's receipt and a conference are written down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from serving.access.permissions import Permission
from serving.access.reasons import AccessReason
from serving.entering.given import EntryRefusedError, Who
from serving.pages.addresses import child_address
from serving.referring import addresses
from serving.referring.addresses import referral_address
from serving.referring.form_views import NewConferenceView, NewReferralView, Written
from serving.referring.moments import MomentError, day_from, moment_from
from serving.referring.receive_referral import ReferralReceived, receive_referral
from serving.referring.record_conference import ConferenceGiven, record_conference
from serving.service.access_log import check_may
from serving.service.preparing_looks import NoSuchChildError
from serving.web.page_requests import form_values, frame_of, page, pages_of, signed_in
from serving.web.signed_in import service_of

__all__ = ["conference_given", "conference_refused", "router"]

router = APIRouter(include_in_schema=False)

#: What is written down on these pages is for the child's safety.
_REASON = AccessReason("safeguarding")
_WHO = ("surname", "forename", "address", "postcode")
_NO_CHILD = "Give the record’s reference, or at least the surname of a child not found."
_UNKNOWN_CHILD = "No child has this id. Search for the child again."
#: What to do about a column that breaks a rule of its format.
_RULES: Mapping[str, str] = {
    "referred_by": "Choose who referred.",
    "concern": "Choose what it is about.",
    "surname": "Enter the surname, in at most 80 characters.",
    "conference": "Choose initial or review.",
    "police_invited": "Choose whether police were invited.",
    "called_for": "Enter the day that it is called for, from today on; or when it was held.",
    "occurred_at": "Enter a moment that is over.",
    "entry": "Nothing is different from what is recorded, or the entry stands no more.",
}
_FIELDS = {"occurred_at": "held", "called_for": "called", "entry": "correct-form"}


@router.get(addresses.NEW_REFERRAL)
async def referral_form(request: Request) -> Response:
    """The form, with the child's id if it is known."""
    who = await signed_in(request)
    service = service_of(request)
    await check_may(service, who.officer, Permission.REFERRALS_WORK, service.clock())
    view = NewReferralView(frame_of(request, who), _on_the_way(request))
    return page(pages_of(request).render("referral_new.html", view))


@router.post(addresses.NEW_REFERRAL)
async def write_referral(request: Request) -> Response:
    """Write the receipt down; then the empty form, and where the referral is."""
    who = await signed_in(request)
    form = await form_values(request, who.session)
    faults: dict[str, str] = {}
    try:
        given = ReferralReceived(
            _child(form),
            form.get("referred_by", ""),
            form.get("concern", ""),
            moment_from(form, "received_"),
        )
        made = await receive_referral(service_of(request), who.officer, given, _REASON)
    except MomentError as fault:
        faults["received"] = str(fault)
    except NoSuchChildError:
        faults["child"] = _UNKNOWN_CHILD if form.get("child", "").strip() else _NO_CHILD
    except EntryRefusedError as fault:
        faults = _said(fault, {"occurred_at": "received"})
    frame = frame_of(request, who)
    if faults:
        view = NewReferralView(frame, form, faults)
        return page(pages_of(request).render("referral_new.html", view), 422)
    values = made.values
    words = f"Referral {values['reference']} is on the queue, without an owner."
    written = Written(words, referral_address(values["id"]), "Open the referral")
    view = NewReferralView(frame, written=written)
    return page(pages_of(request).render("referral_new.html", view))


@router.get(addresses.NEW_CONFERENCE)
async def conference_form(request: Request) -> Response:
    """The form, with the child's id if it is known."""
    who = await signed_in(request)
    service = service_of(request)
    await check_may(service, who.officer, Permission.CONFERENCES_WORK, service.clock())
    view = NewConferenceView(frame_of(request, who), _on_the_way(request))
    return page(pages_of(request).render("conference_new.html", view))


@router.post(addresses.NEW_CONFERENCE)
async def write_conference(request: Request) -> Response:
    """Write a call or a conference down; then the empty form, and the list."""
    who = await signed_in(request)
    form = await form_values(request, who.session)
    faults: dict[str, str] = {}
    try:
        given = conference_given(form)
        child = form.get("child", "").strip()
        made = await record_conference(service_of(request), who.officer, child, given, _REASON)
    except MomentError as fault:
        faults[_day_at_fault(form)] = str(fault)
    except NoSuchChildError:
        faults["child"] = _UNKNOWN_CHILD
    except EntryRefusedError as fault:
        faults = conference_refused(fault)
    frame = frame_of(request, who)
    if faults:
        view = NewConferenceView(frame, form, faults)
        return page(pages_of(request).render("conference_new.html", view), 422)
    values = made.values
    words = f"Conference {values['reference']} is written down as {values['what']}."
    written = Written(words, child_address(values["child"]), "Open the child’s record")
    view = NewConferenceView(frame, written=written)
    return page(pages_of(request).render("conference_new.html", view))


def conference_given(form: Mapping[str, str]) -> ConferenceGiven:
    """The conference as the form tells of it. Raises MomentError for days that are none."""
    return ConferenceGiven(
        form.get("reference", "").strip() or None,
        form.get("conference", ""),
        day_from(form, "called_"),
        moment_from(form, "held_"),
        _yes_no(form, "invited"),
        _yes_no(form, "attended"),
        form.get("decision") or None,
    )


def conference_refused(fault: EntryRefusedError) -> dict[str, str]:
    """What to do about each field of a conference's form."""
    return _said(fault, _FIELDS)


def _day_at_fault(form: Mapping[str, str]) -> str:
    """Which of the two days is none."""
    try:
        day_from(form, "called_")
    except MomentError:
        return "called"
    return "held"


def _on_the_way(request: Request) -> Mapping[str, str]:
    """What an address of the form carries: the child's opaque id, a conference's reference."""
    names = ("child", "reference")
    return {name: request.query_params.get(name, "")[:64] for name in names}


def _child(form: Mapping[str, str]) -> str | Who:
    """The child by id, or as told of. Raises NoSuchChildError: neither is given."""
    child = form.get("child", "").strip()
    if child:
        return child
    told: dict[str, Any] = {name: said for name in _WHO if (said := form.get(name, "").strip())}
    born = day_from(form, "birth_")
    if born is not None:
        told["date_of_birth"] = born
    if "surname" not in told:
        raise NoSuchChildError
    return Who(told)


def _yes_no(form: Mapping[str, str], name: str) -> bool | None:
    """What was chosen; None for nothing."""
    return {"yes": True, "no": False}.get(form.get(name, ""))


def _said(fault: EntryRefusedError, fields: Mapping[str, str]) -> dict[str, str]:
    """What to do about each field; a column under another name stands at ``fields``."""
    return {
        fields.get(one.field, one.field): _RULES.get(one.field, f"It {one.rule}.")
        for one in fault.faults
    }
