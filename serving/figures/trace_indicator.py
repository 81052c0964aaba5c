"""The records behind one figure: each case with its source, its reference and its entry.

Every number of a published month leads to the very cases that it counts, as they were known
when it was published. Children stand there by their opaque ids alone.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.calendar import instant_to_text
from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.access.restrictions import Restrictions
from serving.answer.encoder import encode
from serving.figures.cases import Indicator, Part
from serving.figures.months import month_words
from serving.figures.show_indicators import (
    NoSuchPlaceError,
    indicator_of,
    place_of_names,
)
from serving.service.access_log import check_may
from serving.service.context import Service
from serving.service.log_listed import log_listed
from serving.service.paging import MOST_ON_A_PAGE, cursor, place_of
from serving.store.opening import Connection
from serving.store.restrictions import read_restrictions
from serving.store.writer import Receipt
from serving.work_store.indicators import CaseRow
from serving.work_store.indicators_told import read_cases, read_places

__all__ = ["LIMITED_WORDS", "BadMonthError", "CasesAsked", "CasesTraced", "trace_indicator"]

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
LIMITED_WORDS = "A record that is limited to a named team."


class BadMonthError(Exception):
    """The month, part or kind asked for is none. The message says how to write one."""


@dataclass(frozen=True, slots=True)
class CasesAsked:
    """Which figure: of what, when and where; from where on, and how many cases.

    Attributes:
        part, kind: of cases that count as this, and of this kind, alone; empty for all.
    """

    indicator_id: str
    month: str
    authority: str
    team: str
    after: str | None
    limit: int
    part: str = ""
    kind: str = ""

    @property
    def of(self) -> str:
        """The list's name for its cursors."""
        narrowed = f"{self.authority!r} {self.team!r} {self.part} {self.kind}"
        return f"cases {self.indicator_id} {self.month} {narrowed}"


@dataclass(frozen=True, slots=True)
class CasesTraced:
    """One page of cases: its values, the exact bytes, and the log's receipt."""

    values: Mapping[str, Any]
    body: bytes
    receipt: Receipt


async def trace_indicator(
    service: Service, officer: Officer, asked: CasesAsked, reason: AccessReason
) -> CasesTraced:
    """One page of the cases behind a figure, in order of child and reference.

    Whoever may trace sees every record that is counted, so figures that are withheld from
    readers of figures are traced like any other: the permission holds, not the size.

    A child whose record is limited to another team has no id there. Each child's cases are
    entered in the log under that child, the page beside them.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        NoSuchIndicatorError, NoSuchPlaceError, BadMonthError, BadCursorError: see there.
        StoreUnavailableError: it could not be read or logged; nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.INDICATORS_TRACE, now)
    _check(indicator_of(asked.indicator_id), asked)
    after = None if asked.after is None else place_of(service.secret, asked.of, asked.after)

    def read() -> tuple[dict[str, Any], dict[str, list[Any]]]:
        with service.store.reading() as connection:
            limits = read_restrictions(connection)
            return _read(connection, service.secret, officer, asked, after, limits)

    told, shown = await asyncio.to_thread(read)
    values = {**told, "as_at": instant_to_text(now)}
    body = encode(values)
    receipt = await log_listed(
        service,
        officer,
        kind="INDICATOR_TRACED",
        at=now,
        body=body,
        inputs={"as_of": instant_to_text(now)},
        shown=shown,
        facts={"indicator": asked.indicator_id, "month": asked.month, "listed": len(told["cases"])},
        reason=reason,
    )
    return CasesTraced(values, body, receipt)


def _check(indicator: Indicator, asked: CasesAsked) -> None:
    """Raises :class:`BadMonthError` if what is asked for is never counted."""
    if not _MONTH.fullmatch(asked.month):
        raise BadMonthError("Write the month as 2026-10.")
    parts = [part.value for part in Part]
    if asked.part and asked.part not in parts:
        raise BadMonthError(f"Say which part: one of {', '.join(parts)}.")
    kinds = [kind for kind, _ in indicator.kinds]
    if asked.kind and asked.kind not in kinds:
        said = ", ".join(kinds)
        raise BadMonthError(f"Say which kind: one of {said}." if said else "It has no kinds.")


def _read(
    connection: Connection,
    secret: bytes,
    officer: Officer,
    asked: CasesAsked,
    after: tuple[str | int, ...] | None,
    limits: Restrictions,
) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    places = read_places(connection, asked.indicator_id)
    authority, team = place_of_names(places, asked.authority, asked.team)
    page = read_cases(
        connection,
        asked.indicator_id,
        asked.month,
        authority,
        team,
        # Cases of a published month come no more; a child's own id, which is no place for a
        # cursor where the record is limited, is not needed to go on.
        part=asked.part,
        kind=asked.kind,
        after=0 if after is None else int(after[0]),
        most=min(max(asked.limit, 1), MOST_ON_A_PAGE),
    )
    if not page.parts and not (asked.part or asked.kind):
        raise NoSuchPlaceError(
            f"Nothing is published of {month_words(asked.month)} there, or nothing was counted."
        )
    cases, shown = [], dict[str, list[Any]]()
    for case in page.cases:
        is_open = limits.may_open(case.child, officer.team)
        told = _case(case, is_open=is_open)
        cases.append(told)
        if is_open:
            shown.setdefault(case.child, []).append(told)
    place = [page.through] if page.is_more else None
    return (
        {
            "indicator": asked.indicator_id,
            "month": asked.month,
            "place": {"authority": authority or None, "team": team or None},
            "part": asked.part or None,
            "kind": asked.kind or None,
            "total": page.total,
            "parts": {part.value: page.parts.get(part.value, 0) for part in Part},
            "cases": cases,
            "next_page": None if place is None else cursor(secret, asked.of, place),
        },
        shown,
    )


def _case(case: CaseRow, *, is_open: bool) -> Mapping[str, Any]:
    return {
        "child": case.child if is_open else None,
        "limited": None if is_open else LIMITED_WORDS,
        "source": case.source,
        "reference": case.reference,
        "entry": case.entry,
        "part": case.part,
        "kind": case.kind or None,
        "hours": case.hours,
        "authority": case.authority,
        "team": case.team,
    }
