"""Names, homes and adults of one neighbourhood, invented as they are needed."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from records.persons import ETHNICITIES
from synthetic_data.dice import Dice, Weighted
from synthetic_data.minutes import DAY, YEAR, moment
from synthetic_data.parameters import Parameters
from synthetic_data.world.adults import Address, Adult, Circle, Managed
from synthetic_data.world.population import Population, Span
from synthetic_data.world.truth import Child

__all__ = ["Neighbourhood", "load_names", "load_places"]

_FOLDER = Path(__file__).parent.parent
_INWARD = "ABDEFGHJLNPQRSTUWXYZ"


@cache
def load_names() -> dict[str, Any]:
    """The invented force's forenames, surnames, nicknames and spelling variants."""
    names: dict[str, Any] = json.loads((_FOLDER / "names.json").read_text(encoding="utf-8"))
    return names


@cache
def load_places() -> dict[str, Any]:
    """The invented force's authorities, teams, streets, places and officers."""
    places: dict[str, Any] = json.loads((_FOLDER / "places.json").read_text(encoding="utf-8"))
    return places


class Neighbourhood:
    """The people and places of one neighbourhood team; draws from its own stream."""

    def __init__(
        self, number: int, size: int, span: Span, parameters: Parameters, dice: Dice
    ) -> None:
        self._number, self._span = number, span
        self._parameters, self._dice = parameters, dice
        self._names, self._places = load_names(), load_places()
        teams = [
            (authority, team)
            for authority, names in self._places["authorities"].items()
            for team in names
        ]
        self.authority, self.team = teams[number % len(teams)]
        districts = self._places["districts"]
        self._districts = [districts[(number + step) % len(districts)] for step in (0, 7)]
        self._households: dict[int, tuple[str, str, Address]] = {}
        self._taken: dict[int, set[str]] = {}
        homes = max(2, round(size * parameters.number("care.childrens_homes_per_child")))
        self.childrens_homes = tuple(self._childrens_home() for _ in range(homes))
        circles = max(1, round(size * parameters.number("adults.circles_per_child")))
        self.circles = tuple(self._circle(place) for place in range(circles))
        self._at_home: dict[str, Adult] = {}
        self.managed = self._managed(size)

    def postcode(self) -> str:
        """A postcode of the neighbourhood, in a district that no real place has."""
        dice = self._dice
        district = dice.choose(self._districts)
        inward = "".join(dice.choose(_INWARD) for _ in range(2))
        return f"NG{district} {dice.between(1, 9)}{inward}"

    def address(self) -> Address:
        """A house or a flat."""
        dice, places = self._dice, self._places
        street = f"{dice.choose(places['streets'])} {dice.choose(places['street_ends'])}"
        line = f"{dice.between(1, 180)} {street}"
        if dice.chance(self._parameters.number("people.flat")):
            line = f"Flat {dice.between(1, 24)}, {line}"
        return Address(line, self.postcode())

    def child(self, row: int, people: Population) -> Child:
        """The child of one row, with a name unlike that of a sibling met before."""
        dice, parameters = self._dice, self._parameters
        household = int(people.household[row])
        ethnicity = ETHNICITIES[int(people.ethnicity[row])]
        if household not in self._households:
            culture = dice.weighted(Weighted(self._names["cultures_of"][ethnicity]))
            self._households[household] = (culture, self._surname(culture), self.address())
        culture, surname, home = self._households[household]
        sex = "male" if people.is_male[row] else "female"
        forename = self._forename(household, culture, sex)
        changed = dice.chance(parameters.number("people.surname_changed"))
        moved = dice.chance(parameters.number("people.moved_home"))
        span, length = self._span, self._span.taken - self._span.start
        familiar = self._names["nicknames"].get(forename, [])
        shape = parameters.number("exploitation.liability_shape")
        return Child(
            key=f"T{self._number:03d}-{row:05d}",
            household=f"H{self._number:03d}-{household:05d}",
            born=moment(int(people.born[row])).date(),
            sex=sex,
            ethnicity=ethnicity,
            forename=forename,
            surname=surname,
            home=home,
            authority=self.authority,
            team=self.team,
            nickname=dice.choose(familiar) if familiar else None,
            former_surname=self._surname(culture) if changed else None,
            surname_changed=span.start + int(dice.uniform() * length) if changed else None,
            former_home=self.address() if moved else None,
            moved=span.start + int(dice.uniform() * length) if moved else None,
            learning_disability=dice.chance(parameters.number("people.learning_disability")),
            is_twin=bool(people.is_twin[row]),
            willing=dice.chance(parameters.number("reporting.willing_household")),
            susceptibility=dice.log_normal(parameters.number("missing.susceptibility_sigma")),
            liability=dice.log_normal(shape),
            openness=dice.log_normal(parameters.number("interviews.openness_sigma")),
            adversity=float(people.adversity[row]),
        )

    def adult_at_home(self, household: str) -> Adult:
        """The adult whose abuse police are called to at this household; always the same one."""
        if household not in self._at_home:
            culture, surname, _ = self._households[int(household.rpartition("-")[2])]
            own = self._dice.chance(self._parameters.number("people.partner_shares_surname"))
            self._at_home[household] = self._adult(
                f"home-{household}", culture, surname if own else self._surname(culture)
            )
        return self._at_home[household]

    def managed_in(self, circle: Circle) -> tuple[Managed, ...]:
        """Those of the circle's adults whom police manage."""
        keys = {adult.key for adult in circle.adults}
        return tuple(managed for managed in self.managed if managed.adult.key in keys)

    def managed_visitor(self) -> Managed:
        """A managed person who is met at a child's home."""
        return self._dice.choose(self.managed)

    def _managed(self, size: int) -> tuple[Managed, ...]:
        dice, p = self._dice, self._parameters
        share = p.number("adults.managed_in_circle")
        adults = [a for circle in self.circles for a in circle.adults if dice.chance(share)]
        others = max(1, round(size * p.number("adults.managed_per_child")))
        adults += [self._adult(f"{self._number:03d}-managed-{n}") for n in range(others)]
        category = p.weighted("adults.managed_category")
        found = []
        for adult in adults:
            since = self._span.start + int(dice.uniform() ** 2 * 3 * YEAR)
            ends = since + int((1 + dice.exponential(6)) * YEAR)
            until = ends if ends < self._span.taken else None
            kind = dice.weighted(category)
            level = 1 if dice.chance(0.8) else dice.between(2, 3)
            found.append(Managed(adult, kind, level, since, until))
        return tuple(found)

    def _adult(self, key: str, culture: str | None = None, surname: str | None = None) -> Adult:
        """An adult of any culture, unless told."""
        dice = self._dice
        if culture is None:
            cultures = dict.fromkeys(self._names["cultures"], 1.0) | {"british": 6.0}
            culture = dice.weighted(Weighted(cultures))
        is_woman = dice.chance(self._parameters.number("adults.female"))
        forenames = self._names["cultures"][culture]["female" if is_woman else "male"]
        return Adult(
            key, dice.choose(forenames), surname or self._surname(culture), self._adult_born()
        )

    def _forename(self, household: int, culture: str, sex: str) -> str:
        taken = self._taken.setdefault(household, set())
        options = self._names["cultures"][culture][sex]
        # Names early in the list are given more often, as popular names are.
        forename = str(options[int(self._dice.uniform() ** 1.4 * len(options))])
        while forename in taken:
            forename = str(self._dice.choose(options))
        taken.add(forename)
        return forename

    def _surname(self, culture: str) -> str:
        dice, names = self._dice, self._names
        options = names["cultures"][culture]["surname"]
        if culture == "british" and dice.chance(self._parameters.number("people.invented_surname")):
            surname = str(dice.choose(names["surname_starts"]))
            surname += str(dice.choose(names["surname_ends"]))
        else:
            surname = str(options[int(dice.uniform() ** 1.4 * len(options))])
        if dice.chance(self._parameters.number("people.double_surname")):
            surname += "-" + str(dice.choose(names["cultures"]["british"]["surname"]))
        return surname

    def _childrens_home(self) -> Address:
        dice, places = self._dice, self._places
        name = f"{dice.choose(places['homes'])} {dice.choose(places['home_ends'])}"
        return Address(f"{name}, {self.address().line}", self.postcode())

    def _circle(self, place: int) -> Circle:
        dice, places = self._dice, self._places
        adults = [
            self._adult(f"{self._number:03d}-{place}-{number}")
            for number in range(dice.between(2, 5))
        ]
        return Circle(
            adults=tuple(adults),
            houses=tuple(self.address() for _ in range(dice.between(1, 3))),
            places=(dice.choose(places["public"]), dice.choose(places["hotels"])),
            vehicles=tuple(
                f"{dice.choose(places['makes'])}, registration known to the owner of this plan"
                for _ in range(dice.between(1, 2))
            ),
            phones=tuple(f"07700 900{dice.between(0, 999):03d}" for _ in range(dice.between(1, 2))),
        )

    def _adult_born(self) -> date:
        age = self._dice.between(21, 48) * YEAR + self._dice.between(0, 364) * DAY
        return moment(self._span.taken - age).date()
