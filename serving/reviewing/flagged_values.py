"""One flagged child as lists tell it: worked out from the history now, by the answer's own
functions, beside what the list was kept with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from records.calendar import instant_to_text
from records.history import History, known_at
from records.states import plans
from scorecard import Policy
from serving.answer.advice import advice_values, measure_for
from serving.answer.cards import CardVersion
from serving.answer.identity import child_values
from serving.answer.judgements import judgement_values, review_values
from serving.reviewing.since_review import band_since_values, new_values
from serving.work_store.flagged import FlaggedRow

__all__ = ["flagged_values", "limited_values"]

_LIMITED = "A record that is limited to a named team."


def limited_values(row: FlaggedRow) -> dict[str, Any]:
    """A record of another team's: that it is on the list, and nothing more."""
    return {"child": row.child, "limited": True, "words": _LIMITED, "shown": None}


def flagged_values(
    row: FlaggedRow, history: History, as_of: datetime, champion: CardVersion | None, policy: Policy
) -> dict[str, Any]:
    """Name, age, band and short reasons now, what is new, the review and the judgement."""
    known = known_at(history, as_of)
    said = advice_values(known, champion, policy, measure_for(known, champion))
    advice, who = said["advice"], child_values(known)
    differs = advice["band"] != row.band
    return {
        "child": row.child,
        "limited": False,
        "words": None,
        "shown": {
            "name": who["name"],
            "age": who["age"],
            "team": who["team"],
            "local_authority": who["local_authority"],
            "advice": {
                "band": advice["band"],
                "bars": advice["bars"],
                "note": advice["note"],
                "points": advice["points"],
                "set_by": advice["set_by"],
                "why_none": advice["why_none"],
            },
            "headline": said["headline"],
            "kept": {
                "band": row.band,
                "at": None if row.banded_at is None else instant_to_text(row.banded_at),
                "differs": differs,
                "words": _differs(row, advice["band"]) if differs else None,
            },
            "has_live_plan": any(plan.is_live for plan in plans(known)),
            "new": new_values(history, known),
            "bands": band_since_values(known, advice["band"]),
            "last_review": review_values(known),
            "judgement": judgement_values(known),
        },
    }


def _differs(row: FlaggedRow, band: str | None) -> str:
    kept = "had no band" if row.band is None else f"was kept as {row.band}"
    return f"It {kept} for this list, and is {band or 'without a band'} by what is known now."
