"""A checklist like SERAF, in points from recorded facts: what a form alone would find.

The weights are those of domain.md 3.1: a vulnerability counts 1 whenever it was; a moderate
indicator 1 within six months; a significant one 5 within six months and 1 in the six before.
Which record stands for which indicator is assumed: the form asks people, not systems.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from records.events import Event, EventKind
from records.formats.vocabulary import SEXUAL_DISCLOSURES, SEXUAL_OFFENCES
from records.history import KnownHistory
from records.states.missing import missing_episodes

__all__ = ["INDICATORS", "OVERNIGHT", "Fact", "Indicator", "Weight", "checklist_points"]

_HALF_YEAR = timedelta(days=183)


class Weight(Enum):
    """How an indicator counts: points within six months, in the six before, and ever."""

    SIGNIFICANT = (5, 1, 0)
    MODERATE = (1, 0, 0)
    VULNERABILITY = (0, 0, 1)


@dataclass(frozen=True, slots=True)
class Fact:
    """Entries of a kind; if a column is named, only those in which it holds one of ``values``."""

    kind: EventKind
    column: str = ""
    values: frozenset[object] = frozenset()

    def holds(self, event: Event) -> bool:
        """Whether the entry is such a fact."""
        if event.kind is not self.kind:
            return False
        return not self.column or event.details.get(self.column) in self.values


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line of the form, and the facts of which any one answers it."""

    words: str
    weight: Weight
    facts: tuple[Fact, ...] = ()


def _fact(kind: EventKind, column: str, *values: object) -> Fact:
    return Fact(kind, column, frozenset(values))


def _told(*values: str) -> tuple[Fact, ...]:
    kinds = (
        EventKind.MISSING_FOUND,
        EventKind.PREVENTION_INTERVIEW,
        EventKind.RETURN_INTERVIEW,
        EventKind.CUSTODY_DISCLOSURE,
    )
    return tuple(_fact(kind, "disclosure", *values) for kind in kinds)


def _investigated(*values: str) -> Fact:
    return _fact(EventKind.INVESTIGATION_OPENED, "abuse_category", *values)


def _referred(*values: str) -> Fact:
    return _fact(EventKind.REFERRAL_RECEIVED, "concern", *values)


def _protected(*values: str) -> Fact:
    return _fact(EventKind.CHILD_PROTECTION_STARTED, "category", *values, "multiple")


def _intelligence(*values: str) -> Fact:
    return _fact(EventKind.INTELLIGENCE_REPORT, "theme", *values)


