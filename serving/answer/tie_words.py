"""How an entry that ties people is said: what is recorded, and nobody is blamed.

An adult is named, suspected or interviewed; nothing here says that anybody did anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from records.connections import Concern, Connection
from records.events import Event, EventKind
from records.words import day_words

__all__ = ["CONCERN_WORDS", "LIMITED_CHILD", "ROLE_WORDS", "concern_words", "role_words"]

#: What stands where a child would be named whose record is limited to another team.
LIMITED_CHILD = "A child whose record is limited to a named team"
_Details = Mapping[str, Any]
_ASSOCIATIONS = {
    "same_household": "same household",
    "relative": "relative",
    "visits": "visits",
    "online": "online",
    "seen_together": "seen together",
    "other": "other",
}
_GRADES = {
    "reliable": "reliable source",
    "untested": "untested source",
    "not_reliable": "source not reliable",
}
_ASSESSMENTS = {
    "known_directly": "known directly",
    "known_indirectly_corroborated": "known indirectly and corroborated",
    "known_indirectly": "known indirectly",
    "not_known": "not known how",
    "suspected_false": "suspected to be false",
}
_MANAGED = {
    "registered_sex_offender": "Managed for sexual offences",
    "violent_offender": "Managed for violent offences",
    "person_of_concern": "Managed as a person of concern",
}


def _graded(words: str) -> Callable[[_Details], str]:
    """Intelligence never stands without its grade."""

    def say(details: _Details) -> str:
        grade = (
            _GRADES.get(details.get("source_grade", "")),
            _ASSESSMENTS.get(details.get("assessment", "")),
        )
        said = ", ".join(part for part in grade if part)
        return f"{words} ({said or 'grade not recorded'})"

    return say


def _associated(details: _Details) -> str:
    how = _ASSOCIATIONS.get(details.get("association", ""))
    return f"Recorded as associated ({how})" if how else "Recorded as associated"


def _notice(details: _Details) -> str:
    until = details.get("in_force_until")
    return "Abduction notice" if until is None else f"Abduction notice, to {day_words(until)}"


def _managed(details: _Details) -> str:
    level = details.get("managed_level")
    at = "" if level is None else f", level {level}"
    return _MANAGED.get(details.get("managed_category", ""), "Managed") + at


def _always(words: str) -> Callable[[_Details], str]:
    return lambda _: words


#: In which role the child's own entry names the adult.
ROLE_WORDS: Mapping[EventKind, Callable[[_Details], str]] = MappingProxyType(
    {
        EventKind.MISSING_FOUND: _always("With the child when found"),
        EventKind.PREVENTION_INTERVIEW: _always("Named in a prevention interview"),
        EventKind.RETURN_INTERVIEW: _always("Named in a return interview"),
        EventKind.NOTICE_SERVED: _notice,
        EventKind.NOTICE_BREACHED: _always("Abduction notice recorded as breached"),
        EventKind.NOTICE_WITHDRAWN: _always("Abduction notice withdrawn"),
        EventKind.CRIME_SUSPECT_NAMED: _always("Named as a suspect"),
        EventKind.INVESTIGATION_SUSPECT_INTERVIEWED: _always("Interviewed as a suspect"),
        EventKind.INTELLIGENCE_REPORT: _graded("Named in intelligence"),
        EventKind.ASSOCIATION_RECORDED: _associated,
        EventKind.DOMESTIC_INCIDENT: _always("Named in a domestic abuse incident"),
        EventKind.DOMESTIC_CONFERENCE_REFERRAL: _always(
            "Named in a domestic abuse conference referral"
        ),
    }
)

#: What ties the adult, or the place, to the other child.
CONCERN_WORDS: Mapping[Concern, Callable[[_Details], str]] = MappingProxyType(
    {
        Concern.NOTICE: _notice,
        Concern.SUSPECT: _always("Adult named as a suspect"),
        Concern.INVESTIGATED: _always("Adult interviewed as a suspect"),
        Concern.INTELLIGENCE: _graded("Named together in intelligence"),
        Concern.FOUND_WITH: _always("Found with the adult, who is not known to the family"),
        Concern.MANAGED: _managed,
        Concern.ASSOCIATED: _associated,
        Concern.HARMED: _always("Harm to this child is recorded"),
    }
)


def role_words(event: Event) -> str:
    """How the child's own entry names the adult. Raises KeyError for a kind that names nobody."""
    return ROLE_WORDS[event.kind](event.details)


def concern_words(connection: Connection) -> str:
    """What the connection tells of the adult or the other child."""
    return CONCERN_WORDS[connection.concern](connection.event.details)
