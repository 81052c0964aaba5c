"""S12: children detained in custody, and what was done for them there."""

from __future__ import annotations

from records.columns import Choice, Column, Text
from records.events import EventKind
from records.formats.declaration import ExtractFormat
from records.formats.vocabulary import DISCLOSURES, OFFENCES
from records.sources import SourceSystem

__all__ = ["CUSTODY"]

CUSTODY = ExtractFormat(
    source=SourceSystem.CUSTODY,
    file="S12_custody.csv",
    entries={
        EventKind.DETAINED: ("power",),
        EventKind.APPROPRIATE_ADULT_ARRIVED: (),
        EventKind.ACCOMMODATION_ASKED_FOR: ("accommodation",),
        EventKind.CUSTODY_DISCLOSURE: ("disclosure",),
        EventKind.RELEASED: ("release",),
    },
    own=(
        Column(
            "power", Choice(("arrest", "warrant", "breach_of_bail", "section_136")), "power used"
        ),
        Column("offence", Choice(OFFENCES), "kind of offence suspected"),
        Column(
            "accommodation",
            Choice(("given", "none_available", "refused")),
            "what the local authority answered",
        ),
        Column("disclosure", Choice(DISCLOSURES), "what the child told, in kind"),
        Column("told_to", Text(60), "role of the person told, e.g. custody nurse"),
        Column(
            "release",
            Choice(
                (
                    "charged",
                    "bailed",
                    "no_further_action",
                    "out_of_court",
                    "to_hospital",
                    "to_accommodation",
                )
            ),
            "how the detention ended",
        ),
    ),
    promise_hours=24,
)
