"""One watch: a recent snapshot held against what the card was made for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from features.catalogue import CATALOGUE_VERSION
from records.history import History
from records.snapshots import Manifest, read_adults, read_manifest, read_snapshot
from scorecard.card import Card
from training.questions.measuring import measure_questions
from training.questions.outcomes import OUTCOMES
from training.settings import Settings
from training.watching.checks import check_questions, check_systems
from training.watching.findings import Findings
from training.watching.outcomes_check import FEWEST_CASES, check_outcomes
from training.watching.present import Present, see
from training.watching.reference import Reference, WatchError
from training.watching.systems import SystemsTally

__all__ = ["WatchSettings", "hold_against", "watch"]

#: Told (what is being done, how far it has come from 0 to 1).
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class WatchSettings:
    """The choices of one watch.

    Attributes:
        days: recent questions are those of so many days before the snapshot; whole weeks.
        resamples: of the children, for the ranking's interval.
        asking: what a training run would choose, for asking and measuring the questions.
    """

    days: int = 91
    resamples: int = 200
    seed: int = 1
    jobs: int = 2
    asking: Settings = field(default_factory=Settings)


def watch(
    snapshot: Path,
    card: Card,
    reference: Reference,
    settings: WatchSettings,
    progress: Progress,
) -> Findings:
    """What the snapshot's recent questions, and those that have matured, say of the card.

    The same snapshot, card and reference always give the same findings.

    Raises:
        SnapshotError: the directory is no snapshot, or was changed.
        WatchError: the reference is another card's, or this release measures other features
            than the card was fitted on.
    """
    _check_fits(card, reference)
    manifest = read_manifest(snapshot)
    tally = SystemsTally(manifest.taken)
    histories = _told(tally.through(read_snapshot(snapshot)), manifest.children, progress)
    asked = measure_questions(
        histories,
        read_adults(snapshot),
        manifest.taken,
        OUTCOMES[card.name],
        settings.asking,
        unlabelled=True,
    )
    progress("Holding it against what the card was made for", 0.0)
    present = see(
        asked.table,
        asked.cohort,
        tally.told(),
        manifest.taken,
        card,
        reference,
        settings.days,
    )
    return hold_against(card, reference, present, manifest, settings)


def hold_against(
    card: Card,
    reference: Reference,
    present: Present,
    manifest: Manifest,
    settings: WatchSettings,
) -> Findings:
    """Every finding of a present that was seen already."""
    matured = present.matured
    cases = int(matured.harmed.sum())
    return Findings(
        card=card.name,
        card_hash=card.content_hash,
        snapshot=manifest.digest,
        taken_at=manifest.taken_at,
        reference=reference.snapshot,
        days=settings.days,
        reports=present.portraits["reports"].questions,
        months=present.portraits["months"].questions,
        matured=len(matured.child),
        cases=cases if cases >= FEWEST_CASES else None,
        findings=(
            *check_outcomes(reference, matured, settings.resamples, settings.seed, settings.jobs),
            *check_systems(card, reference, present),
            *check_questions(card, reference, present),
        ),
    )


def _check_fits(card: Card, reference: Reference) -> None:
    if reference.card_hash != card.content_hash:
        raise WatchError("reference.json was written for another card: fetch both of one version")
    if card.catalogue_version != CATALOGUE_VERSION:
        raise WatchError(
            "the card was fitted on another feature catalogue than this release measures: "
            "watch it with the release that serves it, or train again"
        )
    if card.name not in OUTCOMES:
        raise WatchError(f"there is no outcome of a card {card.name}: train again")


def _told(histories: Iterator[History], count: int, progress: Progress) -> Iterator[History]:
    for number, history in enumerate(histories):
        if number % 200 == 0:
            progress("Reading histories", number / max(count, 1))
        yield history
