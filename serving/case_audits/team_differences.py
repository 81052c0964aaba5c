"""How the force's own grades fared by team, in sentences: small numbers told of nobody (M10).

Counts are told to the nearest five and withheld below five, and shares are worked out of what
is told, so that no count withheld follows from a sentence or from two of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from serving.case_audits.grading import FORCE_GRADES, GRADES
from serving.case_audits.reading_cases import Case
from serving.service.small_numbers import rounded, rounded_sum

__all__ = ["FEWEST", "Interval", "difference", "share_interval", "team_values"]

#: With fewer cases a share says more of chance than of a team.
FEWEST = 10
_Z = 1.959963984540054
_NO_TEAM = "No team recorded"


@dataclass(frozen=True, slots=True)
class Interval:
    """A share, or a difference of two, with its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def percents(self) -> tuple[int, int, int]:
        """In whole percent."""
        return round(100 * self.value), round(100 * self.low), round(100 * self.high)


def share_interval(count: int, of: int) -> Interval:
    """A share by Wilson's interval (1927). ``of`` is more than 0."""
    share, z2 = count / of, _Z * _Z
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z * sqrt(share * (1 - share) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return Interval(share, max(0.0, middle - half), min(1.0, middle + half))


def difference(one: Interval, other: Interval) -> Interval:
    """The first less the second, by Newcombe's interval for two samples (1998)."""
    value = one.value - other.value
    down = sqrt((one.value - one.low) ** 2 + (other.high - other.value) ** 2)
    up = sqrt((one.high - one.value) ** 2 + (other.value - other.low) ** 2)
    return Interval(value, value - down, value + up)


def team_values(cases: Sequence[Case]) -> list[dict[str, Any]]:
    """For each team: how often the force's own grade was lower than the audit's, against the
    other teams. Of settled cases in which the force recorded a grade."""
    teams: dict[str, list[bool]] = {}
    for case in cases:
        force, final = case.value("force"), case.final
        if force is not None and final is not None:
            was_lower = GRADES.index(FORCE_GRADES[force]) < GRADES.index(final)
            teams.setdefault(case.value("team") or _NO_TEAM, []).append(was_lower)
    return [
        _team(team, teams[team], [one for other in teams if other != team for one in teams[other]])
        for team in sorted(teams)
    ]


def _team(team: str, here: Sequence[bool], elsewhere: Sequence[bool]) -> dict[str, Any]:
    cases, lower = rounded(len(here)), rounded(sum(here))
    told = {"team": team, "cases": cases, "lower": lower}
    if cases is None or cases < FEWEST:
        words = f"{team}: too few audited cases to say anything; fewer than {FEWEST}."
        return {**told, "lower": None, "share": None, "difference": None, "words": words}
    if lower is None:
        words = (
            f"{team}: of about {cases} cases the force’s own grade was lower than the "
            "audit’s in fewer than 5."
        )
        return {**told, "share": None, "difference": None, "words": words}
    share = share_interval(min(lower, cases), cases)
    at, low, high = share.percents
    words = (
        f"{team}: in about {lower} of about {cases} cases the force’s own grade was lower than "
        f"the audit’s, {at} in 100 (95 in 100 such intervals hold the true share: {low} to {high})."
    )
    others, theirs = rounded_sum([len(elsewhere)]), rounded(sum(elsewhere))
    if others < FEWEST or theirs is None:
        return {**told, "share": _of(share), "difference": None, "words": words}
    apart = difference(share, share_interval(min(theirs, others), others))
    _, low, high = apart.percents
    verdict = "no clear difference" if low <= 0 <= high else "more" if low > 0 else "less"
    words += f" Against the other teams: {verdict} ({low} to {high} points of 100)."
    return {**told, "share": _of(share), "difference": _of(apart), "words": words}


def _of(interval: Interval) -> dict[str, int]:
    value, low, high = interval.percents
    return {"percent": value, "low": low, "high": high}
