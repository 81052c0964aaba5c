"""The rows of the catalogue, all together; :mod:`features.catalogue` reads them."""

from __future__ import annotations

from features.declaration import Feature
from features.rows.care import CARE_ROWS
from features.rows.connections import CONNECTION_ROWS
from features.rows.crime import CRIME_ROWS
from features.rows.found import FOUND_ROWS
from features.rows.incidents import INCIDENT_ROWS
from features.rows.missing import MISSING_ROWS

__all__ = ["ROWS"]

ROWS: tuple[Feature, ...] = (
    *MISSING_ROWS,
    *FOUND_ROWS,
    *CRIME_ROWS,
    *INCIDENT_ROWS,
    *CARE_ROWS,
    *CONNECTION_ROWS,
)
