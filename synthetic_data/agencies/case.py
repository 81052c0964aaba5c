"""One child as agencies meet it: its life, its troubles, and the people around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from synthetic_data.minutes import YEAR, birthday_minute
from synthetic_data.world.people import Neighbourhood
from synthetic_data.world.truth import EXPLOITED, GROOMED, Life, StateSpan

__all__ = ["Case"]


@dataclass(frozen=True, slots=True)
class Case:
    """What agencies can act on.

    Attributes:
        troubles: when each trouble befalls the child, by its name.
        recognised: how likely harm to this child is seen for what it is; 1 for the likeliest.
        end: nothing about the child is done from then on: the extracts, or the 18th birthday.
    """

    life: Life
    troubles: dict[str, list[int]]
    place: Neighbourhood
    recognised: float
    start: int
    end: int

    def age(self, minute: int) -> int:
        """Whole years, by years of equal length."""
        return (minute - birthday_minute(self.life.child.born, 0)) // YEAR

    def when(self, trouble: str) -> Sequence[int]:
        """The times of a trouble, earliest first."""
        return self.troubles.get(trouble, ())

    def state_at(self, minute: int) -> str | None:
        """The latent state then; None before the simulated years."""
        for span in self.life.states:
            if span.start <= minute < span.end:
                return span.state
        return None

    def under_way(self) -> list[StateSpan]:
        """The spans in which adults groom or exploit the child, within the recorded years."""
        return [
            StateSpan(span.state, max(span.start, self.start), min(span.end, self.end))
            for span in self.life.states
            if span.state in (GROOMED, EXPLOITED)
            and span.end > self.start
            and span.start < self.end
        ]

    def is_under_way(self, minute: int) -> bool:
        """Adults are grooming or exploiting the child then."""
        return self.state_at(minute) in (GROOMED, EXPLOITED)
