"""What the inspection asked for, one row each: by which figures or features it is served (M13)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from serving.figures.catalogue import INDICATORS

__all__ = ["RECOMMENDATIONS", "Feature", "Recommendation"]


@dataclass(frozen=True, slots=True)
class Feature:
    """What serves a recommendation other than by a figure, and where that is tested."""

    words: str
    tested_in: str


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One row: its id in mission.md, what was asked, what the system does.

    ``indicators`` are the ids of those that measure it.
    """

    id: str
    asked: str
    done: str
    features: tuple[Feature, ...] = ()

    @property
    def indicators(self) -> tuple[str, ...]:
        """Those that say so of themselves, in the order of the catalogue."""
        return tuple(name for name, one in INDICATORS.items() if self.id in one.serves)


_ROWS = (
    Recommendation(
        "M1",
        "Risk assessments on the totality of the child's circumstances",
        "One history over every system, one assessment; each reason names its record, date and "
        "source system.",
        (Feature("The answer about a child", "tests/vignettes/test_vignettes.py"),),
    ),
    Recommendation(
        "M2",
        "Risk assessments of the risk to other children",
        "Children are linked through an adult, an address or a place; each link is dated and "
        "sourced.",
        (Feature("Who else is exposed", "tests/vignettes/test_who_is_tied.py"),),
    ),
    Recommendation(
        "M3",
        "Response officers see the plan",
        "The plan is returned with the band in the same answer.",
        (Feature("The plan beside the band", "tests/web/test_pages_child.py"),),
    ),
    Recommendation(
        "M4",
        "Information uniformly recorded and readily accessible",
        "One validated format for each system; bad rows are held back with the reason, none lost.",
        (Feature("Rows are stored, held back or known", "tests/contract/test_store_extracts.py"),),
    ),
    Recommendation(
        "M5",
        "Supervision of missing cases",
        "A timetable of reviews, what is overdue, and prompts to supervisors.",
        (Feature("Every duty and its clock", "tests/spec/test_duties.py"),),
    ),
    Recommendation(
        "M6",
        "Referrals managed, followed up and regularly reviewed",
        "A queue with ages, owners and the next step; nothing waits unseen.",
        (Feature("Steps of referrals and their clocks", "tests/spec/test_duties_of_cases.py"),),
    ),
    Recommendation(
        "M7",
        "Police attend conferences; decisions are recorded",
        "Attendance and decisions stand on the child's record; the rate of each team.",
        (Feature("Learning what was decided", "tests/spec/test_duties_of_cases.py"),),
    ),
    Recommendation(
        "M8",
        "The child's views and concerns recorded; the outcome recorded at the end",
        "Required fields of a review, shown to the next officer.",
        (Feature("Reviews and judgements", "tests/contract/test_writing_entries_down.py"),),
    ),
    Recommendation(
        "M9",
        "Those views and needs available to managers and the commissioner",
        "Counts of what was told and what came of it, by kind; small numbers withheld, also "
        "against differences between tables.",
        (Feature("What is withheld, by an attacker", "tests/properties/test_suppression_laws.py"),),
    ),
    Recommendation(
        "M10",
        "Regular audit of practice",
        "Sampled case audits, each judged by two people apart; agreement measured.",
        (Feature("How far people and machine agree", "tests/unit/test_review_agreement.py"),),
    ),
    Recommendation(
        "M11",
        "A daily meeting on high-risk incidents",
        "A daily briefing: missing now, newly High, overdue, newly linked.",
        (Feature("What stands open about a child", "tests/spec/test_duties_standing.py"),),
    ),
    Recommendation(
        "M12",
        "Prosecution timeliness",
        "Ages of cases that wait for a charging decision.",
        (Feature("The wait for a decision", "tests/spec/test_duties_of_cases.py"),),
    ),
    Recommendation(
        "M13",
        "Tracking of each recommendation to completion",
        "This list: each recommendation with its measured indicators over time, as a file too.",
        (Feature("Each row leads to figures or tests", "tests/unit/test_recommendations.py"),),
    ),
    Recommendation(
        "M14",
        "Two local authorities, two divisions",
        "Every figure by local authority and neighbourhood team.",
        (Feature("Figures of each place", "tests/web/test_indicators.py"),),
    ),
)

#: Id -> recommendation, in the inspection's order as mission.md has it.
RECOMMENDATIONS: Mapping[str, Recommendation] = MappingProxyType({row.id: row for row in _ROWS})
