"""The answer as a whole: one history read, one pure function, one body."""

from __future__ import annotations

from typing import Any

from duties.due import duties
from records.calendar import instant_to_text
from records.history import KnownHistory, known_at
from records.sources import SourceSystem
from serving.answer.advice import advice_values, measure_for
from serving.answer.connected import adult_values, place_values
from serving.answer.encoder import ENCODER, encode
from serving.answer.identity import child_values
from serving.answer.inputs import AnswerInputs, LookInputs
from serving.answer.judgements import judgement_values, review_values
from serving.answer.limited import Matches, limited_unknowns, part_matches
from serving.answer.missing_again import again_values, why_no_level
from serving.answer.plan import plan_values, possible_plan_values
from serving.answer.protections import (
    duty_values,
    missing_now,
    notice_values,
    protection_plan_values,
)
from serving.answer.unknowns import source_values, unknown_values

__all__ = ["answer", "answer_values"]


def answer(inputs: AnswerInputs) -> bytes:
    """The exact bytes that are sent, stored and committed to in the log."""
    return encode(answer_values(inputs))


def answer_values(inputs: AnswerInputs) -> dict[str, Any]:
    """The answer as JSON values, in the order in which it is read.

    Everything in it was recorded before ``as_of``; links and extract times are those of
    ``known_at``.
    """
    taken = inputs.freshness
    look = LookInputs.from_bytes(inputs.look).connected_to(frozenset(taken))
    known = known_at(look.history, inputs.as_of)
    matches = [(p, known_at(p.history, inputs.as_of)) for p in look.possible]
    possible, kept = part_matches(matches, inputs.withheld)
    possible_plans = [value for p, k in possible for value in possible_plan_values(p, k)]
    plan, others = plan_values(
        known,
        taken.get(SourceSystem.CSE_PLANS),
        has_possible=bool(possible_plans),
        has_limited=any(possible_plan_values(p, k) for p, k in kept),
    )
    why_no_again = why_no_level(known, inputs.again, inputs.policy)
    again = inputs.again if why_no_again is None else None
    measured = measure_for(known, inputs.champion, again)
    advice = advice_values(known, inputs.champion, inputs.policy, measured)
    sources = source_values(taken, inputs.as_of)
    adults = adult_values(known, look.adults, inputs.withheld)
    places = place_values(known, inputs.withheld)
    limited = limited_unknowns(kept, [*adults, *places])
    return {
        "answer": ENCODER,
        "child": child_values(known),
        "as_of": instant_to_text(inputs.as_of),
        "known_at": instant_to_text(inputs.known_at),
        "missing_now": missing_now(known),
        **advice,
        "again": again_values(known, again.card if again else None, why_no_again, measured),
        "judgement": judgement_values(known),
        "last_review": review_values(known),
        "unknowns": [*limited, *unknown_values(known, sources, inputs.champion)],
        "plan": plan,
        "plans_other": others,
        "possible_plans": possible_plans,
        **_protections(known, possible),
        "adults": adults,
        "places": places,
        "due": duty_values(duties(known, inputs.intervals, advice["advice"]["band"])),
        "sources": sources,
        "versions": inputs.versions(),
    }


def _protections(known: KnownHistory, possible: Matches) -> dict[str, Any]:
    plans = protection_plan_values(known, possible=False)
    notices = notice_values(known, possible=False)
    for _, other in possible:
        plans += protection_plan_values(other, possible=True)
        notices += notice_values(other, possible=True)
    in_force = [plan for plan in plans if plan["ended"] is None]
    return {
        "protection_plan": in_force[0] if in_force else None,
        "protection_plans_other": [plan for plan in plans if plan not in in_force[:1]],
        "notices": notices,
    }
