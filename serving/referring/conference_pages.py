"""The page of a child's conferences, for whoever may see the child's answer (M7)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from records.words import count_words
from serving.access.fuller_reasons import FullerReasonError
from serving.access.permissions import Permission
from serving.access.reasons import AccessReason, NoReasonError, reason_codes
from serving.pages.access import AccessReasonChoice, LimitedView, ReasonView
from serving.pages.addresses import child_address
from serving.pages.frames import Frame
from serving.pages.typography import bind, day_text, moment_text
from serving.pages.vantage import SourceLine, source_lines
from serving.referring.addresses import (
    CHILD_CONFERENCES,
    child_conferences_address,
    conference_corrections_address,
)
from serving.referring.referral_views import EntryLine, entry_lines
from serving.referring.show_conferences import show_conferences
from serving.service.access_log import check_may
from serving.service.access_manners import RestrictedError, is_look_drawn
from serving.web.page_requests import SignedIn, form_values, frame_of, page, pages_of, signed_in
from serving.web.signed_in import service_of

__all__ = [
    "ChildConferencesView",
    "ConferenceLine",
    "child_conferences_view",
    "conferences_page",
    "router",
]

router = APIRouter(include_in_schema=False)


class _Why(ReasonView):
    __slots__ = ()

    @property
    def address(self) -> str:
        return child_conferences_address(self.child_id)


class _Limited(LimitedView):
    __slots__ = ()

    @property
    def address(self) -> str:
        return child_conferences_address(self.child_id)


@dataclass(frozen=True, slots=True)
class ConferenceLine:
    """One conference: what it was, then what is known of it and what isn't."""

    lead: str
    details: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class ChildConferencesView:
    """The whole page; ``address`` is of the child's own page.

    Attributes:
        entries: what was written down of them, the newest first.
        hidden: the reason of the look, which goes along to a correction.
    """

    frame: Frame
    name: str
    lines: tuple[ConferenceLine, ...]
    counted: str
    sources: tuple[SourceLine, ...]
    address: str
    entries: tuple[EntryLine, ...]
    hidden: Mapping[str, str]
    corrections_address: str


@router.get(CHILD_CONFERENCES)
async def reason_form(request: Request, child_id: str) -> Response:
    """Why are you looking? Nothing about the child is read or shown yet."""
    who = await signed_in(request)
    service = service_of(request)
    await check_may(service, who.officer, Permission.CHILD_VIEW, service.clock())
    drawn = is_look_drawn(service, who.officer, child_id, service.clock())
    return _reason(request, who, child_id, drawn=drawn)


@router.post(CHILD_CONFERENCES)
async def shown(request: Request, child_id: str) -> Response:
    """The look: every conference about the child."""
    who = await signed_in(request)
    form = await form_values(request, who.session)
    return await conferences_page(request, who, child_id, form)


async def conferences_page(
    request: Request, who: SignedIn, child_id: str, form: Mapping[str, str]
) -> Response:
    """The look at a child's conferences as its page; or why they aren't shown."""
    code, note = form.get("reason", ""), form.get("note", "").strip()
    is_emergency = form.get("emergency") == "yes"
    try:
        found = await show_conferences(
            service_of(request),
            who.officer,
            child_id,
            AccessReason(code, note),
            is_emergency=is_emergency,
        )
    except NoReasonError as fault:
        faults = {"note" if code else "reason": str(fault)}
        return _reason(request, who, child_id, code, note, faults)
    except RestrictedError:
        limited = _Limited(frame_of(request, who), child_id, code)
        return page(pages_of(request).limited_page(limited), 403)
    except FullerReasonError as fault:
        if is_emergency:
            again = _Limited(frame_of(request, who), child_id, code, note, {"note": str(fault)})
            return page(pages_of(request).limited_page(again), 422)
        return _reason(request, who, child_id, code, note, {"note": str(fault)}, drawn=True)
    view = child_conferences_view(
        found.values, frame_of(request, who), found.correctable, {"reason": code, "note": note}
    )
    return page(pages_of(request).render("conference_child.html", view))


def child_conferences_view(
    values: Mapping[str, Any],
    frame: Frame,
    correctable: Collection[str] = (),
    hidden: Mapping[str, str] | None = None,
) -> ChildConferencesView:
    """The page of what the API answers under ``/children/{child_id}/conferences``."""
    lines = [*map(_called, values["called"]), *map(_held, values["held"])]
    age = values["child"]["age"]
    return ChildConferencesView(
        frame=frame,
        name=values["child"]["name"] + ("" if age is None else f", {age}"),
        lines=tuple(lines),
        counted=bind(f"{count_words(len(lines), 'conference')} recorded."),
        sources=source_lines(list(values["sources"])),
        address=child_address(values["child"]["id"]),
        entries=entry_lines(values["entries"], correctable),
        hidden=dict(hidden or {}),
        corrections_address=conference_corrections_address(values["child"]["id"]),
    )


def _called(one: Mapping[str, Any]) -> ConferenceLine:
    lead = f"{one['conference'].capitalize()} conference called for {day_text(one['on'])}"
    source = f"{one['reference']}. The call was known at {moment_text(one['called_at'])}."
    return ConferenceLine(bind(lead), ("Whether it was held is not recorded yet.",), bind(source))


def _held(one: Mapping[str, Any]) -> ConferenceLine:
    there = {
        True: "Police were there.",
        False: "Police were not there.",
        None: "Whether police were there is not recorded.",
    }
    decided = "What was decided is not recorded."
    if one["decision"] is not None:
        plain = one["decision"].replace("_", " ")
        decided = f"Decided: {plain}. Known here at {moment_text(one['decision_known'])}."
    details = [there[one["police_attended"]], decided]
    if one["police_invited"] is False:
        details.insert(0, "Police were not invited.")
    lead = f"{one['conference'].capitalize()} conference of {day_text(one['held'])}"
    return ConferenceLine(bind(lead), tuple(bind(d) for d in details), bind(f"{one['reference']}."))


def _reason(
    request: Request,
    who: SignedIn,
    child: str,
    code: str = "",
    note: str = "",
    faults: Mapping[str, str] | None = None,
    *,
    drawn: bool = False,
) -> Response:
    choices = tuple(AccessReasonChoice(r.code, r.words, r.needs_note) for r in reason_codes())
    view = _Why(frame_of(request, who), child, choices, drawn, code, note, dict(faults or {}))
    return page(pages_of(request).reason_page(view), 422 if faults else 200)
