"""How names, dates and postcodes go wrong when people type them."""

from __future__ import annotations

from datetime import date

from synthetic_data.dice import Dice
from synthetic_data.world.people import load_names

__all__ = ["misspelt", "near_date", "spelt_otherwise", "swapped_date", "wrong_postcode"]

_PAIRS = (
    ("ie", "ei"),
    ("ph", "f"),
    ("ck", "k"),
    ("ee", "ea"),
    ("y", "i"),
    ("c", "k"),
    ("s", "z"),
    ("ou", "u"),
    ("a", "e"),
    ("e", "a"),
)


def spelt_otherwise(name: str, dice: Dice) -> str | None:
    """Another usual spelling or transliteration of the name; None if there is none."""
    options = load_names()["variants"].get(name)
    return str(dice.choose(options)) if options else None


def misspelt(name: str, dice: Dice) -> str:
    """The name with one slip of spelling or typing; never the same, never empty."""
    for _ in range(8):
        wrong = _slip(name, dice)
        if wrong != name and len(wrong) > 1:
            return wrong
    return name + name[-1]


def _slip(name: str, dice: Dice) -> str:
    if dice.chance(0.35):
        found = [pair for pair in _PAIRS if pair[0] in name[1:]]
        if found:
            old, new = dice.choose(found)
            return name[0] + name[1:].replace(old, new, 1)
    place = dice.between(1, max(1, len(name) - 1))
    if place >= len(name) or not name[place].isalpha() or name[place].isupper():
        return name
    way = dice.between(0, 3)
    if way == 0:
        return name[:place] + name[place + 1 :]
    if way == 1:
        return name[:place] + name[place] + name[place:]
    if way == 2 and place + 1 < len(name) and name[place + 1].islower():
        return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    near = "abcdefghijklmnopqrstuvwxyz"
    return name[:place] + dice.choose(near) + name[place + 1 :]


def swapped_date(day: date) -> date | None:
    """Day and month exchanged; None where that gives no other date."""
    if day.day > 12 or day.day == day.month:
        return None
    return date(day.year, day.day, day.month)


def near_date(day: date, dice: Dice) -> date:
    """One figure off: the year, the month or the day."""
    way = dice.between(0, 2)
    if way == 0:
        return date(day.year + dice.choose((-1, 1)), day.month, min(day.day, 28))
    if way == 1:
        return date(day.year, day.month % 12 + 1, min(day.day, 28))
    return date(day.year, day.month, day.day - 1 if day.day > 1 else 2)


def wrong_postcode(postcode: str, dice: Dice) -> str:
    """One letter of the inward part is another."""
    place = len(postcode) - dice.between(1, 2)
    letters = "ABDEFGHJLNPQRSTUWXYZ".replace(postcode[place], "")
    return postcode[:place] + dice.choose(letters) + postcode[place + 1 :]
