"""The agreed format of each system's extract: a declaration, read by one reader."""

from __future__ import annotations

from records.formats.abduction_notices import ABDUCTION_NOTICES
from records.formats.cse_plans import CSE_PLANS
from records.formats.declaration import COMMON, ExtractFormat
from records.formats.missing_persons import MISSING_PERSONS
from records.formats.social_care import SOCIAL_CARE
from records.sources import SourceSystem

__all__ = ["COMMON", "FORMATS", "ExtractFormat"]

#: Every system that can be taken in, in the order in which extracts are read.
FORMATS: dict[SourceSystem, ExtractFormat] = {
    format_.source: format_
    for format_ in (MISSING_PERSONS, CSE_PLANS, ABDUCTION_NOTICES, SOCIAL_CARE)
}
