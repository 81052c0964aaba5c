"""Where a card stands: its warnings, who approved it, what was refused, when it is reviewed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice

from records.words import day_words
from training.judging.groups import group_words
from training.judging.rows import GroupRow
from training.papers.markup import Html, paragraph, table
from training.papers.material import Material, verdict
from training.papers.phrases import name_words, of_many

__all__ = ["approved_words", "refusals", "review_facts", "warnings"]

_WARNINGS, _HALF = 3, 0.5


def warnings(material: Material) -> tuple[str, ...]:
    """The three strongest, the strongest first."""
    return tuple(islice(_warnings(material), _WARNINGS))


def _warnings(material: Material) -> Iterator[str]:
    judgement, high = material.judgement, material.high
    if material.organisation.is_invented:
        yield "It learned from an invented force. It is not validated on real children."
    if verdict(judgement.gates)[0] == "no":
        failed = (name_words(gate.name) for gate in judgement.gates if gate.passed is False)
        yield f"It failed: {', '.join(failed)}. It must not be used."
    recall = material.of("card", "recall_high")
    if recall is None or not recall.is_known:
        yield (
            f"Too few cases judge it: how many of the children at risk it puts into {high} is "
            "not known."
        )
    else:
        told, base = of_many(recall)
        many = "many" if recall.value < _HALF else "some"
        yield (
            f"It misses {many}: of {base} missing reports of children who {material.happened}, "
            f"{told} stood in {high}. A lower band never means that nothing will happen."
        )
    gap = _widest_gap(material)
    if gap is not None:
        less, more = gap
        (less_told, _), (more_told, _) = (of_many(r.figures["recall"], 100) for r in gap)
        yield (
            f"It finds fewer of the cases among {group_words(less.grouping, less.group)}: "
            f"{less_told} of 100, against {more_told} among "
            f"{group_words(more.grouping, more.group)}."
        )
    yield (
        "It learns from what was recorded. Children of whom less is recorded look less at risk "
        "than they are."
    )
    yield "What the force does not record, or has not connected, it can't count."


def _widest_gap(material: Material) -> tuple[GroupRow, GroupRow] | None:
    """Two groups of one grouping whose recalls' intervals lie apart, the lower first."""
    widest, found = 0.0, None
    rows = [
        row
        for row in material.judgement.groups
        if row.against == "recorded" and "recall" in row.figures and row.figures["recall"].is_known
    ]
    for less in rows:
        for more in rows:
            apart = more.figures["recall"].low - less.figures["recall"].high
            if less.grouping == more.grouping and apart > widest:
                widest, found = apart, (less, more)
    return found


def approved_words(material: Material) -> str:
    """Who promoted it, when and why; or that nobody has."""
    registration = material.registration
    if registration is None:
        return "Not registered yet, so nobody has approved it."
    trained = f"Trained by {registration.trainer}. "
    if registration.approved_by is None or registration.approved_on is None:
        return f"{trained}Nobody has approved it: it is not in use."
    note = f" Note: {registration.note}" if registration.note else ""
    return (
        f"{trained}Approved by {registration.approved_by} on "
        f"{_day(registration.approved_on)}.{note}"
    )


def _day(text: str) -> str:
    return day_words(date.fromisoformat(text))


def refusals(material: Material) -> Html:
    """Every refused promotion of this model, and why."""
    registration = material.registration
    if registration is None:
        return paragraph("Not known before the card is registered.")
    if not registration.refusals:
        return paragraph(f"No promotion of {registration.model} has been refused so far.")
    rows = [
        (f"Version {one.version}", _day(one.refused_on), one.who, "; ".join(one.reasons))
        for one in registration.refusals
    ]
    return table("Refused promotions", ("Of", "On", "Asked by", "Why"), rows, material.mark)


def review_facts(material: Material) -> tuple[tuple[str, str], ...]:
    """Last and next review, approval, and the last look at drift."""
    organisation, registration = material.organisation, material.registration
    monitored = "; ".join(
        f"{fact.what}: {fact.value}" for fact in (registration.monitored if registration else ())
    )
    return (
        ("Approval", approved_words(material)),
        ("Last review", organisation.last_review),
        ("Next review", organisation.next_review),
        ("Last look at drift", monitored or "Not looked at yet."),
    )
