"""Stores of past releases, and all that can be read of a store's tables, to be compared."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, make_url, text

from serving.audit.tree import EMPTY_ROOT
from serving.migrations import running
from serving.store import postgres, sqlite
from serving.store.guards import create_guards
from serving.tables.taken_in import store_revision

__all__ = ["Shape", "differences", "first_store", "shape_of"]

#: Table -> what is known of it; besides, all triggers and all indexes by name.
Shape = dict[str, Any]


def shape_of(connection: Connection) -> Shape:
    """All that can be read of the schema, in one form for both engines and either way."""
    found = inspect(connection)
    shape: Shape = {"triggers": _triggers(connection), "indexes": _indexes(connection)}
    for name in sorted(found.get_table_names()):
        key = found.get_pk_constraint(name)["constrained_columns"]
        shape[name] = {
            "columns": {
                each["name"]: (str(each["type"]), each["nullable"], each["default"])
                for each in found.get_columns(name)
            },
            "key": key,
            "uniques": sorted(each["column_names"] for each in found.get_unique_constraints(name)),
            "checks": sorted(_plain(each["sqltext"]) for each in found.get_check_constraints(name)),
            "keys": sorted(
                (each["constrained_columns"], each["referred_table"], each["referred_columns"])
                for each in found.get_foreign_keys(name)
            ),
        }
    if connection.dialect.name == "sqlite":
        for row in connection.execute(text("PRAGMA table_list")).mappings():
            if row["name"] in shape:
                shape[row["name"]]["laid out"] = (row["strict"], row["wr"])
    return shape


def _plain(sql: str) -> str:
    return re.sub(r"\s+", " ", sql.replace('"', "")).strip()


def _indexes(connection: Connection) -> dict[str, str]:
    """Index -> how it was made, as the engine tells it."""
    sql = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        if connection.dialect.name == "sqlite"
        else "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
    )
    return {row[0]: _plain(row[1]) for row in connection.execute(text(sql))}


def _triggers(connection: Connection) -> dict[str, str]:
    sql = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        if connection.dialect.name == "sqlite"
        else "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
    )
    return {row[0]: row[1] for row in connection.execute(text(sql))}


def differences(was: Shape, is_now: Shape) -> list[str]:
    """Where the two shapes differ, one line each."""
    return [
        f"{name}: {was.get(name)} is now {is_now.get(name)}"
        for name in sorted({*was, *is_now})
        if was.get(name) != is_now.get(name)
    ]


def first_store(address: str, number: int) -> None:
    """Make a store by the revisions' own words, as a release before Alembic left it."""
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        path = Path(str(url.database))
        path.touch()
        engine = sqlite.writing_engine(path)
    else:
        engine = postgres.writing_engine(url)
    with engine.begin() as connection:
        store_revision.create(connection)
        running.upgrade(connection, f"{number:04d}")
        store_revision.drop(connection)
        create_guards(connection)
        for statement, values in (
            ("INSERT INTO store_schema VALUES (1, :n, 'a.example/looks', :s)",
             {"n": number, "s": b"s" * 32}),
            ("INSERT INTO store_state VALUES (1, '{}', '', 0)", {}),
            ("INSERT INTO log_head VALUES (1, 0, :root, :none)", {"root": EMPTY_ROOT, "none": b""}),
        ):  # fmt: skip
            connection.execute(text(statement), values)
    engine.dispose()
