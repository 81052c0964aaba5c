"""How the force's own grades fared by team, in sentences: small numbers told of nobody (M10).

All teams together are told beside them, whole, in the table of the force's grades against the
audit's. So what is told of a team is decided under one rule for all of them
(:func:`serving.service.suppression.told_below`): no count withheld follows from what is told of
the others and of the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from records.words import count_words
from serving.case_audits.grading import FORCE_GRADES, GRADES
from serving.case_audits.reading_cases import Case
from serving.service.small_numbers import FEW
from serving.service.suppression import Counts, Place, Told, told_below

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
    teams: dict[Place, list[bool]] = {}
    for case in cases:
        force, final = case.value("force"), case.final
        if force is not None and final is not None:
            was_lower = GRADES.index(FORCE_GRADES[force]) < GRADES.index(final)
            teams.setdefault((case.value("team") or _NO_TEAM, ""), []).append(was_lower)
    counts = {place: Counts((sum(of), len(of) - sum(of))) for place, of in teams.items()}
    told = told_below(counts, FEW)
    whole = [sum(one.parts[part] for one in counts.values()) for part in range(2)]
    return [_team(place[0], told[place], whole) for place in sorted(counts)]


def _team(team: str, here: Told, whole: Sequence[int]) -> dict[str, Any]:
    lower = None if here.parts is None else here.parts[0]
    told: dict[str, Any] = {
        "team": team,
        "cases": here.all,
        "lower": lower,
        "share": None,
        "difference": None,
    }
    if here.all is None:
        return {**told, "words": f"{team}: withheld, since so few cases were audited."}
    of = count_words(here.all, "case")
    if lower is None:
        words = f"{team}: of {of} it is withheld in how many the force’s own grade was lower."
        return {**told, "words": words}
    words = f"{team}: in {lower} of {of} the force’s own grade was lower than the audit’s"
    if here.all < FEWEST:
        return {**told, "words": f"{words}, too few to say more."}
    share = share_interval(lower, here.all)
    at, low, high = share.percents
    words += f", {at} in 100 (95 in 100 such intervals hold the true share: {low} to {high})."
    told["share"] = _of(share)
    others = sum(whole) - here.all
    if others < FEWEST:
        return {**told, "words": words}
    # What is left of the whole, which is told, when what is told of this team is taken from it.
    apart = difference(share, share_interval(whole[0] - lower, others))
    _, low, high = apart.percents
    verdict = "no clear difference" if low <= 0 <= high else "more" if low > 0 else "less"
    words += f" Against the other teams: {verdict} ({low} to {high} points of 100)."
    return {**told, "difference": _of(apart), "words": words}


def _of(interval: Interval) -> dict[str, int]:
    value, low, high = interval.percents
    return {"percent": value, "low": low, "high": high}
