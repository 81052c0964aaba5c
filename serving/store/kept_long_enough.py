"""What the service made itself and has kept long enough: found, blanked or deleted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import ColumnElement, Connection, Table, delete, func, select

from records.calendar import instant_to_text
from serving.audit.leaf import ANSWER
from serving.store.erasure_traces import made_from
from serving.tables.log import log_answers, log_entries, log_private
from serving.tables.messages import deliveries, delivery_attempts, messages, told_notices
from serving.tables.once import idempotency
from serving.tables.rescored import rescored_changes, rescorings
from serving.tables.restrictions import access_notices
from serving.tables.taken_in import child_histories, history_blobs

__all__ = ["count_over", "delete_over", "old_parts", "past_blobs"]

_LABELS = ("child", "reason", "question")


def _first_id(at: datetime) -> str:
    """What every id of an entry made from this moment on comes after: ids sort by time."""
    return f"{int(at.timestamp()) * 1000 + at.microsecond // 1000:012x}"


def old_parts(
    connection: Connection, before: datetime, most: int, *, questions_alone: bool = False
) -> tuple[tuple[str, str], ...]:
    """(entry, label) of what is not blank behind entries older than ``before``; at most ``most``.

    Who looked stays for as long as the log does.
    """
    labels = ("question",) if questions_alone else _LABELS
    private = (
        select(log_private.c.entry_id, log_private.c.label)
        .where(
            log_private.c.entry_id < _first_id(before),
            log_private.c.label.in_(labels),
            log_private.c.value.is_not(None),
        )
        .order_by(log_private.c.entry_id)
        .limit(most)
    )
    parts = [(row[0], row[1]) for row in connection.execute(private)]
    if not questions_alone and len(parts) < most:
        answers = (
            select(log_answers.c.entry_id)
            .where(log_answers.c.entry_id < _first_id(before), log_answers.c.value.is_not(None))
            .order_by(log_answers.c.entry_id)
            .limit(most - len(parts))
        )
        parts += [(entry, ANSWER) for entry in connection.execute(answers).scalars()]
    return tuple(parts)


def past_blobs(connection: Connection, before: datetime) -> frozenset[str]:
    """What looks older than ``before`` were made from, and nothing since: no answer is kept
    that could be given again from it, and it is nobody's current one."""
    old, new, first = set[str](), set[str](), _first_id(before)
    query = select(log_entries.c.id, log_entries.c.entry)
    for entry_id, entry in connection.execute(query, execution_options={"yield_per": 1_000}):
        if (digest := made_from(bytes(entry))) is not None:
            (old if entry_id < first else new).add(digest)
    past = old - new - set(connection.execute(select(child_histories.c.digest)).scalars())
    return frozenset(
        past.intersection(connection.execute(select(history_blobs.c.digest)).scalars())
    )


_Which = tuple[Table, ColumnElement[bool]]


def _repeated(moment: str) -> tuple[_Which, ...]:
    return ((idempotency, idempotency.c.kept_at < moment),)


def _changes(moment: str) -> tuple[_Which, ...]:
    ended = select(rescorings.c.id).where(rescorings.c.ended_at < moment)
    return ((rescored_changes, rescored_changes.c.run_id.in_(ended)),)


def _notices(moment: str) -> tuple[_Which, ...]:
    """What was told, and whole messages that carry nothing newer: the tries first, so that no
    row is left without what it belongs to."""
    told, of, newer = told_notices.c, access_notices.c, told_notices.alias("newer").c
    carries = select(newer.id).where(newer.message_id == messages.c.id, newer.at >= moment)
    old = select(messages.c.id).where(messages.c.at < moment, ~carries.exists())
    leaving = deliveries.c.message_id.in_(old)
    tries = delivery_attempts.c.delivery_id.in_(select(deliveries.c.id).where(leaving))
    return (
        (delivery_attempts, tries),
        (deliveries, leaving),
        (messages, messages.c.id.in_(old)),
        (told_notices, told.at < moment),
        (access_notices, of.at < moment),
    )


_ROWS: Mapping[str, Callable[[str], tuple[_Which, ...]]] = MappingProxyType(
    {"repeated": _repeated, "changes": _changes, "notices": _notices}
)


def count_over(connection: Connection, rule: str, before: datetime) -> int:
    """How many rows the rule lets go: ``repeated`` requests, rescorings' ``changes``, or
    ``notices`` with the messages that carried them."""
    return sum(
        int(connection.execute(select(func.count()).select_from(table).where(which)).scalar_one())
        for table, which in _ROWS[rule](instant_to_text(before))
    )


def delete_over(connection: Connection, rule: str, before: datetime) -> int:
    """Delete the rows that the rule lets go; returns how many."""
    return sum(
        connection.execute(delete(table).where(which)).rowcount
        for table, which in _ROWS[rule](instant_to_text(before))
    )
