"""Append-only below the application: triggers that refuse to change or delete what was said.

The access log, and people's word on links. Both engines; checked at every start, because
migrations that recreate a table lose its triggers without a word.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from serving.store.review_tables import link_judgements
from serving.store.who_tables import WHO

__all__ = ["create_guards", "missing_guards"]

APPEND_ONLY = (
    "log_entries",
    "log_leaves",
    "log_tiles",
    *(who.decisions.name for who in WHO.values()),
    link_judgements.name,
)
#: Tables whose rows may be blanked, never changed or deleted, with the columns that stay.
BLANK_ONLY = {"log_private": ("entry_id", "label"), "log_answers": ("entry_id",)}
_FUNCTION = "log_is_append_only"


def create_guards(connection: Connection) -> None:
    """Make every guard that is not there."""
    if connection.dialect.name == "sqlite":
        for name, sql in _sqlite_guards().items():
            if name not in _sqlite_triggers(connection):
                connection.exec_driver_sql(sql)
        return
    connection.exec_driver_sql(
        f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION USING MESSAGE = "
        f"'append-only: ' || TG_TABLE_NAME || ' may not be changed'; END $$"
    )
    for name, sql in _postgres_guards().items():
        if name not in _postgres_triggers(connection):
            connection.exec_driver_sql(sql)


def missing_guards(connection: Connection) -> tuple[str, ...]:
    """The names of the guards that are not there, are switched off or say something else."""
    if connection.dialect.name == "sqlite":
        found = _sqlite_triggers(connection)
        return tuple(name for name, sql in _sqlite_guards().items() if found.get(name) != sql)
    present = _postgres_triggers(connection)
    return tuple(name for name in _postgres_guards() if name not in present)


def _sqlite_guards() -> dict[str, str]:
    guards = {}
    for table, condition in _rules("IS NOT").items():
        for act in ("UPDATE", "DELETE"):
            when = f"WHEN {condition} " if condition and act == "UPDATE" else ""
            name = f"{table}_no_{act.lower()}"
            guards[name] = (
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} {when}"
                f"BEGIN SELECT RAISE(ABORT, 'append-only: {table} may not be changed'); END"
            )
    return guards


def _postgres_guards() -> dict[str, str]:
    guards = {}
    for table, condition in _rules("IS DISTINCT FROM").items():
        for act in ("UPDATE", "DELETE", "TRUNCATE"):
            when = f"WHEN ({condition}) " if condition and act == "UPDATE" else ""
            each = "STATEMENT" if act == "TRUNCATE" else "ROW"
            name = f"{table}_no_{act.lower()}"
            guards[name] = (
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH {each} {when}"
                f"EXECUTE FUNCTION {_FUNCTION}()"
            )
    return guards


def _rules(differs: str) -> dict[str, str]:
    """Table -> when an update is refused; empty means always."""
    rules = dict.fromkeys(APPEND_ONLY, "")
    for table, kept in BLANK_ONLY.items():
        changed = [f"NEW.{column} {differs} OLD.{column}" for column in kept]
        rules[table] = " OR ".join([*changed, "NEW.value IS NOT NULL", "OLD.value IS NULL"])
    return rules


def _sqlite_triggers(connection: Connection) -> dict[str, str]:
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    return {row.name: row.sql for row in rows}


def _postgres_triggers(connection: Connection) -> frozenset[str]:
    rows = connection.execute(
        text(
            "SELECT t.tgname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
            "WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND p.proname = :function "
            "AND t.tgrelid = to_regclass(split_part(t.tgname, '_no_', 1))"
        ),
        {"function": _FUNCTION},
    )
    return frozenset(row.tgname for row in rows)
