"""What is said of notices, plans, social care, managed persons and age."""

from __future__ import annotations

from collections.abc import Mapping

from features.phrases.declaration import Line, Phrase, Told, counted

__all__ = ["CARE_PHRASES"]

CARE_PHRASES: Mapping[str, Told] = {
    "notices_in_force": counted(
        "Abduction notices",
        Line(
            "No abduction notice recorded in force", "No abduction notice is recorded as in force."
        ),
        Line(
            "Abduction notice to {until}",
            "An abduction notice about the child is in force until {until}; it was served on "
            "{latest}.",
        ),
        Line(
            "{n} abduction notices in force",
            "{n} abduction notices about the child are in force; the latest was served on "
            "{latest}.",
        ),
    ),
    "notices_ever": counted(
        "Abduction notices",
        Line("No abduction notice recorded", "No abduction notice about the child is recorded."),
        Line(
            "Abduction notice served {latest}",
            "An abduction notice about the child was served on {latest}.",
        ),
        Line(
            "{n} abduction notices served",
            "{n} abduction notices about the child were served, the latest on {latest}.",
        ),
    ),
    "notices_breached": counted(
        "Breaches of notices",
        Line(
            "No abduction notice recorded as breached",
            "No breach of an abduction notice about the child is recorded{in_past}.",
        ),
        Line(
            "Abduction notice breached, {latest}",
            "An adult breached an abduction notice about the child on {latest}.",
        ),
        Line(
            "{n} abduction notices breached",
            "{n} abduction notices about the child were breached{in_past}, the latest on {latest}.",
        ),
    ),
    "plan_state": Told(
        "CSE plan",
        (
            Phrase(
                0,
                0,
                "No CSE plan is recorded",
                "No CSE plan is recorded; a plan may exist that has not reached this service.",
            ),
            Phrase(1, 1, "CSE plan ended {latest}", "A CSE plan for the child ended on {latest}."),
            Phrase(
                2,
                2,
                "CSE plan in draft, {latest}",
                "A CSE plan for the child is in draft; its latest version is of {latest}.",
            ),
            Phrase(
                3,
                3,
                "CSE plan is live",
                "A CSE plan for the child is live; its latest version is of {latest}.",
            ),
        ),
    ),
    "managed_associations": counted(
        "Managed adults",
        Line(
            "No managed adult recorded with the child",
            "No adult managed by the police is recorded as associated with the child.",
        ),
        Line(
            "Managed adult recorded with child, {latest}",
            "An adult managed by the police is recorded as associated with the child, from "
            "{latest}.",
        ),
        Line(
            "{n} associations with managed adults",
            "{n} associations of adults managed by the police with the child are recorded, the "
            "latest from {latest}.",
        ),
    ),
    "protection_plan_state": Told(
        "Child protection plan",
        (
            Phrase(
                0,
                0,
                "No child protection plan recorded",
                "No child protection plan for the child is recorded.",
            ),
            Phrase(
                1,
                2,
                "Child protection plan ended {latest}",
                "A child protection plan ended on {latest}: {category}.",
            ),
            Phrase(
                3,
                3,
                "Child protection plan: {category}",
                "A child protection plan has been in force since {latest}: {category}.",
            ),
        ),
    ),
    "looked_after": Told(
        "Looked after",
        (
            Phrase(
                0,
                0,
                "Not recorded as looked after",
                "Social care does not record that the child is looked after.",
            ),
            Phrase(
                1,
                1,
                "Looked after by a local authority",
                "The child is looked after by a local authority, as recorded for {latest}.",
            ),
        ),
    ),
    "residential_placement": Told(
        "Placement",
        (
            Phrase(
                0,
                0,
                "No residential placement recorded",
                "Social care does not record that the child is placed in a children's home, or "
                "in semi-independent or secure accommodation.",
            ),
            Phrase(
                1,
                1,
                "Placed in {placement}",
                "The child is placed in {placement}, as recorded for {latest}.",
            ),
        ),
    ),
    "placed_away": Told(
        "Placement",
        (
            Phrase(
                0,
                0,
                "No placement outside the authority recorded",
                "Social care does not record that the child is placed outside the responsible "
                "authority.",
            ),
            Phrase(
                1,
                1,
                "Placed outside the responsible authority",
                "The child is placed outside the responsible authority, as recorded for {latest}.",
            ),
        ),
    ),
    "placement_moves": counted(
        "Moves of placement",
        Line("No move of placement recorded", "No move of placement is recorded{in_past}."),
        Line("Placement moved, {latest}", "The child was moved to another placement on {latest}."),
        Line(
            "Placement moved {times}",
            "The child was moved to another placement {times}{in_past}, the last time on {latest}.",
        ),
    ),
    "child_in_need": counted(
        "Child in need",
        Line(
            "Not recorded as a child in need",
            "Social care does not record that the child is a child in need.",
        ),
        Line(
            "Child in need since {latest}",
            "Social care has recorded the child as a child in need since {latest}.",
        ),
        Line(
            "{n} open child-in-need records",
            "Social care holds {n} open records of the child as a child in need, the latest "
            "since {latest}.",
        ),
    ),
    "age_years": Told("Age", (Phrase(0, None, "Aged {n}", "The child is {years} old."),)),
}
