"""ETag and If-Match: whoever edits says which state they saw (RFC 9110, section 13)."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Header, Request

from serving.service.editing import ChangedMeanwhileError, Seen, etag_of

__all__ = [
    "ChangedMeanwhileError",
    "IfMatch",
    "NoIfMatchError",
    "Seen",
    "check_if_match",
    "etag_of",
    "seen_by",
]

_TAGS = re.compile(r'"[\x21\x23-\x7e]{1,64}"(?:\s*,\s*"[\x21\x23-\x7e]{1,64}"){0,9}')
_TAG = re.compile(r'"[^"]+"')

#: A route that edits declares this parameter, so that the API's document names the header.
IfMatch = Annotated[
    str | None, Header(description="the ETag of what you read and now edit; required")
]


class NoIfMatchError(Exception):
    """The edit does not say which state it is of."""

    def __init__(self) -> None:
        super().__init__("Read it first, then send its ETag in If-Match.")


def seen_by(request: Request) -> Seen:
    """What the request's ``If-Match`` names, for the use-case to check where it edits.

    ``*`` and weak tags are no answer to the question which state was seen.

    Raises:
        NoIfMatchError: there is no such header, or no strong tag in it.
    """
    given = request.headers.get("if-match", "").strip()
    if not _TAGS.fullmatch(given):
        raise NoIfMatchError
    return Seen(frozenset(_TAG.findall(given)))


def check_if_match(request: Request, etag: str) -> None:
    """Refuse an edit of anything but the state that ``etag`` names.

    Enough where nobody else can edit between this and the edit itself; elsewhere hand
    :func:`seen_by` to the use-case.

    Raises:
        NoIfMatchError: 428.
        ChangedMeanwhileError: 412.
    """
    seen_by(request).check(etag)
