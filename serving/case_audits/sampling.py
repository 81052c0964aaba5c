"""Which reports are drawn from a frame: half at random, half of those where most could go wrong.

A frame is every report that could be drawn, in an order of its own. The draw is a function of
the frame's size, of which of it is at risk, and of the seed: kept with the frame, they give the
same cases again, and nobody can have chosen them.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass

from records.serial import canonical

__all__ = ["AT_RANDOM", "AT_RISK", "Drawn", "Rule", "TooManyReportsError", "draw_cases"]

AT_RANDOM = "random"
AT_RISK = "risk"
#: The rule's own words and number: they change together.
RULE_VERSION = "1"


class TooManyReportsError(Exception):
    """The frame would be larger than is read at once. Nothing was drawn."""

    def __init__(self, most: int) -> None:
        super().__init__(
            f"More than {most:,} reports were closed then. Ask for one team or authority, or "
            "for fewer days."
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """What is drawn: so many cases of missing reports closed within the last ``days``.

    Attributes:
        team, authority: of children of this team or local authority alone; None for all.
    """

    cases: int
    days: int = 28
    team: str | None = None
    authority: str | None = None

    def values(self) -> dict[str, str | int | None]:
        """As it is kept and shown."""
        return {
            "version": RULE_VERSION,
            "about": "missing reports closed",
            "cases": self.cases,
            "days": self.days,
            "team": self.team,
            "authority": self.authority,
        }

    @property
    def digest(self) -> str:
        """The name under which drawings by the same rule are counted."""
        return hashlib.sha256(canonical(self.values())).hexdigest()


@dataclass(frozen=True, slots=True)
class Drawn:
    """One drawn place of the frame, and of which half it is."""

    position: int
    stratum: str


def draw_cases(seed: bytes, size: int, at_risk: Collection[int], cases: int) -> tuple[Drawn, ...]:
    """The places drawn from a frame of ``size``, in order.

    Half of ``cases``, rounded up, at random of all; then as many of those at risk that were
    not drawn yet. Of a smaller frame all there are: the random half goes on to what is left
    when too few are at risk, so that no case is lost for want of risk.

    Args:
        at_risk: the places that the risk-based half may draw.
    """
    order = _order(seed, AT_RANDOM, range(size))
    chosen = dict.fromkeys(order[: (cases + 1) // 2], AT_RANDOM)
    left = [place for place in sorted(at_risk) if place not in chosen]
    for place in _order(seed, AT_RISK, left)[: cases // 2]:
        chosen[place] = AT_RISK
    for place in order:
        if len(chosen) >= cases:
            break
        chosen.setdefault(place, AT_RANDOM)
    return tuple(Drawn(place, stratum) for place, stratum in sorted(chosen.items()))


def _order(seed: bytes, of: str, places: Collection[int]) -> list[int]:
    """The places shuffled by the seed, the same each time."""

    def key(place: int) -> bytes:
        return hmac.new(seed, f"{of} {place}".encode(), hashlib.sha256).digest()

    return sorted(places, key=key)
