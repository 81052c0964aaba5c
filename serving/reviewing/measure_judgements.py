"""How judgements and advice fared: what people said to the advice, and the harm recorded after.

The outcome is the scorecard's own: :func:`records.states.is_harmed_since` within 90 days. No
count below five is told, and none but to the nearest five.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from linkage.subjects import Subject
from records.calendar import instant_to_text, local_day
from records.history import History, known_at
from records.states import Judgement, is_harmed_since, judgements
from serving.access.permissions import Officer, Permission
from serving.answer.encoder import encode
from serving.answer.inputs import look_history
from serving.reviewing.limits import LIMITS
from serving.service.access_log import check_may, log_look
from serving.service.context import Service
from serving.service.small_numbers import FEW, rounded, rounded_sum
from serving.store.batches import batches
from serving.store.extracts import freshness
from serving.store.links import links_of
from serving.store.writer import Receipt
from serving.tables.who import WHO
from serving.work_store.flagged import read_judgement_entries
from serving.work_store.lists import read_children

__all__ = ["JUDGED_BACK", "JudgementFigures", "Measured", "figures_of", "measure_judgements",
           "measured_judgements"]  # fmt: skip

#: Judgements made this long ago are counted.
JUDGED_BACK = timedelta(days=731)
_KINDS = ("agree", "raise", "lower")


@dataclass(frozen=True, slots=True)
class JudgementFigures:
    """The exact bytes that are sent, and the log's receipt."""

    values: dict[str, Any]
    body: bytes
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of one judgement.

    Attributes:
        month: ``2026-11``, when it was made.
        decided: what a supervisor said: None if nobody did.
        harmed: whether recorded harm followed within the horizon; None if that is not over.
    """

    kind: str
    month: str
    decided: bool | None
    harmed: bool | None


async def measure_judgements(service: Service, officer: Officer) -> JudgementFigures:
    """Counts by kind and month over two years, nobody named.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        StoreUnavailableError: it could not be read or logged; nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.JUDGEMENTS_MEASURE, now)
    values = await asyncio.to_thread(_read, service, now)
    body = encode(values)
    receipt = await log_look(
        service,
        officer,
        kind="JUDGEMENTS_MEASURED",
        at=now,
        body=body,
        inputs={"as_of": instant_to_text(now)},
    )
    return JudgementFigures(values, body, receipt)


def _read(service: Service, now: datetime) -> dict[str, Any]:
    with service.store.reading() as connection:
        records = read_judgement_entries(connection, now - JUDGED_BACK)
        children = sorted(set(links_of(connection, WHO[Subject.CHILD], records).values()))
        systems = frozenset(freshness(connection))
        # A few at a time: histories are large.
        found = [
            one
            for some in batches([str(child) for child in children])
            for blob in read_children(connection, some).values()
            for one in measured_judgements(look_history(blob, systems), now)
        ]
    return {**figures_of(found), "as_at": instant_to_text(now)}


def measured_judgements(history: History, now: datetime) -> Iterator[Measured]:
    """What came of every judgement about one child that is known at ``now``.

    Harm counts from the moment of the judgement to the end of the horizon, as it was known
    then: what was corrected or withdrawn by then doesn't count, nor what came later.
    """
    for one in judgements(known_at(history, now)):
        made = one.made.occurred
        if now - made > JUDGED_BACK:
            continue
        end = made + LIMITS.horizon
        harmed = None if end > now else is_harmed_since(known_at(history, end), made)
        yield Measured(one.kind, local_day(made).isoformat()[:7], _decided(one), harmed)


def _decided(one: Judgement) -> bool | None:
    if one.decision is None:
        return None
    return one.decision.kind.value == "judgement_approved"


def figures_of(found: Iterable[Measured]) -> dict[str, Any]:
    """The figures of these judgements, small numbers withheld."""
    every = list(found)
    by_month = Counter((one.month, one.kind) for one in every)
    months = sorted({one.month for one in every}, reverse=True)
    overridden = sum(one.kind != "agree" for one in every)
    lowered = [one for one in every if one.kind == "lower"]
    return {
        "horizon_days": LIMITS.horizon.days,
        "judgements": rounded(len(every)),
        "overrides_percent": _percent(overridden, len(every)),
        "kinds": [
            {"kind": kind, **_kind([one for one in every if one.kind == kind])} for kind in _KINDS
        ],
        "lowered": {
            "approved": rounded(sum(one.decided is True for one in lowered)),
            "declined": rounded(sum(one.decided is False for one in lowered)),
            "undecided": rounded(sum(one.decided is None for one in lowered)),
        },
        "months": [
            {"month": month, **{kind: rounded(by_month[month, kind]) for kind in _KINDS}}
            for month in months
        ],
        "withheld_below": FEW,
    }


def _kind(of: list[Measured]) -> dict[str, Any]:
    measured = [one for one in of if one.harmed is not None]
    harmed = sum(one.harmed is True for one in measured)
    return {
        "count": rounded(len(of)),
        "measured": rounded(len(measured)),
        "not_measured": rounded(len(of) - len(measured)),
        "harmed": rounded(harmed),
        "harmed_percent": _percent(harmed, len(measured)),
    }


def _percent(part: int, whole: int) -> int | None:
    """Of the rounded counts, so that it tells no more than they do; None if one is withheld,
    nobody is counted, or the rest is a small number."""
    shown, of, rest = rounded(part), rounded(whole), rounded(whole - part)
    if shown is None or not of or rest is None:
        return None
    return min(100, (100 * shown + rounded_sum([whole]) // 2) // of)
