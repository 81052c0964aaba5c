"""The addresses of the pages of referrals and of what else waits, said once.

No address holds anything about a child but an opaque id and a record's reference.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlencode

__all__ = [
    "CHARGING",
    "CHILD_CONFERENCES",
    "CONFERENCES",
    "CONFERENCE_CORRECTIONS",
    "INVESTIGATIONS",
    "NEW_CONFERENCE",
    "NEW_REFERRAL",
    "REFERRAL",
    "REFERRALS",
    "REFERRAL_CORRECTIONS",
    "REFERRAL_STEPS",
    "child_conferences_address",
    "conference_corrections_address",
    "filtered",
    "id_of",
    "new_conference_address",
    "new_referral_address",
    "parts_of",
    "referral_address",
    "referral_corrections_address",
    "referral_steps_address",
]

#: GET the queue; its filters are the API's.
REFERRALS = "/referrals"
#: GET the form; POST it writes the receipt down.
NEW_REFERRAL = "/new-referral"
#: GET asks why; POST ``reason`` and ``note`` is the look.
REFERRAL = "/referrals/{referral}"
#: POST ``step``, ``seen``, ``reason``, ``note`` and what the step says.
REFERRAL_STEPS = "/referrals/{referral}/steps"
#: POST ``act`` (ask, write or take_back), ``entry``, ``seen``, ``reason``, ``note``, ``why``, and
#: what the step should have said.
REFERRAL_CORRECTIONS = "/referrals/{referral}/corrections"
#: GET those called and those held of which attendance isn't known.
CONFERENCES = "/conferences"
#: GET the form; POST it writes a call or a conference down.
NEW_CONFERENCE = "/new-conference"
#: GET asks why; POST ``reason`` and ``note`` is the look at one child's conferences.
CHILD_CONFERENCES = "/children/{child_id}/conferences"
#: POST ``act`` (ask, write or take_back), ``entry``, ``reason``, ``note``, ``why``, and what the
#: entry should have said.
CONFERENCE_CORRECTIONS = "/children/{child_id}/conferences/corrections"
#: GET only.
CHARGING = "/charging"
INVESTIGATIONS = "/investigations"

_ESCAPED = re.compile(r"~([0-9A-F]{2})")


def id_of(child: str, reference: str) -> str:
    """A child's record as one part of an address: several children may share a reference.

    What may not stand in an address is there as ``~2F`` for a slash.
    """
    word = quote(reference, safe="").replace("~", "%7E").replace("%", "~")
    return f"{child}.{word}"


def parts_of(id_: str) -> tuple[str, str]:
    """The child and the reference of :func:`id_of`; of anything else, ones that nobody has."""
    child, _, word = id_.partition(".")
    return child, unquote(_ESCAPED.sub(r"%\1", word))


def child_conferences_address(child: str) -> str:
    """The page of one child's conferences."""
    return CHILD_CONFERENCES.format(child_id=child)


def conference_corrections_address(child: str) -> str:
    """Where what is recorded of a child's conferences is corrected."""
    return CONFERENCE_CORRECTIONS.format(child_id=child)


def new_referral_address(child: str) -> str:
    """The form for a referral of this child."""
    return filtered(NEW_REFERRAL, child=child)


def new_conference_address(child: str, reference: str | None = None) -> str:
    """The form for a conference about this child; of one on a list, with its reference."""
    return filtered(NEW_CONFERENCE, child=child, reference=reference)


def referral_address(id_: str) -> str:
    """The page of one referral of a child."""
    return REFERRAL.format(referral=id_)


def referral_steps_address(id_: str) -> str:
    """Where the forms on a referral's page are sent."""
    return REFERRAL_STEPS.format(referral=id_)


def referral_corrections_address(id_: str) -> str:
    """Where the steps of a referral are corrected."""
    return REFERRAL_CORRECTIONS.format(referral=id_)


def filtered(address: str, **filters: str | None) -> str:
    """The address of a list with these filters; None and empty ones are left out."""
    given = {name: value for name, value in filters.items() if value}
    return f"{address}?{urlencode(given)}" if given else address
