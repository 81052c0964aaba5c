"""An invented force's looks: weeks of honest shifts, and misuse planted among them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from serving.service.unusual_rules import Person, SeenLook

__all__ = ["PLANTED", "START", "InventedCases", "Shifts", "invented_shifts"]

START = datetime(2026, 9, 28, tzinfo=UTC)  # a Monday
#: Surnames as unevenly spread as real ones: few are common.
_SURNAMES = [f"surname{number}" for number in range(2_000)]
_COMMON = [1 / (number + 8) for number in range(2_000)]
#: The rules whose misuse is planted, and where.
PLANTED = (
    "many_children",
    "no_open_case",
    "night_off_report",
    "own_name",
    "own_address",
    "again_and_again",
    "limited_refused",
    "before_leaving",
    "opened_none",
)


@dataclass
class InventedCases:
    """Who was missing when, who has a plan, who is called what and lives where."""

    missing: dict[str, list[tuple[datetime, datetime]]] = field(default_factory=dict)
    worked_on: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)

    def is_missing(self, child: str, at: datetime) -> bool | None:
        late = timedelta(hours=12)
        return any(since - late <= at <= ended for since, ended in self.missing.get(child, ()))

    def is_open(self, child: str, at: datetime) -> bool | None:
        if child in self.worked_on:
            return True
        after = timedelta(days=14)
        return any(
            since - timedelta(hours=12) <= at <= ended + after
            for since, ended in self.missing.get(child, ())
        )

    def surnames(self, child: str) -> frozenset[str]:
        return frozenset({self.names[child]})

    def homes(self, child: str) -> frozenset[str]:
        return frozenset({f"home of {child}"})


@dataclass(frozen=True)
class Shifts:
    """Everything that the report reads, and what was planted: rule -> (officer, child)."""

    looks: tuple[SeenLook, ...]
    cases: InventedCases
    people: Mapping[str, Person]
    planted: Mapping[str, tuple[str, str | None]]
    until: datetime


class _Force:
    def __init__(self, seed: int, weeks: int, officers: int, reports_a_day: int) -> None:
        self.rng = random.Random(seed)
        self.weeks, self.reports_a_day = weeks, reports_a_day
        self.end = START + timedelta(weeks=weeks)
        self.cases = InventedCases()
        self.people: dict[str, Person] = {}
        self.looks: list[SeenLook] = []
        self.children = [f"C-{number:010}" for number in range(reports_a_day * 300)]
        for child in self.children:
            self.cases.names[child] = self._surname()
        self.cases.worked_on = set(self.rng.sample(self.children, len(self.children) // 40))
        self.response = [f"response-{number}" for number in range(officers)]
        self.teams = [f"team-{number}" for number in range(officers // 6)]
        self.supervisors = [f"supervisor-{number}" for number in range(9)]
        for name in (*self.response, *self.teams, *self.supervisors):
            self.people[name] = Person(self._surname(), f"home of {name}")

    def _surname(self) -> str:
        return self.rng.choices(_SURNAMES, _COMMON)[0]

    def look(self, who: str, at: datetime, child: str | None, kind: str = "CHILD_VIEWED") -> None:
        role = {"team": "neighbourhood"}.get(who.partition("-")[0], who.partition("-")[0])
        rule = "restricted" if kind == "LOOK_REFUSED" else None
        entry = f"e{len(self.looks)}"
        self.looks.append(SeenLook(entry, at, kind, who, child, role, rule))

    def open(self, who: str, at: datetime, child: str) -> None:
        """A search, sometimes a second, then the record."""
        for _ in range(self.rng.choice((1, 1, 1, 2))):
            self.look(who, at, None, "CHILDREN_SEARCHED")
            at += timedelta(seconds=self.rng.randint(5, 60))
        self.look(who, at, child)

    def honest(self) -> None:
        for day in range(self.weeks * 7):
            for _ in range(self.reports_a_day):
                self._report(START + timedelta(days=day))
            if day % 7 < 5:
                for who in self.teams:
                    self._desk(who, START + timedelta(days=day, hours=8))
            for hour in (7, 15, 23):
                who = self.supervisors[(day * 3 + hour // 8) % len(self.supervisors)]
                self._review(who, START + timedelta(days=day, hours=hour))

    def _report(self, day: datetime) -> None:
        """A child goes missing: officers of the shift open the record while they attend."""
        since = day + timedelta(minutes=self.rng.randrange(24 * 60))
        hours = min(self.rng.lognormvariate(1.6, 1.0), 72.0)
        child = self.rng.choice(self.children)
        ended = since + timedelta(hours=hours)
        self.cases.missing.setdefault(child, []).append((since, ended))
        on_duty = self.rng.sample(self.response, 1 + self.rng.randrange(3))
        for who in on_duty:
            at = since + timedelta(minutes=self.rng.randint(5, 200))
            for _ in range(self.rng.choice((1, 1, 2, 3))):
                self.open(who, at, child)
                at += timedelta(minutes=self.rng.randint(10, 90))
            if self.rng.random() < 0.08:  # the wrong child of a like name, closed again
                self.open(who, at, self.rng.choice(self.children))
            if self.rng.random() < 0.06:  # nobody of that name
                self.look(who, at, None, "CHILDREN_SEARCHED")
            if self.rng.random() < 0.01:
                self.look(who, at, self.rng.choice(self.children), "LOOK_REFUSED")

    def _review(self, who: str, at: datetime) -> None:
        """A supervisor goes through who is missing, and some who came back this day."""
        for child, spans in sorted(self.cases.missing.items()):
            since, ended = spans[-1]
            came_back = timedelta(0) <= at - ended <= timedelta(hours=10)
            if since <= at <= ended or (came_back and self.rng.random() < 0.15):
                self.look(who, at, child)
                at += timedelta(minutes=self.rng.randint(3, 12))

    def _desk(self, who: str, at: datetime) -> None:
        """A neighbourhood officer goes through some plans and yesterday's returns."""
        plans = sorted(self.cases.worked_on)
        own = [child for number, child in enumerate(plans) if number % len(self.teams)
               == self.teams.index(who)]  # fmt: skip
        recent = [
            child
            for child, spans in self.cases.missing.items()
            if any(timedelta(0) <= at - ended <= timedelta(days=3) for _, ended in spans)
        ]
        chosen = self.rng.sample(own, min(len(own), self.rng.randint(0, 3)))
        chosen += self.rng.sample(recent, min(len(recent), self.rng.randint(0, 3)))
        for child in chosen:
            at += timedelta(minutes=self.rng.randint(5, 40))
            self.open(who, at, child)

    def misuse(self) -> dict[str, tuple[str, str | None]]:
        """Each kind once, in the last week, by officers who otherwise work honestly."""
        day = self.end - timedelta(days=4)
        noon, night = day + timedelta(hours=12), day + timedelta(hours=1)
        idle = [child for child in self.children if child not in self.cases.missing
                and child not in self.cases.worked_on]  # fmt: skip
        who = iter(self.rng.sample(self.response, len(PLANTED)))
        found: dict[str, tuple[str, str | None]] = {}

        def several(rule: str, at: datetime, count: int, pool: list[str]) -> str:
            officer = next(who)
            for number, child in enumerate(self.rng.sample(pool, count)):
                self.open(officer, at + timedelta(minutes=6 * number), child)
            found[rule] = (officer, None)
            return officer

        several("many_children", noon, 26, self.children)
        several("no_open_case", noon, 4, idle)
        several("night_off_report", night, 4, idle)
        leaver = several("before_leaving", noon, 18, self.children)
        closed = day + timedelta(days=2)
        person = self.people[leaver]
        self.people[leaver] = Person(person.surname, person.home, closed)
        officer, child = next(who), self.rng.choice(idle)
        self.cases.names[child] = self.people[officer].surname or ""
        self.open(officer, noon, child)
        found["own_name"] = officer, child
        officer, child = next(who), self.rng.choice(idle)
        self.people[officer] = Person(self.people[officer].surname, f"home of {child}")
        self.open(officer, noon, child)
        found["own_address"] = officer, child
        officer, child = next(who), self.rng.choice(idle)
        for number in range(12):
            self.open(officer, noon - timedelta(hours=6 * number), child)
        found["again_and_again"] = officer, child
        officer = next(who)
        for number in range(3):
            self.look(officer, noon + timedelta(minutes=number), child, "LOOK_REFUSED")
        found["limited_refused"] = officer, None
        officer = next(who)
        for number in range(11):
            self.look(officer, noon + timedelta(minutes=20 * number), None, "CHILDREN_SEARCHED")
        found["opened_none"] = officer, None
        return found


def invented_shifts(
    seed: int, weeks: int = 8, officers: int = 150, reports_a_day: int = 12, *, misuse: bool = True
) -> Shifts:
    """Looks of a force in which so many children a day are reported missing."""
    force = _Force(seed, weeks, officers, reports_a_day)
    force.honest()
    planted = force.misuse() if misuse else {}
    looks = tuple(_in_order(force.looks, force.end))
    return Shifts(looks, force.cases, force.people, planted, force.end)


def _in_order(looks: list[SeenLook], end: datetime) -> Iterator[SeenLook]:
    yield from sorted((look for look in looks if look.at < end), key=lambda look: look.at)
