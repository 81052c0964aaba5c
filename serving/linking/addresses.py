"""The addresses of the pages of doubtful links, said once. No address says who somebody is."""

from __future__ import annotations

from urllib.parse import quote, urlencode

__all__ = [
    "AGREEMENT",
    "LINK",
    "LINKS",
    "PERSON",
    "UNDO",
    "link_address",
    "links_address",
    "person_address",
    "undo_address",
]

#: GET what waits; its filters are the API's.
LINKS = "/links"
#: GET how far people and the machine agree.
AGREEMENT = "/links/agreement"
#: GET is the look; POST ``said`` and ``why`` is the judgement.
LINK = "/links/{link_id}"
#: POST ``why`` takes a judgement or a split back.
UNDO = "/links/judgements/{act_id}/undo"
#: GET is the look; POST ``record-1`` and so on, ``why`` and ``step`` (check, then split).
PERSON = "/links/people/{person_id}"


def link_address(link: str) -> str:
    """The page of one pair of records."""
    return LINK.format(link_id=quote(link, safe=""))


def person_address(person: str) -> str:
    """The page of the records that are one child or adult."""
    return PERSON.format(person_id=quote(person, safe=""))


def undo_address(act: str) -> str:
    """Where the form is sent that takes an act back."""
    return UNDO.format(act_id=quote(act, safe=""))


def links_address(subject: str, hangs: str | None = None, after: str | None = None) -> str:
    """The list with these filters; the children's list is the usual one."""
    given = {"subject": "" if subject == "child" else subject, "hangs": hangs, "after": after}
    said = {name: value for name, value in given.items() if value}
    return f"{LINKS}?{urlencode(said)}" if said else LINKS
