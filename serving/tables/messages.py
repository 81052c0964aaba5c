"""The tables of telling people: what is told, the messages that carry it, and their delivery.

A notice may hold the opaque id of the child that it is about, which leads from the list to
the record; messages hold nothing of a child at all, only whom they are for. No foreign keys
to children: a notice outlives what it is about, and an erasure empties it.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, text

from serving.tables.taken_in import INTEGER, TEXT, table

__all__ = ["deliveries", "delivery_attempts", "messages", "told_notices"]

_OPEN = text("acknowledged_at IS NULL")
_UNCARRIED = text("way = 'digest' AND message_id IS NULL")

# One row for each notice to one audience. ``cause`` and ``degree`` say why, so that nobody is
# told again unless it got worse. ``way`` is how it reaches them besides the list;
# ``held_back`` says that a budget took its push. ``handed_on_at``: not acknowledged in time,
# so the audience of the notice that ``follows`` it was told.
told_notices = table(
    "told_notices",
    Column("id", TEXT, primary_key=True),
    Column("at", TEXT, nullable=False),
    Column("kind", TEXT, nullable=False),
    Column("child_id", TEXT),
    Column("cause", TEXT, nullable=False),
    Column("degree", INTEGER, nullable=False),
    Column("audience", TEXT, nullable=False),
    Column("team", TEXT),
    Column("person", TEXT),
    Column("reference", TEXT),
    Column("sender", TEXT),
    Column("way", TEXT, CheckConstraint("way IN ('push', 'digest', 'list')"), nullable=False),
    Column("held_back", INTEGER, nullable=False),
    Column("message_id", TEXT),
    Column("acknowledge_by", TEXT),
    Column("acknowledged_at", TEXT),
    Column("acknowledged_by", TEXT),
    Column("handed_on_at", TEXT),
    Column("follows", TEXT),
    CheckConstraint("(acknowledged_at IS NULL) = (acknowledged_by IS NULL)",
                    name="told_acknowledged_by_somebody"),
    Index("told_notices_by_cause", "kind", "child_id", "cause"),
    Index("told_notices_by_audience", "audience", "team", "at"),
    Index("told_notices_by_kind", "kind", "at"),
    Index("told_notices_by_child", "child_id"),
    Index("told_notices_by_reference", "reference"),
    Index("told_notices_by_message", "message_id"),
    Index("told_notices_awaited", "acknowledge_by", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("told_notices_open", "audience", "team", "at", sqlite_where=_OPEN,
          postgresql_where=_OPEN),
    Index("told_notices_uncarried", "audience", "team", "at", sqlite_where=_UNCARRIED,
          postgresql_where=_UNCARRIED),
)  # fmt: skip

# One row for each message to one audience. ``is_begun``: a delivery has begun, so nothing
# more may be merged into it and every try sends the same bytes.
messages = table(
    "messages",
    Column("id", TEXT, primary_key=True),
    Column("at", TEXT, nullable=False),
    Column("audience", TEXT, nullable=False),
    Column("team", TEXT),
    Column("is_digest", INTEGER, nullable=False),
    Column("is_begun", INTEGER, nullable=False),
    Index("messages_by_audience", "audience", "team", "at"),
    Index("messages_by_at", "at", "id"),
)

# One row for each way that a message leaves by. A claim is one sender's until
# ``claimed_until``; a sender that died leaves it to the next.
deliveries = table(
    "deliveries",
    Column("id", TEXT, primary_key=True),
    Column("message_id", TEXT, nullable=False),
    Column("channel", TEXT, CheckConstraint("channel IN ('webhook', 'mail')"), nullable=False),
    Column("state", TEXT, CheckConstraint("state IN ('waiting', 'sent', 'dead')"), nullable=False),
    Column("tries", INTEGER, nullable=False),
    Column("due_at", TEXT, nullable=False),
    Column("claim", TEXT),
    Column("claimed_until", TEXT),
    Column("sent_at", TEXT),
    Column("fault", TEXT, nullable=False),
    Index("deliveries_due", "state", "due_at"),
    Index("deliveries_by_message", "message_id"),
)  # fmt: skip

# One row for each try, and what came of it.
delivery_attempts = table(
    "delivery_attempts",
    Column("delivery_id", TEXT, primary_key=True),
    Column("number", INTEGER, primary_key=True, autoincrement=False),
    Column("at", TEXT, nullable=False),
    Column("outcome", TEXT, nullable=False),
    keyed=True,
)
