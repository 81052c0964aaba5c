"""The agreed format of each system's extract: a declaration, read by one reader."""

from __future__ import annotations

from records.formats.abduction_notices import ABDUCTION_NOTICES
from records.formats.child_abuse_investigations import CHILD_ABUSE_INVESTIGATIONS
from records.formats.child_reviews import CHILD_REVIEWS
from records.formats.command_and_control import COMMAND_AND_CONTROL
from records.formats.crime import CRIME
from records.formats.cse_plans import CSE_PLANS
from records.formats.custody import CUSTODY
from records.formats.declaration import COMMON, ExtractFormat
from records.formats.domestic_abuse import DOMESTIC_ABUSE
from records.formats.intelligence import INTELLIGENCE
from records.formats.managed_offenders import MANAGED_OFFENDERS
from records.formats.missing_persons import MISSING_PERSONS
from records.formats.police_protection import POLICE_PROTECTION
from records.formats.safeguarding_hub import SAFEGUARDING_HUB
from records.formats.social_care import SOCIAL_CARE
from records.sources import SourceSystem

__all__ = ["COMMON", "FORMATS", "ExtractFormat"]

#: Every system that can be taken in, in the order in which extracts are read.
FORMATS: dict[SourceSystem, ExtractFormat] = {
    format_.source: format_
    for format_ in (
        MISSING_PERSONS,
        CSE_PLANS,
        ABDUCTION_NOTICES,
        CRIME,
        CHILD_ABUSE_INVESTIGATIONS,
        COMMAND_AND_CONTROL,
        INTELLIGENCE,
        MANAGED_OFFENDERS,
        SAFEGUARDING_HUB,
        SOCIAL_CARE,
        DOMESTIC_ABUSE,
        CUSTODY,
        POLICE_PROTECTION,
        CHILD_REVIEWS,
    )
}
