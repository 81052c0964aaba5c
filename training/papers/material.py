"""All that a paper may be written from, and what is said in the same words in each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from features.catalogue import CATALOGUE, CATALOGUE_VERSION
from features.declaration import Feature
from records.unknown import Unknown
from scorecard.bins import CardLine
from scorecard.card import Card
from scorecard.policy import Policy
from training.errors import TrainingError
from training.intervals import Estimate
from training.judging.judgement import Judgement
from training.judging.rows import RANKINGS, Gate
from training.papers.organisation import Organisation
from training.papers.registration import Registration
from training.questions.outcomes import MAIN, OUTCOMES, Outcome

__all__ = ["Material", "OtherCardError", "ranking_words", "unknown_groups", "verdict"]

_FEATURES: Mapping[str, Feature] = {feature.name: feature for feature in CATALOGUE}
_SHOWN_DIGITS = 12


class OtherCardError(TrainingError):
    """The judgement is of another card than the one given."""


@dataclass(frozen=True, slots=True)
class Material:
    """One card and everything known of it.

    Attributes:
        registration: None before it is registered.
        pictures: file name -> SVG; those that can't be drawn are left out.

    Raises:
        OtherCardError: the judgement is not of this card.
    """

    judgement: Judgement
    card: Card
    policy: Policy
    organisation: Organisation
    registration: Registration | None
    pictures: Mapping[str, str]

    def __post_init__(self) -> None:
        if self.judgement.card_hash != self.card.content_hash:
            raise OtherCardError(
                "the judgement is not of this card; judge the card again, or fetch its own"
            )

    @property
    def outcome(self) -> Outcome:
        """The outcome that the card ranks children by."""
        return OUTCOMES[self.card.name]

    @property
    def happened(self) -> str:
        """Completes "the reports of children who"."""
        return self.outcome.happened

    @property
    def ranks_by(self) -> str:
        """Completes "it ranks children by"."""
        return f"this outcome: {self.judgement.outcome_words}"

    @property
    def predicts(self) -> str:
        """What it predicts and what it does not, in a sentence; the policy's for the main card."""
        if self.outcome is MAIN:
            return self.policy.predicts
        days = self.judgement.horizon_days
        return f"Predicts what is recorded within {days} days, not what happens tonight."

    @property
    def version(self) -> str:
        """``version 3``, or that it isn't registered yet."""
        return f"version {self.registration.version}" if self.registration else "not registered yet"

    @property
    def mark(self) -> str:
        """Which run or card a figure is of; stands at every table and picture."""
        digits = self.card.content_hash.removeprefix("sha256:")[:_SHOWN_DIGITS]
        run = f", run {self.registration.run_id[:_SHOWN_DIGITS]}" if self.registration else ""
        return f"card {digits}{run}"

    @property
    def high(self) -> str:
        """The highest band's label."""
        return self.policy.labels[-1]

    @property
    def knows_truth(self) -> bool:
        """Whether true harm is known: on an invented force alone."""
        return "truth" in self.judgement.rankings

    @property
    def is_of_this_catalogue(self) -> bool:
        """Whether the words of this release are those that the card was fitted on."""
        return self.judgement.catalogue == CATALOGUE_VERSION

    def of(self, ranking: str, measure: str) -> Estimate | None:
        """A ranking's figure; None if it wasn't measured."""
        return self.judgement.rankings.get(ranking, {}).get(measure)

    def feature(self, name: str) -> Feature | None:
        """The catalogue's row; None if this release has no such feature any more."""
        return _FEATURES.get(name)

    def question(self, name: str) -> str:
        """What a line asks, as a person would; its name if the catalogue has it no more."""
        feature = self.feature(name)
        return feature.question if feature else f"{name} (not in this release's catalogue)"


def verdict(gates: Iterable[Gate]) -> tuple[str, str]:
    """("yes", "no" or "open"; the sentence): whether these gates let a card be promoted."""
    failed = [gate for gate in gates if gate.passed is False]
    unsettled = [gate for gate in gates if gate.passed is None]
    if failed:
        return "no", f"Do not promote: {_gates(len(failed))} failed."
    if unsettled:
        return "open", f"Not settled: {_gates(len(unsettled))} could not tell."
    return "yes", "May be promoted: every gate is passed."


def _gates(number: int) -> str:
    return "1 gate" if number == 1 else f"{number} gates"


def ranking_words(ranking: str) -> str:
    """What a ranking is called."""
    return RANKINGS.get(ranking, ranking)


def unknown_groups(line: CardLine) -> list[tuple[tuple[Unknown, ...], int]]:
    """The kinds of not knowing that share points, in the order of the kinds."""
    points = dict.fromkeys(line.unknown[kind] for kind in Unknown)
    return [
        (tuple(kind for kind in Unknown if line.unknown[kind] == given), given) for given in points
    ]
