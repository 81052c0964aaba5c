"""What the API takes in, strictly, and what it says of its answers in the OpenAPI document."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from serving.web.problems import PROBLEMS

__all__ = ["PROBLEM_SCHEMA", "SearchQuestion", "Whole", "problems"]


def _whole(value: object) -> object:
    """What JSON Schema calls an integer: ``69.0`` is one. Anything else is left to the model."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


#: A whole number in a body, as strict as its schema and no stricter.
Whole = Annotated[int, BeforeValidator(_whole)]


class SearchQuestion(BaseModel):
    """A search: at least a name, a birth date or a place. Sent by POST, so that no child's
    name ever stands in an address or a proxy's log."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: str | None = Field(None, description="in any order; part words of 3 letters will do")
    birth_date: str | None = Field(
        None, description="YYYY-MM-DD", json_schema_extra={"format": "date"}
    )
    age: Whole | None = Field(None, description="in years, if the birth date is not known")
    place: str | None = Field(None, description="home, street or postcode, or part of it")

    def born(self) -> date | None:
        """The birth date. Raises ValueError if it is no date."""
        return None if self.birth_date is None else date.fromisoformat(self.birth_date)


PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "faults": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "rule": {"type": "string"}},
            },
        },
    },
}


def problems(*kinds: str) -> dict[int | str, dict[str, Any]]:
    """The ``responses`` of a route that can answer with these problems."""
    found: dict[int | str, dict[str, Any]] = {}
    for kind in kinds:
        problem = PROBLEMS[kind]
        said = found.get(problem.status, {}).get("description")
        found[problem.status] = {
            "description": f"{said}; or: {problem.title}" if said else problem.title,
            "content": {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            },
        }
    return found
