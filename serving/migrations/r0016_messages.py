"""0016: what people are told, the messages that carry it, and their delivery."""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import CheckConstraint, text

from serving.migrations.columns import index, make, number, words

__all__ = ["down_revision", "downgrade", "revision", "upgrade"]

revision = "0016"
down_revision = "0015"

_OPEN = "acknowledged_at IS NULL"
_UNCARRIED = "way = 'digest' AND message_id IS NULL"


def upgrade(op: Operations) -> None:
    """Make the tables, empty."""
    make(
        op,
        "told_notices",
        words("id", key=True),
        words("at"),
        words("kind"),
        words("child_id", empty=True),
        words("cause"),
        number("degree"),
        words("audience"),
        words("team", empty=True),
        words("person", empty=True),
        words("reference", empty=True),
        words("sender", empty=True),
        words("way", check="way IN ('push', 'digest', 'list')"),
        number("held_back"),
        words("message_id", empty=True),
        words("acknowledge_by", empty=True),
        words("acknowledged_at", empty=True),
        words("acknowledged_by", empty=True),
        words("handed_on_at", empty=True),
        words("follows", empty=True),
        CheckConstraint("(acknowledged_at IS NULL) = (acknowledged_by IS NULL)",
                        name="told_acknowledged_by_somebody"),
        index("told_notices_by_cause", "kind", "child_id", "cause"),
        index("told_notices_by_audience", "audience", "team", "at"),
        index("told_notices_by_kind", "kind", "at"),
        index("told_notices_by_child", "child_id"),
        index("told_notices_by_reference", "reference"),
        index("told_notices_by_message", "message_id"),
        index("told_notices_awaited", "acknowledge_by", where=_OPEN),
        index("told_notices_open", "audience", "team", "at", where=_OPEN),
        index("told_notices_uncarried", "audience", "team", "at", where=_UNCARRIED),
    )  # fmt: skip
    make(
        op,
        "messages",
        words("id", key=True),
        words("at"),
        words("audience"),
        words("team", empty=True),
        number("is_digest"),
        number("is_begun"),
        index("messages_by_audience", "audience", "team", "at"),
        index("messages_by_at", "at", "id"),
    )
    make(
        op,
        "deliveries",
        words("id", key=True),
        words("message_id"),
        words("channel", check="channel IN ('webhook', 'mail')"),
        words("state", check="state IN ('waiting', 'sent', 'dead')"),
        number("tries"),
        words("due_at"),
        words("claim", empty=True),
        words("claimed_until", empty=True),
        words("sent_at", empty=True),
        words("fault"),
        index("deliveries_due", "state", "due_at"),
        index("deliveries_by_message", "message_id"),
    )
    make(
        op,
        "delivery_attempts",
        words("delivery_id", key=True),
        number("number", key=True),
        words("at"),
        words("outcome"),
        keyed=True,
    )


def downgrade(op: Operations) -> None:
    """Drop them: what was told, sent and acknowledged is lost; the log's entries stay."""
    for name in ("delivery_attempts", "deliveries", "messages", "told_notices"):
        op.execute(text(f"DROP TABLE {name}"))
