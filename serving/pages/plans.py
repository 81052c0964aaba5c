"""A CSE plan as it is read: who owns it, how old it is, and its sections in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from records.words import count_words, length_words
from serving.pages.typography import Telephone, bind, day_text, small_first, telephone

__all__ = [
    "PlanRow",
    "PlanSection",
    "PlanView",
    "PossiblePlanView",
    "Ring",
    "plan_view",
    "possible_plan_view",
]


@dataclass(frozen=True, slots=True)
class Ring:
    """Whom to ring, and the number."""

    words: str
    telephone: Telephone


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One entry of a section: the fact, then what is said of it.

    Attributes:
        said: the lead is what the child said, in the child's own words.
    """

    lead: str
    details: tuple[str, ...] = ()
    telephone: Telephone | None = None
    said: bool = False


@dataclass(frozen=True, slots=True)
class PlanSection:
    """One section. ``kind`` is ``ordered``, ``list`` or ``text``."""

    name: str
    title: str
    kind: str
    rows: tuple[PlanRow, ...]


@dataclass(frozen=True, slots=True)
class PlanView:
    """One plan, whole.

    Attributes:
        standing: ``version 4, live, review overdue``.
        facts: pairs of a heading and its words, for the plan's own summary.
        ring: whom the plan says to ring first; else its owner; else None.
        ring_owner: the owner, where the plan gives a number.
    """

    reference: str
    version: int
    state: str
    standing: str
    facts: tuple[tuple[str, str], ...]
    owner_telephone: Telephone | None
    ring: Ring | None
    ring_owner: Ring | None
    read_first: tuple[str, ...]
    first_hour: tuple[PlanRow, ...]
    sections: tuple[PlanSection, ...]


@dataclass(frozen=True, slots=True)
class PossiblePlanView:
    """A plan that may be about this child, with the evidence for and against."""

    plan: PlanView
    name: str
    same: tuple[str, ...]
    different: tuple[str, ...]
    words: str


def possible_plan_view(possible: Mapping[str, Any]) -> PossiblePlanView:
    """One of the answer's ``possible_plans``."""
    return PossiblePlanView(
        plan=plan_view(possible["plan"]),
        name=possible["name"],
        same=tuple(bind(words) for words in possible["same"]),
        different=tuple(bind(words) for words in possible["different"]),
        words=bind(possible["words"]),
    )


def plan_view(plan: Mapping[str, Any]) -> PlanView:
    """One plan of the answer. Every section that the answer holds is in it, in its order."""
    sections = tuple(_section(section) for section in plan["sections"])
    rows = {section.name: section.rows for section in sections}
    whom = "{} to confirm" if plan["possible"] else "the owner, {}"
    owner = _ring(whom.format(plan["owner"]), telephone(plan["owner_phone"]))
    contacts = (_ring(small_first(row.lead), row.telephone) for row in rows.get("contacts", ()))
    return PlanView(
        reference=plan["reference"],
        version=plan["version"],
        state=plan["state"],
        standing=_standing(plan),
        facts=_facts(plan),
        owner_telephone=telephone(plan["owner_phone"]),
        ring=next((ring for ring in contacts if ring is not None), owner),
        ring_owner=owner,
        read_first=tuple(row.lead for row in rows.get("read_first", ())),
        first_hour=rows.get("first_hour", ()),
        sections=sections,
    )


def _ring(whom: str, number: Telephone | None) -> Ring | None:
    return None if number is None else Ring(bind(f"Ring {whom}"), number)


def _standing(plan: Mapping[str, Any]) -> str:
    words = [f"version\u00a0{plan['version']}", plan["state"]]
    if plan["review_overdue"]:
        words.append("review overdue")
    return ", ".join(words)


def _facts(plan: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    due = plan["review_due"]
    review = "no date is recorded" if due is None else day_text(due)
    if plan["review_overdue"]:
        review += " (overdue)"
    age = count_words(plan["age_days"], "day")
    facts = [
        ("Reference", f"{plan['reference']}, {_standing(plan)}"),
        ("Owner", f"{plan['owner']}, {plan['owner_team']}"),
        (
            "Written",
            f"{day_text(plan['created'])}; this version {day_text(plan['updated'])} ({age} ago)",
        ),
        ("Next review", review),
    ]
    if plan["agreed_band"] is not None:
        until = plan["agreed_until"]
        end = "" if until is None else f" until {day_text(until)}"
        facts.append(("Band agreed by the meeting", f"at least {plan['agreed_band']}{end}"))
    return tuple(facts)


def _section(section: Mapping[str, Any]) -> PlanSection:
    name, content = section["name"], section["content"]
    if section["kind"] == "text":
        texts = [content] if isinstance(content, str) else content
        rows = tuple(PlanRow(bind(text)) for text in texts)
        return PlanSection(name, section["title"], "text", rows)
    if section["kind"] == "lines":
        rows = tuple(PlanRow(bind(line)) for line in content)
        return PlanSection(name, section["title"], "list", rows)
    rows = tuple(_ROWS.get(name, _any_item)(item) for item in content)
    return PlanSection(name, section["title"], "ordered" if name in _ORDERED else "list", rows)


def _action(item: Mapping[str, Any]) -> PlanRow:
    minutes = timedelta(minutes=item["within_minutes"])
    when = f"within {length_words(minutes)}" if minutes else "at once"
    return PlanRow(bind(item["action"]), (f"{bind(item['role'])}, {when}",))


def _person(item: Mapping[str, Any]) -> PlanRow:
    notice = item.get("notice_ref")
    said = (item["relationship"], item.get("concern"), f"Notice {notice}" if notice else None)
    return PlanRow(bind(item["name"]), tuple(bind(words) for words in said if words))


def _place(item: Mapping[str, Any]) -> PlanRow:
    why = item.get("why")
    return PlanRow(bind(item["place"]), (bind(why),) if why else ())


def _contact(item: Mapping[str, Any]) -> PlanRow:
    details = (item.get("name"), item.get("hours"))
    number = telephone(item["phone"])
    return PlanRow(bind(item["role"]), tuple(bind(words) for words in details if words), number)


def _said(item: Mapping[str, Any]) -> PlanRow:
    return PlanRow(item["words"], (day_text(item["said_on"]),), said=True)


def _any_item(item: Mapping[str, Any]) -> PlanRow:
    lead, *details = (bind(str(value)) for value in item.values() if value is not None)
    return PlanRow(lead, tuple(details))


_ORDERED = frozenset({"first_hour", "later_hours"})
_ROWS: Mapping[str, Callable[[Mapping[str, Any]], PlanRow]] = {
    "first_hour": _action,
    "later_hours": _action,
    "people": _person,
    "places": _place,
    "contacts": _contact,
    "childs_words": _said,
}
