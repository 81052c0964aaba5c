"""Known cases that every card must get right, asked of the card and the policy together.

They restate patterns of the inspection; a card that ranks well on average and sends one of
them home is not promoted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from features.catalogue import CATALOGUE
from features.one_child import measure_child
from records.events import EventKind
from records.history import KnownHistory
from records.unknown import Unknown
from scorecard.advice import Advice, advise
from scorecard.card import Card
from scorecard.policy import Policy
from scorecard.scoring import score
from training.judging.vignette_records import (
    NOW,
    Elsewhere,
    Told,
    entry,
    known_child,
    managed_adult,
    report,
    six_reports,
    warned_adult,
)

__all__ = ["VIGNETTES", "Vignette", "vignette_faults"]

_DAY = 24.0
LEAST, EXACT = "at least", "exactly"


@dataclass(frozen=True, slots=True)
class Vignette:
    """One case and what must be advised.

    Attributes:
        words: who the child is, and what is recorded.
        limit: ``at least`` or ``exactly`` the band of this place, from the lowest, 0, or
            counted from the highest, -1.
        points_band: the place of the band that the points alone give; None if they may give any.
    """

    name: str
    words: str
    told: tuple[Told, ...]
    age: int
    sex: str
    limit: str
    band: int
    points_band: int | None = None
    elsewhere: tuple[Elsewhere, ...] = ()


_NEVER_MISSING = (
    entry(EventKind.INTELLIGENCE_REPORT, 101 * _DAY, theme="online_grooming",
          source_grade="untested", assessment="known_indirectly"),
    entry(EventKind.REFERRAL_RECEIVED, 92 * _DAY, "referral", referred_by="school",
          concern="sexual_exploitation"),
    entry(EventKind.REFERRAL_TRIAGED, 90 * _DAY, "referral", priority="high"),
    entry(EventKind.INVESTIGATION_OPENED, 88 * _DAY, abuse_category="online_grooming"),
)  # fmt: skip
_EIGHTEEN_DAYS = (
    *report(18 * _DAY, None),
    entry(EventKind.STRATEGY_MEETING, 14 * _DAY, f"missing {18 * _DAY:g}"),
    entry(EventKind.NOTICE_SERVED, 2 * _DAY, in_force_until=(NOW + timedelta(days=130)).date()),
)
_IN_CUSTODY = (
    entry(EventKind.DETAINED, 15.5, "custody", power="arrest", offence="burglary"),
    entry(EventKind.CRIME_SUSPECT, 14.0, offence="burglary"),
    entry(EventKind.CUSTODY_DISCLOSURE, 1.0, "custody", disclosure="sexual_harm",
          told_to="custody nurse"),
)  # fmt: skip
_IN_A_CAR = report(
    18.0, 5.25, found_place="vehicle", found_with="adult_not_known_to_family",
    how_ended="police_found", harm_found="nothing_found",
)  # fmt: skip

VIGNETTES: tuple[Vignette, ...] = (
    Vignette("V1", "girl of 16, sixth report in 7 months, tells of sexual harm by two men",
             six_reports(last=2), 16, "female", EXACT, -1),
    Vignette("V2", "boy of 15, missing for 18 days, a notice served two days ago",
             _EIGHTEEN_DAYS, 15, "male", EXACT, -1),
    Vignette("V3", "girl of 14, never missing; online grooming, a referral, nobody interviewed",
             _NEVER_MISSING, 14, "female", LEAST, 1),
    Vignette("V5", "boy of 12, two hours late from a friend's; Medium by the floor alone",
             report(17.0, 2), 12, "male", EXACT, 1, points_band=0),
    Vignette("V6", "girl of 15, two hours late a week ago, interviewed, no concern",
             report(7 * _DAY - 2, 2, "nothing_told"), 15, "female", EXACT, 0),
    Vignette("V8", "girl of 13, found in the car of a man on whom a notice names another child",
             _IN_A_CAR, 13, "female", LEAST, 1, elsewhere=(warned_adult, managed_adult)),
    Vignette("V9", "boy of 14, in custody, told the nurse of sexual harm an hour ago",
             _IN_CUSTODY, 14, "male", EXACT, -1),
)  # fmt: skip
#: V10: the child of V1, asked the day after each report, and two days after the sixth.
_V10 = six_reports(last=12)


def vignette_faults(card: Card, policy: Policy) -> tuple[str, ...]:
    """What of the known cases this card and policy get wrong, each in words; none is right.

    Where the card can't be asked at all, under this catalogue or these bands, that is the fault.
    """
    known = {feature.name for feature in CATALOGUE}
    gone = [name for name in card.features if name not in known]
    if gone:
        return (f"no case can be asked: this release has no feature {', '.join(gone)}",)
    if tuple(card.thresholds) != policy.labels[1:]:
        return ("no case can be asked: the card's bands are not the policy's",)
    return tuple(
        fault
        for faults in (
            _wrong_bands(card, policy),
            _sex_matters(card, policy),
            _falling(card, policy),
            _reassured(card),
        )
        for fault in faults
    )


def _advised(card: Card, policy: Policy, known: KnownHistory) -> Advice:
    measured = measure_child(known, only=card.features)
    return advise(card, policy, score(card, {n: m.value for n, m in measured.items()}), known)


def _wrong_bands(card: Card, policy: Policy) -> Iterator[str]:
    labels = policy.labels
    for case in VIGNETTES:
        known = known_child(case.told, case.age, case.sex, case.elsewhere)
        advice = _advised(card, policy, known)
        asked, found = labels[case.band], str(advice.band)
        is_right = found == asked
        if case.limit == LEAST:
            is_right |= policy.rank(found) > policy.rank(asked)
        if not is_right:
            yield f"{case.name} ({case.words}): {found}; {case.limit} {asked} is asked for"
        elif case.points_band is not None and advice.points_band != labels[case.points_band]:
            yield (
                f"{case.name} ({case.words}): {advice.points_band} by points alone; "
                f"{labels[case.points_band]} is asked for"
            )


def _sex_matters(card: Card, policy: Policy) -> Iterator[str]:
    for case in VIGNETTES:
        points = {
            sex: _advised(
                card, policy, known_child(case.told, case.age, sex, case.elsewhere)
            ).points
            for sex in ("female", "male")
        }
        if len(set(points.values())) > 1:
            yield (
                f"{case.name}: {points['female']} points for a girl and {points['male']} for a "
                "boy of the same records"
            )


def _falling(card: Card, policy: Policy) -> Iterator[str]:
    """V10: band and points never fall as one report after another comes."""
    reported = [one.ago for one in _V10 if one.kind is EventKind.MISSING_REPORTED]
    moments = [NOW - timedelta(hours=ago) + timedelta(days=1) for ago in reported[1:]]
    moments.append(moments[-1] + timedelta(days=1))  # when the child has told, and it is recorded
    before: Advice | None = None
    for place, moment in enumerate(moments, start=2):
        advice = _advised(card, policy, known_child(_V10, 16, "female", as_of=moment))
        if before is not None:
            fell = (advice.points or 0) < (before.points or 0)
            fell |= policy.rank(str(advice.band)) < policy.rank(str(before.band))
            if fell:
                yield (
                    f"V10 (the child of V1 after each report): from {before.points} points and "
                    f"{before.band} to {advice.points} and {advice.band} at report {min(place, 6)}"
                )
        before = advice


def _reassured(card: Card) -> Iterator[str]:
    """Of a child of whom nothing is known, in whichever way, no less is said than on average."""
    average = card.base + sum(line.neutral for line in card.lines)
    for kind in Unknown:
        if kind is Unknown.NOT_APPLICABLE:
            continue  # that a question does not arise is known
        points = score(card, dict.fromkeys(card.features, kind)).points
        if points < average:
            yield (
                f"everything unknown ({kind.value.replace('_', ' ')}): {points} points, fewer than "
                f"the average child's {average}"
            )
