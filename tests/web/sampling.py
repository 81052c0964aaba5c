"""What a sample is: one good request for a route; see :mod:`tests.web.route_samples`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.lib.door import Door

__all__ = ["API", "WHY", "ByAsker", "Sample", "child_ids", "made_for", "no_ids"]

#: Where the API stands.
API = "/api/v1"
#: Why somebody decides, in their words.
WHY = {"why": "One family, as the school says."}


def no_ids(door: Door) -> Mapping[str, str]:
    """Nothing stands in the path's braces."""
    return {}


@dataclass(frozen=True, slots=True)
class ByAsker:
    """What ``make`` gives depends on the account that will send it, as where each role is left
    something of its own. Where nobody says who asks, it is made for ``usually``."""

    make: Callable[[Door, str], Mapping[str, str]]
    usually: str

    def __call__(self, door: Door) -> Mapping[str, str]:
        """It, for the usual account."""
        return self.make(door, self.usually)


def made_for(given: Any, door: Door, account: str | None) -> Any:
    """What a sample's field gives to whoever asks: as it stands, or made just now."""
    if isinstance(given, ByAsker) and account is not None:
        return given.make(door, account)
    return given(door) if callable(given) else given


@dataclass(frozen=True, slots=True)
class Sample:
    """One request.

    Attributes:
        gives: the status that somebody who may gets.
        ids: what stands in the path's braces; made anew before each request by somebody
            who may, so that it may do first whatever the request needs. Those who may not
            are all tried with the same ones.
        body: the JSON body, or what gives it.
        form: the fields of a page's form; the session's token is added.
        headers: beside the token and the reason, or what gives them.
        reason: the reason for access of an API request.
        not_theirs: accounts whose role may, and who are refused all the same: what the sample is
            about is somebody else's.
        has_foreign: whether an unknown id in the path is told as 404 (else as ``gives``).
    """

    gives: int = 200
    ids: Callable[[Door], Mapping[str, str]] = no_ids
    body: Any = None
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] | Callable[[Door], Mapping[str, str]] | None = None
    headers: Mapping[str, str] | Callable[[Door], Mapping[str, str]] = field(default_factory=dict)
    reason: str = "missing_report"
    has_foreign: bool = True
    not_theirs: frozenset[str] = frozenset()


def child_ids(door: Door) -> Mapping[str, str]:
    """The id of a child whom everybody who may look finds."""
    return {"child_id": door.find("Kit Ashdownley")}
