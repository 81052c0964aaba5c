"""Who somebody is by their claims: name, roles and team, as the force's table maps them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from serving.access.permissions import ROLES, Officer
from serving.sign_in.issuers import ClaimNames, Mapped
from serving.sign_in.tokens import BadTokenError

__all__ = ["claim_of", "is_account_name", "officer_of_claims"]

_LONGEST_NAME = 128
_LONGEST_WORDS = 100
_MOST_GROUPS = 2_000
#: Names that the command line acts under; nobody signs in as one of them.
_OF_COMMANDS = "host:"


def officer_of_claims(claims: Mapping[str, Any], names: ClaimNames, mapped: Mapped) -> Officer:
    """The officer whom checked claims are about. Groups without a role give none.

    Raises:
        BadTokenError: the claim that names the subject holds no name fit for the log.
    """
    subject = claim_of(claims, names.subject)
    if not isinstance(subject, str) or not is_account_name(subject):
        raise BadTokenError("subject")
    display_name = _words(claim_of(claims, names.display_name)) or subject
    return Officer(
        subject, display_name, _roles(claims, names, mapped), _team(claims, names, mapped)
    )


def is_account_name(name: str) -> bool:
    """Whether a name may stand in the log and in an address: printable ASCII without spaces or
    slashes, so that no two look alike, and none of the command line's own."""
    return (
        0 < len(name) <= _LONGEST_NAME
        and all("!" <= letter <= "~" and letter not in "/\\" for letter in name)
        and any(letter.isalnum() for letter in name)
        and not name.startswith(_OF_COMMANDS)
    )


def claim_of(claims: Mapping[str, Any], name: str) -> Any:
    """The claim of this name, or the one that its dots lead to; None if there is none."""
    if name in claims:
        return claims[name]
    found: Any = claims
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _words(said: object) -> str | None:
    """Text for people: no marks that turn the line round, nothing unseen."""
    if not isinstance(said, str):
        return None
    text = unicodedata.normalize("NFC", said).strip()
    return text if 0 < len(text) <= _LONGEST_WORDS and text.isprintable() else None


def _roles(claims: Mapping[str, Any], names: ClaimNames, mapped: Mapped) -> tuple[str, ...]:
    said = claim_of(claims, names.roles)
    groups = [said] if isinstance(said, str) else said
    if not isinstance(groups, list) or len(groups) > _MOST_GROUPS:
        return ()
    given = {mapped.roles.get(group) for group in groups if isinstance(group, str)}
    return tuple(role for role in ROLES if role in given)


def _team(claims: Mapping[str, Any], names: ClaimNames, mapped: Mapped) -> str | None:
    said = claim_of(claims, names.team)
    if not isinstance(said, str):
        return None
    return mapped.teams.get(said) if mapped.teams else _words(said)
