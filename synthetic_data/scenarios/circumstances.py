"""Scenarios about what other systems know of a child: V3, V7, V8, V9."""

from __future__ import annotations

from records.events import EventKind
from synthetic_data.minutes import DAY
from synthetic_data.scenarios.declarations import (
    Absence,
    Adult,
    Ahead,
    Child,
    Entry,
    Harm,
    Scenario,
    Stay,
    ago,
)
from synthetic_data.world.truth import EXPLOITED, GROOMED

__all__ = ["CIRCUMSTANCES"]

V3 = Scenario(
    name="V3",
    words="A girl of 14 was never missing: intelligence and a referral name online grooming, "
    "and the investigation took no account, interviewed nobody and was never reviewed.",
    children=(Child("girl", "Annis", 14, "female", (10, 5)),),
    script=(
        Entry(
            EventKind.INTELLIGENCE_REPORT,
            "intelligence",
            "girl",
            ago(101, 16),
            18 * 60,
            details={
                "theme": "online_grooming",
                "source_grade": "untested",
                "assessment": "known_indirectly",
            },
        ),
        Entry(
            EventKind.REFERRAL_RECEIVED,
            "referral",
            "girl",
            ago(92, 11),
            details={"referred_by": "school", "concern": "sexual_exploitation"},
        ),
        Entry(
            EventKind.REFERRAL_TRIAGED,
            "referral",
            "girl",
            ago(90, 10),
            details={"priority": "high"},
        ),
        Entry(
            EventKind.INVESTIGATION_OPENED,
            "investigation",
            "girl",
            ago(88, 9),
            details={"abuse_category": "online_grooming"},
        ),
    ),
    stays=(Stay("girl", GROOMED, 120 * DAY),),
)


def _named_at_the_search(who: str) -> tuple[Entry, ...]:
    """One child's entries: the plan, an earlier domestic incident, the search warrant."""
    return (
        Entry(
            EventKind.DOMESTIC_INCIDENT,
            f"domestic {who}",
            who,
            ago(130, 22),
            120,
            "man",
            {"risk": "medium", "child_present": True, "child_seen": True},
        ),
        Entry(
            EventKind.CONFERENCE_HELD,
            f"conference {who}",
            who,
            ago(90, 10),
            4 * 60,
            details={
                "conference": "initial",
                "police_invited": True,
                "police_attended": True,
                "conference_decision": "plan_started",
            },
        ),
        Entry(
            EventKind.CHILD_PROTECTION_STARTED,
            f"plan {who}",
            who,
            ago(90, 10),
            5 * 60,
            details={"category": "sexual_abuse"},
        ),
        Entry(
            EventKind.INCIDENT,
            "search",
            who,
            ago(3, 7),
            40,
            details={
                "incident_type": "search_warrant",
                "about": "the_address",
                "child_seen": True,
                "seen_alone": False,
                "demeanour": "quiet",
            },
        ),
    )


V7 = Scenario(
    name="V7",
    words="Children of 10, 8 and 6 were in a home that was searched, "
    "and a child protection plan is in force for each.",
    children=(
        Child("eldest", "Tove", 10, "female", (2, 1)),
        Child("second", "Caspar", 8, "male", (9, 17)),
        Child("youngest", "Linnea", 6, "female", (12, 4)),
    ),
    adults=(Adult("man", "Marten", 38),),
    script=(
        *_named_at_the_search("eldest"),
        *_named_at_the_search("second"),
        *_named_at_the_search("youngest"),
    ),
)

_MANAGED = {"managed_category": "registered_sex_offender", "managed_level": 2}
V8 = Scenario(
    name="V8",
    words="A girl of 13 was found in the car of a managed man, "
    "on whom a notice was served that names another child.",
    children=(
        Child("girl", "Elowen", 13, "female", (11, 8)),
        Child("other child", "Davin", 14, "male", (1, 30), family=1, ethnicity="mixed"),
    ),
    adults=(Adult("man", "Hector", 41),),
    script=(
        Entry(EventKind.MANAGED_PERSON, "management", None, ago(400, 10), 60, "man", _MANAGED),
        Entry(
            EventKind.NOTICE_SERVED,
            "notice",
            "other child",
            ago(40, 15),
            60,
            "man",
            {"in_force_until": Ahead(140)},
        ),
        Absence(
            "report",
            "girl",
            ago(1, 18),
            5.25,
            found={
                "how_ended": "police_found",
                "found_place": "vehicle",
                "found_with": "adult_not_known_to_family",
                "harm_found": "nothing_found",
            },
            adult="man",
            with_adult=True,
        ),
        Entry(
            EventKind.PROTECTION_POWER_USED,
            "protection",
            "girl",
            ago(1, 23.25),
            details={
                "protection_reason": "found_with_risky_adult",
                "used_by": "Sergeant, response team",
                "taken_to": "relative",
            },
        ),
    ),
    stays=(Stay("girl", GROOMED, 25 * DAY), Stay("other child", GROOMED, 90 * DAY)),
)

_BURGLARY = {"offence": "burglary"}
V9 = Scenario(
    name="V9",
    words="A boy of 14, arrested on suspicion of burglary, told the custody nurse an hour ago "
    "of sexual harm done to him this morning.",
    children=(Child("boy", "Jory", 14, "male", (3, 27)),),
    script=(
        Entry(
            EventKind.DETAINED,
            "custody",
            "boy",
            ago(1, 20.5),
            details={"power": "arrest", **_BURGLARY},
        ),
        Entry(EventKind.CRIME_SUSPECT, "crime", "boy", ago(1, 19), 150, details=_BURGLARY),
        Entry(EventKind.APPROPRIATE_ADULT_ARRIVED, "custody", "boy", ago(1, 22), 10),
        Entry(
            EventKind.CUSTODY_DISCLOSURE,
            "custody",
            "boy",
            ago(1, 22.75),
            details={"disclosure": "sexual_harm", "told_to": "custody nurse"},
        ),
    ),
    stays=(Stay("boy", GROOMED, 80 * DAY), Stay("boy", EXPLOITED, 20 * DAY)),
    harms=(Harm("boy", ago(1, 8), ago(1, 23)),),
)

CIRCUMSTANCES = (V3, V7, V8, V9)
