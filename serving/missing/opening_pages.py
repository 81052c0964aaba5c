"""The pages on which a missing report is opened: one form, check answers, and the child."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace

from fastapi import APIRouter, Request
from starlette.responses import Response

from records.words import moment_words
from serving.access.once import Once
from serving.access.permissions import Permission
from serving.access.reasons import AccessReason, NoReasonError
from serving.missing.addresses import NEW, NEW_OF_CHILD, report_address
from serving.missing.answer_report import Answered, open_and_show
from serving.missing.asking import ReportFaultsError
from serving.missing.columns_in_words import COLUMN_WORDS, choice_words
from serving.missing.double_reports import DoubleReportError
from serving.missing.form_fields import OPENING, WHO, given_values
from serving.missing.open_report import NewReport
from serving.missing.opening_forms import (
    asked_report,
    hidden_answers,
    sent_report,
    started,
    typed_answers,
    who_rows,
)
from serving.missing.report_views import CheckView, FormView, KeptView, kept_of, opened_view
from serving.pages.addresses import child_address
from serving.pages.child_view import Receipt, child_view
from serving.service.access_log import check_may
from serving.service.access_manners import is_look_drawn
from serving.service.once import AnsweredBeforeError, NothingKeptError
from serving.store.errors import KeyUsedError
from serving.web.child_acts import acts_on
from serving.web.page_requests import (
    SignedIn,
    form_values,
    frame_of,
    page,
    pages_of,
    signed_in,
)
from serving.web.signed_in import request_id, service_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

#: Why the child is looked at once a report is open.
_REASON = "missing_report"
_LEAD = "It is answered at once with what the force knows of the child."
_STRANGER = "For a child whom no search found. The report is joined with the child’s records later."


@router.get(NEW)
async def new_report(request: Request) -> Response:
    """The form for a child whom no search found."""
    return await _begun(request, "")


@router.get(NEW_OF_CHILD)
async def new_report_of_child(request: Request, child_id: str) -> Response:
    """The form for a child with a record. Nothing of the child is read or shown."""
    return await _begun(request, child_id)


async def _begun(request: Request, child: str) -> Response:
    who = await signed_in(request)
    service = service_of(request)
    await check_may(service, who.officer, Permission.MISSING_WRITE, service.clock())
    return page(_form(request, who, {"child": child}))


@router.post(NEW)
async def open_one(request: Request) -> Response:
    """The form, its check, or the report itself: then straight to the child's page."""
    who = await signed_in(request)
    form = await form_values(request, who.session)
    service = service_of(request)
    await check_may(service, who.officer, Permission.MISSING_WRITE, service.clock())
    match form.get("step"):
        case "check":
            try:
                new = asked_report(form)
            except ReportFaultsError as fault:
                return page(_form(request, who, form, fault.faults), 422)
            return page(_check(request, who, new, key=service.draw(16).hex()))
        case "open":
            return await _open(request, who, form)
        case _:
            return page(_form(request, who, started(form)))


async def _open(request: Request, who: SignedIn, form: Mapping[str, str]) -> Response:
    service, note = service_of(request), form.get("note", "").strip()
    key = form.get("key", "")
    try:
        new = sent_report(form)
    except (ReportFaultsError, ValueError):
        return page(_form(request, who, form, {"since": "Enter the answers again."}), 422)
    try:
        reason = AccessReason(_REASON, note)
        officer = replace(who.officer, once=_once(who, key, form, request_id(request) or ""))
        answered = await open_and_show(service, officer, new, reason)
    except NoReasonError as fault:
        faults = {"note": str(fault)}
        return page(_check(request, who, new, key=key, note=note, faults=faults), 422)
    except DoubleReportError as double:
        return page(_check(request, who, new, key=key, note=note, double=double), 409)
    except ReportFaultsError as fault:
        return page(_form(request, who, typed_answers(new, form), fault.faults), 422)
    except AnsweredBeforeError as before:
        return page(_kept_before(request, who, before.kept.body))
    except KeyUsedError:
        # The same form at the same moment: the other one's answer is on its way.
        raise NothingKeptError from None
    return page(_answered(request, who, answered))


def _answered(request: Request, who: SignedIn, answered: Answered) -> str:
    frame, kept = frame_of(request, who), kept_of(answered.opened.values)
    look = answered.look
    if look is None:
        words = (answered.why or {}).get("words", "")
        view = KeptView(frame, kept, child_address(answered.opened.child), words)
        return pages_of(request).render("missing_kept.html", view)
    receipt = Receipt(look.receipt.entry_id, look.receipt.leaf_hash)
    acts = acts_on(request, who.officer, look, _REASON)
    shown = child_view(json.loads(look.body), frame, receipt, acts)
    return pages_of(request).render("missing_opened.html", opened_view(shown, kept))


def _kept_before(request: Request, who: SignedIn, body: bytes) -> str:
    """The form was sent twice: the report was opened once, and nothing is shown anew."""
    values = json.loads(body)["report"]
    why = "This form was sent before. The report was opened once."
    view = KeptView(frame_of(request, who), kept_of(values), child_address(values["child"]), why)
    return pages_of(request).render("missing_kept.html", view)


def _form(
    request: Request,
    who: SignedIn,
    form: Mapping[str, str],
    faults: Mapping[str, str] | None = None,
) -> str:
    child = form.get("child", "")
    fields = OPENING if child else (*WHO, *OPENING)
    view = FormView(
        frame=frame_of(request, who),
        address=NEW,
        heading="Open a missing report",
        lead=_LEAD if child else f"{_STRANGER} {_LEAD}",
        button="Check the answers",
        fields=fields,
        values=given_values(fields, form),
        hidden={"step": "check", **({"child": child} if child else {})},
        faults=faults or {},
    )
    return pages_of(request).render("missing_form.html", view)


def _once(who: SignedIn, key: str, form: Mapping[str, str], attempt: str) -> Once:
    """One form opens one report, however often it is sent. What is asked for in words after a
    first attempt does not make it another."""
    said = {name: form[name] for name in sorted(form) if name not in ("csrf_token", "note")}
    asked = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
    digest = hashlib.sha256(f"form:{key}".encode()).hexdigest()
    return Once(who.officer.name, digest, asked, attempt)


def _check(
    request: Request,
    who: SignedIn,
    new: NewReport,
    *,
    key: str,
    note: str = "",
    faults: Mapping[str, str] | None = None,
    double: DoubleReportError | None = None,
) -> str:
    service = service_of(request)
    is_known = isinstance(new.child, str)
    drawn = is_known and is_look_drawn(service, who.officer, str(new.child), service.clock())
    rows = [] if isinstance(new.child, str) else who_rows(new.child)
    rows += [("Missing since", moment_words(new.since))]
    rows += [
        (COLUMN_WORDS[name], choice_words(value) if name == "missing_from" else value)
        for name, value in new.details.items()
    ]
    view = CheckView(
        frame=frame_of(request, who),
        rows=tuple(rows),
        hidden={**hidden_answers(new), "key": key},
        double="" if double is None else str(double),
        double_reference="" if double is None else double.reference,
        double_address="" if double is None else report_address(double.reference),
        asks_note=drawn,
        note=note,
        faults=faults or {},
    )
    return pages_of(request).render("missing_check.html", view)
