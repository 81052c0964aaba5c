"""0007: signed heads of the log, their keys and cosignatures, and logs that go on from another."""

from __future__ import annotations

from alembic.operations import Operations

from serving.migrations.columns import index, make, number, raw, words

__all__ = ["down_revision", "downgrade", "revision", "upgrade"]

revision = "0007"
down_revision = "0006a"


def upgrade(op: Operations) -> None:
    """Make the tables, empty: the log's first head is signed when the service next starts."""
    make(
        op,
        "log_heads",
        number("id", key=True, counts=True),
        words("origin"),
        number("size"),
        raw("root"),
        words("note"),
        words("at"),
        index("log_heads_by_size", "size"),
    )
    make(
        op,
        "log_cosignatures",
        number("id", key=True, counts=True),
        words("origin"),
        number("size"),
        words("witness"),
        words("line"),
        words("signed_at"),
        index("log_cosignatures_by_size", "size"),
    )
    make(
        op,
        "log_keys",
        number("id", key=True, counts=True),
        words("origin"),
        words("key", unique=True),
        words("entry_id", empty=True),
        words("since"),
    )
    make(
        op,
        "log_generations",
        number("generation", key=True),
        words("origin", unique=True),
        words("entry_id"),
    )


def downgrade(op: Operations) -> None:
    """Drop them. The seals outside the store stay, and say what was sealed."""
    for name in ("log_generations", "log_keys", "log_cosignatures", "log_heads"):
        op.drop_table(name)
