"""The pages of a plan: as it stands, a section being written, versions side by side, looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from records.words import count_words
from serving.pages.addresses import child_address
from serving.pages.frames import Frame
from serving.pages.plans import PlanView, plan_view
from serving.pages.plans_first import PlanFirst, plan_first
from serving.pages.typography import bind, capital_first, day_text, moment_text
from serving.planning.addresses import (
    compare_address,
    looks_address,
    plan_address,
    section_address,
)  # fmt: skip
from serving.planning.comparing import lines_of
from serving.planning.sections import SECTIONS

__all__ = ["ComparedSection", "Line", "PlanPageView", "TaskLine", "plan_page_view"]  # fmt: skip

_ACT_WORDS = {
    "begun": "Begun",
    "submitted": "Sent for approval",
    "sent_back": "Sent back",
    "approved": "Approved",
    "reviewed": "Reviewed",
    "ended": "Ended",
}


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One section in the list of sections: where it is written, and how far it is."""

    title: str
    address: str
    state: str


@dataclass(frozen=True, slots=True)
class Line:
    """A fact, and what is said of it; ``address`` leads on where there is one."""

    lead: str
    details: tuple[str, ...] = ()
    address: str | None = None


@dataclass(frozen=True, slots=True)
class ComparedSection:
    """A section in two versions; ``lines`` are (mark in words, text)."""

    title: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PlanPageView:
    """The page of a plan.

    Attributes:
        preview: the first words as a phone shows them, of what is being written.
        faults: what is wrong with what was sent, by field.
    """

    frame: Frame
    reference: str
    name: str
    child: str
    standing: str
    keeper: str
    current: PlanView | None
    tasks: tuple[TaskLine, ...]
    missing: tuple[str, ...]
    kept: tuple[Line, ...]
    preview: PlanFirst | None
    differences: tuple[ComparedSection, ...]
    versions: tuple[Line, ...]
    done: tuple[Line, ...]
    may: Mapping[str, bool]
    seen: str
    looks: str
    sent_back: str | None
    faults: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The page's own."""
        return plan_address(self.reference)


def plan_page_view(
    values: Mapping[str, Any],
    frame: Frame,
    differences: tuple[ComparedSection, ...] = (),
    faults: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> PlanPageView:
    """The page of what the API answers under ``/plans/{reference}``."""
    copy, reference = values["copy"], values["reference"]
    is_waiting = "waiting" in values["writing"]
    is_ended = values["state"] == "ended"
    version = copy["version"] if copy else None
    is_writing = copy is not None and "being written" in values["writing"]
    told = plan_view(version) if version else None
    back = copy["sent_back"] if copy else None
    return PlanPageView(
        frame=frame,
        reference=reference,
        name=values["name"],
        child=child_address(values["child"]),
        standing=capital_first(values["words"]),
        keeper=_keeper(values),
        current=plan_view(values["current"]) if values["current"] else None,
        tasks=tuple(_task(reference, one) for one in copy["sections"]) if copy else (),
        missing=tuple(one["words"] for one in copy["missing"]) if copy else (),
        kept=tuple(_kept(reference, one) for one in copy["apart"]) if copy else (),
        preview=plan_first({}, told, ()) if told else None,
        differences=differences,
        versions=tuple(_version(reference, one) for one in values["versions"]),
        done=tuple(_done(one) for one in values["done"]),
        may={
            "write": values["may"]["write"] and not is_waiting and not is_ended,
            "submit": values["may"]["write"] and is_writing,
            "approve": values["may"]["approve"],
            "review": values["may"]["write"] and values["state"] in ("live", "review overdue"),
            "end": values["may"]["end"] and not is_ended,
        },
        seen=values["etag"],
        looks=looks_address(reference),
        sent_back=None if back is None else back["words"],
        faults=faults or {},
        typed=typed or {},
    )


def _keeper(values: Mapping[str, Any]) -> str:
    owner = f"{values['owner']}, " if values["owner"] else ""
    return f"Kept by {owner}{values['owner_team'] or 'no team'}."


def _task(reference: str, one: Mapping[str, Any]) -> TaskLine:
    state = "Filled in" if one["content"] is not None else "Not started"
    if one["is_changed"]:
        state = "Changed"
    if one["is_overtaken"]:
        state = "A newer version says something else"
    if one["apart"]:
        state = "Two texts: choose"
    if one["notes"]:
        state += f". {count_words(len(one['notes']), 'note')} on words"
    return TaskLine(one["title"], section_address(reference, one["section"]), state)


def _kept(reference: str, one: Mapping[str, Any]) -> Line:
    title = SECTIONS[one["section"]].title
    said = f"Saved by {one['who']} at {moment_text(one['at'])}, after somebody else."
    address = section_address(reference, one["section"])
    return Line(title, (bind(said), *lines_of(one["content"])), address)


def _version(reference: str, one: Mapping[str, Any]) -> Line:
    due = one["review_due"]
    said = f"Written down at {moment_text(one['recorded_at'])}. Owner: {one['owner']}."
    review = f"Next review: {day_text(due)}." if due else "No day of review."
    number = one["version"]
    address = compare_address(reference, str(number - 1), str(number)) if number > 1 else None
    return Line(f"Version {number}, {one['state']}", (bind(said), bind(review)), address)


def _done(one: Mapping[str, Any]) -> Line:
    details = [bind(f"{one['who']}, {moment_text(one['at'])}.")]
    if one["words"]:
        details.append(one["words"])
    return Line(_ACT_WORDS[one["kind"]], tuple(details))
