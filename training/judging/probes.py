"""Leak probes: whether any input knows what it can't have known when the question was asked.

Such a card shines in training and fails at night. Each probe is a row with its finding in
words; a hard one that fails stops training, because then no figure means anything.
"""

from __future__ import annotations

from collections.abc import Iterable

from training.errors import LeakError
from training.intervals import Estimate
from training.judging.case import Case
from training.judging.leakage import TOO_GOOD, leaking_features
from training.judging.rows import Probe
from training.judging.same_window import same_window
from training.judging.shuffling import shuffled_ranks

__all__ = ["HARD", "check_probes", "leak_probes"]

#: Probes that stop training when they fail: what they find can't be chance.
HARD = ("one_feature_alone", "future_poison", "same_window", "too_good")
_KNOWS = "look at when it is recorded, and take it out or put it right"


def leak_probes(case: Case, auc: Estimate) -> tuple[Probe, ...]:
    """Every probe of this case, in the order in which the report tells them.

    Args:
        auc: of the card at the missing reports of the test fold.
    """
    return (
        _shuffled(case),
        _one_feature(case),
        _future_poison(case),
        same_window(case),
        _too_good(auc),
    )


def check_probes(probes: Iterable[Probe]) -> None:
    """Refuse to go on when a hard probe failed.

    Raises:
        LeakError: naming each, with what it found.
    """
    failed = [probe for probe in probes if probe.name in HARD and probe.passed is False]
    if failed:
        raise LeakError("; ".join(f"{p.name.replace('_', ' ')}: {p.words}" for p in failed))


def _shuffled(case: Case) -> Probe:
    found = shuffled_ranks(case)
    if found is None:
        return Probe("shuffled_outcome", None, "not tried: too few cases to shuffle")
    words = (
        f"with the outcome dealt to other children at random, {found.times} cards fitted anew "
        f"rank it at {found.auc:.3f}; by chance up to {found.limit:.3f}"
    )
    return Probe("shuffled_outcome", found.auc <= found.limit, words)


def _one_feature(case: Case) -> Probe:
    train, cohort = case.folds.train, case.cohort
    rows = train[cohort.is_report[train]]
    leaking = leaking_features(
        case.table.names, case.table.values[rows], cohort.harmed[rows], cohort.child[rows]
    )
    if leaking:
        words = f"alone nearly tells the outcome: {', '.join(leaking)}; {_KNOWS}"
        return Probe("one_feature_alone", False, words)
    words = f"none of {len(case.table.names)} features alone reaches an AUC of {TOO_GOOD:.2f}"
    return Probe("one_feature_alone", True, words)


def _future_poison(case: Case) -> Probe:
    poisoned = case.poisoned
    if poisoned is None or not poisoned.questions:
        return Probe("future_poison", None, "not tried: no histories were kept to poison")
    tried = (
        f"{poisoned.entries} entries from after {poisoned.questions} questions were planted "
        "into histories"
    )
    if poisoned.changed:
        words = f"{tried}, and changed {', '.join(poisoned.changed)}; {_KNOWS}"
        return Probe("future_poison", False, words)
    return Probe("future_poison", True, f"{tried}, and no value of any feature changed")


def _too_good(auc: Estimate) -> Probe:
    words = f"AUC of the card {auc.words}; above {TOO_GOOD:.2f} an input knows the outcome"
    return Probe("too_good", not (auc.is_known and auc.low > TOO_GOOD), words)
