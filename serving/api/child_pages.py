"""Search, reason and child: three actions from sign-in to the plan."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from records.calendar import instant_from_text
from serving.access.fuller_reasons import FullerReasonError
from serving.access.permissions import Permission
from serving.access.purposes import PURPOSES, Disclosure, DisclosureError
from serving.access.reasons import AccessReason, NoReasonError, reason_codes
from serving.answer.unknowns import source_values
from serving.pages import addresses
from serving.pages.access import AccessReasonChoice, LimitedView, ReasonView
from serving.pages.child_view import Acts, child_view
from serving.pages.child_view import Receipt as ShownReceipt
from serving.pages.frames import Frame
from serving.pages.printed import PrintFormView, printed_view
from serving.pages.searches import ResultCard, ResultsView, SearchForm, SearchView
from serving.pages.typography import small_first
from serving.pages.vantage import SourceLine, source_lines
from serving.search import Query, QueryError
from serving.service.access_log import check_may
from serving.service.access_manners import RestrictedError, is_look_drawn
from serving.service.context import Service
from serving.service.disclose_child import disclose_child
from serving.service.find_children import find_children
from serving.service.show_child import show_child
from serving.store.extracts import freshness
from serving.web.child_acts import acts_on, purposes_of_print
from serving.web.page_requests import form_values, frame_of, page, pages_of, signed_in
from serving.web.signed_in import service_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


@router.get(addresses.SEARCH)
async def search_form(request: Request) -> Response:
    """The officer's home: one search."""
    who = await signed_in(request)
    service = service_of(request)
    await check_may(service, who.officer, Permission.CHILD_SEARCH, service.clock())
    view = SearchView(frame_of(request, who), await _sources(service))
    return page(pages_of(request).search_page(view))


@router.post(addresses.RESULTS)
async def results(request: Request) -> Response:
    """What was found; or the form again, with what to do about each field."""
    who = await signed_in(request)
    form = await form_values(request, who.session)
    service, frame = service_of(request), frame_of(request, who)
    try:
        query = _query(form)
    except QueryError as fault:
        view = SearchView(frame, await _sources(service), _search_form(form, fault.faults))
        return page(pages_of(request).search_page(view), 422)
    found = await find_children(service, who.officer, query)
    return page(pages_of(request).results_page(_results(frame, form, found.values)))


@router.get(addresses.CHILD)
async def reason_form(request: Request, child_id: str) -> Response:
    """Why are you looking? Nothing about the child is read or shown yet."""
    who = await signed_in(request)
    service = service_of(request)
    await check_may(service, who.officer, Permission.CHILD_VIEW, service.clock())
    drawn = is_look_drawn(service, who.officer, child_id, service.clock())
    view = ReasonView(frame_of(request, who), child_id, _choices(), asks_note=drawn)
    return page(pages_of(request).reason_page(view))


@router.post(addresses.CHILD)
async def child(request: Request, child_id: str) -> Response:
    """The look: everything that the API's answer holds, as a page.

    A look that was drawn asks for words; a limited record says so, and how it is opened
    in an emergency.
    """
    who = await signed_in(request)
    form = await form_values(request, who.session)
    code, note = form.get("reason", ""), form.get("note", "").strip()
    is_emergency = form.get("emergency") == "yes"
    service, frame = service_of(request), frame_of(request, who)
    try:
        reason = AccessReason(code, note)
    except NoReasonError as fault:
        faults = {"note" if code else "reason": str(fault)}
        drawn = is_look_drawn(service, who.officer, child_id, service.clock())
        view = ReasonView(frame, child_id, _choices(), drawn, code, note, faults)
        return page(pages_of(request).reason_page(view), 422)
    try:
        look = await show_child(service, who.officer, child_id, reason, is_emergency=is_emergency)
    except RestrictedError:
        limited = LimitedView(frame, child_id, code)
        return page(pages_of(request).limited_page(limited), 403)
    except FullerReasonError as fault:
        faults = {"note": str(fault)}
        if is_emergency:
            limited = LimitedView(frame, child_id, code, note, faults)
            return page(pages_of(request).limited_page(limited), 422)
        view = ReasonView(frame, child_id, _choices(), True, code, note, faults)
        return page(pages_of(request).reason_page(view), 422)
    receipt = ShownReceipt(look.receipt.entry_id, look.receipt.leaf_hash)
    acts = acts_on(request, who.officer, look, code)
    shown = child_view(json.loads(look.body), frame, receipt, acts)
    return page(pages_of(request).child_page(shown))


