"""One A4 side about a child for a briefing: what to know, do and ask, who got it, destroy when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.words import count_words
from serving.pages.addresses import SEARCH, child_address
from serving.pages.child_view import Acts, ChildView, Receipt, child_view
from serving.pages.frames import Frame
from serving.pages.plans import PlanRow
from serving.pages.typography import Telephone, bind

__all__ = ["MARKING", "PrintFormView", "PrintedPerson", "PrintedView", "printed_view"]

#: What one side has room for; what is left out is counted.
PEOPLE = 6
ACTIONS = 6
CONTACTS = 4
UNKNOWNS = 5
MARKING = "Official-Sensitive: for police use"


@dataclass(frozen=True, slots=True)
class PrintFormView:
    """The form that asks for whom a side is printed, after a fault; what was sent is kept.

    Attributes:
        acts: what the child's page offered, and the reason with which it was opened.
        faults: field (``to_whom``, ``purpose`` or ``why``) -> what to do.
    """

    frame: Frame
    acts: Acts
    to_whom: str
    purpose: str
    why: str
    faults: Mapping[str, str]

    @property
    def address(self) -> str:
        """The child's own page."""
        return child_address(self.acts.child_id)


@dataclass(frozen=True, slots=True)
class PrintedPerson:
    """An adult or a place, in one line."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class PrintedView:
    """The side.

    Attributes:
        child: the child's page, from which every part is taken: nothing is worked out anew.
        actions: the first hour: (act, by whom and when); from the plan, or from policy.
        actions_of: whose they are.
        people, places: as many as there is room for; ``more`` counts what is left out.
        ring: (whom, number).
        to_whom, purpose: to whom the side goes, and for what.
        address: where the page's own forms lead back to.
    """

    frame: Frame
    child: ChildView
    actions: tuple[tuple[str, str], ...]
    actions_of: str
    people: tuple[PrintedPerson, ...]
    places: tuple[PrintedPerson, ...]
    more: str | None
    ring: tuple[tuple[str, Telephone], ...]
    unknowns: tuple[str, ...]
    unknowns_more: str | None
    read_first: tuple[str, ...]
    to_whom: str
    purpose: str
    entry_id: str
    marking: str = MARKING
    address: str = SEARCH

    @property
    def printed_by(self) -> str:
        """Who printed it and when."""
        return f"Printed at {self.frame.as_at} by {self.frame.user_display_name}"


def printed_view(
    answer: Mapping[str, Any], frame: Frame, receipt: Receipt, *, to_whom: str, purpose: str
) -> PrintedView:
    """The side of one answer (``answers/v1``)."""
    child = child_view(answer, frame, receipt)
    adults, places = child.people.adults, child.people.places
    left = len(adults[PEOPLE:]) + len(places[PEOPLE:])
    unknowns = tuple(line.words for line in child.unknowns.lines)
    return PrintedView(
        frame=frame,
        child=child,
        actions=_actions(child),
        actions_of=_actions_of(child),
        people=tuple(_person(adult) for adult in adults[:PEOPLE]),
        places=tuple(_person(place) for place in places[:PEOPLE]),
        more=None if not left else f"And {left} more on the record.",
        ring=_ring(child),
        unknowns=unknowns[:UNKNOWNS],
        unknowns_more=_more(unknowns, UNKNOWNS),
        read_first=child.first.plan.lines,
        to_whom=bind(to_whom),
        purpose=purpose,
        entry_id=receipt.entry_id,
    )


def _actions(child: ChildView) -> tuple[tuple[str, str], ...]:
    if child.plan is not None and child.plan.first_hour:
        return tuple(_act(row) for row in child.plan.first_hour[:ACTIONS])
    if child.next_hour is None:
        return ()
    return tuple((action, "") for action in child.next_hour.actions[:ACTIONS])


def _actions_of(child: ChildView) -> str:
    if child.plan is not None and child.plan.first_hour:
        return "First hour, from the plan"
    return "First hour" if child.next_hour is None else f"First hour: {child.next_hour.heading}"


def _act(row: PlanRow) -> tuple[str, str]:
    return row.lead, ". ".join(row.details)


def _person(whom: Any) -> PrintedPerson:
    """The newest thing that is recorded of an adult or a place, and how many children it ties."""
    said = [named.words for named in (*whom.managed, *whom.named_in)][:2]
    tied = len(whom.children)
    if tied:
        said.append(f"named with {count_words(tied, 'other child', 'other children')}")
    return PrintedPerson(whom.name, "; ".join(said))


def _ring(child: ChildView) -> tuple[tuple[str, Telephone], ...]:
    found: list[tuple[str, Telephone]] = []
    plan = child.plan
    if plan is not None:
        contacts = [section for section in plan.sections if section.name == "contacts"]
        rows = contacts[0].rows if contacts else ()
        found += [(row.lead, row.telephone) for row in rows if row.telephone is not None]
        if plan.ring_owner is not None:
            found.append((plan.ring_owner.words.removeprefix("Ring "), plan.ring_owner.telephone))
    control = child.frame.control_room_telephone
    if control is not None:
        found.append(("Control room", control))
    return tuple(dict.fromkeys(found))[:CONTACTS]


def _more(found: tuple[str, ...], most: int) -> str | None:
    left = len(found) - most
    return f"And {count_words(left, 'more thing')} not known." if left > 0 else None
