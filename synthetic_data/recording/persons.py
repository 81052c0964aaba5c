"""Each system's own person records of the children: sometimes wrong, sometimes two of one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from records.sources import SourceSystem
from synthetic_data.dice import Dice
from synthetic_data.parameters import Parameters
from synthetic_data.recording.drafts import PersonView
from synthetic_data.recording.slips import (
    misspelt,
    near_date,
    spelt_otherwise,
    swapped_date,
    wrong_postcode,
)
from synthetic_data.world.adults import Address
from synthetic_data.world.truth import Life

__all__ = ["PersonBook"]

_PLACEHOLDERS = (date(1900, 1, 1), date(1970, 1, 1), date(2000, 1, 1), date(1901, 1, 1))


class PersonBook:
    """The person records of one system in one neighbourhood."""

    def __init__(
        self, source: SourceSystem, neighbourhood: int, parameters: Parameters, dice: Dice
    ) -> None:
        self._prefix = f"{source.value}:{neighbourhood}"
        self._slips = {
            **parameters.table("slips.usual"),
            **parameters.table(f"slips.{source.value}"),
        }
        self._dice = dice
        self._views: dict[str, list[PersonView]] = {}
        self._wrote: dict[str, int] = {}
        self._made = 0

    def view(self, life: Life, minute: int) -> PersonView:
        """The record under which the system enters something about the child now.

        The first time makes one; now and then somebody doesn't find it and makes another.
        """
        dice, slips = self._dice, self._slips
        views = self._views.setdefault(life.child.key, [])
        if not views or dice.chance(slips["entered_twice"]):
            views.append(self._new(life, minute))
            self._wrote[views[-1].key] = minute
            return views[-1]
        place = 0 if dice.chance(slips["first_found"]) else dice.between(0, len(views) - 1)
        views[place] = self._brought_up_to_date(views[place], life, minute)
        return views[place]

    def _new(self, life: Life, minute: int) -> PersonView:
        dice, slips, child = self._dice, self._slips, life.child
        self._made += 1
        surname = child.surname
        if child.former_surname and child.surname_changed and minute < child.surname_changed:
            surname = child.former_surname
        forename, other = self._forename(life)
        if (
            child.former_surname
            and surname == child.surname
            and dice.chance(slips["former_name_kept"])
        ):
            other = (*other, f"{child.forename} {child.former_surname}")
        home = self._home(life, minute)
        return PersonView(
            key=f"{self._prefix}:{self._made}",
            child=child.key,
            forename=forename,
            surname=self._surname(surname),
            other_names=other,
            date_of_birth=self._birth_date(child.born),
            sex=None if dice.chance(slips["no_sex"]) else self._sex(child.sex),
            ethnicity=self._ethnicity(child.ethnicity),
            address=home.line if home else None,
            postcode=self._postcode(home),
            local_authority=child.authority,
            team=child.team,
            learning_disability=(
                child.learning_disability if dice.chance(slips["disability_asked"]) else None
            ),
        )

    def _brought_up_to_date(self, view: PersonView, life: Life, minute: int) -> PersonView:
        """A later entry may correct the record: a new address, a birth date asked for."""
        dice, slips, child = self._dice, self._slips, life.child
        home = _true_home(life, minute)
        if view.address != home.line and dice.chance(slips["address_asked"]):
            view = replace(view, address=home.line, postcode=self._postcode(home))
        asked = view.date_of_birth is None or view.date_of_birth in _PLACEHOLDERS
        if asked and dice.chance(slips["birth_date_asked"]):
            view = replace(view, date_of_birth=child.born)
        changed = child.surname_changed
        if (
            changed
            and self._wrote[view.key] < changed <= minute
            and dice.chance(slips["surname_asked"])
        ):
            former = f"{view.forename} {view.surname}" if view.forename else view.surname
            view = replace(
                view, surname=child.surname, other_names=(*view.other_names, former)[-6:]
            )
            self._wrote[view.key] = minute
        if view.ethnicity in (None, "not_known") and dice.chance(slips["ethnicity_asked"]):
            view = replace(view, ethnicity=child.ethnicity)
        return view

    def _forename(self, life: Life) -> tuple[str | None, tuple[str, ...]]:
        dice, slips, child = self._dice, self._slips, life.child
        if dice.chance(slips["no_forename"]):
            return None, ()
        if child.nickname and dice.chance(slips["nickname"]):
            return child.nickname, (child.forename,) if dice.chance(slips["forename_kept"]) else ()
        other = (child.nickname,) if child.nickname and dice.chance(slips["other_name"]) else ()
        if dice.chance(slips["variant"]):
            return spelt_otherwise(child.forename, dice) or child.forename, other
        if dice.chance(slips["misspelt"]):
            return misspelt(child.forename, dice), other
        return child.forename, other

    def _surname(self, surname: str) -> str:
        dice, slips = self._dice, self._slips
        if "-" in surname and dice.chance(slips["half_surname"]):
            return dice.choose(surname.split("-"))
        if dice.chance(slips["variant"]):
            return spelt_otherwise(surname, dice) or surname
        if dice.chance(slips["misspelt"]):
            return misspelt(surname, dice)
        return surname.upper() if dice.chance(slips["capitals"]) else surname

    def _birth_date(self, born: date) -> date | None:
        dice, slips = self._dice, self._slips
        if dice.chance(slips["no_birth_date"]):
            return None
        if dice.chance(slips["placeholder_birth_date"]):
            return dice.choose(_PLACEHOLDERS)
        if dice.chance(slips["swapped_birth_date"]):
            return swapped_date(born) or born
        return near_date(born, dice) if dice.chance(slips["near_birth_date"]) else born

    def _sex(self, sex: str) -> str:
        return "not_known" if self._dice.chance(self._slips["sex_not_known"]) else sex

    def _ethnicity(self, ethnicity: str) -> str | None:
        dice, slips = self._dice, self._slips
        if dice.chance(slips["ethnicity_not_known"]):
            return "not_known" if dice.chance(slips["said_not_known"]) else None
        return ethnicity

    def _home(self, life: Life, minute: int) -> Address | None:
        dice, slips, child = self._dice, self._slips, life.child
        if dice.chance(slips["no_address"]):
            return None
        if dice.chance(slips["old_address"]):
            return child.former_home or child.home
        return _true_home(life, minute)

    def _postcode(self, home: Address | None) -> str | None:
        dice, slips = self._dice, self._slips
        if home is None or home.postcode is None or dice.chance(slips["no_postcode"]):
            return None
        if dice.chance(slips["wrong_postcode"]):
            return wrong_postcode(home.postcode, dice)
        return home.postcode


def _true_home(life: Life, minute: int) -> Address:
    for span in life.care:
        if span.start <= minute < span.end:
            return span.placement_at(minute).address
    child = life.child
    if child.former_home and child.moved and minute < child.moved:
        return child.former_home
    return child.home
