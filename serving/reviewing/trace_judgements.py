"""The judgements behind one figure of how judgement fared, each with its record (N7, M10)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.calendar import instant_to_text
from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.answer.encoder import encode
from serving.reviewing.judgement_counts import OUTCOMES, Measured
from serving.reviewing.measured_judgements import read_judged
from serving.service.access_log import check_may
from serving.service.context import Service
from serving.service.log_listed import log_listed
from serving.service.paging import MOST_ON_A_PAGE, USUAL_ON_A_PAGE, cursor, place_of
from serving.store.restrictions import read_restrictions
from serving.store.writer import Receipt

__all__ = ["DECISIONS", "JudgementsAsked", "JudgementsTraced", "judgement_row", "trace_judgements"]

DECISIONS = ("approved", "declined", "undecided")
_LIMITED = "A record that is limited to a named team."


@dataclass(frozen=True, slots=True)
class JudgementsAsked:
    """Which judgements: of this kind, outcome and decision; None for any."""

    kind: str | None = None
    outcome: str | None = None
    decision: str | None = None
    after: str | None = None
    limit: int = USUAL_ON_A_PAGE

    @property
    def of(self) -> str:
        """The list's name for its cursors."""
        return f"judgements behind {self.kind} {self.outcome} {self.decision}"

    def holds(self, one: Measured) -> bool:
        """Whether the judgement is asked for. ``measured`` is either outcome that is known."""
        said = one.outcome if self.outcome in OUTCOMES else "measured"
        if said == "measured" and one.harmed is None:
            said = OUTCOMES[2]
        return (
            self.kind in (None, one.kind)
            and self.outcome in (None, said)
            and self.decision in (None, one.decision)
        )


@dataclass(frozen=True, slots=True)
class JudgementsTraced:
    """One page: its values, the exact bytes, and the log's receipt."""

    values: Mapping[str, Any]
    body: bytes
    receipt: Receipt


async def trace_judgements(
    service: Service, officer: Officer, asked: JudgementsAsked, reason: AccessReason
) -> JudgementsTraced:
    """One page of the judgements that the figures count, in order of reference.

    Months that the figures leave out are here as well: whoever may trace sees every record.
    A child whose record is limited to another team has no id there. Each child's rows are
    entered in the log under that child.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        BadCursorError: ``asked.after`` is no ``next_page`` of this list.
        StoreUnavailableError: it could not be read or logged; nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.INDICATORS_TRACE, now)
    start = 0 if asked.after is None else int(place_of(service.secret, asked.of, asked.after)[0])
    most = min(max(asked.limit, 1), MOST_ON_A_PAGE)

    def read() -> tuple[dict[str, Any], dict[str, list[Any]]]:
        judged = read_judged(service)
        with service.store.reading() as connection:
            limits = read_restrictions(connection)
        every = sorted(
            filter(asked.holds, judged.found), key=lambda one: (one.reference, one.child)
        )
        rows, shown = [], dict[str, list[Any]]()
        for one in every[start : start + most]:
            row = judgement_row(one, is_open=limits.may_open(one.child, officer.team))
            rows.append(row)
            if row["child"] is not None:
                shown.setdefault(one.child, []).append(row)
        through = start + len(rows)
        return {
            "kind": asked.kind,
            "outcome": asked.outcome,
            "decision": asked.decision,
            "total": len(every),
            "judgements": rows,
            "next_page": cursor(service.secret, asked.of, [through])
            if through < len(every)
            else None,
            "known_at": None if judged.known_at is None else instant_to_text(judged.known_at),
        }, shown

    told, shown = await asyncio.to_thread(read)
    values = {**told, "as_at": instant_to_text(now)}
    body = encode(values)
    receipt = await log_listed(
        service,
        officer,
        kind="JUDGEMENTS_TRACED",
        at=now,
        body=body,
        inputs={"as_of": instant_to_text(now)},
        shown=shown,
        facts={"listed": len(told["judgements"])},
        reason=reason,
    )
    return JudgementsTraced(values, body, receipt)


def judgement_row(one: Measured, *, is_open: bool) -> dict[str, Any]:
    """One judgement; without the child's id where its record is limited to another team."""
    return {
        "child": one.child if is_open else None,
        "limited": None if is_open else _LIMITED,
        "reference": one.reference,
        "entry": one.entry,
        "month": one.month,
        "kind": one.kind,
        "outcome": one.outcome,
        "decision": one.decision,
    }
