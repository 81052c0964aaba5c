"""The CSE plan in the answer: linked, possible, none recorded, or not connected (M3, N4)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from records.calendar import local_day
from records.columns import ColumnType, Items, Lines
from records.formats.cse_plans import PLAN_SECTIONS
from records.history import KnownHistory
from records.states import Plan, plans
from records.words import moment_words
from serving.answer.inputs import Possible

__all__ = ["SECTION_TITLES", "plan_values", "possible_plan_values"]

#: Plans that ended this recently are still shown, as emergency care shows protection plans.
ENDED_SHOWN = timedelta(days=365)

#: A plan's sections as people call them.
SECTION_TITLES = {
    "read_first": "Read first",
    "first_hour": "First hour",
    "later_hours": "After the first hour",
    "pattern": "Usual pattern",
    "people": "People",
    "places": "Places to check",
    "vehicles": "Vehicles",
    "phones": "Phones and accounts",
    "on_finding": "On finding",
    "disruption": "Disruption",
    "protection": "Protection",
    "contacts": "Whom to ring",
    "other_children": "Other children",
    "childs_words": "The child's own words",
}


def plan_values(
    known: KnownHistory,
    read: datetime | None,
    *,
    has_possible: bool,
    has_limited: bool = False,
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The answer's ``plan`` and ``plans_other``.

    A live plan comes first, then a draft. A plan that ended within 12 months is listed
    beside, never as the current one. Without a plan the words say where it was looked
    for and when.

    Args:
        read: when the plan system's last extract was taken; None if there never was one.
        has_possible: a possible plan is shown further down.
        has_limited: a possible plan is not shown, since it is limited to a named team.
    """
    shown = _worth_showing(known)
    current = next((plan for plan in shown if plan.state != "ended"), None)
    others = [_plan(plan, known, possible=False) for plan in shown if plan is not current]
    if current is not None:
        plan = _plan(current, known, possible=False)
        return {"state": "linked", "words": None, "current": plan}, others
    state, words = _absence(read, has_possible=has_possible, has_limited=has_limited)
    return {"state": state, "words": words, "current": None}, others


def possible_plan_values(possible: Possible, known: KnownHistory) -> list[dict[str, Any]]:
    """Each live, draft or lately ended plan of a possible match, with the evidence."""
    return [
        {
            "plan": _plan(plan, known, possible=True),
            "name": possible.name,
            "system": possible.source.value,
            "same": list(possible.same),
            "different": list(possible.different),
            "words": "Nobody has checked this yet. Treat it as information; "
            "ring its owner to confirm.",
        }
        for plan in _worth_showing(known)
    ]


def _worth_showing(known: KnownHistory) -> list[Plan]:
    return [
        plan
        for plan in plans(known)
        if plan.state != "ended" or known.as_of - plan.current.occurred <= ENDED_SHOWN
    ]


def _absence(read: datetime | None, *, has_possible: bool, has_limited: bool) -> tuple[str, str]:
    if read is None:
        words = "CSE plans are not connected to this service. A plan may exist. Ring the CSE team."
        return "not_connected", words
    looked = f"We looked in the plan system, last read {moment_words(read)}."
    if has_possible:
        return "possible", f"No CSE plan is linked. A possible plan is below. {looked}"
    if has_limited:
        words = "No CSE plan is linked. A possible plan is limited to a named team. "
        return "possible", f"{words}Ring the control room. {looked}"
    words = f"No CSE plan is recorded. {looked} A plan may exist that has not reached us."
    return "none", words


def _plan(plan: Plan, known: KnownHistory, *, possible: bool) -> dict[str, Any]:
    details = plan.details
    due, until = details.get("review_due"), details.get("agreed_until")
    updated = local_day(plan.current.occurred)
    return {
        "reference": plan.reference,
        "version": plan.version,
        "state": plan.state,
        "review_overdue": plan.is_review_overdue,
        "owner": details["owner"],
        "owner_team": details["owner_team"],
        "owner_phone": details.get("owner_phone"),
        "created": local_day(plan.first.occurred).isoformat(),
        "updated": updated.isoformat(),
        "age_days": (local_day(known.as_of) - updated).days,
        "review_due": None if due is None else due.isoformat(),
        "agreed_band": plan.agreed_band,
        "agreed_until": None if until is None else until.isoformat(),
        "possible": possible,
        "sections": [
            {
                "name": column.name,
                "title": SECTION_TITLES[column.name],
                "kind": _kind(column.type),
                "content": column.type.write(details[column.name]),
            }
            for column in PLAN_SECTIONS
            if column.name in details
        ],
    }


def _kind(type_: ColumnType) -> str:
    match type_:
        case Lines():
            return "lines"
        case Items():
            return "items"
        case _:
            return "text"
