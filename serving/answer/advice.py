"""Band, points, reasons and floors in the answer: arithmetic that anyone can repeat (N2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from features.catalogue import CATALOGUE
from features.measured import Measured
from features.one_child import measure_child
from features.wording import words
from records.calendar import local_day
from records.events import Event
from records.history import KnownHistory
from records.unknown import Unknown
from scorecard import Advice, FloorApplied, Policy, advise, score
from serving.answer.cards import CardVersion

__all__ = ["advice_values", "evidence_values", "measure_for", "reason_values"]

#: A headline never gives two reasons of one family: two counts of reports say one thing.
_FEATURES = {feature.name: feature for feature in CATALOGUE}
#: ... nor a floor and the points for the same fact. A floor named here by a force's own
#: policy joins the family; any other is a family of its own.
_FLOOR_FAMILIES = {
    "three_in_90_days": "missing_reports",
    "missing_24_hours": "length",
    "missing_72_hours": "length",
    "under_13": "age",
    "live_plan": "plan",
    "plan_agreed_medium": "plan",
    "plan_agreed_high": "plan",
    "notice_in_force": "notices",
    "notice_served": "notices",
    "notice_breached": "notices",
    "sexual_crime": "sexual_harm",
    "exploitation_decided": "referrals",
    "exploitation_referred": "referrals",
    "exploitation_investigated": "investigations",
    "exploitation_intelligence": "intelligence",
    "warned_adult": "adults_of_concern",
    "suspected_adult": "adults_of_concern",
    "managed_adult": "adults_of_concern",
}
_DISCLOSURES = ("sexual_harm", "custody_sexual_harm")
_HEADLINES = 2


def advice_values(
    known: KnownHistory,
    champion: CardVersion | None,
    policy: Policy,
    measured: Mapping[str, Measured],
) -> dict[str, Any]:
    """The answer's ``advice``, ``headline``, ``reasons``, ``floors`` and ``next_hour``.

    Every reason with points is listed, so base and points add up to the total; a line
    that adds nothing is no reason. Without a card, or with one that is stopped, the floors
    still speak: what policy says of recorded facts needs no model.

    ``measured`` holds at least the features of the card.
    """
    card = None if champion is None else champion.shown
    scored = None
    if card is not None:
        scored = score(card, {name: measured[name].value for name in card.features})
    advice = advise(card, policy, scored, known)
    reasons = []
    if advice.points is not None and scored is not None:
        reasons = [
            reason_values(line.feature, line.points, measured[line.feature], known)
            for line in scored.reasons
        ]
    floors = [_floor(floor) for floor in advice.floors]
    return {
        "advice": _advice(advice, policy, "stopped" if champion and card is None else advice.state),
        "headline": _headline(reasons, advice),
        "reasons": reasons,
        "floors": floors,
        "next_hour": {
            "band": advice.band,
            "actions": list(policy.next_hour(advice.band)) if advice.band else [],
        },
    }


def _advice(advice: Advice, policy: Policy, why_none: str) -> dict[str, Any]:
    return {
        "state": advice.state,
        "band": advice.band,
        "bars": advice.bars,
        "note": policy.note,
        "predicts": policy.predicts,
        "base": advice.base,
        "points": advice.points,
        "points_band": advice.points_band,
        "thresholds": [
            {"band": band, "from": points}
            for band, points in advice.thresholds.items()
            if advice.points is not None
        ],
        "set_by": advice.set_by,
        "why_none": _WHY_NONE["adult" if advice.is_adult else why_none],
    }


def measure_for(known: KnownHistory, *cards: CardVersion | None) -> dict[str, Measured]:
    """What the cards whose points may be shown ask for, measured once for all of them."""
    shown = (one.shown for one in cards if one is not None)
    names = dict.fromkeys(name for card in shown if card is not None for name in card.features)
    return measure_child(known, only=names) if names else {}


#: Why there are no points, where there are none.
_WHY_NONE = {
    "advised": None,
    "adult": "No band is worked out for adults. The last plan is below.",
    "failed": "The points could not be worked out: no scorecard could be loaded. "
    "This says nothing about risk.",
    "stopped": "The points are not shown: the scorecard is stopped until it has been checked. "
    "This says nothing about risk.",
}


def reason_values(
    name: str, points: int, measured: Measured, known: KnownHistory
) -> dict[str, Any]:
    """One reason: its words, its points, and the records that it rests on."""
    said = words(_FEATURES[name], measured, known)
    return {
        "feature": name,
        "short": said.short,
        "full": said.full,
        "points": points,
        "unknown": measured.value.value if isinstance(measured.value, Unknown) else None,
        "evidence": evidence_values(measured.evidence),
    }


def _floor(floor: FloorApplied) -> dict[str, Any]:
    return {
        "id": floor.id,
        "band": floor.band,
        "short": floor.short,
        "full": floor.full,
        "evidence": evidence_values(floor.evidence),
    }


def evidence_values(events: Iterable[Event]) -> list[dict[str, str]]:
    """Where each fact stands: system, reference and the day it happened."""
    return [
        {
            "system": event.source.value,
            "system_name": event.source.words,
            "reference": event.reference,
            "date": local_day(event.occurred).isoformat(),
        }
        for event in events
    ]


def _headline(reasons: list[dict[str, Any]], advice: Advice) -> list[str]:
    """The two reasons that stand beside the band: a disclosure, then what set the band,
    then most points; never two of one family, and never an unknown while a fact is there."""
    ranked: list[tuple[tuple[int, int, int], str, str]] = []
    for place, floor in enumerate(advice.floors):
        told = _is_disclosure(floor.id)
        sets = floor.band == advice.band and advice.set_by != "points"
        ranked.append(((0 if told else 1 if sets else 3, 0, place), _family(floor.id), floor.short))
    for place, reason in enumerate(reasons):
        told = _is_disclosure(reason["feature"])
        rank = 0 if told else 4 if reason["unknown"] else 2
        ranked.append(((rank, 1, place), _family(reason["feature"]), reason["short"]))
    chosen: dict[str, str] = {}
    for _, family, short in sorted(ranked):
        chosen.setdefault(family, short)
    return list(chosen.values())[:_HEADLINES]


def _is_disclosure(name: str) -> bool:
    return name.startswith(_DISCLOSURES)


def _family(name: str) -> str:
    if _is_disclosure(name):
        return "sexual_harm"
    return _FEATURES[name].family if name in _FEATURES else _FLOOR_FAMILIES.get(name, name)
