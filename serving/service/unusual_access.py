"""The report of unusual access: what in the log is worth a question, by which rule (N6)."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from records.calendar import instant_to_text
from records.history import History
from records.places import place_key
from records.words import moment_words
from serving.access.permissions import Officer, Permission
from serving.answer.encoder import encode
from serving.answer.inputs import look_history
from serving.service.access_log import check_may, log_look
from serving.service.context import Service
from serving.service.unusual_cases import CasesOfHistories, surname_of
from serving.service.unusual_rows import Row, unusual
from serving.service.unusual_rules import (
    RULES,
    VIEWED,
    Person,
    SeenLook,
    UnusualPolicy,
    unusual_policy,
)
from serving.settings import SettingsError
from serving.store.accounts import list_accounts
from serving.store.log_search_spans import SpannedEntry, entries_between, read_look_blobs
from serving.store.opening import Connection
from serving.store.writer import Receipt

__all__ = ["MOST_UNUSUAL_DAYS", "UnusualAccess", "report_unusual_access"]

MOST_UNUSUAL_DAYS = 31
#: More rows than this are counted, not told: narrow the days.
_MOST_ROWS = 300


@dataclass(frozen=True, slots=True)
class UnusualAccess:
    """The report: the values, the exact bytes, and the log's receipt."""

    values: Mapping[str, Any]
    body: bytes
    receipt: Receipt


async def report_unusual_access(service: Service, officer: Officer, days: int) -> UnusualAccess:
    """What the rules tell of the last ``days`` days, each row with its count, threshold and
    entries. It accuses nobody: a row is a question.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        SettingsError: the file of officers' homes can't be read.
        StoreUnavailableError: it could not be read or logged, so nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.LOG_UNUSUAL, now)
    values = await asyncio.to_thread(_report, service, now, days)
    body = encode(values)
    receipt = await log_look(
        service,
        officer,
        kind="UNUSUAL_ACCESS_REPORTED",
        at=now,
        inputs={"as_of": instant_to_text(now), "policy": values["policy_version"]},
        facts={"days": days, "rows": values["count"]},
        body=body,
    )
    return UnusualAccess(values, body, receipt)


def _report(service: Service, now: datetime, days: int) -> dict[str, Any]:
    policy, since = unusual_policy(), now - timedelta(days=days)
    homes = _homes(service.settings.officer_homes)
    with service.store.reading() as connection:
        accounts = list_accounts(connection)
        spanned = entries_between(connection, since - timedelta(days=policy.baseline_days), now)
        nameless: Counter[str] = Counter()
        looks = list(_looks(spanned, nameless))
        asked = {look.child for look in looks if look.child is not None and look.at >= since}
        histories = dict(_histories(connection, sorted(asked)))
    people = {
        account.name: Person(
            surname_of(account.display_name), homes.get(account.name), account.closed_at
        )
        for account in accounts
    }
    rows = unusual(looks, since, CasesOfHistories(histories, policy), people, policy)
    names = {account.name: account.display_name for account in accounts}
    by_rule = Counter(row.rule for row in rows)
    return {
        "days": days,
        "since": instant_to_text(since),
        "looks": sum(look.kind in VIEWED and look.at >= since for look in looks),
        "without_a_name": nameless.total(),
        "children_not_known": len(asked - set(histories)),
        "homes_compared": bool(homes),
        "policy_version": policy.version,
        "rules": [
            {
                "rule": rule.id,
                "title": rule.title,
                "at_least": policy.rules[rule.id].at_least,
                "times_usual": policy.rules[rule.id].times_usual,
                "source": policy.rules[rule.id].source,
                "rows": by_rule[rule.id],
            }
            for rule in RULES.values()
        ],
        "count": len(rows),
        "rows": [_values(row, names, policy) for row in rows[:_MOST_ROWS]],
        "as_at": instant_to_text(now),
    }


def _looks(spanned: Iterator[SpannedEntry], nameless: Counter[str]) -> Iterator[SeenLook]:
    """What the rules count; an entry whose officer was erased is counted as without a name."""
    for entry in spanned:
        fields = entry.fields
        kind, rule = str(fields["kind"]), fields["facts"].get("rule")
        if kind not in VIEWED and kind not in ("CHILDREN_SEARCHED", "LOOK_REFUSED"):
            continue
        if entry.who is None:
            nameless[kind] += 1
            continue
        at = datetime.fromisoformat(fields["at"])
        role = next(iter(fields["roles"]), "")
        yield SeenLook(entry.id, at, kind, entry.who, entry.child, role, rule)


def _histories(connection: Connection, children: Sequence[str]) -> Iterator[tuple[str, History]]:
    """By the id that was looked at: of one that went into another, that other's history."""
    for child, blob in read_look_blobs(connection, children):
        yield child, look_history(blob, frozenset())


def _homes(path: Path | None) -> dict[str, str]:
    """Account -> the key of its home, from the file of the settings."""
    if path is None:
        return {}
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        keys = {name: place_key(at["address"], at["postcode"]) for name, at in raw.items()}
    except (OSError, ValueError, AttributeError, TypeError, KeyError):
        raise SettingsError(
            "MISSING_RISK_OFFICER_HOMES must be a readable file like "
            '{"account": {"address": "1 Example Road", "postcode": "NG1 1AA"}}'
        ) from None
    return {name: key for name, key in keys.items() if key is not None}


def _values(row: Row, names: Mapping[str, str], policy: UnusualPolicy) -> dict[str, Any]:
    rule = RULES[row.rule]
    return {
        "rule": row.rule,
        "title": rule.title,
        "officer": row.who,
        "officer_name": names.get(row.who),
        "child": row.child,
        "since": instant_to_text(row.since),
        "until": instant_to_text(row.until),
        "counted": row.counted,
        "limit": row.limit,
        "own_usual": row.own_usual,
        "peers_usual": row.peers_usual,
        "words": _words(row),
        "threshold_source": policy.rules[row.rule].source,
        "evidence": list(row.evidence),
    }


def _words(row: Row) -> str:
    """What was counted, against what; never that anything was wrong."""
    one, several = RULES[row.rule].counted
    counted = f"{row.counted} {one if row.counted == 1 else several}"
    when = moment_words(row.since)
    if row.until != row.since:
        when = f"{when} to {moment_words(row.until)}"
    usual = ""
    if row.own_usual is not None:
        usual = (
            f" Nine in ten of this officer's earlier stretches stayed within {row.own_usual}, "
            f"of others in the role within {row.peers_usual}."
        )
    return f"{counted}, {when}; told from {row.limit} on.{usual} Worth a question."
