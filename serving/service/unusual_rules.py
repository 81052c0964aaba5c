"""What makes access worth a question: rules as rows, and the one function that reads them.

A row says which looks it counts, by whom or whom and when, and the policy from how many on
it is told. It never says that anything was wrong: there is nearly always a good reason,
and whoever is asked gives it.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Protocol

from records.calendar import FORCE_ZONE

__all__ = [
    "RULES",
    "Cases",
    "Limit",
    "Person",
    "Row",
    "Rule",
    "SeenLook",
    "UnusualPolicy",
    "shifts",
    "unusual",
    "unusual_policy",
]

#: Kinds by which a child's record was opened.
VIEWED = frozenset({"CHILD_VIEWED", "CHILD_VIEWED_IN_EMERGENCY", "CHILD_DISCLOSED"})
#: Rules by which a look at a limited record was refused.
LIMITED = frozenset({"restricted", "emergency_without_words"})
#: Of a row's entries so many are named; all are counted.
MOST_EVIDENCE = 50
_USUAL = 0.9


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
class _Facts:
    """What the rules are asked with.

    Attributes:
        opened: officer -> the moments at which they opened a record, in order.
    """

    policy: UnusualPolicy
    cases: Cases
    people: Mapping[str, Person]
    opened: Mapping[str, Sequence[datetime]]

    def is_night(self, at: datetime) -> bool:
        hour = at.astimezone(FORCE_ZONE).hour
        return hour >= self.policy.night_from_hour or hour < self.policy.night_to_hour

    def opens_soon(self, look: SeenLook) -> bool:
        moments = self.opened.get(look.who, ())
        place = bisect_left(moments, look.at)
        within = timedelta(minutes=self.policy.opened_within_minutes)
        return place < len(moments) and moments[place] - look.at <= within


_Selects = Callable[[SeenLook, _Facts], bool]


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


def _viewed(look: SeenLook, _: _Facts) -> bool:
    return look.kind in VIEWED and look.child is not None


def _no_case(look: SeenLook, facts: _Facts) -> bool:
    return (
        look.kind in VIEWED
        and look.child is not None
        and facts.cases.is_open(look.child, look.at) is False
    )


def _night(look: SeenLook, facts: _Facts) -> bool:
    return (
        look.kind in VIEWED
        and look.child is not None
        and facts.is_night(look.at)
        and facts.cases.is_missing(look.child, look.at) is False
    )


def _own_name(look: SeenLook, facts: _Facts) -> bool:
    person = facts.people.get(look.who)
    if look.kind not in VIEWED or look.child is None or person is None or person.surname is None:
        return False
    return person.surname in facts.cases.surnames(look.child)


def _own_home(look: SeenLook, facts: _Facts) -> bool:
    person = facts.people.get(look.who)
    if look.kind not in VIEWED or look.child is None or person is None or person.home is None:
        return False
    return person.home in facts.cases.homes(look.child)


def _refused(look: SeenLook, _: _Facts) -> bool:
    return look.kind == "LOOK_REFUSED" and look.rule in LIMITED


def _opened_none(look: SeenLook, facts: _Facts) -> bool:
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


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is worth a question.

    Attributes:
        child: for the rules about one child.
        own_usual, peers_usual: what nine in ten of the officer's own and of their role's
            shifts stayed within before; None where the rule compares with nothing.
        limit: from how many on this row is told.
        evidence: ids of the entries, the first :data:`MOST_EVIDENCE`.
    """

    rule: str
    who: str
    child: str | None
    since: datetime
    until: datetime
    counted: int
    own_usual: int | None
    peers_usual: int | None
    limit: int
    evidence: tuple[str, ...]


def shifts(looks: Iterable[SeenLook], gap: timedelta) -> dict[str, int]:
    """Entry -> the number of its officer's shift: looks less than ``gap`` apart are one.

    ``looks`` are in order of time.
    """
    last: dict[str, datetime] = {}
    number: Counter[str] = Counter()
    found = {}
    for look in looks:
        if look.who not in last or look.at - last[look.who] >= gap:
            number[look.who] += 1
        last[look.who] = look.at
        found[look.entry] = number[look.who]
    return found


