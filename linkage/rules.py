"""What may never be linked by weight alone: explicit rules, read in order.

Weights add up evidence; they don't know that twins share everything but a forename.
A rule here keeps a pair apart whatever it weighs, and says why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from linkage.cleaning import CleanRecord
from linkage.levels import DIFFERENT, UNKNOWN
from linkage.names import is_first_name
from linkage.results import RefusalReason
from linkage.weights import Weights

__all__ = ["RULES", "Pair", "Rule", "is_worth_showing", "reason_against"]

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
_IDENTITY = ("forename", "surname", "birth_date")


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

    def is_exact(self, *fields: str) -> bool:
        """Every one of the fields is at its best level but for the home, which agrees."""
        return all(
            self.is_same(field) if field == "home" else self.levels[field] == "same"
            for field in fields
        )

    @property
    def is_of_one_system(self) -> bool:
        """Both records stand in the same system."""
        return self.a.id.source is self.b.id.source

    @property
    def has_two_first_names(self) -> bool:
        """Every forename of either is a name that several people bear, so it is no slip."""
        borne = self.weights.frequencies["forename"]
        names = (*self.a.forenames, *self.b.forenames)
        return all(is_first_name(name) or borne.is_established(name) for name in names)

    def weighs(self, least: int) -> bool:
        """Whether the pair was weighed and found to weigh ``least`` or more."""
        return self.weight is not None and self.weight >= least


@dataclass(frozen=True, slots=True)
class Rule:
    """One reason to keep a pair apart.

    Attributes:
        is_contradiction: it also forbids that a chain of other records joins the two.
        is_about_systems: nothing in the two records themselves speaks against them.
    """

    reason: RefusalReason
    applies: Callable[[Pair], bool]
    is_contradiction: bool
    is_about_systems: bool = False


def _is_double_entry(pair: Pair) -> bool:
    """One child entered twice: weighty, and at most one of the four fields isn't the same."""
    kept = ("same", "part")
    off = sum(
        (
            pair.levels["forename"] != "same",
            pair.levels["surname"] not in kept,
            pair.levels["birth_date"] != "same",
            not pair.is_same("home"),
        )
    )
    return off <= 1 and pair.weighs(pair.weights.thresholds.same_system)


#: Every rule, the first that applies gives the reason.
RULES: tuple[Rule, ...] = (
    Rule(
        RefusalReason.BIRTH_DATES_DIFFER,
        lambda pair: pair.levels["birth_date"] == DIFFERENT,
        is_contradiction=True,
    ),
    Rule(
        RefusalReason.FORENAMES_DIFFER,
        lambda pair: pair.levels["forename"] == DIFFERENT,
        is_contradiction=True,
    ),
    Rule(
        RefusalReason.TWO_FIRST_NAMES,
        lambda pair: pair.is_near("forename") and pair.has_two_first_names,
        is_contradiction=True,
    ),
    Rule(
        RefusalReason.TOO_LITTLE_KNOWN,
        lambda pair: UNKNOWN in (pair.levels["forename"], pair.levels["surname"]),
        is_contradiction=False,
    ),
    Rule(
        RefusalReason.SURNAMES_DIFFER,
        lambda pair: (
            pair.levels["surname"] == DIFFERENT
            and not (pair.is_exact("birth_date", "home") and pair.is_same("forename"))
        ),
        is_contradiction=False,
    ),
    Rule(
        RefusalReason.TOO_LITTLE_KNOWN,
        lambda pair: (
            not pair.is_same("birth_date")
            and not pair.is_near("birth_date")
            and not pair.is_exact("forename", "surname", "home")
        ),
        is_contradiction=False,
    ),
    Rule(
        RefusalReason.TOO_MUCH_DIFFERS,
        lambda pair: sum(map(pair.is_near, _IDENTITY)) > (2 if pair.is_same("home") else 1),
        is_contradiction=False,
    ),
    Rule(
        RefusalReason.SAME_SYSTEM,
        lambda pair: pair.is_of_one_system and not pair.weighs(pair.weights.thresholds.link),
        is_contradiction=True,
        is_about_systems=True,
    ),
    Rule(
        RefusalReason.SAME_SYSTEM,
        lambda pair: pair.is_of_one_system and not _is_double_entry(pair),
        is_contradiction=False,
        is_about_systems=True,
    ),
)


def reason_against(pair: Pair) -> Rule | None:
    """The first rule that keeps the pair apart; None if it may be linked by its weight."""
    return next((rule for rule in RULES if rule.applies(pair)), None)


def is_worth_showing(pair: Pair) -> bool:
    """Whether a pair that isn't linked could still be one child, so that people should look.

    At least two of forename, surname and birth date must agree or nearly agree; of a
    record that has neither forename nor birth date, surname and home must. Records whose
    birth dates differ outright (siblings) must share forename and surname; records whose
    forenames differ outright (twins, or a nickname that nobody listed) must share the
    home, and one system must not hold both.
    """
    if pair.levels["forename"] == pair.levels["birth_date"] == UNKNOWN:
        return pair.is_same("surname") and pair.is_same("home")
    alike = sum(pair.is_same(field) or pair.is_near(field) for field in _IDENTITY)
    if alike < 2:
        return False
    if pair.levels["birth_date"] == DIFFERENT:
        return pair.is_exact("forename") and pair.is_same("surname")
    if pair.levels["forename"] == DIFFERENT:
        return pair.is_same("home") and not pair.is_of_one_system
    return True
