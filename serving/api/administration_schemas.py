"""The shapes of what administrators are told: the settings in force, and rows held back."""

from __future__ import annotations

from serving.web.shapes import (
    INSTANT,
    NUMBER,
    SYSTEM,
    TEXT,
    YES_NO,
    Shape,
    list_of,
    object_of,
    or_null,
)

__all__ = ["ADMINISTRATION_SCHEMAS"]

#: Name in the OpenAPI document -> shape.
ADMINISTRATION_SCHEMAS: dict[str, Shape] = {
    "Settings": object_of(
        as_at=INSTANT,
        settings=list_of(object_of(variable=TEXT, value=TEXT, is_default=YES_NO, meaning=TEXT)),
        refused_by_rate=NUMBER,
        not_signed_in=NUMBER,
    ),
    "Quarantine": object_of(
        as_at=INSTANT,
        count=NUMBER,
        systems=list_of(object_of(system=SYSTEM, system_name=TEXT, count=NUMBER)),
        rows=list_of(
            object_of(
                system=SYSTEM,
                system_name=TEXT,
                file=TEXT,
                row=NUMBER,
                read_at=INSTANT,
                faults=list_of(object_of(field=TEXT, rule=TEXT)),
            )
        ),
        next_page=or_null(TEXT),
    ),
}
