"""Making the tables, and refusing a store that this release does not understand."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from sqlalchemy import Connection, insert, inspect, select, text

from serving.audit.tree import EMPTY_ROOT
from serving.migrations.running import HEAD
from serving.store.bringing_forward import bring_forward, revision_of, way_on
from serving.store.errors import NotAStoreError
from serving.store.guards import create_guards, missing_guards
from serving.tables import (
    case_audits,
    erasure,
    heads,
    indicators,
    kept,
    link_reviews,
    messages,
    once,
    plans,
    relations,
    rescored,
    restrictions,
    retention,
    search,
    sessions,
    shadow,
    who,
    work,
)
from serving.tables.heads import log_generations
from serving.tables.log import log_head
from serving.tables.taken_in import METADATA, store_revision, store_schema, store_state

__all__ = ["base_origin", "check_schema", "create_schema", "log_origin", "store_secret"]

#: Modules whose tables are the store's too: they must be imported before tables are made.
_DECLARING = (
    case_audits, erasure, heads, indicators, kept, link_reviews, messages, once, plans, relations,
    rescored, restrictions, retention, search, sessions, shadow, who, work,
)  # fmt: skip
#: Held while tables are made, so that two starts on one PostgreSQL don't race.
_ADVISORY_LOCK = int.from_bytes(hashlib.sha256(b"missing-risk schema").digest()[:7], "big")


def create_schema(
    connection: Connection, *, origin: str, draw_secret: Callable[[int], bytes]
) -> None:
    """Make tables, guards and first rows where there are none; bring a store of an earlier
    release forward and check it; otherwise change nothing. All inside the caller's
    transaction: undone, it leaves the store as it was.

    ``origin`` and ``draw_secret`` count only for a new store.

    Raises:
        NotAStoreError: there are tables, but not a store's; or a store of an earlier release
            has lost guards, which no step may put back unseen.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
    present = inspect(connection).get_table_names()
    if store_schema.name in present:
        if bring_forward(connection):
            check_schema(connection)
        return
    if present:
        raise NotAStoreError("the database holds something else; give the store one of its own")
    METADATA.create_all(connection)
    create_guards(connection)
    connection.execute(insert(store_revision).values(version_num=HEAD))
    connection.execute(insert(store_schema).values(id=1, origin=origin, secret=draw_secret(32)))
    connection.execute(insert(store_state).values(id=1, freshness="{}", linkage="", heartbeat=0))
    connection.execute(insert(log_head).values(id=1, size=0, root=EMPTY_ROOT, frontier=b""))


def check_schema(connection: Connection, *, must_be_guarded: bool = True) -> None:
    """Refuse what can't be read or is not guarded.

    Raises:
        NotAStoreError: no tables, another version, or an append-only guard is missing.
    """
    present = set(inspect(connection).get_table_names())
    if store_schema.name not in present:
        raise NotAStoreError("there is no store at this address; run missing-risk ingest first")
    revision = revision_of(connection)
    if revision != HEAD:
        raise NotAStoreError(
            f"the store has schema version {revision}; this release reads {HEAD} alone: "
            f"{way_on(revision)}"
        )
    if gone := sorted(set(METADATA.tables) - present):
        raise NotAStoreError(f"the store lacks the tables {', '.join(gone)}; restore a backup")
    if must_be_guarded and (unguarded := missing_guards(connection)):
        raise NotAStoreError(
            f"the log is not guarded against changes ({', '.join(unguarded)} missing); "
            "run missing-risk verify-audit, then restore the guards"
        )


def log_origin(connection: Connection) -> str:
    """The name that this store's log bears in every new entry: that of the log that was
    opened last."""
    opened = select(log_generations.c.origin).order_by(log_generations.c.generation.desc()).limit(1)
    later = connection.execute(opened).scalar_one_or_none()
    return later or base_origin(connection)


def base_origin(connection: Connection) -> str:
    """The name of the store's first log; those that go on from it add a number."""
    return str(connection.execute(select(store_schema.c.origin)).scalar_one())


def store_secret(connection: Connection) -> bytes:
    """32 random bytes of this store alone, from which opaque child ids are made."""
    return bytes(connection.execute(select(store_schema.c.secret)).scalar_one())
