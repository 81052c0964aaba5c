"""The auditor's pages: the log searched, one entry, unusual access, figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from fastapi import APIRouter, Request
from starlette.responses import Response

from records.calendar import FORCE_ZONE
from serving.access.permissions import Permission
from serving.pages import addresses
from serving.pages.log_entries import entry_view
from serving.pages.log_reports import figures_view, unusual_view
from serving.pages.log_searches import FIELDS, LogSearchForm, LogSearchView, log_lines
from serving.pages.typography import bind, moment_text
from serving.service.access_log import check_may
from serving.service.log_figures import show_log_figures
from serving.service.paging import USUAL_ON_A_PAGE
from serving.service.search_log import BadLogSearchError, LogAsked, search_log
from serving.service.show_entry import show_entry
from serving.service.unusual_access import report_unusual_access
from serving.web.page_requests import form_values, frame_of, page, pages_of, signed_in
from serving.web.signed_in import service_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_UNUSUAL_DAYS, _FIGURE_DAYS = 7, 28
_LONGEST_FIELD = 200


@router.get(addresses.LOG)
async def log_form(request: Request) -> Response:
    """The auditor's home: one search."""
    who = await signed_in(request)
    service = service_of(request)
    await check_may(service, who.officer, Permission.LOG_SEARCH, service.clock())
    return page(pages_of(request).log_search_page(LogSearchView(frame_of(request, who))))


@router.post(addresses.LOG)
async def log_results(request: Request) -> Response:
    """What was found; or the form again, with what to do about each field."""
    who = await signed_in(request)
    given = await form_values(request, who.session)
    service, frame = service_of(request), frame_of(request, who)
    faults: dict[str, str] = {}
    typed = {name: given.get(name, "").strip()[:_LONGEST_FIELD] for name in FIELDS}
    since, until = _day(typed["since"], "since", faults), _day(typed["until"], "until", faults)
    asked = None
    if not faults:
        try:
            asked = _asked(typed, since, until, given.get("after") or None)
        except BadLogSearchError as fault:
            faults["kind" if "kind" in str(fault) else "until"] = str(fault)
    form = LogSearchForm(**typed, faults=faults)
    if asked is None:
        await check_may(service, who.officer, Permission.LOG_SEARCH, service.clock())
        return page(pages_of(request).log_search_page(LogSearchView(frame, form)), 422)
    found = (await search_log(service, who.officer, asked)).values
    reached = found["looked_back_to"]
    view = LogSearchView(
        frame,
        form,
        log_lines(found),
        found["next_page"],
        None if reached is None else bind(moment_text(reached)),
    )
    return page(pages_of(request).log_search_page(view))


@router.get(addresses.LOG_ENTRY)
async def log_entry(request: Request, entry_id: str) -> Response:
    """One entry, with a button that gives its answer again."""
    who = await signed_in(request)
    shown = await show_entry(service_of(request), who.officer, entry_id)
    view = entry_view(shown.values, frame_of(request, who))
    return page(pages_of(request).log_entry_page(view))


@router.get(addresses.LOG_UNUSUAL)
async def unusual(request: Request) -> Response:
    """What in the last week is worth a question."""
    who = await signed_in(request)
    found = await report_unusual_access(service_of(request), who.officer, _UNUSUAL_DAYS)
    view = unusual_view(found.values, frame_of(request, who))
    return page(pages_of(request).log_unusual_page(view))


@router.get(addresses.LOG_FIGURES)
async def figures(request: Request) -> Response:
    """Counts of the last four weeks, week by week, nobody named."""
    who = await signed_in(request)
    found = await show_log_figures(service_of(request), who.officer, _FIGURE_DAYS, "week")
    view = figures_view(found.values, frame_of(request, who))
    return page(pages_of(request).log_figures_page(view))


def _day(text: str, name: str, faults: dict[str, str]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        faults[name] = "Enter a real day."
        return None


def _asked(
    typed: Mapping[str, str], since: date | None, until: date | None, after: str | None
) -> LogAsked:
    return LogAsked(
        officer=typed["officer"] or None,
        child=typed["child"] or None,
        since=None if since is None else _midnight(since),
        until=None if until is None else _midnight(until + timedelta(days=1)),
        kind=typed["kind"] or None,
        after=after,
        limit=USUAL_ON_A_PAGE,
    )


def _midnight(day: date) -> datetime:
    """The start of a day on the force's calendar."""
    return datetime.combine(day, time(), FORCE_ZONE)
