"""Which group each report belongs to, for monitoring alone, and which groups are too small to tell.

None of these is an input of the card, but age and being looked after. A group that says
``not_known`` is a group like the others: not being asked is no accident.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from features.table import FeatureTable, Whole
from records.persons import ETHNICITIES, SEXES
from records.unknown import UNKNOWN_CODES
from training.questions.cohort import DISABILITY, Child, Cohort

__all__ = [
    "AGES",
    "FEWEST_CASES",
    "FEWEST_CHILDREN",
    "GROUPINGS",
    "group_words",
    "groups_of",
    "withheld",
]

Int64 = npt.NDArray[np.int64]
Texts = npt.NDArray[np.str_]
#: A group with fewer cases, or of fewer harmed children, is not told: its figures would be
#: noise, and might point at a child. A group without any case hides nobody's harm.
FEWEST_CASES = 10
FEWEST_CHILDREN = 3
NOT_KNOWN = "not_known"
#: Age band -> (youngest, oldest) in completed years.
AGES: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"under_13": (0, 12), "13_to_15": (13, 15), "16_and_17": (16, 17)}
)

_OF_CHILD: Mapping[str, Callable[[Child], str]] = {
    "sex": lambda child: child.sex,
    "ethnicity": lambda child: child.ethnicity,
    "disability": lambda child: child.disability,
    "local_authority": lambda child: child.local_authority,
}
#: Grouping -> its groups in the order in which they are told; local authorities by name.
GROUPINGS: Mapping[str, tuple[str, ...] | None] = MappingProxyType(
    {
        "sex": SEXES,
        "age": (*AGES, NOT_KNOWN),
        "ethnicity": ETHNICITIES,
        "looked_after": ("yes", "no", NOT_KNOWN),
        "disability": DISABILITY,
        "local_authority": None,
    }
)
_WORDS = {
    ("sex", "female"): "girls",
    ("sex", "male"): "boys",
    ("sex", NOT_KNOWN): "children whose sex is not recorded",
    ("age", "under_13"): "children under 13",
    ("age", "13_to_15"): "children of 13 to 15",
    ("age", "16_and_17"): "children of 16 and 17",
    ("age", NOT_KNOWN): "children whose age is not known",
    ("ethnicity", "white"): "White children",
    ("ethnicity", "black"): "Black children",
    ("ethnicity", "asian"): "Asian children",
    ("ethnicity", "mixed"): "children of mixed ethnicity",
    ("ethnicity", "other"): "children of another ethnicity",
    ("ethnicity", NOT_KNOWN): "children whose ethnicity is not recorded",
    ("looked_after", "yes"): "looked-after children",
    ("looked_after", "no"): "children who are not looked after",
    ("looked_after", NOT_KNOWN): "children of whom care is not known",
    ("disability", "yes"): "children with a learning disability",
    ("disability", "no"): "children without a learning disability",
    ("disability", NOT_KNOWN): "children of whom disability is not recorded",
    ("local_authority", NOT_KNOWN): "children whose local authority is not recorded",
}


def group_words(grouping: str, group: str) -> str:
    """Who they are, in words that stand inside a sentence."""
    return _WORDS.get((grouping, group), f"children of {group.replace('_', ' ')}")


def groups_of(table: FeatureTable, cohort: Cohort, rows: Int64) -> dict[str, Texts]:
    """Grouping -> the group of each of ``rows``, as known at the moment of the question.

    What the person records say (sex, ethnicity, disability, local authority) is as they
    say it today.
    """
    found = {
        grouping: np.array([of(child) for child in cohort.children])[cohort.child[rows]]
        for grouping, of in _OF_CHILD.items()
    }
    found["age"] = _age_bands(table.column("age_years")[rows])
    care = table.column("looked_after")[rows]
    said = np.where(care > 0, "yes", "no")
    found["looked_after"] = np.where(_is_known(care), said, NOT_KNOWN)
    return {grouping: found[grouping] for grouping in GROUPINGS}


def _age_bands(years: Whole) -> Texts:
    bands = np.full(len(years), NOT_KNOWN, dtype=f"<U{max(map(len, (*AGES, NOT_KNOWN)))}")
    for band, (youngest, oldest) in AGES.items():
        bands[(youngest <= years) & (years <= oldest)] = band
    return bands


def _is_known(column: Whole) -> npt.NDArray[np.bool_]:
    return ~np.isin(column, np.array(list(UNKNOWN_CODES.values())))


def withheld(cases: Mapping[str, int], children: Mapping[str, int]) -> frozenset[str]:
    """The groups of one grouping that may not be told.

    Those of few cases or few harmed children; and then the next smallest, for as long as
    subtracting the others from the whole would still give a small number away.

    Args:
        cases, children: group -> how many cases, of how many harmed children.
    """
    hidden = {
        group
        for group, count in cases.items()
        if count > 0 and (count < FEWEST_CASES or children[group] < FEWEST_CHILDREN)
    }
    others = sorted((g for g in cases if g not in hidden and cases[g]), key=lambda g: (cases[g], g))
    for group in others:
        if not hidden:
            break
        together = sum(cases[g] for g in hidden), sum(children[g] for g in hidden)
        if len(hidden) > 1 and together[0] >= FEWEST_CASES and together[1] >= FEWEST_CHILDREN:
            break
        hidden.add(group)
    return frozenset(hidden)
