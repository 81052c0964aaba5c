"""Who is who: which person records of the source systems are one child.

Public: :func:`linkage.linking.link_records` and its results, stable ids from
:func:`linkage.children.assign_children`, words from
:func:`linkage.evidence.compare_in_words`, names from :mod:`linkage.names`, and
:func:`linkage.fitting.fit`. Importing any of it does not import Splink: that happens
behind the one door, :mod:`linkage.compare`, when pairs are weighed.
"""

from __future__ import annotations

from linkage.children import Assignment, assign_children, mint_from
from linkage.evidence import compare_in_words
from linkage.fitting import fit
from linkage.linking import link_records
from linkage.results import (
    Decision,
    DecisionKind,
    Evidence,
    LinkResult,
    PossibleMatch,
    Refusal,
    RefusalReason,
)
from linkage.weights import Weights, load_weights

__all__ = [
    "Assignment",
    "Decision",
    "DecisionKind",
    "Evidence",
    "LinkResult",
    "PossibleMatch",
    "Refusal",
    "RefusalReason",
    "Weights",
    "assign_children",
    "compare_in_words",
    "fit",
    "link_records",
    "load_weights",
    "mint_from",
]
