"""A pair of records: as it was weighed, and as rules look at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from linkage.cleaning import CleanRecord
from linkage.levels import DIFFERENT
from linkage.names import edits, is_first_name
from linkage.weights import Weights

__all__ = ["IDENTITY", "Pair", "WeighedPair"]

#: The fields that say who somebody is; a home only says where.
IDENTITY = ("forename", "surname", "birth_date")

_SAME: Mapping[str, frozenset[str]] = {
    "forename": frozenset({"same", "family", "part", "crosswise"}),
    "surname": frozenset({"same", "part", "crosswise"}),
    "birth_date": frozenset({"same"}),
    "home": frozenset({"address", "postcode"}),
}
_NEAR: Mapping[str, frozenset[str]] = {
    "forename": frozenset({"start", "near", "sounds", "alike"}),
    "surname": frozenset({"near", "sounds", "alike"}),
    "birth_date": frozenset({"swapped", "digit", "year_off"}),
    "home": frozenset({"near"}),
}
#: A name that another outnumbers so many times, one letter away, is taken for a slip of it.
_OUTNUMBERED = 20


@dataclass(frozen=True, slots=True)
class WeighedPair:
    """Two records, by their places in the sequence given, and what they weigh together.

    Attributes:
        a, b: places; ``a < b``.
        weight: the prior and all contributions, added.
        levels: field name -> the level's name, frequency bands told apart.
        contributions: field name -> weight of that level.
    """

    a: int
    b: int
    weight: int
    levels: Mapping[str, str]
    contributions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records, the level of each field, what they weigh, and what that is held against.

    Attributes:
        weight: None if the pair wasn't worth weighing.
    """

    a: CleanRecord
    b: CleanRecord
    levels: Mapping[str, str]
    weight: int | None
    weights: Weights

    def is_same(self, field: str) -> bool:
        """The field agrees."""
        return self.levels[field] in _SAME[field]

    def is_near(self, field: str) -> bool:
        """The field agrees but for a slip."""
        return self.levels[field] in _NEAR[field]

    def is_within_a_slip(self, field: str) -> bool:
        """The field agrees, if not to the letter."""
        return self.is_same(field) or self.is_near(field)

    def is_exact(self, *fields: str) -> bool:
        """Every one of the fields is at its best level but for the home, which agrees."""
        return all(
            self.is_same(field) if field == "home" else self.levels[field] == "same"
            for field in fields
        )

    def is_contradicted_by(self, field: str) -> bool:
        """The field shows two people: other birth dates, or forenames that are two names.

        Surnames are changed and homes are left: they contradict nothing.
        """
        if field not in ("forename", "birth_date"):
            return False
        if self.levels[field] == DIFFERENT:
            return True
        return field == "forename" and self.is_near(field) and self.has_two_first_names

    @property
    def is_of_one_system(self) -> bool:
        """Both records stand in the same system."""
        return self.a.id.source is self.b.id.source

    @property
    def sounds_alike(self) -> bool:
        """A forename of the one is heard like one of the other's."""
        return not set(self.a.forename_sounds).isdisjoint(self.b.forename_sounds)

    @property
    def has_two_first_names(self) -> bool:
        """Every forename of either is a name that several people bear, so it is no slip."""
        return self.is_named_apart_from(self.a) and self.is_named_apart_from(self.b)

    def is_named_apart_from(self, record: CleanRecord) -> bool:
        """Every forename of the record beside this one is a name of its own.

        Several people may bear what is a slip of a much more common name. Unless it is
        listed as a name, it is one if this record bears the name that was meant.
        """
        borne = self.weights.frequencies["forename"]
        return all(
            is_first_name(name)
            or (
                borne.is_established(name)
                and not any(
                    borne.outnumbers(meant, name, _OUTNUMBERED) and edits(meant, name) == 1
                    for meant in record.forenames
                )
            )
            for name in (self.b if record is self.a else self.a).forenames
        )

    def weighs(self, least: int) -> bool:
        """Whether the pair was weighed and found to weigh ``least`` or more."""
        return self.weight is not None and self.weight >= least
