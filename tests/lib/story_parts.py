"""What changes beneath a story (cards, policies, timetables), and how far stories reach."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise

from duties.intervals import load_intervals
from features.catalogue import CATALOGUE_VERSION
from scorecard import load_policy
from serving.answer.cards import Cards, CardVersion
from tests.lib.cards import a_card
from tests.lib.vignette_card import again_card, vignette_card

__all__ = ["CARDS", "POLICIES", "TIMETABLES", "Reach"]

_OTHER = a_card(base=11, catalogue_version=CATALOGUE_VERSION)
#: What may be promoted: another main card, one that is stopped, none, with the second or not.
CARDS: tuple[Cards, ...] = (
    Cards(CardVersion(vignette_card(), "1")),
    Cards(CardVersion(_OTHER, "2"), again=CardVersion(again_card(), "1")),
    Cards(CardVersion(_OTHER, "2", is_stopped=True), CardVersion(vignette_card(), "3")),
    Cards(None, None, CardVersion(again_card(), "1", is_stopped=True)),
    Cards(CardVersion(replace(vignette_card(), base=9), "4"), None, CardVersion(again_card(), "2")),
)
_POLICY, _TIMETABLE = load_policy(), load_intervals()
POLICIES = (
    _POLICY,
    replace(_POLICY, version="story-2", floors=_POLICY.floors[3:]),
    replace(_POLICY, version="story-3", note="Advice alone."),
)
TIMETABLES = (
    _TIMETABLE,
    replace(_TIMETABLE, version="story-2", due_within_hours=72),
    replace(_TIMETABLE, version="story-3", done_shown_days=2),
)


class Reach:
    """How often each kind of step, and each pair of steps one after the other, was taken."""

    def __init__(self) -> None:
        self.steps: Counter[str] = Counter()
        self.pairs: Counter[tuple[str, str]] = Counter()
        self.stories = self.answers = 0

    def add(self, taken: list[str], answers: int) -> None:
        """Count one story."""
        self.stories += 1
        self.answers += answers
        self.steps.update(taken)
        self.pairs.update(pairwise(taken))

    def __str__(self) -> str:
        every = len(self.steps) ** 2
        told = f"{self.stories} stories, {self.steps.total()} steps"
        lines = [
            f"{told}, {self.answers} answers; {len(self.pairs)} of {every} pairs of steps",
            *(f"{count:7,} {step}" for step, count in self.steps.most_common()),
        ]
        return "\n".join(lines)
