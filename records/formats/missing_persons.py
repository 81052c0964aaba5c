"""S1: the missing-persons database. One row for each entry on a report."""

from __future__ import annotations

from records.columns import Choice, Column, Text
from records.events import EventKind
from records.formats.declaration import ExtractFormat
from records.formats.vocabulary import ADULT_COLUMNS, DISCLOSURES
from records.sources import SourceSystem

__all__ = ["MISSING_PERSONS"]

MISSING_PERSONS = ExtractFormat(
    source=SourceSystem.MISSING_PERSONS,
    file="S1_missing_persons.csv",
    entries={
        EventKind.MISSING_REPORTED: ("missing_from",),
        EventKind.MISSING_FOUND: ("how_ended",),
        EventKind.PREVENTION_INTERVIEW: ("interview",),
        EventKind.RETURN_INTERVIEW_OFFERED: (),
        EventKind.RETURN_INTERVIEW: ("interview",),
        EventKind.SUPERVISORY_REVIEW: ("review_by",),
        EventKind.STRATEGY_MEETING: (),
    },
    own=(
        Column(
            "missing_from",
            Choice(("home", "childrens_home", "foster_home", "school", "hospital", "other")),
            "where the child went missing from",
        ),
        Column(
            "police_grade",
            Choice(("high", "medium", "low", "no_apparent_risk")),
            "the attending officer's own grade: a comparator, never an input",
        ),
        Column(
            "how_ended", Choice(("returned", "police_found", "other")), "how the child was found"
        ),
        Column(
            "found_place",
            Choice(
                (
                    "home",
                    "friends_home",
                    "unknown_adults_home",
                    "vehicle",
                    "hotel",
                    "street",
                    "other",
                )
            ),
            "kind of place",
        ),
        Column(
            "found_with",
            Choice(("nobody", "friend", "relative", "adult_not_known_to_family", "not_known")),
            "who was with the child",
        ),
        Column("found_at", Text(120), "address or place where found", identifying=True),
        Column("found_postcode", Text(12), "its postcode", identifying=True),
        *ADULT_COLUMNS,
        Column(
            "harm_found", Choice(("nothing_found", "physical", "sexual", "other")), "kind of harm"
        ),
        Column(
            "interview", Choice(("done", "not_done", "did_not_want_to")), "was the interview held"
        ),
        Column("disclosure", Choice(DISCLOSURES), "what the child told, in kind"),
        Column("told_to", Text(60), "role of the person told, e.g. return interviewer"),
        Column("interviewed_by", Text(80), "who held or offers the interview, by name or role"),
        Column("review_by", Choice(("sergeant", "inspector", "superintendent")), "reviewer's rank"),
        Column("direction", Text(400), "what the supervisor directed", identifying=True),
        Column("circumstances", Text(400), "how the child went missing", identifying=True),
        Column("clothing", Text(200), "clothing and what the child has along", identifying=True),
    ),
    promise_hours=24,
)
