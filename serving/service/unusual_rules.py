"""What makes access worth a question: rules as rows, and the one function that reads them.

A row says which looks it counts, by whom or whom and when, and the policy from how many on
it is told. It never says that anything was wrong: there is nearly always a good reason,
and whoever is asked gives it.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Protocol

from records.calendar import FORCE_ZONE

__all__ = [
    "RULES",
    "VIEWED",
    "Cases",
    "Limit",
    "Person",
    "Rule",
    "RuleFacts",
    "SeenLook",
    "UnusualPolicy",
    "unusual_policy",
]

#: Kinds by which a child's record was opened.
VIEWED = frozenset({"CHILD_VIEWED", "CHILD_VIEWED_IN_EMERGENCY", "CHILD_DISCLOSED"})
#: Rules by which a look at a limited record was refused.
LIMITED = frozenset({"restricted", "emergency_without_words"})


@dataclass(frozen=True, slots=True)
class SeenLook:
    """What the rules need of one entry. ``rule`` is that of a refusal."""

    entry: str
    at: datetime
    kind: str
    who: str
    child: str | None
    role: str
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of an account: its surname, home and the moment it was closed, if any."""

    surname: str | None = None
    home: str | None = None
    closed_at: datetime | None = None


class Cases(Protocol):
    """What was going on with a child. Of a child that nobody knows any more, None."""

    def is_open(self, child: str, at: datetime) -> bool | None:
        """Whether anything was open then that somebody works on, or was shortly before."""

    def is_missing(self, child: str, at: datetime) -> bool | None:
        """Whether a missing report was open then."""

    def surnames(self, child: str) -> frozenset[str]:
        """Every surname recorded for the child, folded as names are compared."""

    def homes(self, child: str) -> frozenset[str]:
        """Every home recorded for the child, folded as addresses are compared."""


@dataclass(frozen=True, slots=True)
class Limit:
    """From ``at_least`` on, and above ``times_usual`` times what is usual, a row is told."""

    at_least: int
    times_usual: int
    source: str


@dataclass(frozen=True, slots=True)
class UnusualPolicy:
    """The thresholds in force, all from one versioned file."""

    version: str
    night_from_hour: int
    night_to_hour: int
    days_after_found: int
    days_after_news: int
    shift_gap_hours: int
    opened_within_minutes: int
    baseline_days: int
    rules: Mapping[str, Limit]

    def __post_init__(self) -> None:
        if set(self.rules) != set(RULES):
            raise ValueError("unusual access: the policy must have a limit for each rule")
        object.__setattr__(self, "rules", MappingProxyType(dict(self.rules)))


@cache
def unusual_policy() -> UnusualPolicy:
    """The policy of this release."""
    text = files("serving.service").joinpath("unusual_access.json").read_text(encoding="utf-8")
    raw = json.loads(text)
    return UnusualPolicy(**{**raw, "rules": {n: Limit(**r) for n, r in raw["rules"].items()}})


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """What the rules are asked with.

    Attributes:
        opened: officer -> the moments at which they opened a record, in order.
    """

    policy: UnusualPolicy
    cases: Cases
    people: Mapping[str, Person]
    opened: Mapping[str, Sequence[datetime]]

    def is_night(self, at: datetime) -> bool:
        """By the force's own clock."""
        hour = at.astimezone(FORCE_ZONE).hour
        return hour >= self.policy.night_from_hour or hour < self.policy.night_to_hour

    def opens_soon(self, look: SeenLook) -> bool:
        """Whether the officer opens a record soon after this search."""
        moments = self.opened.get(look.who, ())
        place = bisect_left(moments, look.at)
        within = timedelta(minutes=self.policy.opened_within_minutes)
        return place < len(moments) and moments[place] - look.at <= within


_Selects = Callable[[SeenLook, RuleFacts], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row.

    Attributes:
        counted: what is counted, in words that follow a number: one, and several.
        selects: the looks that count.
        each: for whom they are counted apart: ``officer``, ``shift`` or ``child``.
        of_children: children are counted, not looks.
        days_before: how long before the account was closed, for the rule on leaving.
    """

    id: str
    title: str
    counted: tuple[str, str]
    selects: _Selects
    each: str
    of_children: bool = True
    days_before: int = 0


def _viewed(look: SeenLook, _: RuleFacts) -> bool:
    return look.kind in VIEWED and look.child is not None


def _no_case(look: SeenLook, facts: RuleFacts) -> bool:
    return (
        look.kind in VIEWED
        and look.child is not None
        and facts.cases.is_open(look.child, look.at) is False
    )


def _night(look: SeenLook, facts: RuleFacts) -> bool:
    return (
        look.kind in VIEWED
        and look.child is not None
        and facts.is_night(look.at)
        and facts.cases.is_missing(look.child, look.at) is False
    )


def _own_name(look: SeenLook, facts: RuleFacts) -> bool:
    person = facts.people.get(look.who)
    if look.kind not in VIEWED or look.child is None or person is None or person.surname is None:
        return False
    return person.surname in facts.cases.surnames(look.child)


def _own_home(look: SeenLook, facts: RuleFacts) -> bool:
    person = facts.people.get(look.who)
    if look.kind not in VIEWED or look.child is None or person is None or person.home is None:
        return False
    return person.home in facts.cases.homes(look.child)


def _refused(look: SeenLook, _: RuleFacts) -> bool:
    return look.kind == "LOOK_REFUSED" and look.rule in LIMITED


def _opened_none(look: SeenLook, facts: RuleFacts) -> bool:
    return look.kind == "CHILDREN_SEARCHED" and not facts.opens_soon(look)


_CHILDREN, _LOOKS = ("child", "children"), ("look", "looks")
LEAVING_DAYS = 14

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        rule.id: rule
        for rule in (
            Rule("many_children", "Many children in one shift", _CHILDREN, _viewed, "shift"),
            Rule("no_open_case", "Children with nothing open", _CHILDREN, _no_case, "officer"),
            Rule(
                "night_off_report",
                "At night, of children not missing then",
                _CHILDREN,
                _night,
                "shift",
            ),
            Rule("own_name", "A child of the officer's own surname", _LOOKS, _own_name, "child",
                 of_children=False),
            Rule("own_address", "A child of the officer's own address", _LOOKS, _own_home, "child",
                 of_children=False),
            Rule("again_and_again", "The same child again and again", _LOOKS, _viewed, "child",
                 of_children=False),
            Rule(
                "limited_refused",
                "Refused attempts at limited records",
                ("attempt", "attempts"),
                _refused,
                "officer",
                of_children=False,
            ),
            Rule(
                "before_leaving",
                "In the days before the account was closed",
                _CHILDREN,
                _viewed,
                "officer",
                days_before=LEAVING_DAYS,
            ),
            Rule(
                "opened_none",
                "Searches after which no record was opened",
                ("search", "searches"),
                _opened_none,
                "shift",
                of_children=False,
            ),
        )
    }
)  # fmt: skip
