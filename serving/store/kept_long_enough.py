"""What the service made itself and has kept long enough: found, blanked or deleted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, delete, func, select

from records.calendar import instant_to_text
from serving.audit.leaf import ANSWER
from serving.store.erasure_traces import made_from
from serving.tables.log import log_answers, log_entries, log_private
from serving.tables.once import idempotency
from serving.tables.rescored import rescored_changes, rescorings
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


def _over(rule: str, before: datetime) -> tuple[Table, ColumnElement[bool]]:
    """The table of a rule, and which of its rows it lets go."""
    moment = instant_to_text(before)
    if rule == "repeated":
        return idempotency, idempotency.c.kept_at < moment
    ended = select(rescorings.c.id).where(rescorings.c.ended_at < moment)
    return rescored_changes, rescored_changes.c.run_id.in_(ended)


def count_over(connection: Connection, rule: str, before: datetime) -> int:
    """How many rows the rule lets go: ``repeated`` requests, or rescorings' ``changes``."""
    table, which = _over(rule, before)
    query = select(func.count()).select_from(table).where(which)
    return int(connection.execute(query).scalar_one())


def delete_over(connection: Connection, rule: str, before: datetime) -> int:
    """Delete the rows that the rule lets go; returns how many."""
    table, which = _over(rule, before)
    return connection.execute(delete(table).where(which)).rowcount
