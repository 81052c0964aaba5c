"""What is said of how the child was found and of what the child told after it.

Interviews that were held tell of asking, and no more: their words must not reassure.
"""

from __future__ import annotations

from collections.abc import Mapping

from features.phrases.declaration import Line, Phrase, Told, counted

__all__ = ["FOUND_PHRASES"]

_NOT_ASKED = "; the child may not have been asked."

FOUND_PHRASES: Mapping[str, Told] = {
    "found_with_unknown_adult": counted(
        "Found with whom",
        Line(
            "No unknown adult recorded on finding",
            "No entry{in_past} says that an adult not known to the family was with the child "
            "when found.",
        ),
        Line(
            "Found with an unknown adult, {latest}",
            "An adult not known to the family was with the child when found on {latest}.",
        ),
        Line(
            "Found {times} with an unknown adult",
            "An adult not known to the family was with the child when found {times}{in_past}, "
            "the last time on {latest}.",
        ),
    ),
    "found_at_place_of_concern": counted(
        "Found where",
        Line(
            "No place of concern recorded on finding",
            "No entry{in_past} says that the child was found in an unknown adult's home, a "
            "vehicle or a hotel.",
        ),
        Line("Found in {found_in}, {latest}", "The child was found in {found_in} on {latest}."),
        Line(
            "Found {times} in a home, vehicle or hotel",
            "The child was found in an unknown adult's home, a vehicle or a hotel "
            "{times}{in_past}, the last time in {found_in} on {latest}.",
        ),
    ),
    "found_places": counted(
        "Places of finding",
        Line(
            "No place of finding recorded but home",
            "No entry{in_past} names a place other than home at which the child was found.",
        ),
        Line(
            "Found away from home, {latest}",
            "The child was found at one place other than home{in_past}, the last time on {latest}.",
        ),
        Line(
            "Found at {n} different places",
            "The child was found at {n} different places other than home{in_past}, the last "
            "time on {latest}.",
        ),
    ),
    "sexual_harm_told": counted(
        "What the child told",
        Line(
            "No sexual harm recorded as told",
            "No entry{in_past} says that the child told of sexual harm" + _NOT_ASKED,
        ),
        Line("Sexual harm found, {latest}", "Sexual harm to the child was found on {latest}."),
        Line(
            "Sexual harm found, {latest}",
            "Sexual harm to the child was found on {latest}; it was told of or found after {n} "
            "missing reports{in_past}.",
        ),
        Phrase(
            1,
            1,
            "Told of {told_of}, {latest}",
            "The child told{role} of {told_of} on {latest}.",
            when="told of sexual harm",
        ),
        Phrase(
            2,
            None,
            "Told of {told_of}, {latest}",
            "The child told{role} of {told_of} on {latest}; sexual harm was told of or found "
            "after {n} missing reports{in_past}.",
            when="told of sexual harm",
        ),
    ),
    "other_harm_told": counted(
        "What the child told",
        Line(
            "No other harm recorded as told or found",
            "No entry{in_past} says that physical or other harm was found or that the child "
            "told of it" + _NOT_ASKED,
        ),
        Line("Harm found, {latest}", "Physical or other harm to the child was found on {latest}."),
        Line(
            "Harm found, {latest}",
            "Physical or other harm to the child was found on {latest}; harm or threats were "
            "told of or found after {n} missing reports{in_past}.",
        ),
        Phrase(
            1,
            1,
            "Told of {told_of}, {latest}",
            "The child told{role} of {told_of} on {latest}.",
            when="told of other harm",
        ),
        Phrase(
            2,
            None,
            "Told of {told_of}, {latest}",
            "The child told{role} of {told_of} on {latest}; harm or threats were told of or "
            "found after {n} missing reports{in_past}.",
            when="told of other harm",
        ),
    ),
    "gifts_or_drugs_told": counted(
        "What the child told",
        Line(
            "No gifts or drugs recorded as told",
            "No entry{in_past} says that the child told of being given money, gifts, drugs or "
            "alcohol" + _NOT_ASKED,
        ),
        Line(
            "Told of {told_of}, {latest}",
            "The child told{role} of {told_of} on {latest}.",
        ),
        Line(
            "Told of {told_of}, {latest}",
            "The child told{role} of {told_of} on {latest}; such things were told after {n} "
            "missing reports{in_past}.",
        ),
    ),
    "return_interviews_done": counted(
        "Return interviews",
        Line(
            "No return interview recorded as held",
            "No return interview is recorded as held{in_past}; the child may not have been asked.",
        ),
        Line(
            "Return interview held, {latest}",
            "A return interview was held with the child on {latest}; it says that the child "
            "was asked, and no more.",
        ),
        Line(
            "{n} return interviews held",
            "{n} return interviews were held with the child{in_past}, the latest on {latest}; "
            "they say that the child was asked, and no more.",
        ),
    ),
    "return_interviews_declined": counted(
        "Return interviews",
        Line(
            "No return interview recorded as not wanted",
            "No entry{in_past} says that the child did not want a return interview; that does "
            "not say that one was held.",
        ),
        Line(
            "Did not want a return interview, {latest}",
            "The child did not want to talk in a return interview on {latest}, so what happened "
            "is not known.",
        ),
        Line(
            "Did not want {n} return interviews",
            "The child did not want to talk in return interviews after {n} missing "
            "reports{in_past}, the last time on {latest}, so what happened is not known.",
        ),
    ),
}
