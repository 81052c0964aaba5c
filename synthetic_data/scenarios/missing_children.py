"""Scenarios about missing reports: V1, V2, V5, V6, V10, V11, V12."""

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

__all__ = ["MISSING_CHILDREN"]

_AT_A_FRIENDS = {"found_place": "friends_home", "found_with": "friend"}
#: Of the first five: days before the sixth, hours missing, and from which hour.
_EARLIER = ((203, 5, 16), (148, 6, 15), (103, 11, 21), (60, 12, 21), (26, 13, 21))


def _six_reports(who: str, last: int) -> tuple[Absence | Entry, ...]:
    """Six reports in 7 months, the last ``last`` days before the end, closing with a crime."""
    earlier = tuple(
        Absence(
            f"report {place}",
            who,
            ago(last + days, hour),
            hours,
            interview={"interview": "not_done"},
            with_adult=place > 2,
        )
        for place, (days, hours, hour) in enumerate(_EARLIER, start=1)
    )
    sixth = Absence(
        "report 6",
        who,
        ago(last, 21),
        11,
        interview={
            "interview": "done",
            "disclosure": "sexual_harm",
            "told_to": "return interviewer",
        },
        with_adult=True,
        harm="sexual",
    )
    offence = {"offence": "sexual_offence", "cse_flag": True}
    known = ago(last - 1, 17)
    crime = (
        Entry(EventKind.CRIME_VICTIM, "crime", who, ago(last - 1, 2), 15 * 60, details=offence),
        Entry(EventKind.CRIME_SUSPECT_NAMED, "crime", who, known, 30, "first man"),
        Entry(EventKind.CRIME_SUSPECT_NAMED, "crime", who, known, 40, "second man"),
    )
    return (*earlier, sixth, *crime)


def _exploited(who: str, last: int) -> tuple[Stay, ...]:
    return (Stay(who, GROOMED, (last + 210) * DAY), Stay(who, EXPLOITED, (last + 104) * DAY))


V1 = Scenario(
    name="V1",
    words="A girl of 16 tells of sexual harm by two men after her sixth missing report; "
    "a notice on one of them names another child.",
    children=(
        Child("girl", "Mayabel", 16, "female", (3, 14)),
        Child("other girl", "Ilka", 15, "female", (7, 2), family=1),
    ),
    adults=(Adult("first man", "Corvin", 31), Adult("second man", "Aldous", 28)),
    script=(
        *_six_reports("girl", last=2),
        Entry(
            EventKind.NOTICE_SERVED,
            "notice",
            "other girl",
            ago(70, 14),
            adult="first man",
            details={"in_force_until": Ahead(110)},
        ),
        Entry(
            EventKind.CRIME_WITNESS,
            "other crime",
            "other girl",
            ago(120, 20),
            24 * 60,
            details={"offence": "child_sexual_exploitation", "cse_flag": True},
        ),
        Entry(
            EventKind.CRIME_SUSPECT_NAMED,
            "other crime",
            "other girl",
            ago(118, 11),
            60,
            "first man",
        ),
    ),
    stays=(*_exploited("girl", 2), Stay("other girl", GROOMED, 150 * DAY)),
    harms=(Harm("girl", ago(1, 2), ago(1, 15), while_missing=True),),
)

V2 = Scenario(
    name="V2",
    words="A boy of 15 has been missing for 18 days, no supervisor has reviewed the report, "
    "and a notice was served on a woman of 24 two days ago.",
    children=(Child("boy", "Sammi", 15, "male", (5, 2)),),
    adults=(Adult("woman", "Verity", 24),),
    script=(
        Absence("report", "boy", 18 * DAY, 19 * 24, reported=0, after=0, with_adult=True),
        Entry(EventKind.STRATEGY_MEETING, "report", "boy", 14 * DAY, 60),
        Entry(
            EventKind.NOTICE_SERVED,
            "notice",
            "boy",
            2 * DAY,
            adult="woman",
            details={"in_force_until": Ahead(130)},
        ),
    ),
    stays=(Stay("boy", GROOMED, 60 * DAY),),
)

V5 = Scenario(
    name="V5",
    words="A boy of 12 came home two hours late from a friend's yesterday; nothing else is known.",
    children=(Child("boy", "Otis", 12, "male", (6, 1)),),
    script=(Absence("report", "boy", ago(1, 19), 2, found=_AT_A_FRIENDS),),
)

V6 = Scenario(
    name="V6",
    words="A girl of 15 came home two hours late from a friend's a week ago "
    "and told the return interviewer of no concern.",
    children=(Child("girl", "Ines", 15, "female", (6, 1), ethnicity="mixed"),),
    script=(
        Absence(
            "report",
            "girl",
            ago(7, 14),
            2,
            found=_AT_A_FRIENDS,
            interview={"interview": "done", "disclosure": "nothing_told"},
        ),
    ),
)

V10 = Scenario(
    name="V10",
    words="A girl of 16 like V1's, twelve days after her sixth report: "
    "each of her reports can be asked about before and after.",
    children=(Child("girl", "Rosalin", 16, "female", (1, 23)),),
    adults=(Adult("first man", "Bastian", 34), Adult("second man", "Lorcan", 26)),
    script=_six_reports("girl", last=12),
    stays=_exploited("girl", 12),
    harms=(Harm("girl", ago(11, 2), ago(11, 15), while_missing=True),),
)

V11 = Scenario(
    name="V11",
    words="A report about a girl of 15, who was missing three weeks ago, "
    "was entered nine days after it happened.",
    children=(Child("girl", "Lotta", 15, "female", (6, 19)),),
    script=(
        Absence("earlier report", "girl", ago(49, 20), 2),
        Absence("late report", "girl", ago(21, 20), 2, after=9 * DAY),
    ),
)

V12 = Scenario(
    name="V12",
    words="A report about one boy of 13 was entered about another, "
    "and moved to the right one on the third day.",
    children=(
        Child("right boy", "Perran", 13, "male", (8, 25)),
        Child("wrong boy", "Tobin", 14, "male", (2, 11), family=1),
    ),
    script=(
        Absence("own report", "wrong boy", ago(60, 18), 3),
        Absence("report", "right boy", ago(10, 19), 4, first_on="wrong boy", moved=ago(7, 12)),
    ),
)

MISSING_CHILDREN = (V1, V2, V5, V6, V10, V11, V12)
