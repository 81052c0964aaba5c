"""Pages of long lists: where the next one begins, as a word that only this store can make."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence

from records.serial import canonical

__all__ = ["MOST_ON_A_PAGE", "USUAL_ON_A_PAGE", "BadCursorError", "Place", "cursor", "place_of"]

MOST_ON_A_PAGE = 100
USUAL_ON_A_PAGE = 20
#: The sort key of the last row of a page.
Place = tuple[str | int, ...]

_TAG_BYTES = 16


class BadCursorError(Exception):
    """The place to go on from is none that this list gave."""

    def __init__(self) -> None:
        super().__init__("Go on with the next_page that the list gave, or start again.")


def cursor(secret: bytes, of: str, place: Sequence[str | int]) -> str:
    """The ``next_page`` of a list: the sort key of the last row shown, with a keyed hash.

    It is authenticated, not hidden: a place must hold nothing that the page itself did
    not show. The same place always gives the same word.

    Args:
        secret: the store's own (``service.secret``).
        of: which list, and with which filters; a cursor is good for that list alone.
    """
    said = canonical(list(place))
    return base64.urlsafe_b64encode(_tag(secret, of, said) + said).decode().rstrip("=")


def place_of(secret: bytes, of: str, text: str) -> Place:
    """The place that :func:`cursor` was given.

    Raises:
        BadCursorError: made by nobody, for another list, or for another store.
    """
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
    except ValueError:
        raise BadCursorError from None
    tag, said = raw[:_TAG_BYTES], raw[_TAG_BYTES:]
    if not hmac.compare_digest(tag, _tag(secret, of, said)):
        raise BadCursorError
    return tuple(json.loads(said))


def _tag(secret: bytes, of: str, said: bytes) -> bytes:
    message = b"next page\x00" + of.encode() + b"\x00" + said
    return hmac.new(secret, message, hashlib.sha256).digest()[:_TAG_BYTES]
