"""What a floor can be: its kind, what the kind asks for, and what its wording may tell."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from scorecard.parsing import DocumentError

__all__ = ["SHORT_LENGTH", "Floor", "FloorKind", "PolicyError"]

#: The longest short wording that a phone's first screen takes.
SHORT_LENGTH = 68
_FULL_LENGTH = 240


class PolicyError(DocumentError):
    """The file is no policy, or a rule of it can't be kept. The message names the rule."""


class FloorKind(Enum):
    """The rules that a floor can be: what each asks for, and what its wording may tell.

    The value names the kind in ``policy.json``; :mod:`scorecard.floors` interprets it.
    """

    LIVE_PLAN = "live_plan"
    LIVE_PLAN_AGREED = "live_plan_agreed"
    YOUNGER_THAN = "younger_than"
    LEARNING_DISABILITY = "learning_disability"
    NOTICE_IN_FORCE = "notice_in_force"
    NOTICE_SERVED = "notice_served"
    NOTICE_BREACHED = "notice_breached"
    SEXUAL_HARM_TOLD = "sexual_harm_told"
    SEXUAL_HARM_FOUND = "sexual_harm_found"
    SEXUAL_CRIME = "sexual_crime"
    EXPLOITATION_DECIDED = "exploitation_decided"
    EXPLOITATION_INVESTIGATED = "exploitation_investigated"
    EXPLOITATION_REFERRED = "exploitation_referred"
    EXPLOITATION_INTELLIGENCE = "exploitation_intelligence"
    WARNED_ADULT = "warned_adult"
    SUSPECTED_ADULT = "suspected_adult"
    MANAGED_ADULT = "managed_adult"
    REPORTS_WITH_CONCERN = "reports_with_concern"
    STILL_MISSING = "still_missing"

    @property
    def params(self) -> tuple[str, ...]:
        """The parameters it needs, each a whole number; ``agreed`` is a band."""
        return _PARAMS.get(self, ())

    @property
    def tells(self) -> tuple[str, ...]:
        """The names that its wording may hold in braces."""
        return _TELLS[self]


_PARAMS = {
    FloorKind.LIVE_PLAN_AGREED: ("agreed",),
    FloorKind.YOUNGER_THAN: ("years",),
    FloorKind.NOTICE_SERVED: ("days",),
    FloorKind.NOTICE_BREACHED: ("days",),
    FloorKind.SEXUAL_HARM_TOLD: ("days",),
    FloorKind.SEXUAL_HARM_FOUND: ("days",),
    FloorKind.SEXUAL_CRIME: ("days",),
    FloorKind.EXPLOITATION_DECIDED: ("days",),
    FloorKind.EXPLOITATION_REFERRED: ("days",),
    FloorKind.EXPLOITATION_INTELLIGENCE: ("days",),
    FloorKind.WARNED_ADULT: ("days",),
    FloorKind.SUSPECTED_ADULT: ("days",),
    FloorKind.REPORTS_WITH_CONCERN: ("days", "reports", "concern_days"),
    FloorKind.STILL_MISSING: ("hours",),
}
_TELLS = {
    FloorKind.LIVE_PLAN: ("date", "day"),
    FloorKind.LIVE_PLAN_AGREED: ("date", "day", "until"),
    FloorKind.YOUNGER_THAN: ("age",),
    FloorKind.LEARNING_DISABILITY: ("systems",),
    FloorKind.NOTICE_IN_FORCE: ("date", "day"),
    FloorKind.NOTICE_SERVED: ("date", "day"),
    FloorKind.NOTICE_BREACHED: ("date", "day"),
    FloorKind.SEXUAL_HARM_TOLD: ("date", "day", "told_to"),
    FloorKind.SEXUAL_HARM_FOUND: ("date", "day"),
    FloorKind.SEXUAL_CRIME: ("date", "day"),
    FloorKind.EXPLOITATION_DECIDED: ("date", "day"),
    FloorKind.EXPLOITATION_INVESTIGATED: ("date", "day", "what"),
    FloorKind.EXPLOITATION_REFERRED: ("date", "day"),
    FloorKind.EXPLOITATION_INTELLIGENCE: ("date", "day", "what"),
    FloorKind.WARNED_ADULT: ("date", "day"),
    FloorKind.SUSPECTED_ADULT: ("date", "day"),
    FloorKind.MANAGED_ADULT: ("date", "day"),
    FloorKind.REPORTS_WITH_CONCERN: ("count",),
    FloorKind.STILL_MISSING: ("date", "day", "length"),
}
#: About the longest that each can be, to see at loading that the short wording fits.
_LONGEST = {
    "age": "12",
    "count": "365",
    "date": "30 September 2026",
    "day": "30 September",
    "length": "47 hours 59 minutes",
    "systems": "Child-abuse investigation and Missing persons",
    "told_to": "the " + "x" * 60,
    "until": " until 30 September 2026",
    "what": "sexual exploitation",
}


@dataclass(frozen=True, slots=True)
class Floor:
    """One floor: when ``kind`` holds with ``params``, the band is at least ``band``.

    Raises:
        PolicyError: a parameter is missing or added, or a wording tells what the kind
            does not know, or is too long for where it stands.
    """

    id: str
    kind: FloorKind
    params: Mapping[str, int | str]
    band: str
    short: str
    full: str

    def __post_init__(self) -> None:
        faults = []
        if set(self.params) != set(self.kind.params):
            faults.append(f"needs the parameters: {', '.join(self.kind.params) or 'none'}")
        for name, value in self.params.items():
            if name != "agreed" and (type(value) is not int or value < 1):
                faults.append(f"{name} is not a whole number above 0")
        for wording, text, longest in (
            ("short", self.short, SHORT_LENGTH),
            ("full", self.full, _FULL_LENGTH),
        ):
            faults += _wording_faults(wording, text, longest, self.kind)
        if faults:
            raise PolicyError(f"floor {self.id}: " + "; ".join(faults))
        object.__setattr__(self, "params", MappingProxyType(dict(self.params)))


def _wording_faults(wording: str, text: str, longest: int, kind: FloorKind) -> list[str]:
    try:
        told = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
    except ValueError:
        return [f"{wording}: the braces do not match"]
    unheard = [name for name in told if name not in kind.tells]
    if unheard:
        return [f"{wording}: {kind.value} does not tell {unheard[0] or 'an empty name'}"]
    if len(text.format_map(_LONGEST)) > longest:
        return [f"{wording}: can be longer than {longest} characters"]
    return []
