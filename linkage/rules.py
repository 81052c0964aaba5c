"""What may never be linked by weight alone: explicit rules, read in order.

Weights add up evidence; they don't know that twins share everything but a forename.
A rule here keeps a pair apart whatever it weighs, and says why.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from linkage.cleaning import CleanRecord
from linkage.levels import DIFFERENT, UNKNOWN
from linkage.pairs import IDENTITY, Pair
from linkage.results import RefusalReason
from records.sources import SourceSystem

__all__ = [
    "ACTED_ON",
    "RULES",
    "Rule",
    "bridges",
    "is_told_by_name_alone",
    "is_worth_showing",
    "reason_against",
]


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


def _is_whole_but_for_a_birth_date(pair: Pair) -> bool:
    """One home, and both names agree, each perhaps but for a slip or as a part of the other.

    A short form must sound alike, beside the same surname: sisters are called Emily and
    Millie.
    """
    if not all(map(pair.is_within_a_slip, ("forename", "surname"))) or not pair.is_same("home"):
        return False
    return pair.levels["forename"] != "family" or (
        pair.sounds_alike and pair.levels["surname"] == "same"
    )


def _is_whole_but_for_a_forename(pair: Pair) -> bool:
    """One of the two has no forename; all else is the same, the surname perhaps but for a slip.

    Two nameless records may be twins just born.
    """
    nameless = sum(not record.forenames for record in (pair.a, pair.b))
    return (
        nameless == 1 and pair.is_exact("birth_date", "home") and pair.is_within_a_slip("surname")
    )


def _is_alike_but_for_a_slip(pair: Pair) -> bool:
    """Every field agrees, one of them perhaps not to the letter; no home speaks against it."""
    slips = sum(map(pair.is_near, IDENTITY))
    return (
        all(map(pair.is_within_a_slip, IDENTITY))
        and slips <= 1
        and pair.levels["home"] != DIFFERENT
    )


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
        lambda pair: pair.is_contradicted_by("birth_date"),
        is_contradiction=True,
    ),
    Rule(
        RefusalReason.FORENAMES_DIFFER,
        lambda pair: pair.levels["forename"] == DIFFERENT,
        is_contradiction=True,
    ),
    Rule(
        RefusalReason.TWO_FIRST_NAMES,
        lambda pair: pair.is_contradicted_by("forename"),
        is_contradiction=True,
    ),
    # Beside a child whom it names, a system holds a nameless one: a twin, for all we know.
    Rule(
        RefusalReason.SAME_SYSTEM,
        lambda pair: pair.is_of_one_system and pair.levels["forename"] == UNKNOWN,
        is_contradiction=True,
    ),
    Rule(
        RefusalReason.TOO_LITTLE_KNOWN,
        lambda pair: (
            UNKNOWN in (pair.levels["forename"], pair.levels["surname"])
            and not _is_whole_but_for_a_forename(pair)
        ),
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
            not pair.is_within_a_slip("birth_date") and not _is_whole_but_for_a_birth_date(pair)
        ),
        is_contradiction=False,
    ),
    Rule(
        RefusalReason.TOO_MUCH_DIFFERS,
        lambda pair: sum(map(pair.is_near, IDENTITY)) > (2 if pair.is_same("home") else 1),
        is_contradiction=False,
    ),
    Rule(
        RefusalReason.SAME_SYSTEM,
        lambda pair: (
            pair.is_of_one_system
            and not pair.weighs(pair.weights.thresholds.link)
            and not _is_alike_but_for_a_slip(pair)
        ),
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


#: Systems whose records an officer acts on at once: on the wrong child's page they do harm.
ACTED_ON = frozenset({SourceSystem.CSE_PLANS, SourceSystem.ABDUCTION_NOTICES})


def is_told_by_name_alone(pair: Pair) -> bool:
    """Whether the two may well be namesakes: the names aren't so rare that it is out of question.

    Their homes differ, or no home is known to be shared and the birth date isn't quite the
    same. In a large force some children share names and birth date with another. Such a pair
    may be linked, but joins no child that a record of :data:`ACTED_ON` is linked to.
    """
    is_elsewhere = pair.levels["home"] == DIFFERENT
    is_uncertain = not pair.is_same("home") and not pair.is_same("birth_date")
    return (is_elsewhere or is_uncertain) and not pair.weighs(pair.weights.thresholds.same_system)


def reason_against(pair: Pair) -> Rule | None:
    """The first rule that keeps the pair apart; None if it may be linked by its weight."""
    return next((rule for rule in RULES if rule.applies(pair)), None)


def bridges(third: CleanRecord, a: Pair, b: Pair, apart: Pair) -> bool:
    """Whether a third record shows that two which contradict each other are one child's.

    ``apart`` are the two, ``a`` and ``b`` each of them beside the ``third``. They stand in two
    systems and contradict each other in one field alone, the forename or the birth date:
    in the other they agree, and in the surname, but for slips. The third states what both
    say, or is no more than a slip away from either; two forenames that are each a name of
    its own are no slips of a third.
    """
    contradicted = [field for field in IDENTITY if apart.is_contradicted_by(field)]
    if len(contradicted) != 1 or apart.is_of_one_system:
        return False
    (field,) = contradicted
    if not all(apart.is_within_a_slip(other) for other in IDENTITY if other != field):
        return False
    if a.levels[field] == b.levels[field] == "same":
        return True
    if field == "forename" and a.is_named_apart_from(third) and b.is_named_apart_from(third):
        return False
    return a.is_within_a_slip(field) and b.is_within_a_slip(field)


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
    if sum(map(pair.is_within_a_slip, IDENTITY)) < 2:
        return False
    if pair.levels["birth_date"] == DIFFERENT:
        return pair.is_exact("forename") and pair.is_same("surname")
    if pair.levels["forename"] == DIFFERENT:
        return pair.is_same("home") and not pair.is_of_one_system
    return True
