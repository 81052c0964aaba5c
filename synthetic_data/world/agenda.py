"""What lies ahead of one child: events in order of time, some of them true of one state only."""

from __future__ import annotations

from heapq import heappop, heappush

from synthetic_data.dice import Dice
from synthetic_data.minutes import YEAR

__all__ = ["GOES_MISSING", "IS_GROOMED", "REFERRED", "STATE_ENDS", "TELLS", "Agenda"]

GOES_MISSING, IS_GROOMED, REFERRED = "missing", "groomed", "referred"
STATE_ENDS, TELLS = "state_ends", "tells"


class Agenda:
    """Events to come between two moments; those of a state that is over fall away."""

    def __init__(self, start: int, end: int, dice: Dice) -> None:
        self.start, self.end = start, end
        self._dice = dice
        self._queue: list[tuple[int, int, str, int]] = []
        self._order = self._stay = 0

    def new_stay(self) -> None:
        """The child enters another state: what was bound to the one before is off."""
        self._stay += 1

    def put(self, minute: int, what: str, *, bound: bool = False) -> None:
        """Add an event; a bound one falls away when the present state ends."""
        self._order += 1
        heappush(self._queue, (minute, self._order, what, self._stay if bound else 0))

    def scatter(
        self, start: int, end: int, per_year: float, what: str, *, bound: bool = False
    ) -> None:
        """Add a Poisson number of events, at ``per_year``, between two moments."""
        start, end = max(start, self.start), min(end, self.end)
        if end > start:
            for _ in range(self._dice.poisson(per_year * (end - start) / YEAR)):
                at = start + int(self._dice.uniform() * (end - start))
                self.put(at, what, bound=bound)

    def next(self) -> tuple[int, str] | None:
        """Take the next event before the end; None when nothing more happens."""
        while self._queue:
            minute, _, what, stay = heappop(self._queue)
            if minute >= self.end:
                return None
            if stay in (0, self._stay):
                return minute, what
        return None
