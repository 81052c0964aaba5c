"""The page that stands in the place of a list that was never worked out."""

from __future__ import annotations

from dataclasses import dataclass

from serving.pages.addresses import SEARCH
from serving.pages.frames import Frame

__all__ = ["ListsNotMadeView"]


@dataclass(frozen=True, slots=True)
class ListsNotMadeView:
    """The page. ``words`` say what must be run; the list's own words would claim a count."""

    frame: Frame
    words: str
    address: str = SEARCH
