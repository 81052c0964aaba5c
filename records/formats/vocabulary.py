"""Words that several systems share: what a child told, kinds of offence, the adult's columns."""

from __future__ import annotations

from records.columns import Column, Day, Text

__all__ = [
    "ADULT_COLUMNS",
    "DISCLOSURES",
    "OFFENCES",
    "SEXUAL_DISCLOSURES",
    "SEXUAL_OFFENCES",
]

#: What a child told, in a controlled vocabulary: what kind, and nothing more.
DISCLOSURES = (
    "nothing_told",
    "sexual_harm",
    "sexual_exploitation",
    "physical_harm",
    "threats",
    "given_drugs_or_alcohol",
    "given_money_or_gifts",
)
SEXUAL_DISCLOSURES = frozenset({"sexual_harm", "sexual_exploitation"})

#: Kinds of offence, as the crime and custody systems name them.
OFFENCES = (
    "sexual_offence",
    "child_sexual_exploitation",
    "indecent_images",
    "violence",
    "child_cruelty",
    "harassment",
    "robbery",
    "burglary",
    "theft",
    "vehicle_crime",
    "criminal_damage",
    "drugs",
    "public_order",
    "other",
)
SEXUAL_OFFENCES = frozenset({"sexual_offence", "child_sexual_exploitation", "indecent_images"})

#: The adult whom an entry names beside the child, as the system has them. A name makes it a
#: person record; without the system's id nobody can tell two entries' adults to be one.
ADULT_COLUMNS = (
    Column(
        "adult_ref",
        Text(60),
        "the system's id of the adult; without it the entry names an adult of its own",
        identifying=True,
    ),
    Column("adult_forename", Text(80), "forename as recorded", identifying=True),
    Column(
        "adult_surname",
        Text(80),
        "surname as recorded; an only name may stand here or as the forename",
        identifying=True,
    ),
    Column("adult_date_of_birth", Day(), "as recorded", identifying=True),
)
