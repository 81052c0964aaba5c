"""Unusual access: what is planted is found, honest work is left alone, nobody is accused (N6)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from serving.service.unusual_access import _words
from serving.service.unusual_rows import Row, shifts, unusual
from serving.service.unusual_rules import (
    RULES,
    Limit,
    Person,
    SeenLook,
    unusual_policy,
)
from tests.lib.honest_shifts import PLANTED, InventedCases, Shifts, invented_shifts

POLICY = unusual_policy()
NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
SINCE = NOON - timedelta(days=3)
WEEK = timedelta(weeks=1)


def told(shown: Shifts, until: datetime) -> list[Row]:
    """The rows of the week before ``until``."""
    first = until - WEEK - timedelta(days=POLICY.baseline_days)
    looks = [look for look in shown.looks if first <= look.at < until]
    return list(unusual(looks, until - WEEK, shown.cases, shown.people, POLICY))


@pytest.mark.parametrize("seed", [1])
def test_every_misuse_planted_in_a_month_of_honest_shifts_is_found_and_little_else(
    seed: int,
) -> None:
    shown = invented_shifts(seed)
    assert set(shown.planted) == set(PLANTED) == set(RULES)
    last = told(shown, shown.until)
    found = {
        rule
        for rule, (who, child) in shown.planted.items()
        if any(row.rule == rule and row.who == who and row.child == child for row in last)
    }
    assert found == set(PLANTED)
    misused = {who for who, _ in shown.planted.values()}
    honest = [row for row in last if row.who not in misused]
    for weeks in (1, 2, 3):
        honest += told(shown, shown.until - weeks * WEEK)
    by_rule = Counter(row.rule for row in honest)
    by_chance = by_rule.pop("own_name", 0)
    assert by_chance / 4 <= 6, "surnames meet by chance, at about five rows a week"
    assert by_rule.total() / 4 <= 1, by_rule


def look(
    minutes: int, child: str | None = "C-1", kind: str = "CHILD_VIEWED", **other: str
) -> SeenLook:
    """A look so many minutes after :data:`NOON`."""
    at = NOON + timedelta(minutes=minutes)
    said = {"who": "pc-1", "role": "officer", **other}
    return SeenLook(f"e{minutes}-{child}", at, kind, child=child, **said)


def rows(looks: list[SeenLook], person: Person | None = None, **cases: object) -> list[Row]:
    """What is told of these looks of one officer."""
    known = InventedCases(names={f"C-{number}": "ashdownley" for number in range(200)})
    for name, value in cases.items():
        setattr(known, name, value)
    ordered = sorted(looks, key=lambda one: one.at)
    return list(unusual(ordered, SINCE, known, {"pc-1": person or Person()}, POLICY))


def test_what_was_usual_for_an_officer_or_for_the_role_is_not_told() -> None:
    many = [look(number, f"C-{number}") for number in range(30)]
    cases = {"worked_on": {f"C-{number}" for number in range(200)}}
    assert [row.rule for row in rows(many, **cases)] == ["many_children"]
    days = [-8 * 1440, -9 * 1440, -10 * 1440]
    usual = [look(day + number, f"C-{number}") for day in days for number in range(16)]
    assert rows(usual + many, **cases) == []
    of_a_peer = [replace(one, who="pc-2", entry="p" + one.entry) for one in usual]
    assert rows(of_a_peer + many, **cases) == []
    of_another_role = [replace(one, role="supervisor") for one in of_a_peer]
    assert [row.rule for row in rows(of_another_role + many, **cases)] == ["many_children"]


def test_looks_at_night_count_by_the_forces_own_clock() -> None:
    summer = datetime(2026, 7, 1, 21, 30, tzinfo=UTC)  # half past ten in the evening there
    looks = [replace(look(number, f"C-{number}"), at=summer + timedelta(minutes=number))
             for number in range(3)]  # fmt: skip
    known = InventedCases(worked_on={f"C-{number}" for number in range(3)})
    known.names = {f"C-{number}": "x" for number in range(3)}
    found = unusual(looks, summer - timedelta(days=1), known, {}, POLICY)
    assert [(row.rule, row.counted) for row in found] == [("night_off_report", 3)]


def test_of_a_child_that_nobody_knows_any_more_nothing_is_said_to_be_closed() -> None:
    class Nobody(InventedCases):
        def is_missing(self, child: str, at: datetime) -> bool | None:
            return None

        def is_open(self, child: str, at: datetime) -> bool | None:
            return None

    known = Nobody(names={f"C-{number}": "x" for number in range(5)})
    looks = [look(number, f"C-{number}") for number in range(5)]
    assert unusual(looks, SINCE, known, {}, POLICY) == ()


def test_a_search_counts_unless_its_officer_opens_a_record_soon_after() -> None:
    searches = [look(60 * number, None, "CHILDREN_SEARCHED") for number in range(4)]
    many = searches + [look(60 * n + 1, None, "CHILDREN_SEARCHED") for n in range(4)]
    assert [row.rule for row in rows(many)] == ["opened_none"]
    opened = [look(60 * number + 5) for number in range(4)]
    assert rows(many + opened, worked_on={"C-1"}) == []


def test_looks_six_hours_apart_are_of_two_shifts() -> None:
    apart = [look(0), look(359), look(359 + 360)]
    assert list(shifts(apart, timedelta(hours=6)).values()) == [1, 1, 2]


def test_a_row_names_its_entries_its_count_and_its_limit_and_accuses_nobody() -> None:
    person = Person("ashdownley", closed_at=NOON + timedelta(hours=1))
    looks = [look(number, f"C-{number}") for number in range(70)]
    searches = [look(number + 700, None, "CHILDREN_SEARCHED") for number in range(8)]
    refused = [look(number + 900, "C-1", "LOOK_REFUSED") for number in range(2)]
    refused = [replace(one, rule="restricted") for one in refused]
    again = [look(number + 100, "C-199") for number in range(10)]
    found = rows([*looks, *searches, *refused, *again], person)
    assert {row.rule for row in found} >= {
        "many_children", "no_open_case", "own_name", "again_and_again", "limited_refused",
        "before_leaving", "opened_none",
    }  # fmt: skip
    ids = {one.entry for one in (*looks, *searches, *refused, *again)}
    accusing = re.compile(r"misus|abus|suspic|suspect|illegal|unlawful|wrong|violat|offend|guilty")
    for row in found:
        assert row.counted >= row.limit
        assert row.evidence
        assert set(row.evidence) <= ids
        assert len(row.evidence) == min(row.counted, 50) or RULES[row.rule].of_children
        assert _words(row).endswith("Worth a question.")
        said = " ".join((_words(row), RULES[row.rule].title, *RULES[row.rule].counted))
        assert not accusing.search(said.lower())


def test_the_policy_has_a_version_and_a_sourced_limit_for_each_rule() -> None:
    assert POLICY.version
    assert set(POLICY.rules) == set(RULES)
    assert all(limit.source for limit in POLICY.rules.values())
    with pytest.raises(ValueError, match="a limit for each rule"):
        replace(POLICY, rules={"many_children": Limit(1, 0, "x")})