@dataclass(slots=True)
class _Group:
    """Looks that are counted together."""

    looks: list[SeenLook] = field(default_factory=list)

    def count(self, rule: Rule) -> int:
        return len({look.child for look in self.looks}) if rule.of_children else len(self.looks)


def unusual(
    looks: Sequence[SeenLook],
    since: datetime,
    cases: Cases,
    people: Mapping[str, Person],
    policy: UnusualPolicy,
) -> tuple[Row, ...]:
    """Everything from ``since`` on that a rule tells, rule by rule, the most first.

    Args:
        looks: in order of time; those before ``since`` say what is usual.
    """
    opened: dict[str, list[datetime]] = defaultdict(list)
    for look in looks:
        if look.kind in VIEWED:
            opened[look.who].append(look.at)
    facts = _Facts(policy, cases, people, opened)
    shift_of = shifts(looks, timedelta(hours=policy.shift_gap_hours))
    rows = [row for rule in RULES.values() for row in _rows(rule, looks, since, facts, shift_of)]
    return tuple(rows)


def _rows(
    rule: Rule,
    looks: Sequence[SeenLook],
    since: datetime,
    facts: _Facts,
    shift_of: Mapping[str, int],
) -> list[Row]:
    limit = facts.policy.rules[rule.id]
    groups: dict[Hashable, _Group] = defaultdict(_Group)
    usual: dict[str, list[int]] = defaultdict(list)
    before: dict[Hashable, _Group] = defaultdict(_Group)
    role_of = {look.who: look.role for look in looks}
    for look in looks:
        is_asked = _is_asked(rule, look, since, facts)
        if not is_asked and not limit.times_usual:
            continue
        if rule.selects(look, facts):
            key = _key(rule, look, shift_of, since, is_asked=is_asked)
            (groups if is_asked else before)[key].looks.append(look)
    for group in before.values():
        usual[group.looks[0].who].append(group.count(rule))
    peers: dict[str, list[int]] = defaultdict(list)
    for who, counts in usual.items():
        peers[role_of[who]] += counts
    found = []
    for group in groups.values():
        first, last = group.looks[0], group.looks[-1]
        own = _within(usual[first.who]) if limit.times_usual else None
        others = _within(peers[role_of[first.who]]) if limit.times_usual else None
        most = max(limit.at_least, limit.times_usual * max(own or 0, others or 0))
        counted = group.count(rule)
        if counted >= most:
            evidence = tuple(look.entry for look in group.looks[:MOST_EVIDENCE])
            child = first.child if rule.each == "child" else None
            found.append(
                Row(
                    rule.id, first.who, child, first.at, last.at, counted, own, others, most,
                    evidence,
                )
            )  # fmt: skip
    return sorted(found, key=lambda row: (-row.counted, row.who, row.since))


def _is_asked(rule: Rule, look: SeenLook, since: datetime, facts: _Facts) -> bool:
    """Whether the look is one to tell of; else it only says what is usual."""
    if not rule.days_before:
        return look.at >= since
    person = facts.people.get(look.who)
    if person is None or person.closed_at is None or person.closed_at < since:
        return False
    return person.closed_at - timedelta(days=rule.days_before) <= look.at <= person.closed_at


def _key(
    rule: Rule, look: SeenLook, shift_of: Mapping[str, int], since: datetime, *, is_asked: bool
) -> Hashable:
    match rule.each:
        case "shift":
            return look.who, shift_of[look.entry]
        case "child":
            return look.who, look.child
        case _ if rule.days_before and not is_asked:
            # What is usual is counted in stretches as long as the one that is asked about.
            return look.who, (since - look.at) // timedelta(days=rule.days_before)
        case _:
            return look.who


def _within(counts: Sequence[int]) -> int:
    """What nine in ten stayed within; 0 of none."""
    ordered = sorted(counts)
    return ordered[min(len(ordered) - 1, int(len(ordered) * _USUAL))] if ordered else 0
