"""The shapes of the manners of access: what is taken in, strictly, and what is given."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from serving.web.shapes import (
    INSTANT,
    NUMBER,
    TEXT,
    YES_NO,
    Shape,
    list_of,
    object_of,
    or_null,
)

__all__ = ["ACCESS_SCHEMAS", "DisclosureGiven", "RestrictionGiven"]

_STRICT = ConfigDict(extra="forbid", strict=True)


class DisclosureGiven(BaseModel):
    """To whom an answer goes, for what, and why."""

    model_config = _STRICT

    to_whom: str = Field(
        description="the recipient in words: a person or a body", examples=["Duty social worker"]
    )
    purpose: str = Field(
        description="briefing, safeguarding, court or inspection", examples=["safeguarding"]
    )
    why: str = Field(description="why, in words", examples=["Asked for at the strategy meeting."])


class RestrictionGiven(BaseModel):
    """The team to which a record is limited."""

    model_config = _STRICT

    team: str = Field(
        description="as it stands at the accounts of its members", examples=["City North"]
    )


#: Name in the OpenAPI document -> shape.
ACCESS_SCHEMAS: dict[str, Shape] = {
    "Limits": object_of(child=TEXT, teams=list_of(TEXT), as_at=INSTANT),
    "Restrictions": object_of(
        restrictions=list_of(
            object_of(
                child=TEXT,
                team=TEXT,
                since=INSTANT,
                set_by=TEXT,
                reason=TEXT,
                note=TEXT,
                followed=YES_NO,
                etag=TEXT,
            )
        ),
        unlimited_etag=TEXT,
        as_at=INSTANT,
    ),
    "TeamLooks": object_of(
        team=or_null(TEXT),
        plans=NUMBER,
        looks=list_of(
            object_of(
                entry=TEXT,
                at=INSTANT,
                child=TEXT,
                plan=TEXT,
                kind=TEXT,
                words=TEXT,
                officer=or_null(TEXT),
                roles=list_of(TEXT),
                team=or_null(TEXT),
                reason=or_null(TEXT),
            )
        ),
        more=YES_NO,
        since=INSTANT,
        as_at=INSTANT,
    ),
}
