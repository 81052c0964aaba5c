"""A reviewer's own view, given before the advice: a word that only this store can make (N7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from records.calendar import instant_from_text, instant_to_text
from records.history import KnownHistory
from records.states import last_review
from serving.reviewing.given import GivenFaultsError
from serving.reviewing.limits import LIMITS
from serving.service.editing import etag_of
from serving.service.paging import BadCursorError, cursor, place_of

__all__ = ["OwnView", "etag_of_review", "read_view", "review_etag", "sign_view"]

_OF = "own view of a child"
_AGAIN = "Give your own view again: the one sent is not yours, not of this child, or too old."


@dataclass(frozen=True, slots=True)
class OwnView:
    """What a reviewer thought before the advice, and what they were shown then.

    Attributes:
        entry: the log's entry that holds it, made before the advice was given.
        advised: the band that was then shown; None if there was none.
    """

    entry: str
    officer: str
    child: str
    own_view: str
    advised: str | None
    at: datetime


def sign_view(secret: bytes, view: OwnView) -> str:
    """The word that leads back to the view; bound to officer, child and moment."""
    place = (
        view.entry, view.officer, view.child, view.own_view, view.advised or "",
        instant_to_text(view.at),
    )  # fmt: skip
    return cursor(secret, _OF, place)


def read_view(secret: bytes, text: str, officer: str, now: datetime) -> OwnView:
    """The view that :func:`sign_view` was given.

    Raises:
        GivenFaultsError: made by nobody, another officer's, or too old.
    """
    try:
        entry, whose, child, own_view, advised, at = map(str, place_of(secret, _OF, text))
    except BadCursorError:
        raise GivenFaultsError({"view": _AGAIN}) from None
    view = OwnView(entry, whose, child, own_view, advised or None, instant_from_text(at))
    if view.officer != officer or now - view.at > LIMITS.view:
        raise GivenFaultsError({"view": _AGAIN})
    return view


def review_etag(known: KnownHistory) -> str:
    """The tag of the child's last review as it stands."""
    review = last_review(known)
    return etag_of_review(None if review is None else review.said.entry)


def etag_of_review(entry: str | None) -> str:
    """The tag of a last review by its entry; every child without one has the same."""
    return etag_of({"review": entry})
