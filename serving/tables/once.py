"""Which answer a request with an idempotency key got: a day long, so that a retry gets it too."""

from __future__ import annotations

from sqlalchemy import Column, Index

from serving.tables.taken_in import TEXT, table

__all__ = ["idempotency"]

#: ``key`` and ``request`` are digests; ``entries`` are ids of the log, by commas, and hold
#: the answer. No reference binds them: the log outlives what points into it.
idempotency = table(
    "idempotency",
    Column("account", TEXT, primary_key=True),
    Column("key", TEXT, primary_key=True),
    Column("request", TEXT, nullable=False),
    Column("attempt", TEXT, nullable=False),
    Column("entries", TEXT, nullable=False),
    Column("kept_at", TEXT, nullable=False),
    Index("idempotency_by_age", "kept_at"),
)
