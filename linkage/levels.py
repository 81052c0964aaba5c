"""How alike two records are, field by field: one declaration, read by two engines.

Each field has levels from the best agreement to the worst; a pair is at the first level
that holds, asked of the records themselves or, as SQL, of many pairs in a database.
"""

from __future__ import annotations

from dataclasses import dataclass

from linkage.cleaning import CleanRecord
from linkage.questions import (
    Begins,
    Both,
    Crosswise,
    Edits,
    Either,
    Empty,
    Question,
    Shares,
    SharesSound,
)

__all__ = ["DIFFERENT", "FIELDS", "UNKNOWN", "Field", "Level", "agreement"]

#: The level of a field that one of the two records leaves empty.
UNKNOWN = "unknown"
#: The level of a field when nothing better holds.
DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Level:
    """One degree of agreement.

    Attributes:
        agrees: whether it is said under *same* or under *different*.
        noun: how it reads in such a list: "surname by one letter".
        phrase: how it reads alone: "surname differs by one letter".
        is_counted: whether it has a weight; if not, another field counts its evidence.
    """

    name: str
    question: Question
    agrees: bool
    noun: str
    phrase: str
    is_counted: bool = True


@dataclass(frozen=True, slots=True)
class Field:
    """One compared field.

    Attributes:
        needs: the field is unknown unless both records fill one of these columns.
        by_frequency: the column whose shared values weigh more the rarer they are;
            the level ``same`` then has one weight for each band of frequency.
    """

    name: str
    needs: tuple[str, ...]
    levels: tuple[Level, ...]
    by_frequency: str | None
    noun: str

    def is_unknown(self, a: CleanRecord, b: CleanRecord) -> bool:
        """Whether one of the records fills none of the columns needed."""
        return any(not any(getattr(record, column) for column in self.needs) for record in (a, b))

    def level(self, a: CleanRecord, b: CleanRecord) -> str:
        """The name of the first level that holds, UNKNOWN or DIFFERENT."""
        if self.is_unknown(a, b):
            return UNKNOWN
        for level in self.levels:
            if level.question.holds(a, b):
                return level.name
        return DIFFERENT


_CROSSWISE = Crosswise("forenames", "surnames")

FIELDS: tuple[Field, ...] = (
    Field(
        "forename",
        ("forenames",),
        (
            Level("same", Shares("forenames"), True, "forename", "same forename"),
            Level(
                "family",
                Shares("forename_families"),
                True,
                "forename (a short form or other spelling)",
                "forename is a short form or other spelling",
            ),
            Level(
                "part",
                Shares("forenames", "forename_parts"),
                True,
                "one of the forenames",
                "one of the forenames is the same",
            ),
            Level(
                "crosswise",
                _CROSSWISE,
                True,
                "both names, in the other order",
                "both names are the same, in the other order",
            ),
            Level(
                "start",
                Begins("forenames", 3),
                True,
                "beginning of the forename",
                "one forename is the beginning of the other",
            ),
            Level(
                "near",
                Edits("forenames", 1, 3),
                False,
                "forename by one letter",
                "forename differs by one letter",
            ),
            Level(
                "sounds",
                SharesSound("forename_sounds", 3),
                False,
                "forename in spelling",
                "forename sounds alike but is spelt differently",
            ),
            Level(
                "alike",
                Edits("forenames", 2, 7),
                False,
                "forename by two letters",
                "forename differs by two letters",
            ),
        ),
        by_frequency="forenames",
        noun="forename",
    ),
    Field(
        "surname",
        ("surnames",),
        (
            Level("same", Shares("surnames"), True, "surname", "same surname"),
            Level(
                "part",
                Either(Shares("surnames", "surname_parts"), Shares("surname_parts")),
                True,
                "part of the surname",
                "part of the surname is the same",
            ),
            Level(
                "crosswise",
                _CROSSWISE,
                True,
                "both names, in the other order",
                "both names are the same, in the other order",
                is_counted=False,
            ),
            Level(
                "near",
                Edits("surnames", 1, 4),
                False,
                "surname by one letter",
                "surname differs by one letter",
            ),
            Level(
                "sounds",
                SharesSound("surname_sounds", 3),
                False,
                "surname in spelling",
                "surname sounds alike but is spelt differently",
            ),
            Level(
                "alike",
                Edits("surnames", 2, 7),
                False,
                "surname by two letters",
                "surname differs by two letters",
            ),
        ),
        by_frequency="surnames",
        noun="surname",
    ),
    Field(
        "birth_date",
        ("birth_dates", "assumed_years"),
        (
            Level("same", Shares("birth_dates"), True, "birth date", "same birth date"),
            Level(
                "swapped",
                Shares("birth_dates", "birth_dates_swapped"),
                False,
                "day and month of birth swapped",
                "day and month of birth swapped",
            ),
            Level(
                "digit",
                Edits("birth_dates", 1, 8),
                False,
                "birth date by one digit",
                "birth date differs by one digit",
            ),
            Level(
                "year_off",
                Shares("birth_dates", "birth_dates_year_off"),
                False,
                "year of birth by one",
                "year of birth differs by one",
            ),
            Level(
                "year",
                Either(Shares("assumed_years"), Shares("assumed_years", "birth_years")),
                True,
                "year of birth",
                "same year of birth; the day may be a guess",
            ),
            Level("month", Shares("birth_months"), False, "day of birth", "day of birth differs"),
            Level(
                "day",
                Shares("birth_days_of_month"),
                False,
                "month of birth",
                "month of birth differs",
            ),
            Level("birthday", Shares("birthdays"), False, "year of birth", "year of birth differs"),
        ),
        by_frequency=None,
        noun="birth date",
    ),
    Field(
        "home",
        ("addresses", "postcodes"),
        (
            Level(
                "address",
                Both(
                    Shares("addresses"),
                    Either(Shares("postcode_districts"), Empty("postcode_districts")),
                ),
                True,
                "address",
                "same address",
            ),
            Level("postcode", Shares("postcodes"), True, "postcode", "same postcode"),
            Level(
                "near",
                Edits("postcodes", 1, 5),
                False,
                "postcode by one character",
                "postcode differs by one character",
            ),
            Level(
                "district",
                Shares("postcode_districts"),
                True,
                "first half of the postcode",
                "same first half of the postcode",
            ),
        ),
        by_frequency=None,
        noun="home",
    ),
)


def agreement(a: CleanRecord, b: CleanRecord) -> dict[str, str]:
    """Field name -> level name, for every field of :data:`FIELDS`; the same both ways round."""
    return {field.name: field.level(a, b) for field in FIELDS}
