"""People's word on pairs of records: only ever added to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from records.calendar import instant_from_text, instant_to_text
from records.persons import RecordId
from serving.tables.who import WhoTables

__all__ = ["DecisionRow", "add_decisions", "read_decisions"]


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A person's word on two records: it outranks the linkage for good.

    Attributes:
        kind: ``same``, ``different``, or ``undone``, which takes the last word back.
    """

    kind: str
    a: RecordId
    b: RecordId
    decided_at: datetime
    decided_by: str
    reason: str


def add_decisions(connection: Connection, who: WhoTables, decisions: Sequence[DecisionRow]) -> None:
    """Keep people's word. It is never changed: a later one on the same pair counts."""
    table = who.decisions
    last = connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()
    rows = [
        {
            "id": number,
            "kind": decision.kind,
            "a": str(decision.a),
            "b": str(decision.b),
            "decided_at": instant_to_text(decision.decided_at),
            "decided_by": decision.decided_by,
            "reason": decision.reason,
        }
        for number, decision in enumerate(decisions, int(last) + 1)
    ]
    if rows:
        connection.execute(insert(table), rows)


def read_decisions(connection: Connection, who: WhoTables) -> tuple[DecisionRow, ...]:
    """Every decision in the order in which they were made."""
    table = who.decisions
    return tuple(
        DecisionRow(
            row.kind,
            RecordId.parse(row.a),
            RecordId.parse(row.b),
            instant_from_text(row.decided_at),
            row.decided_by,
            row.reason,
        )
        for row in connection.execute(select(table).order_by(table.c.id))
    )
