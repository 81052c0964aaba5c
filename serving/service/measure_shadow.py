"""What the challenger would have said at the looks of some days, counted, with nobody named."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from records.calendar import instant_to_text, local_day
from scorecard import Policy
from serving.access.permissions import Officer, Permission
from serving.answer.encoder import encode
from serving.service.access_log import check_may, log_look
from serving.service.context import Service
from serving.service.shadow_looks import DIFFERENCES
from serving.service.small_numbers import FEW, rounded, rounded_sum
from serving.store.opening import Store
from serving.store.shadow import ShadowKey, read_shadow
from serving.store.writer import Receipt

__all__ = ["MOST_DAYS", "Shadow", "measure_shadow", "shadow_of_store", "shadow_values"]

MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Shadow:
    """The figures: the exact bytes, and the log's receipt."""

    body: bytes
    receipt: Receipt


async def measure_shadow(service: Service, officer: Officer, days: int) -> Shadow:
    """The figures of the last ``days`` days, today included.

    What is not in the store yet, a minute's looks at most as a rule, is not in them.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        StoreUnavailableError: they could not be read or logged, so there is no answer.
    """
    now = service.clock()
    await check_may(service, officer, Permission.SHADOW_VIEW, now)
    values = await asyncio.to_thread(shadow_of_store, service.store, service.policy, now, days)
    body = encode(values)
    receipt = await log_look(
        service,
        officer,
        kind="SHADOW_MEASURED",
        at=now,
        body=body,
        inputs={"as_of": instant_to_text(now)},
        facts={"days": days},
    )
    return Shadow(body, receipt)


def shadow_of_store(store: Store, policy: Policy, now: datetime, days: int) -> dict[str, Any]:
    """:func:`shadow_values` of the last ``days`` days."""
    since = (local_day(now) - timedelta(days=days - 1)).isoformat()
    with store.reading() as connection:
        counts = read_shadow(connection, since)
    return {
        "since": since,
        "as_at": instant_to_text(now),
        "withheld_below": FEW,
        "pairs": shadow_values(counts, policy),
    }


def shadow_values(counts: Mapping[ShadowKey, int], policy: Policy) -> list[dict[str, Any]]:
    """Each pair of cards that was compared, the one seen last first.

    Bands are those of the points alone: floors are the same under both cards. Counts from 1
    to 4 are withheld (null), all others are to the nearest five: the same question for
    one day more or less must not tell what was withheld.
    """
    days: dict[tuple[str, str], set[str]] = {}
    by_pair: dict[tuple[str, str], Counter[tuple[str, str, str]]] = {}
    for key, looks in counts.items():
        pair = (key.champion, key.challenger)
        days.setdefault(pair, set()).add(key.day)
        by_pair.setdefault(pair, Counter())[key.what, key.was, key.is_now] += looks
    newest = sorted(by_pair, key=lambda pair: (max(days[pair]), pair), reverse=True)
    return [
        {
            "champion": pair[0],
            "challenger": pair[1],
            "first": min(days[pair]),
            "last": max(days[pair]),
            **_pair(by_pair[pair], policy),
        }
        for pair in newest
    ]


def _pair(found: Mapping[tuple[str, str, str], int], policy: Policy) -> dict[str, Any]:
    bands = {(was, now): n for (what, was, now), n in found.items() if what == "bands"}
    moved = {"same": 0, "up": 0, "down": 0}
    for (was, now), looks in bands.items():
        step = policy.rank(now) - policy.rank(was)
        moved["up" if step > 0 else "down" if step < 0 else "same"] += looks
    compared = sum(bands.values())
    return {
        "looks": rounded_sum([compared]),
        **{name: rounded_sum([looks]) for name, looks in moved.items()},
        "bands": [
            {"champion": was, "challenger": now, "looks": rounded(bands.get((was, now), 0))}
            for was in policy.labels
            for now in policy.labels
        ],
        "points": [
            {"from": least, "words": words, "looks": rounded(found.get(("points", least, ""), 0))}
            for least, words in _STRETCHES
        ],
        "lines": [
            {"feature": feature, "card": card, "looks": rounded(looks)}
            for feature, card, looks in _lines(found)
        ],
        **{
            name: rounded_sum(n for (what, _, _), n in found.items() if what == name)
            for name in ("failed", "dropped")
        },
    }


def _lines(found: Mapping[tuple[str, str, str], int]) -> list[tuple[str, str, int]]:
    """Reasons that one card alone gave, the commonest first."""
    lines = [(was, now, looks) for (what, was, now), looks in found.items() if what == "line"]
    return sorted(lines, key=lambda line: (-line[2], line[0], line[1]))


def _stretch_words(least: int, after: int | None) -> str:
    last = None if after is None else after - 1
    if least == DIFFERENCES[0]:
        return f"{-(last or 0)} or more points lower"
    if least == last == 0:
        return "the same points"
    side = "lower" if least < 0 else "higher"
    if last is None:
        return f"{least} or more points {side}"
    low, high = sorted((abs(least), abs(last)))
    return f"{low} to {high} points {side}"


#: Each stretch of points by its least, and its words.
_STRETCHES = tuple(
    (str(least), _stretch_words(least, after))
    for least, after in pairwise((*DIFFERENCES, None))
    if least is not None
)
