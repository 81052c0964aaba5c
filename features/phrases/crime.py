"""What is said of crimes and child-abuse investigations.

A child who is suspected may be one whom somebody uses: the words say so, and what is
suspected is never said as if it were found. A case that was closed doesn't say that
nothing happened.
"""

from __future__ import annotations

from collections.abc import Mapping

from features.phrases.declaration import Line, Phrase, Told, counted, recorded

__all__ = ["CRIME_PHRASES"]

_USED = "; adults who exploit children can make them offend."

CRIME_PHRASES: Mapping[str, Told] = {
    "crimes_against": recorded(
        "Crimes against", "crime against the child", "crimes against the child"
    ),
    "sexual_crimes_against": recorded(
        "Sexual crimes against",
        "sexual or exploitation crime against the child",
        "sexual or exploitation crimes against the child",
        Line("sexual crime against the child", "sexual crimes against the child"),
    ),
    "violent_crimes_against": recorded(
        "Violent crimes against",
        "crime of violence, cruelty, harassment or robbery against the child",
        "crimes of violence, cruelty, harassment or robbery against the child",
        Line("violent crime against the child", "violent crimes against the child"),
    ),
    "crimes_suspected": counted(
        "Crimes, as suspect",
        Line(
            "No crime with the child as suspect recorded",
            "No crime of which the child is suspected is recorded{in_past}.",
        ),
        Line(
            "Recorded as suspect of a crime, {latest}",
            "The child is recorded as a suspect of a crime of {latest}" + _USED,
        ),
        Line(
            "Recorded as suspect of {n} crimes",
            "The child is recorded as a suspect of {n} crimes{in_past}, the latest of {latest}"
            + _USED,
        ),
    ),
    "drug_crimes_suspected": counted(
        "Drug offences, as suspect",
        Line(
            "No drug offence with the child as suspect recorded",
            "No drug offence of which the child is suspected is recorded{in_past}.",
        ),
        Line(
            "Recorded as suspect of a drug offence, {latest}",
            "The child is recorded as a suspect of a drug offence of {latest}" + _USED,
        ),
        Line(
            "Recorded as suspect of {n} drug offences",
            "The child is recorded as a suspect of {n} drug offences{in_past}, the latest of "
            "{latest}" + _USED,
        ),
    ),
    "suspects_named": counted(
        "Suspects named",
        Line(
            "No adult recorded as a suspect",
            "No adult is recorded as a suspect of a crime against the child.",
        ),
        Line(
            "Adult named as a suspect, {latest}",
            "An adult was named on {latest} as a suspect of a crime against the child.",
        ),
        Line(
            "{n} adults named as suspects",
            "{n} adults were named as suspects of crimes against the child, the latest on "
            "{latest}.",
        ),
    ),
    "crimes_closed_unsupported": counted(
        "Crimes closed",
        Line(
            "No crime recorded as closed for lack of support",
            "No crime is recorded as closed because support or evidence was lacking.",
        ),
        Line(
            "Crime closed, support or evidence lacking, {latest}",
            "A crime was closed on {latest} because support or evidence was lacking, which "
            "does not say that nothing happened.",
        ),
        Line(
            "{n} crimes closed, support or evidence lacking",
            "{n} crimes were closed because support or evidence was lacking, the latest on "
            "{latest}, which does not say that nothing happened.",
        ),
    ),
    "charging_decisions_waiting": counted(
        "Charging decisions",
        Line(
            "No charging decision recorded as waited for",
            "No crime is recorded as sent to prosecutors without a decision of theirs.",
        ),
        Line(
            "Charging decision waited for since {latest}",
            "A crime was sent to prosecutors on {latest}, and no decision of theirs is recorded.",
        ),
        Line(
            "{n} charging decisions waited for",
            "{n} crimes were sent to prosecutors, the latest on {latest}, and no decision of "
            "theirs is recorded.",
        ),
    ),
    "investigations": counted(
        "Investigations",
        Line(
            "No child-abuse investigation recorded",
            "No child-abuse investigation is recorded as opened{in_past}.",
        ),
        Line(
            "Child-abuse investigation, {latest}",
            "A child-abuse investigation was opened on {latest}.",
        ),
        Line(
            "{n} child-abuse investigations",
            "{n} child-abuse investigations were opened{in_past}, the latest on {latest}.",
        ),
    ),
    "sexual_investigations": counted(
        "Investigations",
        Line(
            "No investigation of sexual abuse recorded",
            "No investigation of sexual exploitation, grooming or sexual abuse is recorded.",
        ),
        Line(
            "Investigation of sexual abuse, {latest}",
            "An investigation of suspected sexual exploitation, grooming or sexual abuse was "
            "opened on {latest}.",
        ),
        Line(
            "{n} investigations of sexual abuse",
            "{n} investigations of suspected sexual exploitation, grooming or sexual abuse were "
            "opened, the latest on {latest}.",
        ),
    ),
    "investigations_open": counted(
        "Open investigations",
        Line(
            "No child-abuse investigation recorded as open",
            "No child-abuse investigation is recorded as open.",
        ),
        Line(
            "Child-abuse investigation open since {latest}",
            "A child-abuse investigation was opened on {latest}, and no closing of it is recorded.",
        ),
        Line(
            "{n} child-abuse investigations open",
            "{n} child-abuse investigations are recorded as open; the latest was opened on "
            "{latest}.",
        ),
    ),
    "oldest_open_investigation_days": Told(
        "Oldest open investigation",
        (
            Phrase(
                0,
                0,
                "Investigation opened in the past day",
                "The oldest investigation recorded as open was opened on {latest}, less than a "
                "day ago.",
            ),
            Phrase(
                1,
                None,
                "Investigation open for {days}",
                "The oldest investigation recorded as open was opened on {latest}, {days} ago.",
            ),
        ),
    ),
    "investigations_without_account": counted(
        "The child's account",
        Line(
            "No investigation recorded without an account",
            "No investigation is recorded in which the child's account was not taken; what was "
            "not asked is not known.",
        ),
        Line(
            "Child's account not recorded, {latest}",
            "No account of the child is recorded in the investigation opened on {latest}, so "
            "what the child would say is not known.",
        ),
        Line(
            "{n} investigations without the child's account",
            "No account of the child is recorded in {n} investigations, the latest opened on "
            "{latest}, so what the child would say is not known.",
        ),
    ),
}
