"""What police and partners do about a time missing: the report, grade, reviews, interviews.

What they notice and are told depends on whom they look at: harm to boys, and to Black and
Asian children, is recognised less often, and least where nobody holds the interview.
"""

from __future__ import annotations

from synthetic_data.dice import Dice
from synthetic_data.minutes import DAY, HOUR
from synthetic_data.parameters import Parameters
from synthetic_data.world.adults import Address, Adult, Circle
from synthetic_data.world.episodes import Absence, Circumstances
from synthetic_data.world.interviews import Interviews
from synthetic_data.world.truth import NONE, Child, Response

__all__ = ["Responses"]


class Responses:
    """Draws whether an absence is reported, and what is done."""

    def __init__(self, parameters: Parameters, dice: Dice) -> None:
        self._dice, self._p = dice, parameters
        self._reported = parameters.table("reporting.reported")
        self._found = {
            group: parameters.weighted(f"found.place.{group}") for group in ("other", "exploited")
        }
        self._seen = parameters.number("found.adult_seen")
        self._ended = parameters.weighted("found.how_ended")
        self._blank = parameters.number("found.left_blank")
        self._noticed = parameters.table("harm.noticed_on_finding")
        self._bias = parameters.table("recognition.factor")
        self._interviews = Interviews(parameters, dice)
        self._wait = parameters.table("reporting.hours_to_report")
        self._company = {
            place: parameters.weighted(f"found.company.{place}")
            for place in ("home", "friends_home", "elsewhere")
        }
        self._review_hours = parameters.table("reviews.hours")
        self._review = parameters.table("reviews.held")
        self._grade = parameters.table("grade.weights")
        self._places = parameters.table("found.detail")

    def is_reported(self, child: Child, absence: Absence, *, in_care: bool) -> bool:
        """Whether anybody tells the police."""
        length = absence.end - absence.start
        key = "care" if in_care else "willing" if child.willing else "unwilling"
        key += "_long" if length >= DAY else "_night" if length >= 8 * HOUR else "_short"
        return self._dice.chance(self._reported[key])

    def recognised(self, child: Child) -> float:
        """How likely harm to this child is seen for what it is, against the likeliest."""
        factor = self._bias["boy"] if child.sex == "male" else 1.0
        return factor * self._bias.get(child.ethnicity, 1.0)

    def response(
        self, child: Child, absence: Absence, about: Circumstances, circle: Circle
    ) -> Response:
        """Everything done about a reported absence, as far into the future as it goes.

        ``circle`` are the adults with whom the child is, if it is with any.
        """
        dice = self._dice
        length = absence.end - absence.start
        setting = "care" if about.in_care else "home"
        delay = min(int(dice.exponential(self._wait[setting]) * HOUR), length * 3 // 5)
        at = absence.start + max(delay, 5)
        place, company = self._where(absence, about)
        harm = absence.harm
        noticed = self._noticed.get(harm, 0.0) if harm else 0.0
        if harm == "sexual":
            noticed *= self.recognised(child)
        found = harm if harm and dice.chance(noticed) else None
        return Response(
            at=at,
            grade=self._graded(absence, about, found),
            how_ended=dice.weighted(self._ended),
            found_place=None if dice.chance(self._blank) else place,
            found_with=None if dice.chance(self._blank) else company,
            found_adult=self._named(absence, company, circle),
            found_at=self._address(absence, place, circle),
            harm_found=found or (None if dice.chance(self._blank) else "nothing_found"),
            interviews=self._interviews.held(child, absence, about, self.recognised(child)),
            reviews=self._reviews(at, absence.end),
            meeting=self._meeting(at, length, about),
        )

    def _where(self, absence: Absence, about: Circumstances) -> tuple[str, str]:
        dice = self._dice
        if absence.with_adult:
            return dice.weighted(self._found["exploited"]), (
                "adult_not_known_to_family" if dice.chance(self._seen) else "not_known"
            )
        place = dice.weighted(self._found["other"])
        if about.state == NONE and dice.chance(self._p.number("found.adult_by_chance")):
            return place, "adult_not_known_to_family"
        return place, dice.weighted(self._company.get(place, self._company["elsewhere"]))

    def _named(self, absence: Absence, company: str, circle: Circle) -> Adult | None:
        if not absence.with_adult or company != "adult_not_known_to_family":
            return None
        if not self._dice.chance(self._places["adult_named"]):
            return None
        return circle.adults[min(int(self._dice.exponential(0.8)), len(circle.adults) - 1)]

    def _address(self, absence: Absence, place: str, circle: Circle) -> Address | None:
        """The house or the place where the child was; a vehicle or a street has none."""
        dice = self._dice
        if not absence.with_adult or not dice.chance(self._places["written_down"]):
            return None
        if place == "unknown_adults_home":
            return dice.choose(circle.houses)
        return Address(dice.choose(circle.places), None) if place == "hotel" else None

    def _graded(self, absence: Absence, about: Circumstances, found: str | None) -> str:
        """The officer's grade: from what is in view, and a little from what is to come."""
        weights, dice = self._grade, self._dice
        score = weights["start"] + weights["spread"] * (dice.uniform() - 0.5)
        score += weights["under_13"] if about.age < 13 else 0.0
        score += weights["plan"] if about.plan_live else 0.0
        score += weights["told_before"] if about.told_before else 0.0
        score += weights["repeat"] if about.recent_reports >= 3 else 0.0
        score += weights["harmed"] if absence.harm or found else 0.0
        if score >= weights["high_from"]:
            return "high"
        if score >= weights["medium_from"]:
            return "medium"
        return "low" if score >= weights["low_from"] else "no_apparent_risk"

    def _reviews(self, at: int, end: int) -> tuple[tuple[int, str], ...]:
        """Reviews that fell due while the child was missing, and were held."""
        dice, held = self._dice, []
        for rank, hours in self._review_hours.items():
            due = at + int(hours * HOUR * (0.6 + 0.6 * dice.uniform()))
            if due < end and dice.chance(self._review[rank]):
                held.append((due, rank))
        due = at + 3 * DAY
        while due < end:
            when = due + int(dice.uniform() * 12 * HOUR)
            if when < end and dice.chance(self._review["later"]):
                held.append((when, "inspector"))
            due += 2 * DAY
        return tuple(held)

    def _meeting(self, at: int, length: int, about: Circumstances) -> int | None:
        called = about.recent_reports >= 2 or length >= 3 * DAY or about.plan_live
        if not called or not self._dice.chance(self._p.number("meetings.held_when_called_for")):
            return None
        return at + int((1 + self._dice.exponential(self._p.number("meetings.days_to_hold"))) * DAY)
