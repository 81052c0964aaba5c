"""Unusual access interpreted: looks counted by the rules, compared with the policy's limits."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from serving.service.unusual_rules import (
    RULES,
    VIEWED,
    Cases,
    Person,
    Rule,
    RuleFacts,
    SeenLook,
    UnusualPolicy,
)

__all__ = ["Row", "shifts", "unusual"]

#: Of a row's entries so many are named; all are counted.
MOST_EVIDENCE = 50
_USUAL = 0.9


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
    facts = RuleFacts(policy, cases, people, opened)
    shift_of = shifts(looks, timedelta(hours=policy.shift_gap_hours))
    rows = [row for rule in RULES.values() for row in _rows(rule, looks, since, facts, shift_of)]
    return tuple(rows)


def _rows(
    rule: Rule,
    looks: Sequence[SeenLook],
    since: datetime,
    facts: RuleFacts,
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


def _is_asked(rule: Rule, look: SeenLook, since: datetime, facts: RuleFacts) -> bool:
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