@router.post(addresses.PRINT)
async def printed(request: Request, child_id: str) -> Response:
    """One side of the answer of now, entered as given to whom the form names."""
    who = await signed_in(request)
    form = await form_values(request, who.session)
    code, is_emergency = form.get("reason", ""), form.get("emergency") == "yes"
    whom, purpose, why = (form.get(name, "") for name in ("to_whom", "purpose", "why"))
    try:
        given = Disclosure(whom, purpose, why)
        look = await disclose_child(
            service_of(request), who.officer, child_id, code, given, is_emergency=is_emergency
        )
    except (DisclosureError, FullerReasonError) as fault:
        faults = fault.faults if isinstance(fault, DisclosureError) else {"why": str(fault)}
        acts = Acts(child_id, code, purposes_of_print(), is_emergency=is_emergency)
        again = PrintFormView(frame_of(request, who), acts, whom, purpose, why, faults)
        return page(pages_of(request).print_form_page(again), 422)
    receipt = ShownReceipt(look.receipt.entry_id, look.receipt.leaf_hash)
    view = printed_view(
        json.loads(look.body),
        frame_of(request, who),
        receipt,
        to_whom=given.to_whom,
        purpose=small_first(PURPOSES[given.purpose].words),
    )
    return page(pages_of(request).printed_page(view))


def _choices() -> tuple[AccessReasonChoice, ...]:
    return tuple(AccessReasonChoice(r.code, r.words, r.needs_note) for r in reason_codes())


async def _sources(service: Service) -> tuple[SourceLine, ...]:
    def read() -> list[dict[str, Any]]:
        with service.store.reading() as connection:
            return source_values(freshness(connection), service.clock())

    return source_lines(await asyncio.to_thread(read))


def _search_form(form: Mapping[str, str], faults: Mapping[str, str] | None = None) -> SearchForm:
    names = ("name", "birth_day", "birth_month", "birth_year", "age", "place")
    return SearchForm(**{name: form.get(name, "") for name in names}, faults=faults or {})


def _query(form: Mapping[str, str]) -> Query:
    faults: dict[str, str] = {}
    parts = [form.get(name, "").strip() for name in ("birth_year", "birth_month", "birth_day")]
    born = None
    if any(parts):
        try:
            born = date(*(int(part) for part in parts))
        except ValueError:
            faults["birth_date"] = "Enter a real birth date: day, month and year."
    age = form.get("age", "").strip()
    if age and not (age.isascii() and age.isdigit() and len(age) <= 3):
        faults["age"] = "Enter the age in whole years."
    if faults:
        raise QueryError(faults)
    return Query(
        name=form.get("name", "").strip() or None,
        birth_date=born,
        age=int(age) if age else None,
        place=form.get("place", "").strip() or None,
    )


def _results(frame: Frame, form: Mapping[str, str], values: Mapping[str, Any]) -> ResultsView:
    return ResultsView(
        frame=frame,
        form=_search_form(form),
        count=values["count"],
        cards=tuple(_card(result) for result in values["results"]),
        sources=source_lines(values["sources"]),
        alike=values["alike"],
        more=values["more"],
    )


def _card(result: Mapping[str, Any]) -> ResultCard:
    since = result["missing_since"]
    return ResultCard(
        child_id=result["child"],
        name=result["name"],
        other_names=tuple(result["other_names"]),
        birth_date=result["birth_date"],
        age=result["age"],
        home=result["home"],
        missing_since=None if since is None else instant_from_text(since),
        plan=result["plan"],
        protection=result["protection_plan"],
        why=tuple(result["why"]),
        agrees=tuple(result["agrees"]),
        agreeing_words=tuple(result["agreeing_words"]),
        is_limited=result["limited"],
    )
