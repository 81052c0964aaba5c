"""Two cards on one child: where they agree and where they differ, without a word to anyone."""

from __future__ import annotations

from dataclasses import dataclass

from features.one_child import measure_child
from records.history import KnownHistory
from scorecard import Card, Policy, Scored, score

__all__ = ["Compared", "compare_cards"]


@dataclass(frozen=True, slots=True)
class Compared:
    """One child by both cards.

    Attributes:
        was, is_now: the band that the champion's points give, and the challenger's.
        difference: the challenger's points less the champion's.
        lines: (feature, ``champion`` or ``challenger``) to which that card alone gave
            points, by feature.
    """

    was: str
    is_now: str
    difference: int
    lines: tuple[tuple[str, str], ...]


def compare_cards(
    known: KnownHistory, champion: Card, challenger: Card, policy: Policy
) -> Compared | None:
    """What the two cards say of a child at ``known.as_of``; None of an adult, who gets no
    points by either."""
    if known.age is not None and known.age >= policy.adult_age:
        return None
    names = dict.fromkeys((*champion.features, *challenger.features))
    values = {name: found.value for name, found in measure_child(known, only=names).items()}
    was, is_now = (
        score(card, {name: values[name] for name in card.features})
        for card in (champion, challenger)
    )
    adds = {"champion": _adding(was), "challenger": _adding(is_now)}
    one_alone = adds["champion"] ^ adds["challenger"]
    return Compared(
        was=champion.band_of(was.points) or policy.labels[0],
        is_now=challenger.band_of(is_now.points) or policy.labels[0],
        difference=is_now.points - was.points,
        lines=tuple(
            (name, "champion" if name in adds["champion"] else "challenger")
            for name in sorted(one_alone)
        ),
    )


def _adding(scored: Scored) -> frozenset[str]:
    return frozenset(line.feature for line in scored.reasons)
