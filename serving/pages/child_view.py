"""The child page's view model, built from the answer and nothing else (N2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.words import count_words
from serving.pages.addresses import child_address
from serving.pages.first_screen import FirstScreen, first_screen
from serving.pages.frames import Frame
from serving.pages.judgements import JudgedView, judged_view
from serving.pages.lists import Listing, due, notices, protection_plans, recorded_in, versions
from serving.pages.people import People, people
from serving.pages.plans import PlanView, PossiblePlanView, plan_view, possible_plan_view
from serving.pages.reasons import Again, Unknowns, Why, again, unknowns, why
from serving.pages.typography import bind
from serving.pages.vantage import Vantage

__all__ = ["Acts", "ChildView", "NextHour", "Receipt", "child_view"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """The look's entry in the access log."""

    entry_id: str
    leaf_hash: str


@dataclass(frozen=True, slots=True)
class Acts:
    """What can be done with the record from its page.

    Attributes:
        reason: the reason with which the page was opened; it goes along when it is printed.
        purposes: for what it may be printed for somebody else: (code, words).
        limits_seen: for whoever may limit the record: the tag of a record without limits.
        is_emergency: the page was opened in an emergency, and so it is printed.
        links: pages on which something else is done about the child: (words, address).
    """

    child_id: str
    reason: str
    purposes: tuple[tuple[str, str], ...] = ()
    limits_seen: str | None = None
    is_emergency: bool = False
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NextHour:
    """What the band asks for in the next hour, from policy."""

    heading: str
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChildView:
    """One child's page.

    Attributes:
        vantage: the answer's moment and extracts; lists say ``as at`` from here.
        again: None when the second card gives nothing to say.
        next_hour: None when there is no band to ask for anything.
        judged: None where the answer is of before there were judgements.
        plan_words: what is said of the search for a plan when none is linked.
        other_plans_note: count and data age of ``other_plans``.
        acts: None where nothing can be done from the page, as when a past look is shown.
    """

    frame: Frame
    address: str
    vantage: Vantage
    first: FirstScreen
    next_hour: NextHour | None
    why: Why
    again: Again | None
    unknowns: Unknowns
    plan: PlanView | None
    plan_words: str | None
    plan_note: str
    possible_plans: tuple[PossiblePlanView, ...]
    possible_note: str
    other_plans: tuple[PlanView, ...]
    other_plans_note: str
    protection_plans: Listing
    notices: Listing
    people: People
    due: Listing
    recorded_in: Listing
    versions: tuple[tuple[str, str], ...]
    receipt: Receipt | None
    judged: JudgedView | None = None
    acts: Acts | None = None


def child_view(
    answer: Mapping[str, Any],
    frame: Frame,
    receipt: Receipt | None = None,
    acts: Acts | None = None,
) -> ChildView:
    """The page of one answer (``answers/v1``).

    Raises:
        ValueError: the answer is of another version, which this page can't read.
    """
    if answer["answer"] != "answers/v1":
        raise ValueError("the child page reads answers/v1 alone")
    vantage = Vantage.of(answer)
    current = answer["plan"]["current"]
    plan = None if current is None else plan_view(current)
    possible = tuple(possible_plan_view(entry) for entry in answer["possible_plans"])
    others = tuple(plan_view(other) for other in answer["plans_other"])
    words = answer["plan"]["words"]
    return ChildView(
        frame=frame,
        address=child_address(answer["child"]["id"]),
        vantage=vantage,
        first=first_screen(answer, vantage, plan, possible),
        next_hour=_next_hour(answer),
        why=why(answer, vantage),
        again=again(answer),
        unknowns=unknowns(answer, vantage),
        plan=plan,
        plan_words=None if words is None else bind(words),
        plan_note=vantage.note("1 plan linked", "S2"),
        possible_plans=possible,
        possible_note=vantage.note(count_words(len(possible), "possible plan"), "S2"),
        other_plans=others,
        other_plans_note=vantage.note(count_words(len(others), "other plan"), "S2"),
        protection_plans=protection_plans(answer, vantage),
        notices=notices(answer, vantage),
        people=people(answer, vantage),
        due=due(answer, vantage),
        recorded_in=recorded_in(answer, vantage),
        versions=versions(answer),
        receipt=receipt,
        judged=judged_view(answer, vantage),
        acts=acts,
    )


def _next_hour(answer: Mapping[str, Any]) -> NextHour | None:
    asked = answer["next_hour"]
    if not asked["band"]:
        return None
    heading = f"{asked['band']} asks for"
    return NextHour(heading, tuple(bind(action) for action in asked["actions"]))
