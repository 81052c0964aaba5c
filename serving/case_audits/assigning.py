"""Who grades which case: two different people, none of them one who had a part in it."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from serving.access.permissions import Officer, Permission, may
from serving.access.restrictions import Restrictions
from serving.store.accounts import Account, list_accounts
from serving.store.log_search import search_log_entries
from serving.store.log_search_ids import ids_ever
from serving.store.log_search_sought import Sought
from serving.store.opening import Connection

__all__ = ["Candidate", "choose_graders", "graders", "had_a_part", "may_grade"]

#: What is entered of grading itself, and of what was refused, is no part in a case.
_OF_THE_AUDIT = frozenset(
    {"AUDIT_CASE_VIEWED", "AUDIT_CASE_GRADED", "AUDIT_CASE_DECIDED", "LOOK_REFUSED"}
)
#: So far back somebody's own entries count.
_LOOKED_BACK = timedelta(days=730)
_PAGE = 25


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case to be graded, and who may not."""

    case: str
    barred: frozenset[str]


def graders(connection: Connection) -> tuple[Account, ...]:
    """Everybody who may grade cases just now, by name."""
    return tuple(one for one in list_accounts(connection) if _is_grader(one))


def _is_grader(account: Account) -> bool:
    officer = Officer(account.name, account.display_name, account.roles)
    return account.closed_at is None and may(officer, Permission.AUDITS_GRADE)


def may_grade(
    connection: Connection, account: Account, child: str, limits: Restrictions, now: datetime
) -> bool:
    """Whether this person may grade a case of the child: no part in it, no limit in the way."""
    return limits.may_open(child, account.team) and not had_a_part(
        connection, account.name, child, now
    )


def had_a_part(connection: Connection, account: str, child: str, now: datetime) -> bool:
    """Whether the log names both: they wrote of the child, or looked, within two years."""
    ids = ids_ever(connection, child)
    before: str | None = None
    while True:
        sought = Sought(officer=account, children=ids, since=now - _LOOKED_BACK, before=before)
        page = search_log_entries(connection, sought, _PAGE)
        if any(entry.fields.get("kind") not in _OF_THE_AUDIT for entry in page.entries):
            return True
        if page.through is None:
            return False
        before = page.through


def choose_graders(
    seed: bytes, cases: Sequence[Candidate], people: Collection[str]
) -> Mapping[str, tuple[str, ...]]:
    """Case -> the two who grade it; fewer where there are not two who may.

    Cases for which the fewest may are served first, and those with the fewest cases so far
    are taken first; among equals the seed decides.
    """
    load = dict.fromkeys(sorted(people), 0)
    chosen: dict[str, tuple[str, ...]] = {}
    for one in sorted(cases, key=lambda one: (-len(one.barred), one.case)):
        able = [person for person in load if person not in one.barred]
        able.sort(key=lambda person: (load[person], _lot(seed, one.case, person)))
        chosen[one.case] = tuple(able[:2])
        for person in able[:2]:
            load[person] += 1
    return chosen


def _lot(seed: bytes, case: str, person: str) -> bytes:
    return hmac.new(seed, f"{case} {person}".encode(), hashlib.sha256).digest()
