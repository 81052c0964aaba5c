"""The plan's place on the first screen: its first words, or the sentence for its absence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.words import count_words
from serving.pages.plans import PlanView, PossiblePlanView, Ring
from serving.pages.typography import bind

__all__ = ["PlanFirst", "plan_first"]

#: Pieces of evidence of a possible plan that the first screen has room for.
SAME = 2
DIFFERENT = 3


@dataclass(frozen=True, slots=True)
class PlanFirst:
    """The plan's first words, or the sentence that stands in their place.

    Attributes:
        state: ``linked``, ``possible``, ``none`` or ``not_connected``.
        title: heading; for an absence its first sentence.
        standing: version and state of a plan.
        name: the name that a possible plan is recorded under.
        notes: sentences of the service about the plan.
        lines: the plan's own read-first lines.
        evidence: what agrees and what differs, for a possible plan.
    """

    state: str
    title: str
    standing: str | None
    name: str | None
    notes: tuple[str, ...]
    lines: tuple[str, ...]
    evidence: str | None
    ring: Ring | None


def plan_first(
    answer: Mapping[str, Any], plan: PlanView | None, possible: tuple[PossiblePlanView, ...]
) -> PlanFirst:
    """A linked plan before a possible one, a possible one before an absence."""
    if plan is not None:
        draft = plan.state == "draft"
        return PlanFirst(
            state="linked",
            title="Draft plan: read first" if draft else "Plan: read first",
            standing=plan.standing,
            name=None,
            notes=("This plan is a draft. Nobody has agreed it yet.",) if draft else (),
            lines=plan.read_first,
            evidence=None,
            ring=plan.ring,
        )
    if possible:
        first = possible[0]
        more = len(possible) - 1
        checked, _, _ = first.words.partition(". ")
        notes = [f"{checked.rstrip('.')}."]
        if more:
            notes.append(f"And {count_words(more, 'more possible plan')} below.")
        return PlanFirst(
            state="possible",
            title="Possible plan: read first",
            standing=first.plan.standing,
            name=first.name,
            notes=tuple(notes),
            lines=first.plan.read_first,
            evidence=f"Same: {_some(first.same, SAME)}. "
            f"Different: {_some(first.different, DIFFERENT)}.",
            ring=first.plan.ring_owner or first.plan.ring,
        )
    title, _, rest = bind(answer["plan"]["words"]).partition(". ")
    said = (rest,) if rest else ()
    state = answer["plan"]["state"]
    return PlanFirst(state, title.rstrip(".") + ".", None, None, said, (), None, None)


def _some(words: tuple[str, ...], most: int) -> str:
    if not words:
        return "nothing that was compared"
    more = (f"and {len(words) - most} more",) if len(words) > most else ()
    return ", ".join((*words[:most], *more))
