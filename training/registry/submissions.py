"""A judged card as it is handed to the registry, and what the registry is told of it in texts.

MLflow's interface sorts runs by metrics and shows three columns at first, knows no error
bars, and can't set two reports side by side. So intervals are metrics of their own, the
five figures to decide by stand first, and the comparison is our own report.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from scorecard.card import Card
from training.intervals import Estimate
from training.judging.judgement import Judgement
from training.judging.verdict import verdict_words
from training.registry.names import (
    CARD_FILE,
    CARD_TAG,
    JUDGEMENT_FILE,
    JUDGEMENT_TAG,
    REFERENCE_FILE,
    REFERENCE_TAG,
    STOPPED_TAG,
    model_name,
)

__all__ = ["RESULTS", "Submission", "description", "digest", "metrics", "params", "tags"]

#: How a gate's result is written.
RESULTS: Mapping[bool | None, str] = {True: "passed", False: "failed", None: "not settled"}
#: The five figures that stand first in a table of runs.
_FIRST = ("auc", "average_precision", "recall_at_10", "precision_at_10", "calibration_error")
_LONGEST_PARAM = 6_000


@dataclass(frozen=True, slots=True)
class Submission:
    """One judged card, and what is kept beside it.

    Attributes:
        files: artifacts by name, papers and pictures; card and judgement come by themselves.
        trainer, login: who answers for the training, and so can't approve it; and who was
            signed in on the host.
        commit: of the checkout that trained; empty where there is none.
        seconds: how long the run took.
        run_id: a run that was begun by ``mlflow run`` and waits to be filled in.
    """

    card: Card
    judgement: Judgement
    files: Mapping[str, bytes]
    trainer: str
    login: str = ""
    commit: str = ""
    seconds: float = 0.0
    run_id: str | None = None
    artifacts: Mapping[str, bytes] = field(init=False)

    def __post_init__(self) -> None:
        faults = []
        if self.judgement.card_hash != self.card.content_hash:
            faults.append("the judgement is of another card")
        if not self.trainer.strip():
            faults.append("nobody is named as its trainer")
        if any("/" in name or name in (CARD_FILE, JUDGEMENT_FILE) for name in self.files):
            faults.append("a file's name is taken, or names a folder")
        if faults:
            raise ValueError("; ".join(faults))
        own = {CARD_FILE: self.card.to_json(), JUDGEMENT_FILE: self.judgement.to_json()}
        object.__setattr__(self, "artifacts", own | dict(self.files))

    @property
    def model(self) -> str:
        """The registered model that it becomes a version of."""
        return model_name(self.card.name)

    @property
    def stopped_by(self) -> tuple[str, ...]:
        """The probes that found a leak: the version is kept, but is nobody's challenger."""
        return tuple(probe.name for probe in self.judgement.probes if probe.passed is False)


def digest(data: bytes) -> str:
    """``sha256:`` and the digest of these bytes, as tags have it."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def tags(given: Submission) -> dict[str, str]:
    """What a run and its version are found by, and checked against when they are read."""
    judgement, stopped = given.judgement, given.stopped_by
    told = {
        CARD_TAG: given.card.content_hash,
        JUDGEMENT_TAG: digest(given.artifacts[JUDGEMENT_FILE]),
        "snapshot": judgement.snapshot,
        "catalogue": judgement.catalogue,
        "outcome": judgement.outcome,
        "policy": judgement.policy,
        "code": judgement.code,
        "trainer": " ".join(given.trainer.split()),
        "trainer_login": given.login,
        "purpose": f"advice at a missing report: {judgement.outcome_words}",
        **{f"gate_{gate.name}": RESULTS[gate.passed] for gate in judgement.gates},
    }
    if REFERENCE_FILE in given.artifacts:
        told[REFERENCE_TAG] = digest(given.artifacts[REFERENCE_FILE])
    if judgement.changes is not None:
        told["judged_beside"] = judgement.changes.champion_version
    if stopped:
        told[STOPPED_TAG] = ", ".join(stopped)
    return told


def metrics(given: Submission) -> dict[str, float]:
    """Every figure that is known, with its interval's ends, so that tables can be sorted.

    The card's own stand under their names, another ranking's under ``auc_count_rule``, the
    difference under ``auc_over_count_rule``, the card's among all questions under
    ``all_questions_auc``.
    """
    judgement = given.judgement
    own = judgement.rankings.get("card", {})
    first = [(f"{'abcde'[place]}_{name}", own.get(name)) for place, name in enumerate(_FIRST)]
    told = {name: figure.value for name, figure in first if figure is not None}
    told |= {
        "seconds": given.seconds,
        "cases": float(judgement.cases),
        "reports": float(judgement.reports_count),
        "lines": float(len(given.card.lines)),
    }
    for name, figure in _figures(judgement):
        told |= {name: figure.value, f"{name}_low": figure.low, f"{name}_high": figure.high}
    return {name: value for name, value in told.items() if math.isfinite(value)}


def _figures(judgement: Judgement) -> Iterator[tuple[str, Estimate]]:
    for ranking, figures in judgement.rankings.items():
        end = "" if ranking == "card" else f"_{ranking}"
        yield from ((f"{measure}{end}", figure) for measure, figure in figures.items())
    for ranking, figures in judgement.over.items():
        yield from ((f"{measure}_over_{ranking}", figure) for measure, figure in figures.items())
    for measure, figure in judgement.questions.items():
        yield f"all_questions_{measure}", figure
    if judgement.changes is not None:
        for measure, figure in judgement.changes.difference.items():
            yield f"{measure}_over_champion", figure


def params(given: Submission) -> dict[str, str]:
    """Every choice of the run, and the facts that the card itself carries."""
    told = {
        **given.judgement.settings,
        **{name: str(fact) for name, fact in given.card.trained.items()},
        **{
            f"chosen_{name}": value
            for row in given.judgement.candidates
            if row.chosen
            for name, value in {"learner": row.name, **row.settings}.items()
        },
    }
    return {name: value[:_LONGEST_PARAM] for name, value in told.items()}


def description(given: Submission) -> str:
    """The verdict in Markdown, gate by gate: what a reader of the registry sees first."""
    judgement, changes = given.judgement, given.judgement.changes
    beside = (
        "no champion: it is the first card of its kind"
        if changes is None
        else f"version {changes.champion_version}, the champion then"
    )
    stopped = given.stopped_by
    verdict = (
        f"Do not promote: stopped by {', '.join(stopped)}."
        if stopped
        else verdict_words(judgement.gates)
    )
    gates = "\n".join(
        f"| {gate.name.replace('_', ' ')} | {RESULTS[gate.passed]} | {gate.words} |"
        for gate in judgement.gates
    )
    return (
        f"**{verdict}**\n\n| Gate | Result | Figure |\n|---|---|---|\n{gates}\n\n"
        f"Judged on {judgement.reports_count} missing reports, {judgement.cases} of them cases, "
        f"beside {beside}. Card `{given.card.content_hash}`; snapshot `{judgement.snapshot}`.\n"
    )