#: The one line that no single entry answers: it is read from the episodes.
OVERNIGHT = Indicator("missing overnight or longer", Weight.SIGNIFICANT)
#: Every line of the form that some system of a force can answer.
INDICATORS: tuple[Indicator, ...] = (
    OVERNIGHT,
    Indicator(
        "found with an adult whom the family doesn't know, or in a stranger's home, car or hotel",
        Weight.SIGNIFICANT,
        (
            _fact(EventKind.MISSING_FOUND, "found_with", "adult_not_known_to_family"),
            _fact(
                EventKind.MISSING_FOUND, "found_place", "unknown_adults_home", "vehicle", "hotel"
            ),
            _fact(EventKind.PROTECTION_POWER_USED, "protection_reason", "found_with_risky_adult"),
        ),
    ),
    Indicator(
        "sexual harm told of, found or recorded as a crime",
        Weight.SIGNIFICANT,
        (
            *_told(*sorted(SEXUAL_DISCLOSURES)),
            _fact(EventKind.MISSING_FOUND, "harm_found", "sexual"),
            _fact(EventKind.CRIME_VICTIM, "offence", *SEXUAL_OFFENCES),
            _fact(EventKind.PROTECTION_POWER_USED, "protection_reason", "sexual_harm"),
        ),
    ),
    Indicator(
        "a controlling adult: a notice, or an association with a managed person",
        Weight.SIGNIFICANT,
        (Fact(EventKind.NOTICE_SERVED), Fact(EventKind.ASSOCIATION_RECORDED)),
    ),
    Indicator(
        "intelligence on sexual exploitation",
        Weight.SIGNIFICANT,
        (_intelligence("sexual_exploitation", "trafficking"),),
    ),
    Indicator("unexplained money or gifts", Weight.SIGNIFICANT, _told("given_money_or_gifts")),
    Indicator("threats", Weight.MODERATE, _told("threats")),
    Indicator("drugs or alcohol", Weight.MODERATE, _told("given_drugs_or_alcohol")),
    Indicator(
        "worrying use of the internet",
        Weight.MODERATE,
        (_intelligence("online_grooming"), _investigated("online_grooming")),
    ),
    Indicator(
        "despair",
        Weight.MODERATE,
        (_referred("self_harm"), _fact(EventKind.DETAINED, "power", "section_136")),
    ),
    Indicator(
        "referred as exploited",
        Weight.MODERATE,
        (
            _referred("sexual_exploitation", "criminal_exploitation", "sexual_abuse"),
            Fact(EventKind.NATIONAL_REFERRAL),
        ),
    ),
    Indicator(
        "suspected of a crime, or detained",
        Weight.MODERATE,
        (Fact(EventKind.CRIME_SUSPECT), Fact(EventKind.DETAINED)),
    ),
    Indicator(
        "seen distressed or frightened",
        Weight.MODERATE,
        (_fact(EventKind.INCIDENT, "demeanour", "distressed", "frightened"),),
    ),
    Indicator("domestic abuse", Weight.VULNERABILITY, (Fact(EventKind.DOMESTIC_INCIDENT),)),
    Indicator(
        "sexual abuse",
        Weight.VULNERABILITY,
        (_protected("sexual_abuse"), _investigated("sexual_abuse", "sexual_exploitation")),
    ),
    Indicator(
        "physical abuse",
        Weight.VULNERABILITY,
        (_protected("physical_abuse"), _investigated("physical_abuse")),
    ),
    Indicator(
        "neglect",
        Weight.VULNERABILITY,
        (
            _protected("neglect", "emotional_abuse"),
            _investigated("neglect", "emotional_abuse"),
            _referred("neglect", "emotional_abuse"),
        ),
    ),
    Indicator(
        "family breakdown, or no settled home",
        Weight.VULNERABILITY,
        (Fact(EventKind.LOOKED_AFTER_STARTED),),
    ),
)


def checklist_points(known: KnownHistory) -> int:
    """The form's points on what was known just before ``known.as_of``; 0 if nothing was."""
    recent, earlier = known.as_of - _HALF_YEAR, known.as_of - 2 * _HALF_YEAR
    told = [0] * len(INDICATORS)

    def tell(place: int, moment: datetime) -> None:
        told[place] |= _NOW if moment >= recent else _BEFORE if moment >= earlier else _EVER

    for episode in missing_episodes(known):
        if episode.since >= earlier and episode.is_overnight:  # earlier ones give nothing
            tell(_OVERNIGHT_PLACE, episode.since)
    for event in known.events:
        for place, fact in _ASKED.get(event.kind, ()):
            if fact.holds(event):
                tell(place, event.occurred)
    pairs = zip(INDICATORS, told, strict=True)
    return sum(_points(indicator.weight, times) for indicator, times in pairs if times)


#: When the facts of one line were: within six months, in the six before, or earlier.
_NOW, _BEFORE, _EVER = 1, 2, 4


def _points(weight: Weight, times: int) -> int:
    now, before, ever = weight.value
    points = now if times & _NOW else 0
    points += before if times & _BEFORE else 0
    return points + ever


_OVERNIGHT_PLACE = INDICATORS.index(OVERNIGHT)
#: Which lines an entry may speak to, by its kind: a line's place, and the fact.
_ASKED: dict[EventKind, list[tuple[int, Fact]]] = {}
for _place, _indicator in enumerate(INDICATORS):
    for _held in _indicator.facts:
        _ASKED.setdefault(_held.kind, []).append((_place, _held))
