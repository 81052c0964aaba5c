"""Rows about how the child was found, and what the child told after it (S1)."""

from __future__ import annotations

from features.declaration import Feature
from features.matters import EntryMatter, Once
from features.rows.shapes import counted
from records.events import EventKind
from records.formats.vocabulary import SEXUAL_DISCLOSURES
from records.sources import SourceSystem

__all__ = ["FOUND_ROWS"]

_S1 = (SourceSystem.MISSING_PERSONS,)
_FOUND = (EventKind.MISSING_FOUND,)
#: The entries in which somebody says how the child was found or what the child told.
_ENTRIES = (
    EventKind.MISSING_REPORTED,
    EventKind.MISSING_FOUND,
    EventKind.PREVENTION_INTERVIEW,
    EventKind.RETURN_INTERVIEW,
    EventKind.SUPERVISORY_REVIEW,
    EventKind.STRATEGY_MEETING,
)

_UNKNOWN_ADULT = EntryMatter(
    "found_with_unknown_adult",
    _ENTRIES,
    ({"found_with": ("adult_not_known_to_family",)},),
    Once.EPISODE,
)
_PLACE_OF_CONCERN = EntryMatter(
    "found_at_place_of_concern",
    _FOUND,
    ({"found_place": ("unknown_adults_home", "vehicle", "hotel")},),
    Once.EPISODE,
)
_PLACES = EntryMatter(
    "found_place",
    _FOUND,
    (
        {
            "found_place": (
                "friends_home", "unknown_adults_home", "vehicle", "hotel", "street", "other",
                None,
            )
        },
    ),
    Once.VALUE,
    by=("found_at", "found_postcode"),
)  # fmt: skip
_SEXUAL_HARM = EntryMatter(
    "sexual_harm",
    _ENTRIES,
    ({"disclosure": SEXUAL_DISCLOSURES}, {"harm_found": ("sexual",)}),
    Once.EPISODE,
)
_OTHER_HARM = EntryMatter(
    "other_harm",
    _ENTRIES,
    ({"harm_found": ("physical", "other")}, {"disclosure": ("physical_harm", "threats")}),
    Once.EPISODE,
)
_GIFTS = EntryMatter(
    "gifts_or_drugs_told",
    _ENTRIES,
    ({"disclosure": ("given_money_or_gifts", "given_drugs_or_alcohol")},),
    Once.EPISODE,
)
_INTERVIEW = (EventKind.RETURN_INTERVIEW,)
_INTERVIEW_DONE = EntryMatter(
    "return_interview_done", _INTERVIEW, ({"interview": ("done",)},), Once.EPISODE
)
_INTERVIEW_DECLINED = EntryMatter(
    "return_interview_declined", _INTERVIEW, ({"interview": ("did_not_want_to",)},), Once.EPISODE
)

_ONCE = " Once for each missing episode."

FOUND_ROWS: tuple[Feature, ...] = (
    counted(
        "found_with_unknown_adult",
        _UNKNOWN_ADULT,
        365,
        _S1,
        what="findings of the child with an adult not known to the family",
        definition="Entries of the missing-persons database in the window which say that an "
        "adult not known to the family was with the child." + _ONCE,
        family="found_with",
        unit="reports",
        grounds="Cars and homes of unknown adults (SERAF; IICSA 2022).",
    ),
    counted(
        "found_at_place_of_concern",
        _PLACE_OF_CONCERN,
        365,
        _S1,
        what="findings of the child in an unknown adult's home, a vehicle or a hotel",
        definition="Findings in the window at such a kind of place." + _ONCE,
        family="found_with",
        unit="reports",
        grounds="Cars with unknown adults, hotels and known places (IICSA F.3; domain 3.1).",
    ),
    counted(
        "found_places",
        _PLACES,
        365,
        _S1,
        what="different places, other than home, at which the child was found",
        definition="Different places by what is written of the place and its postcode, capital "
        "letters and spaces aside. A finding at home, or with no place written, is left out.",
        family="missing_pattern",
        unit="places",
        grounds="Adolescents go further and to more places (age study, domain 7); size assumed.",
    ),
    counted(
        "sexual_harm_told",
        _SEXUAL_HARM,
        365,
        _S1,
        what="episodes after which sexual harm was told of or found",
        definition="Entries of the missing-persons database in the window in which the child "
        "told of sexual harm or exploitation, or sexual harm was found." + _ONCE,
        family="sexual_harm",
        unit="reports",
        grounds="Harm in an earlier episode is the most robust predictor (Davies 2025).",
    ),
    counted(
        "other_harm_told",
        _OTHER_HARM,
        365,
        _S1,
        what="episodes after which other harm or threats were told of or found",
        definition="Entries of the missing-persons database in the window in which physical or "
        "other harm was found, or the child told of physical harm or threats." + _ONCE,
        family="other_harm",
        unit="reports",
        grounds="Harm in an earlier episode is the most robust predictor (Davies 2025).",
    ),
    counted(
        "gifts_or_drugs_told",
        _GIFTS,
        365,
        _S1,
        what="episodes after which the child told of being given money, gifts, drugs or alcohol",
        definition="Entries of the missing-persons database in the window in which the child "
        "told of being given money, gifts, drugs or alcohol." + _ONCE,
        family="gifts",
        unit="reports",
        grounds="Unexplained money, phones and gifts: significant in SERAF, moderate in IICSA.",
    ),
    counted(
        "return_interviews_done",
        _INTERVIEW_DONE,
        365,
        _S1,
        what="return interviews held with the child",
        definition="Return interviews recorded as done in the window." + _ONCE,
        family="return_interviews",
        unit="interviews",
        direction="free",
        grounds="What is told depends on being asked (Children's Society 2019); size assumed.",
    ),
    counted(
        "return_interviews_declined",
        _INTERVIEW_DECLINED,
        365,
        _S1,
        what="return interviews that the child did not want",
        definition="Return interviews in the window to which the child did not want to come."
        + _ONCE,
        family="return_interviews",
        unit="interviews",
        grounds="Not wanting to talk is a section of every tool (domain 3.1); size assumed.",
    ),
)
