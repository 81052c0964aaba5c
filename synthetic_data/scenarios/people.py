"""From a scenario's parts to people with names, birth dates and homes: no chance in it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from records.calendar import age_on
from records.sources import SourceSystem
from synthetic_data.minutes import day_of
from synthetic_data.recording.drafts import Later, PersonView
from synthetic_data.scenarios.declarations import Adult, Child, Scenario
from synthetic_data.world.adults import Address
from synthetic_data.world.people import load_names, load_places

__all__ = ["People"]

_INWARD = "ABDEFGHJLNPQRSTUWXYZ"
#: Households that a scenario may have; so many names are kept apart for each.
_HOUSEHOLDS = 3


class People:
    """The people of one scenario as neighbourhood ``number`` plays it.

    Forenames are the scenario's own; surnames and homes are made from the number, so
    that another number gives other people.
    """

    def __init__(self, scenario: Scenario, number: int, taken: int) -> None:
        self._number, self._today = number, day_of(taken)
        self._place = int(scenario.name.removeprefix("V"))
        self._code = f"V{self._place:02d}"
        self._parts = {child.key: child for child in scenario.children}
        self._places_of = {child.key: n for n, child in enumerate(scenario.children, start=1)}
        self._adults = {adult.key: (n, adult) for n, adult in enumerate(scenario.adults)}
        teams = [
            (authority, team)
            for authority, names in load_places()["authorities"].items()
            for team in names
        ]
        self.authority, self.team = teams[(number + self._place) % len(teams)]

    def true_key(self, key: str) -> str:
        """The true child's key, e.g. ``T004-V08-1``."""
        return f"T{self._number:03d}-{self._code}-{self._places_of[key]}"

    def household(self, child: Child) -> str:
        """The key of the household: of those who share a surname."""
        return f"H{self._number:03d}-{self._code}-{child.family}"

    def surname(self, child: Child) -> str:
        """The family's surname."""
        return self._surname(self._slot(child.family))

    def born(self, child: Child) -> date:
        """A birth date that gives the child's age on the day the extracts are taken."""
        if isinstance(child.birthday, int):
            return _years_before(self._today - timedelta(days=child.birthday), child.age)
        return self._born(child.age, *child.birthday)

    def view(self, key: str, source: SourceSystem) -> PersonView:
        """The child as the system has it."""
        child = self._parts[key]
        home, born, forename = self._home(child), self.born(child), child.forename
        surname, odd = self.surname(child), child.known_as
        is_odd = odd is not None and odd.source is source
        if odd is not None and is_odd:
            forename, surname = odd.forename, surname[:-2] + surname[-1]
            born = date(born.year, born.day, born.month)
        true_key = self.true_key(key)
        return PersonView(
            key=f"{source.value}:{true_key}",
            child=true_key,
            forename=forename,
            surname=surname,
            date_of_birth=born,
            sex=None if is_odd else child.sex,
            ethnicity=None if is_odd else child.ethnicity,
            address=None if is_odd else home.line,
            postcode=home.postcode,
            local_authority=self.authority,
            team=self.team,
        )

    def adult(self, key: str, source: SourceSystem) -> dict[str, Any]:
        """The adult's columns as the system fills them."""
        place, adult = self._adults[key]
        true_key = f"{self._number:03d}-{self._code}-{place}"
        return {
            "adult_ref": Later(f"adult:{source.value}:{true_key}"),
            "adult_forename": adult.forename,
            "adult_surname": self._surname(self._slot(place) + 25, is_adult=True),
            "adult_date_of_birth": self._adult_born(adult, place),
        }

    def _adult_born(self, adult: Adult, place: int) -> date:
        return self._born(adult.age, 1 + (self._place * 5 + place) % 12, 2 + self._place)

    def _born(self, age: int, month: int, day: int) -> date:
        born = date(self._today.year - age, month, day)
        return born if age_on(born, self._today) == age else born.replace(year=born.year - 1)

    def _slot(self, household: int) -> int:
        return self._place * _HOUSEHOLDS + household

    def _surname(self, slot: int, *, is_adult: bool = False) -> str:
        """Of one number: no two alike; half of the endings are the adults', half the children's."""
        starts, ends = load_names()["surname_starts"], load_names()["surname_ends"]
        half = len(ends) // 2
        end = (3 * slot + 7 * self._number) % half + (half if is_adult else 0)
        return str(starts[(slot + 13 * self._number) % len(starts)] + ends[end])

    def _home(self, child: Child) -> Address:
        """Numbers of houses and postcodes go by household: no two share either."""
        places = load_places()
        slot = self._slot(child.family if child.home is None else child.home)
        step = slot + 17 * self._number
        street = places["streets"][step % len(places["streets"])]
        line = f"{3 * slot + 1} {street} {places['street_ends'][step % 12]}"
        if child.in_childrens_home:
            line = f"{places['homes'][step % len(places['homes'])]} House, {line}"
        district = places["districts"][step % len(places["districts"])]
        letters = _INWARD[slot % 20] + _INWARD[(slot // 20 + self._number) % 20]
        return Address(line, f"NG{district} {1 + step % 9}{letters}")


def _years_before(day: date, years: int) -> date:
    """The day so many years before; 1 March for a 29 February that wasn't."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)
