"""How long records are kept, as data: review groups, rules of erasure, the service's own rules."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files

from records.events import EventKind

__all__ = ["OwnRule", "RetentionPolicy", "ReviewGroup", "UnknownRuleError", "load_retention"]


class UnknownRuleError(Exception):
    """No rule of the policy has this id."""

    def __init__(self) -> None:
        listed = ", ".join(load_retention().erasure_rules)
        super().__init__(f"The rule must be one of: {listed}.")


@dataclass(frozen=True, slots=True)
class ReviewGroup:
    """One review group.

    Attributes:
        kinds: a child whose records hold an entry of one of these is of the group, unless
            an earlier group has the child.
        tells_harm: so is a child of whom harm is recorded.
        review_after_years: after the last entry, or the last decision, a review is due.
        keep_to_age: until then the records are kept, however the reviews come; None where
            a review alone decides.
    """

    id: str
    words: str
    tells_harm: bool
    kinds: frozenset[EventKind]
    review_after_years: int
    keep_to_age: int | None

    def next_review(self, last: datetime) -> date:
        """When the next review is due, of records last added to or reviewed at ``last``."""
        return _years_on(last.date(), self.review_after_years)

    def keep_until(self, born: date | None) -> date | None:
        """Until when the records stay at least; None if the group or the birth says nothing."""
        if self.keep_to_age is None or born is None:
            return None
        return _years_on(born, self.keep_to_age)


def _years_on(day: date, years: int) -> date:
    """The same day so many years on; of 29 February the 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


@dataclass(frozen=True, slots=True)
class OwnRule:
    """How long the service keeps what it made itself."""

    id: str
    words: str
    keep: timedelta


@dataclass(frozen=True, slots=True)
class RetentionPolicy:
    """The whole policy.

    Attributes:
        groups: the first that a child's records fit is the child's.
        due_ahead: so long before its day a review is on the list.
        erasure_rules: id -> words.
        own: id -> rule.
    """

    version: str
    source: str
    groups: tuple[ReviewGroup, ...]
    due_ahead: timedelta
    erasure_rules: dict[str, str]
    own: dict[str, OwnRule]

    def __post_init__(self) -> None:
        faults = []
        named = [kind for group in self.groups for kind in group.kinds]
        faults += [f"{kind.value} is of no group" for kind in EventKind if kind not in named]
        if len(named) != len(set(named)):
            faults.append("a kind of entry is of two groups")
        if sum(group.tells_harm for group in self.groups) != 1 or not self.groups[0].tells_harm:
            faults.append("the first group alone is that of recorded harm")
        if any(group.review_after_years < 1 for group in self.groups):
            faults.append("a review comes after a year at the earliest")
        if faults:
            raise ValueError("retention policy: " + "; ".join(faults))

    def group_of(self, kinds: frozenset[EventKind], *, tells_harm: bool) -> ReviewGroup:
        """The group of a child whose records hold entries of these kinds."""
        for group in self.groups:
            if (tells_harm and group.tells_harm) or not group.kinds.isdisjoint(kinds):
                return group
        return self.groups[-1]


@cache
def load_retention() -> RetentionPolicy:
    """The policy of this release."""
    text = files("serving.service").joinpath("retention.json").read_text(encoding="utf-8")
    raw = json.loads(text)
    return RetentionPolicy(
        version=raw["version"],
        source=raw["source"],
        groups=tuple(
            ReviewGroup(**{**group, "kinds": frozenset(EventKind(kind) for kind in group["kinds"])})
            for group in raw["groups"]
        ),
        due_ahead=timedelta(days=raw["due_ahead_days"]),
        erasure_rules={rule["id"]: rule["words"] for rule in raw["erasure_rules"]},
        own={
            rule["id"]: OwnRule(rule["id"], rule["words"], timedelta(days=rule["keep_days"]))
            for rule in raw["own_rules"]
        },
    )
