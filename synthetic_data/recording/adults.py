"""How a system writes down an adult whom an entry names beside the child."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from records.sources import SourceSystem
from synthetic_data.dice import Dice
from synthetic_data.recording.drafts import Later
from synthetic_data.recording.slips import misspelt, near_date
from synthetic_data.world.adults import Adult

__all__ = ["adult_columns"]


def adult_columns(
    adult: Adult, source: SourceSystem, rates: Mapping[str, float], dice: Dice
) -> dict[str, Any]:
    """The adult's columns as typed on one entry.

    The system's id of the adult is the same on all of its entries, and another in every
    other system; names and birth dates may be wrong on any of them.
    """
    wrong = dice.chance(rates["adult_misspelt"])
    born = None if dice.chance(rates["adult_no_birth_date"]) else adult.born
    if born and dice.chance(rates["adult_near_birth_date"]):
        born = near_date(born, dice)
    return {
        "adult_ref": Later(f"adult:{source.value}:{adult.key}"),
        "adult_forename": adult.forename,
        "adult_surname": misspelt(adult.surname, dice) if wrong else adult.surname,
        "adult_date_of_birth": born,
    }
