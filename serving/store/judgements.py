"""What people said of links, act by act: written once, read for review and for measuring."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, or_, select

from linkage.results import RefusalReason
from linkage.subjects import Subject
from records.calendar import instant_from_text, instant_to_text
from records.persons import RecordId
from serving.store.batches import batches
from serving.tables.link_reviews import link_judgements
from serving.tables.who import WhoTables

__all__ = [
    "JudgementRow",
    "act_that_undid",
    "add_judgements",
    "judgements_about",
    "judgements_of_act",
    "judgements_of_link",
    "pairs_in_doubt",
    "read_judgements",
]


@dataclass(frozen=True, slots=True)
class JudgementRow:
    """What one act says of one pair of records.

    Attributes:
        act: the act's own id, shared by the pairs of a split.
        kind: ``judged`` in review, ``split`` off a child, or ``undone``.
        link: the pair's opaque id.
        a, b: in order, ``a < b`` by their text.
        said: ``same``, ``different``, ``cant_say``; ``undone`` takes an act back.
        is_blind: whether the officer had not seen the machine's figure for the pair.
        verdict: what the machine had made of it: ``possible``, ``refused``, ``linked``.
        refusal: why it was refused, if it was.
        weight: the pair's weight then, in hundredths of a bit.
        weights: the digest of the weights by which.
        undoes: the act that is taken back.
    """

    act: str
    kind: str
    subject: Subject
    link: str
    a: RecordId
    b: RecordId
    said: str
    reason: str
    judged_at: datetime
    judged_by: str
    is_blind: bool
    verdict: str
    refusal: RefusalReason | None
    weight: int
    weights: str
    undoes: str | None = None

    def __post_init__(self) -> None:
        if not str(self.a) < str(self.b):
            raise ValueError("a judgement names two records in order")


def add_judgements(connection: Connection, rows: Sequence[JudgementRow]) -> None:
    """Keep an act. Nothing that was said is ever changed or deleted."""
    table = link_judgements
    last = connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()
    values = [_to_row(number, row) for number, row in enumerate(rows, int(last) + 1)]
    if values:
        connection.execute(insert(table), values)


def read_judgements(connection: Connection, subject: Subject) -> tuple[JudgementRow, ...]:
    """Everything that was ever said, in order."""
    return _read(connection, link_judgements.c.subject == subject.value)


def judgements_of_link(connection: Connection, link: str) -> tuple[JudgementRow, ...]:
    """Everything that was said of one pair, in order."""
    return _read(connection, link_judgements.c.link == link)


def judgements_of_act(connection: Connection, act: str) -> tuple[JudgementRow, ...]:
    """Every pair of one act; none if there is no such act."""
    return _read(connection, link_judgements.c.act == act)


def act_that_undid(connection: Connection, act: str) -> str | None:
    """The act that took this one back, if one did."""
    column = link_judgements.c.undoes
    query = select(link_judgements.c.act).where(column == act).limit(1)
    found: str | None = connection.execute(query).scalar_one_or_none()
    return found


def judgements_about(
    connection: Connection, subject: Subject, records: Collection[RecordId]
) -> tuple[JudgementRow, ...]:
    """Everything that was said of a pair that holds one of these records, in order."""
    table, found = link_judgements, {}
    for some in batches(sorted(map(str, records))):
        query = select(table).where(
            table.c.subject == subject.value, or_(table.c.a.in_(some), table.c.b.in_(some))
        )
        found.update({row.id: _from_row(row) for row in connection.execute(query)})
    return tuple(row for _, row in sorted(found.items(), key=lambda item: item[0]))


def pairs_in_doubt(connection: Connection, who: WhoTables) -> list[tuple[str, str]]:
    """The records of every doubtful link now, as text, in no order."""
    table = who.doubtful
    query = select(table.c.a, table.c.b).where(table.c.until.is_(None))
    return [(row.a, row.b) for row in connection.execute(query)]


def _read(connection: Connection, *rules: Any) -> tuple[JudgementRow, ...]:
    query = select(link_judgements).where(*rules).order_by(link_judgements.c.id)
    return _from_rows(connection.execute(query))


def _from_rows(rows: Iterable[Any]) -> tuple[JudgementRow, ...]:
    return tuple(map(_from_row, rows))


def _to_row(number: int, row: JudgementRow) -> dict[str, Any]:
    return {
        "id": number,
        "act": row.act,
        "kind": row.kind,
        "subject": row.subject.value,
        "link": row.link,
        "a": str(row.a),
        "b": str(row.b),
        "said": row.said,
        "reason": row.reason,
        "judged_at": instant_to_text(row.judged_at),
        "judged_by": row.judged_by,
        "is_blind": int(row.is_blind),
        "verdict": row.verdict,
        "refusal": None if row.refusal is None else row.refusal.value,
        "weight": row.weight,
        "weights": row.weights,
        "undoes": row.undoes,
    }


def _from_row(row: Any) -> JudgementRow:
    return JudgementRow(
        act=row.act,
        kind=row.kind,
        subject=Subject(row.subject),
        link=row.link,
        a=RecordId.parse(row.a),
        b=RecordId.parse(row.b),
        said=row.said,
        reason=row.reason,
        judged_at=instant_from_text(row.judged_at),
        judged_by=row.judged_by,
        is_blind=bool(row.is_blind),
        verdict=row.verdict,
        refusal=None if row.refusal is None else RefusalReason(row.refusal),
        weight=row.weight,
        weights=row.weights,
        undoes=row.undoes,
    )
