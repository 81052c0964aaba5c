"""The advice on one child: the band that points and policy give together.

Advice, never a grade (N7): nothing here or above it sets the police's own grade.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from records.calendar import birthday
from records.history import KnownHistory
from scorecard.card import Card
from scorecard.floors import FloorApplied, floors_that_apply
from scorecard.policy import Policy
from scorecard.scoring import Scored

__all__ = ["Advice", "PolicyMismatchError", "advise"]


class PolicyMismatchError(ValueError):
    """The card's thresholds and the policy do not speak of the same bands."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What is advised, and what set it.

    Attributes:
        state: ``advised``; ``adult``: 18 or over, so nothing is worked out; ``failed``:
            the points could not be worked out, which says nothing about risk.
        band: None for an adult. When the points failed, the band that floors alone
            give, or None if none holds.
        bars: how many bars the band's mark fills; 0 without a band.
        base: what the card starts every child with; None without points.
        points: the total; None when there is none to show.
        points_band: the band that the points alone give; None without points.
        set_by: ``points``, ``policy`` (a floor raised it) or ``both`` (a floor gives the
            same band as the points); None without a band.
        floors: every floor that holds, the highest first; none for an adult.
        adult_since: the eighteenth birthday of an adult.
    """

    state: str
    band: str | None
    bars: int
    base: int | None
    points: int | None
    points_band: str | None
    set_by: str | None
    floors: tuple[FloorApplied, ...]
    thresholds: Mapping[str, int]
    adult_since: date | None

    @property
    def is_adult(self) -> bool:
        """Whether the person is 18 or over, by the birth date that is known."""
        return self.state == "adult"


def advise(card: Card | None, policy: Policy, scored: Scored | None, known: KnownHistory) -> Advice:
    """The advice at ``known.as_of``.

    A floor raises the band, never lowers it. A person whose birth date isn't known is
    advised on as a child. An adult's points, if any were worked out, are left out.

    Args:
        card: None when no card has been promoted; then the points count as failed.
        scored: what ``card`` gave; None when it could not be worked out.

    Raises:
        PolicyMismatchError: the card's bands are not the policy's bands above the lowest.
    """
    thresholds = {} if card is None else dict(card.thresholds)
    if card is not None and tuple(thresholds) != policy.labels[1:]:
        raise PolicyMismatchError(
            f"card {card.name} starts the bands {', '.join(thresholds)}; the policy of "
            f"{policy.version} has {', '.join(policy.labels[1:])} above {policy.labels[0]}"
        )
    if known.age is not None and known.birth_date is not None and known.age >= policy.adult_age:
        since = birthday(known.birth_date, policy.adult_age)
        return Advice("adult", None, 0, None, None, None, None, (), thresholds, since)
    floors = floors_that_apply(known, policy)
    points = points_band = None
    if card is not None and scored is not None:
        points = scored.points
        points_band = card.band_of(points) or policy.labels[0]
    given = [floor.band for floor in floors] + ([points_band] if points_band else [])
    band = policy.highest(tuple(given)) if given else None
    return Advice(
        state="failed" if points_band is None else "advised",
        band=band,
        bars=0 if band is None else policy.bars(band),
        base=None if points is None or scored is None else scored.base,
        points=points,
        points_band=points_band,
        set_by=_set_by(band, points_band, floors),
        floors=floors,
        thresholds=thresholds,
        adult_since=None,
    )


def _set_by(
    band: str | None, points_band: str | None, floors: tuple[FloorApplied, ...]
) -> str | None:
    if band is None:
        return None
    if band != points_band:
        return "policy"
    return "both" if any(floor.band == band for floor in floors) else "points"
