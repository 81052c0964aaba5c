"""The force's thirteen source systems S1-S13, this service's own records (S14), and their words."""

from __future__ import annotations

from enum import Enum

__all__ = ["EXTRACTED", "OPENING", "SourceSystem"]


class SourceSystem(Enum):
    """One system of the force. The value is its id in documents, stores and extract names."""

    # Each member is itself alone, and by name Python would hash it ten times as slowly.
    __hash__ = object.__hash__

    MISSING_PERSONS = "S1"
    CSE_PLANS = "S2"
    ABDUCTION_NOTICES = "S3"
    CRIME = "S4"
    CHILD_ABUSE_INVESTIGATION = "S5"
    COMMAND_AND_CONTROL = "S6"
    INTELLIGENCE = "S7"
    MANAGED_OFFENDERS = "S8"
    SAFEGUARDING_HUB = "S9"
    SOCIAL_CARE = "S10"
    DOMESTIC_ABUSE = "S11"
    CUSTODY = "S12"
    POLICE_PROTECTION = "S13"
    #: Reviews and judgements, which people write down in this service: no extract brings them.
    CHILD_REVIEWS = "S14"

    @property
    def words(self) -> str:
        """The system's name as it begins a source line, e.g. ``Missing persons``."""
        return _WORDS[self]


_WORDS = {
    SourceSystem.MISSING_PERSONS: "Missing persons",
    SourceSystem.CSE_PLANS: "CSE plans",
    SourceSystem.ABDUCTION_NOTICES: "Abduction notices",
    SourceSystem.CRIME: "Crime",
    SourceSystem.CHILD_ABUSE_INVESTIGATION: "Child-abuse investigation",
    SourceSystem.COMMAND_AND_CONTROL: "Command and control",
    SourceSystem.INTELLIGENCE: "Intelligence",
    SourceSystem.MANAGED_OFFENDERS: "Managed offenders",
    SourceSystem.SAFEGUARDING_HUB: "Safeguarding hub",
    SourceSystem.SOCIAL_CARE: "Social care",
    SourceSystem.DOMESTIC_ABUSE: "Domestic abuse",
    SourceSystem.CUSTODY: "Custody",
    SourceSystem.POLICE_PROTECTION: "Police protection",
    SourceSystem.CHILD_REVIEWS: "Reviews and judgements",
}

#: The force's own systems, S1 to S13 in order: those whose extracts are taken in.
EXTRACTED: tuple[SourceSystem, ...] = tuple(
    system for system in SourceSystem if system is not SourceSystem.CHILD_REVIEWS
)

#: Systems an entry of which opens the monthly question about a child for a year. Calls, care
#: and what is between the adults of a household alone open none: they are recorded of very
#: many children, and are weighed once a question is open.
OPENING = frozenset(EXTRACTED) - {
    SourceSystem.COMMAND_AND_CONTROL,
    SourceSystem.SOCIAL_CARE,
    SourceSystem.DOMESTIC_ABUSE,
}
