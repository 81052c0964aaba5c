"""The pages of judgement: the form, the halt before lowering, and what waits."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta

from fastapi import APIRouter, Request
from starlette.responses import Response

from records.calendar import local_day
from serving.access.fuller_reasons import FullerReasonError
from serving.access.permissions import Permission
from serving.access.reasons import AccessReason
from serving.reviewing import addresses
from serving.reviewing.forms import day_text_of, given_words
from serving.reviewing.given import GivenFaultsError, JudgementGiven, check_judgement
from serving.reviewing.judge_advice import decide_judgement, judge_advice
from serving.reviewing.judgement_view import (
    KINDS,
    JudgementFormView,
    done_judgement,
    halt_view,
    waiting_view,
)
from serving.reviewing.list_judgements import list_judgements
from serving.reviewing.review_view import BANDS
from serving.reviewing.reviewing_schemas import day_of
from serving.reviewing.writing import NotYoursError, SettledError
from serving.service.access_log import check_may
from serving.service.show_child import show_child
from serving.service.undo_judgement import NoSuchJudgementError
from serving.web.page_requests import SignedIn, form_values, frame_of, page, pages_of, signed_in
from serving.web.signed_in import service_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_REASON = "review"
_USUAL = timedelta(days=7)
_FIELDS = ("judgement", "band", "grounds", "until_day", "until_month", "until_year")


@router.get(addresses.JUDGEMENT)
async def judgement_form(request: Request, child_id: str) -> Response:
    """What do you say to the advice? Nothing about the child is read or shown."""
    who = await signed_in(request)
    service = service_of(request)
    await check_may(service, who.officer, Permission.ADVICE_JUDGE, service.clock())
    until = local_day(service.clock()) + _USUAL
    given = dict(zip(_FIELDS[3:], (f"{until:%d}", f"{until:%m}", f"{until:%Y}"), strict=True))
    view = JudgementFormView(frame_of(request, who), child_id, given)
    return page(pages_of(request).render("reviewing_judgement.html", view))


@router.post(addresses.JUDGEMENT)
async def judge(request: Request, child_id: str) -> Response:
    """Write a judgement down; before one that lowers, halt once."""
    who = await signed_in(request)
    form = await form_values(request, who.session)
    service, frame = service_of(request), frame_of(request, who)
    await check_may(service, who.officer, Permission.ADVICE_JUDGE, service.clock())
    try:
        given = _given(form)
        if given.judgement == "lower" and form.get("confirmed") != "yes":
            return await _halt(request, who, child_id, form, given)
        reason = AccessReason(_REASON, given.grounds)
        done = await judge_advice(service, who.officer, child_id, given, reason)
    except GivenFaultsError as fault:
        faults = fault.faults
    except FullerReasonError as fault:
        faults = {"grounds": str(fault)}
    else:
        view = done_judgement(done.values, frame, done.receipt.entry_id)
        return page(pages_of(request).render("reviewing_done.html", view))
    again = JudgementFormView(frame, child_id, form, faults)
    return page(pages_of(request).render("reviewing_judgement.html", again), 422)


async def _halt(
    request: Request,
    who: SignedIn,
    child_id: str,
    form: Mapping[str, str],
    given: JudgementGiven,
) -> Response:
    """A look like any other, which the grounds justify."""
    service = service_of(request)
    reason = AccessReason(_REASON, given.grounds)
    look = await show_child(service, who.officer, child_id, reason)
    answer = json.loads(look.body)
    today = local_day(service.clock())
    check_judgement(given, answer["advice"]["band"], service.policy.labels, today)
    kept = {name: form.get(name, "") for name in _FIELDS}
    view = halt_view(answer, frame_of(request, who), kept, look.receipt.entry_id)
    return page(pages_of(request).render("reviewing_halt.html", view))


def _given(form: Mapping[str, str]) -> JudgementGiven:
    """What the form gives. Raises GivenFaultsError for what can't be kept."""
    faults = dict[str, str]()
    kind, band = form.get("judgement", ""), form.get("band", "")
    if kind not in dict(KINDS):
        faults["judgement"] = "Say whether you agree, raise it or ask to lower it."
    if band not in BANDS:
        faults["band"] = "Say which band you judge."
    words = given_words(form, {"grounds": 400}, faults)
    until: date | None = None
    try:
        until = day_of("until", day_text_of(form, "until"))
    except GivenFaultsError as fault:
        faults |= fault.faults
    if until is None:
        faults.setdefault("until", "Give the last day on which it stands.")
    if not words.get("grounds"):
        faults.setdefault("grounds", "Say in words why.")
    if faults or until is None:
        raise GivenFaultsError(faults)
    return JudgementGiven(kind, band, words["grounds"], until)


@router.get(addresses.JUDGEMENTS)
async def waiting(request: Request) -> Response:
    """What waits for a supervisor."""
    who = await signed_in(request)
    after = request.query_params.get("after") or None
    return await _waiting(request, who, {}, after)


@router.post(addresses.JUDGEMENTS)
async def decide(request: Request) -> Response:
    """Approve or decline one; then the list, with what to do if it could not be."""
    who = await signed_in(request)
    form = await form_values(request, who.session)
    reference, faults = form.get("reference", ""), dict[str, str]()
    field = f"grounds-{reference}"
    try:
        found = dict[str, str]()
        words = given_words(form, {"grounds": 400}, found)
        if found:
            raise GivenFaultsError(found)
        await decide_judgement(
            service_of(request),
            who.officer,
            reference,
            words["grounds"],
            AccessReason(_REASON),
            approves=form.get("decision") == "approve",
        )
    except GivenFaultsError as fault:
        faults = {field: " ".join(fault.faults.values())}
    except (NotYoursError, SettledError, NoSuchJudgementError) as fault:
        faults = {field: str(fault)}
    return await _waiting(request, who, faults)


async def _waiting(
    request: Request, who: SignedIn, faults: Mapping[str, str], after: str | None = None
) -> Response:
    found = await list_judgements(service_of(request), who.officer, after)
    view = waiting_view(found.values, frame_of(request, who), faults)
    return page(pages_of(request).render("reviewing_waiting.html", view), 422 if faults else 200)
