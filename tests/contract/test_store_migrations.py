"""Stores of every revision are brought forward and taken back with what they hold (F17)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, make_url, text

from serving.audit.tree import EMPTY_ROOT
from serving.migrations import running
from serving.migrations.running import HEAD, REVISIONS, VERSION_TABLE
from serving.store import postgres, sqlite
from serving.store.bringing_forward import revision_of, take_back
from serving.store.errors import NotAStoreError
from serving.store.guards import create_guards, missing_guards
from serving.store.opening import Store, open_store
from serving.store.schema import store_secret
from serving.store.tables import METADATA, store_revision

Shape = dict[str, Any]


def shape_of(connection: Connection) -> Shape:
    """All that can be read of the schema, in one form for both engines and either way."""
    found = inspect(connection)
    shape: Shape = {"triggers": _triggers(connection)}
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
            "indexes": {
                each["name"]: (each["column_names"], bool(each["unique"]), _where(each))
                for each in found.get_indexes(name)
            },
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


def _where(index: Any) -> str:
    options = index.get("dialect_options", {})
    return _plain(str(options.get("sqlite_where", options.get("postgresql_where", ""))))


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


def _taken_back(store: Store, to: str) -> None:
    with store.writing() as connection:
        take_back(connection, to, lose_data=True)


@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_a_store_of_an_older_revision_is_brought_forward_by_whoever_writes(
    store_url: str, revision: str
) -> None:
    with open_store(store_url, writer=True) as store:
        with store.reading() as connection:
            new, secret = shape_of(connection), store_secret(connection)
        _taken_back(store, revision)
        with store.reading() as connection:
            assert revision_of(connection) == revision
    with pytest.raises(NotAStoreError, match=f"version {revision};.*any command that writes"):
        open_store(store_url, writer=False)
    with open_store(store_url, writer=True) as store, store.reading() as connection:
        assert differences(new, shape_of(connection)) == []
        assert store_secret(connection) == secret
        assert missing_guards(connection) == ()
        assert revision_of(connection) == HEAD


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


@pytest.mark.parametrize("number", [4, 5, 6])
def test_a_store_from_before_alembic_becomes_like_a_new_one(store_url: str, number: int) -> None:
    first_store(store_url, number)
    with pytest.raises(NotAStoreError, match=f"version 000{number};.*any command that writes"):
        open_store(store_url, writer=False)
    with open_store(store_url, writer=True) as store:
        with store.reading() as connection:
            brought = shape_of(connection)
            assert store_secret(connection) == b"s" * 32
        with store.writing() as connection:
            connection.execute(text("DROP TABLE alembic_version"))  # what a lost table leaves
    with pytest.raises(NotAStoreError, match=r"version None;.*release that made it"):
        open_store(store_url, writer=True)
    _emptied(store_url)
    with open_store(store_url, writer=True) as store, store.reading() as connection:
        assert differences(shape_of(connection), brought) == []


def _emptied(address: str) -> None:
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        for path in Path(str(url.database)).parent.iterdir():
            path.unlink()
        return
    engine = postgres.writing_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


def test_a_new_store_is_what_its_declarations_say(store: Store) -> None:
    with store.reading() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "version_table": "none",
                "include_object": lambda _, name, *__: name != VERSION_TABLE,
            },
        )
        assert compare_metadata(context, METADATA) == []
