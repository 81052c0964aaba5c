"""Promote or not, and why: gates that a card passes or fails, each with its figure.

Every gate reads the judgement, the card and the policy alone, so that promotion asks the
same gates again of a card of last month, under today's catalogue, wording and policy.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from scorecard.card import Card
from scorecard.policy import Policy
from training.intervals import Estimate
from training.judging.gaps import fairness_gate
from training.judging.judgement import Judgement
from training.judging.limits import LIMITS, Limits
from training.judging.promises import direction_faults, wording_faults
from training.judging.rows import Gate
from training.judging.vignettes import VIGNETTES, vignette_faults

__all__ = ["GATES", "judge_gates", "verdict_words"]

Asked = tuple[Judgement, Card, Policy]
#: (passed, or None where the cases are too few to tell; the figure and its limit in words).
Answer = tuple[bool | None, str]
_NOT_KNOWN = Estimate(math.nan, math.nan, math.nan)
#: No more faults than these are told; the others are counted.
_TOLD = 4


def judge_gates(judgement: Judgement, card: Card, policy: Policy) -> tuple[Gate, ...]:
    """Every gate of :data:`GATES`, in the order in which the report tells them.

    A figure on the right side of its limit passes; one whose whole interval is on the
    wrong side fails; between the two nothing is settled.
    """
    return tuple(Gate(name, *ask((judgement, card, policy))) for name, ask in GATES.items())


def verdict_words(gates: Sequence[Gate]) -> str:
    """One sentence: how the gates went."""
    failed = [gate.name for gate in gates if gate.passed is False]
    unjudged = [gate.name for gate in gates if gate.passed is None]
    if failed:
        return f"Do not promote: {', '.join(failed)} failed."
    if unjudged:
        return (
            f"Not settled, for too few cases: {', '.join(unjudged)}. Look closer before promoting."
        )
    return "Every gate is passed. An analyst may promote this card."


def _limits(judgement: Judgement) -> Limits:
    return LIMITS[judgement.card]


def _of_card(judgement: Judgement, measure: str) -> Estimate:
    return judgement.rankings["card"].get(measure, _NOT_KNOWN)


def _taught_by_enough(asked: Asked) -> Answer:
    judgement, _, _ = asked
    fewest = _limits(judgement).fewest_teachers
    taught_by = next((f.harmed_children for f in judgement.folds if f.name.startswith("train")), 0)
    words = f"fitted on the outcome of {taught_by} children; {fewest} or more are asked for"
    return taught_by >= fewest, words


def _ranks_well(asked: Asked) -> Answer:
    auc, least = _of_card(asked[0], "auc"), _limits(asked[0]).least_auc
    words = f"AUC at missing reports {auc.words}; at least {least} is asked for"
    return _at_least(auc, least), words


def _not_too_good(asked: Asked) -> Answer:
    """No benefit of the doubt here: the doubt is whether any other figure means anything."""
    auc, most = _of_card(asked[0], "auc"), _limits(asked[0]).most_auc
    words = f"AUC {auc.words}; above {most:.2f} it means that an input knows the outcome"
    return (auc.value <= most if auc.is_known else None), words


def _beats_the_count(asked: Asked) -> Answer:
    over = asked[0].over.get("count_rule", {})
    figure, least = over.get("recall_at_10", _NOT_KNOWN), _limits(asked[0]).least_over_count
    times = over.get("recall_at_10_times", _NOT_KNOWN)
    words = f"recall at 10 % of reports, above that of counting reports in 90 days: {figure.words}"
    if times.is_known:
        words += f"; it is {times.words} times as much"
    return _at_least(figure, least), words


def _as_good_as_champion(asked: Asked) -> Answer:
    changes = asked[0].changes
    if changes is None:
        return True, "no card serves today, so there is none to be worse than"
    if changes.why_not:
        return None, changes.why_not
    worse = [
        f"{name.replace('_', ' ')} {figure.words}"
        for name in ("auc", "average_precision", "recall_at_10")
        if (figure := changes.difference.get(name, _NOT_KNOWN)).is_known and figure.high < 0
    ]
    beside = f"beside version {changes.champion_version} on the same reports"
    if worse:
        return False, f"worse beyond the interval, {beside}: {', '.join(worse)}"
    auc = changes.difference.get("auc", _NOT_KNOWN)
    if not auc.is_known:
        return None, f"{beside}: {auc.words}"
    return True, f"not worse beyond the interval, {beside}: AUC {auc.value:+.3f} ({_span(auc)})"


def _calibrated(asked: Asked) -> Answer:
    """The error is held to its limit beyond the noise that a faultless card would show.

    It passes if no more than the noise's mean and the limit; it fails only if it is more
    than the most that noise reaches in 95 % of draws and the limit together.
    """
    error, noise = (_of_card(asked[0], f"calibration_{n}") for n in ("error", "noise"))
    most = _limits(asked[0]).most_calibration_error
    if not error.is_known or not noise.is_known:
        return None, f"calibration error {error.words}"
    words = (
        f"calibration error {error.words}; a card without fault would show {noise.words} on as "
        f"many cases, and {most} beyond that is allowed"
    )
    if error.value <= noise.value + most:
        return True, words
    return (False if error.value > noise.high + most else None), words


def _workload(asked: Asked) -> Answer:
    share, most = _of_card(asked[0], "share_high"), _limits(asked[0]).most_high_share
    words = (
        f"share of reports that reach {asked[2].labels[-1]} by points {share.words}; at most "
        f"{most} can be acted on"
    )
    return _at_most(share, most), words


def _fair(asked: Asked) -> Answer:
    gate = fairness_gate(asked[0].groups, _limits(asked[0]).most_gap)
    return gate.passed, gate.words


def _probes(asked: Asked) -> Answer:
    probes = asked[0].probes
    failed = [f"{p.name.replace('_', ' ')}: {p.words}" for p in probes if p.passed is False]
    if failed:
        return False, "; ".join(failed)
    tried = [probe for probe in probes if probe.passed]
    words = f"{len(tried)} of {len(probes)} probes were tried and found no leak"
    return (True if probes and len(tried) == len(probes) else None), words


def _monotone(asked: Asked) -> Answer:
    card = asked[1]
    right = (
        f"after rounding, {len(card.lines)} lines keep the catalogue's directions, and not knowing "
        "never gives less than the average child gets"
    )
    return _no_faults(direction_faults(card), right)


def _worded(asked: Asked) -> Answer:
    bins = sum(len(line.bins) + len(line.unknown) for line in asked[1].lines)
    right = f"every reason that the card can give, {bins} of them, has words that fit the page"
    return _no_faults(wording_faults(asked[1]), right)


def _vignettes(asked: Asked) -> Answer:
    right = (
        f"{len(VIGNETTES)} known cases get the band that is asked for, no band falls as reports "
        "come, and a girl and a boy of the same records get the same points"
    )
    return _no_faults(vignette_faults(asked[1], asked[2]), right)


#: Gate -> what it asks, in the order of telling. The names are kept with registered versions.
GATES: Mapping[str, Callable[[Asked], Answer]] = {
    "taught_by_enough": _taught_by_enough,
    "ranks_well": _ranks_well,
    "not_too_good": _not_too_good,
    "beats_the_count": _beats_the_count,
    "as_good_as_champion": _as_good_as_champion,
    "calibrated": _calibrated,
    "workload": _workload,
    "fair": _fair,
    "probes": _probes,
    "monotone": _monotone,
    "worded": _worded,
    "vignettes": _vignettes,
}


def _no_faults(faults: Sequence[str], right: str) -> Answer:
    if not faults:
        return True, right
    more = f"; and {len(faults) - _TOLD} more" if len(faults) > _TOLD else ""
    return False, "; ".join(faults[:_TOLD]) + more


def _at_least(figure: Estimate, limit: float) -> bool | None:
    if not figure.is_known:
        return None
    if figure.value >= limit:
        return True
    return False if figure.high < limit else None


def _at_most(figure: Estimate, limit: float) -> bool | None:
    if not figure.is_known:
        return None
    if figure.value <= limit:
        return True
    return False if figure.low > limit else None


def _span(figure: Estimate) -> str:
    return f"{figure.low:+.3f} to {figure.high:+.3f}"
