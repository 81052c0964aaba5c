"""What is said of a route: who may use it, and which entry it leaves in the log."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from serving.access.kinds import KINDS
from serving.access.permissions import Permission

__all__ = [
    "API",
    "FORM",
    "HASHES",
    "NO_DATA",
    "ON_THE_WAY",
    "OPENING",
    "ROWS",
    "Open",
    "RouteRule",
]

API = "/api/v1"
FORM = "a form without anybody's data; sending it leaves the entry"
HASHES = "hashes, keys and counts of the log alone, for whoever checks it without us"
#: A list that names children leaves an entry of each of them beside its own.
ROWS = ("CHILD_LISTED",)
NO_DATA = "holds nothing about anybody"
ON_THE_WAY = "nobody is known yet; coming back leaves the entry"

#: A report is opened, the child is looked at as any child is, and both are sent in one.
OPENING = (
    "MISSING_REPORT_OPENED",
    "CHILD_VIEWED",
    "CHILD_VIEWED_IN_EMERGENCY",
    "MISSING_REPORT_ANSWERED",
)


class Open(Enum):
    """Who may use a route that asks for no permission."""

    TO_ALL = "anyone"
    TO_SIGNED_IN = "anyone signed in"


@dataclass(frozen=True, slots=True)
class RouteRule:
    """One route.

    Attributes:
        needs: the permission without which it is refused, and the refusal entered.
        leaves: the kinds of entry of which one is left whenever it answers; empty if none
            is, and then ``why_none`` says why that is right.
    """

    method: str
    path: str
    needs: Permission | Open
    leaves: tuple[str, ...] = ()
    why_none: str = ""

    def __post_init__(self) -> None:
        if bool(self.leaves) == bool(self.why_none):
            raise ValueError(f"{self.method} {self.path}: leaves an entry, or says why none")
        if unknown := [kind for kind in self.leaves if kind not in KINDS]:
            raise ValueError(f"{self.method} {self.path}: no such kind: {', '.join(unknown)}")
