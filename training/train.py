"""From a snapshot to a judged card. Nothing is read but what is given; nothing is written."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from records.history import History
from records.snapshots import read_adults, read_manifest, read_snapshot
from records.sources import SourceSystem
from scorecard.card import Card
from scorecard.policy import Policy
from training.judging.case import Case, Champion
from training.judging.judge import judge
from training.judging.judgement import Judgement
from training.judging.leakage import check_no_leak
from training.judging.rows import Fact
from training.learning.carding import fit_card
from training.questions.measuring import Asked, measure_questions
from training.questions.outcomes import MAIN, Outcome
from training.questions.split import split
from training.questions.truth import read_truth
from training.settings import Settings
from training.watching.reference import Reference, make_reference
from training.watching.systems import Systems, SystemsTally

__all__ = ["Progress", "Trained", "train"]

#: Told (what is being done, how far it has come from 0 to 1).
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Trained:
    """A card, all that it was made from, and all that is known of how good it is.

    Attributes:
        reference: what later snapshots are held against.
    """

    case: Case
    asked: Asked
    judgement: Judgement
    reference: Reference

    @property
    def card(self) -> Card:
        """The card."""
        return self.case.card


def train(
    snapshot: Path,
    policy: Policy,
    settings: Settings,
    progress: Progress,
    *,
    outcome: Outcome = MAIN,
    truth: Path | None = None,
    champion: Champion | None = None,
    code: str = "not known",
) -> Trained:
    """Fit and judge a card. The same snapshot and settings give the same card's bytes.

    Args:
        outcome: what the card is to rank children by.
        truth: an invented force's truth, to judge by; nothing is learnt from it.
        champion: the card that serves today, to compare with.
        code: the version of this code, kept with the judgement.

    Raises:
        SnapshotError: the directory is no snapshot, or was changed.
        NotEnoughCasesError: too little of the outcome is recorded, or for too short a time.
        NothingLearnedError: no feature earned a point.
        LeakError: an input knows the outcome.
        TruthError: the truth is no truth of this snapshot.
    """
    manifest = read_manifest(snapshot)
    tally = SystemsTally(manifest.taken)
    histories = _told(tally.through(read_snapshot(snapshot)), manifest.children, progress)
    asked = measure_questions(histories, read_adults(snapshot), manifest.taken, outcome, settings)
    table, cohort = asked.table, asked.cohort
    systems = tally.told()
    known_truth = None if truth is None else read_truth(truth, cohort)
    folds = split(cohort, manifest.taken, settings)
    # Among quiet months any sign of trouble ranks well; at reports all are in trouble.
    reports = folds.train[cohort.is_report[folds.train]]
    check_no_leak(table.names, table.values[reports], cohort.harmed[reports], cohort.child[reports])
    progress("Fitting the card", 0.0)
    fitted = fit_card(table, cohort, folds, policy, manifest, settings)
    progress("Judging it on children and a year it has not seen", 0.0)
    case = Case(
        card=fitted.card,
        table=table,
        cohort=cohort,
        folds=folds,
        settings=settings,
        manifest=manifest,
        policy=policy,
        candidates=fitted.candidates,
        code=code,
        truth=known_truth,
        champion=champion,
        extracts=_extracts(systems),
        poisoned=asked.poisoned,
        later=asked.later,
        with_mitigations=settings.mitigations,
    )
    return Trained(case, asked, judge(case), make_reference(case, systems))


def _told(histories: Iterator[History], count: int, progress: Progress) -> Iterator[History]:
    for number, history in enumerate(histories):
        if number % 200 == 0:
            progress("Reading histories", number / max(count, 1))
        yield history


def _extracts(systems: Systems) -> tuple[Fact, ...]:
    """For each system, how old its newest entry was when the snapshot was taken."""
    return tuple(
        Fact(f"{row.system} {SourceSystem(row.system).words}", _age_words(row.newest_hours))
        for row in systems.rows
    )


def _age_words(hours: float) -> str:
    if math.isnan(hours):
        return "no entry in the year before"
    if hours < 48:
        return f"newest entry {hours:.0f} hours before"
    return f"newest entry {hours / 24:.0f} days before"
