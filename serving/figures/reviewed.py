"""Reviews, outcomes and judgements written down in this service (S14), plans that ended (S2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from records.events import Event, EventKind
from records.states import plans
from serving.figures.cases import Asked, Case, Part
from serving.figures.months import month_of

__all__ = [
    "NOT_HEARD",
    "OUTCOMES",
    "judgements_made",
    "outcomes_recorded",
    "words_recorded",
]

#: Why a review holds no words of the child.
NOT_HEARD = (
    ("not_seen_alone", "the child could not be seen alone"),
    ("did_not_want_to_talk", "the child did not want to talk"),
    ("could_not_be_reached", "nobody could reach the child"),
    ("missing", "the child was missing"),
    ("no_interpreter", "there was no interpreter"),
)
#: What came of the work with a child.
OUTCOMES = (
    ("safer", "the child is safer"),
    ("no_change", "nothing has changed"),
    ("harmed", "the child was harmed"),
    ("passed_on", "passed on to another service"),
    ("moved_away", "the child moved away"),
    ("turned_18", "the child is 18"),
)
#: An outcome written so long before or after the end of a plan belongs to it.
_AROUND = timedelta(days=28)


def words_recorded(asked: Asked) -> Iterator[Case]:
    """One case for each review of a child: the child's own words were heard."""
    for review in asked.known.of_kind(EventKind.CHILD_REVIEWED):
        heard = str(review.details["words_heard"])
        met = heard == "heard"
        yield _case(review, Part.MET if met else Part.NOT_MET, "" if met else heard)


def outcomes_recorded(asked: Asked) -> Iterator[Case]:
    """One case for each plan that ended: a review around its end says what came of it."""
    reviews = [
        review
        for review in asked.known.of_kind(EventKind.CHILD_REVIEWED)
        if "outcome" in review.details
    ]
    for plan in plans(asked.known):
        if plan.state != "ended":
            continue
        ended = plan.current
        near = [r for r in reviews if abs(r.occurred - ended.occurred) <= _AROUND]
        by = near[-1] if near else None
        yield Case(
            month=month_of(ended.occurred),
            part=Part.NOT_MET if by is None else Part.MET,
            reference=(by or ended).reference,
            source=(by or ended).source,
            entry=(by or ended).entry,
            about=plan.reference,
            kind="" if by is None else str(by.details["outcome"]),
        )


def judgements_made(asked: Asked) -> Iterator[Case]:
    """One case for each judgement: it agrees with the advice."""
    for made in asked.known.of_kind(EventKind.JUDGEMENT_MADE):
        said = str(made.details["judgement"])
        met = said == "agree"
        yield _case(made, Part.MET if met else Part.NOT_MET, "" if met else said)


def _case(event: Event, part: Part, kind: str) -> Case:
    return Case(
        month=month_of(event.occurred),
        part=part,
        reference=event.reference,
        source=event.source,
        entry=event.entry,
        about=event.entry,
        kind=kind,
    )
