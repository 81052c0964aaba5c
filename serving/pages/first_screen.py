"""The six things that stand on the first screen of a child's page, facts before advice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.calendar import local_day
from records.words import NBSP, count_words
from serving.pages.band_marks import BandMark, band_mark
from serving.pages.circumstances import InForce, Missing, in_force, missing, not_missing
from serving.pages.plans import PlanView, PossiblePlanView
from serving.pages.plans_first import PlanFirst, plan_first
from serving.pages.typography import bind, day_text
from serving.pages.vantage import Vantage

__all__ = ["FirstScreen", "first_screen"]

OTHER_NAMES = 2
UNKNOWNS = 3
_CHILD = {"female": "Girl", "male": "Boy"}
_ADULT = {"female": "Woman", "male": "Man"}


@dataclass(frozen=True, slots=True)
class FirstScreen:
    """Everything above the jump links, in reading order.

    Attributes:
        missing: None when no report is open; ``not_missing`` then says so in a sentence.
        unknown_count: ``3 things not known``.
        unknowns: the first of them; ``unknowns_more`` counts the rest.
    """

    name: str
    age: int | None
    facts: tuple[str, ...]
    other_names: tuple[str, ...]
    other_names_more: str | None
    missing: Missing | None
    not_missing: str | None
    in_force: tuple[InForce, ...]
    not_in_force: tuple[str, ...]
    band: BandMark
    reasons: tuple[str, ...]
    plan: PlanFirst
    unknown_count: str
    unknowns: tuple[str, ...]
    unknowns_more: str | None


def first_screen(
    answer: Mapping[str, Any],
    vantage: Vantage,
    plan: PlanView | None,
    possible: tuple[PossiblePlanView, ...],
) -> FirstScreen:
    """The first screen of one answer, given its plans as views."""
    child, unknowns = answer["child"], answer["unknowns"]
    more_names = len(child["other_names"]) - OTHER_NAMES
    report = missing(answer, vantage)
    year = local_day(vantage.as_of).year
    standing, absent = in_force(answer, vantage)
    return FirstScreen(
        name=child["name"],
        age=child["age"],
        facts=_facts(child),
        other_names=tuple(child["other_names"][:OTHER_NAMES]),
        other_names_more=f"{more_names} more" if more_names > 0 else None,
        missing=report,
        not_missing=None if report else not_missing(vantage),
        in_force=standing,
        not_in_force=absent,
        band=band_mark(answer),
        reasons=tuple(bind(reason) for reason in answer["headline"]),
        plan=plan_first(answer, plan, possible),
        unknown_count=count_words(len(unknowns), "thing") + " not known",
        unknowns=tuple(_unknown(unknown, year) for unknown in unknowns[:UNKNOWNS]),
        unknowns_more=f"And {len(unknowns) - UNKNOWNS} more" if len(unknowns) > UNKNOWNS else None,
    )


def _facts(child: Mapping[str, Any]) -> tuple[str, ...]:
    words = _ADULT if child["adult_since"] else _CHILD
    sex = words.get(child["sex"] or "", "Sex not recorded")
    if child["birth_date"] is not None:
        born = f"{sex}, born {day_text(child['birth_date'])}."
    else:
        born = f"{sex}. Birth date not recorded."
    home = child["home"]
    return (born, bind(f"{home}.") if home else "Home not recorded.")


_KINDS = {
    "not_recorded": None,
    "not_connected": "not connected",
    "stale": "out of date",
    "failed": "could not be read",
    "not_applicable": "does not arise",
    "withheld": "limited to a named team",
}


def _unknown(unknown: Mapping[str, Any], year: int) -> str:
    """The thing and, unless nobody recorded it, which kind of not knowing it is.

    Short, for the first screen: the year of ``as_of`` goes without saying.
    """
    what, kind = bind(unknown["what"]).replace(f"{NBSP}{year}", ""), _KINDS[unknown["kind"]]
    return f"{what}." if kind is None or kind in what else f"{what}: {kind}."
