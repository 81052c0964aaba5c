"""Append-only below the application: triggers that refuse to change or delete what was said.

The access log, and people's word on links. Both engines; checked at every start, because
migrations that recreate a table lose its triggers without a word.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, inspect, text

from serving.tables.case_audits import audit_acts, audit_cases, audit_frames, audits
from serving.tables.erasure import erased_blobs, erased_children, erased_records
from serving.tables.indicators import indicator_figures, indicator_kinds, indicator_months
from serving.tables.kept import kept_inputs
from serving.tables.link_reviews import link_judgements
from serving.tables.plans import plan_drafts
from serving.tables.who import WHO

__all__ = [
    "APPEND_ONLY",
    "BLANK_ONLY",
    "WORDS_ERASED_ONLY",
    "create_guards",
    "drop_guards",
    "missing_guards",
]

APPEND_ONLY = (
    "log_entries",
    "log_leaves",
    "log_tiles",
    "log_heads",
    "log_cosignatures",
    "log_keys",
    "log_generations",
    *(table.name for table in (erased_children, erased_records, erased_blobs)),
    *(table.name for table in (indicator_months, indicator_figures, indicator_kinds)),
    audits.name,
)
#: Tables whose rows may be blanked, never changed or deleted, with the columns that stay.
BLANK_ONLY = {
    "log_private": ("entry_id", "label"),
    "log_answers": ("entry_id",),
    kept_inputs.name: ("digest", "kind"),
    plan_drafts.name: tuple(c.name for c in plan_drafts.c if c.name != "value"),
    **{
        table.name: tuple(c.name for c in table.c if c.name != "value")
        for table in (audit_frames, audit_cases, audit_acts)
    },
}
#: People's word on links: what it was and when stays; ``reason`` may be emptied, and the two
#: records may each become one that was erased (:func:`serving.store.erased.erased_name`).
WORDS_ERASED_ONLY = (*(who.decisions for who in WHO.values()), link_judgements)
_FUNCTION = "log_is_append_only"


def create_guards(connection: Connection) -> None:
    """Make every guard that is not there, of the tables that are."""
    present = set(inspect(connection).get_table_names())
    if connection.dialect.name == "sqlite":
        found: Collection[str] = _sqlite_triggers(connection)
        guards = _sqlite_guards(present)
    else:
        found, guards = _postgres_triggers(connection), _postgres_guards(present)
        connection.exec_driver_sql(
            f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION USING MESSAGE = "
            f"'append-only: ' || TG_TABLE_NAME || ' may not be changed'; END $$"
        )
    for name, sql in guards.items():
        if name not in found:
            connection.exec_driver_sql(sql)


def missing_guards(
    connection: Connection, tables: Collection[str] | None = None
) -> tuple[str, ...]:
    """The names of the guards that are not there, are switched off or say something else.

    ``tables``: of these tables alone.
    """
    if connection.dialect.name == "sqlite":
        found = _sqlite_triggers(connection)
        guards = _sqlite_guards(tables)
        return tuple(name for name, sql in guards.items() if found.get(name) != sql)
    present = _postgres_triggers(connection)
    return tuple(name for name in _postgres_guards(tables) if name not in present)


def drop_guards(connection: Connection, tables: Collection[str]) -> None:
    """Drop the guards of these tables, for :func:`create_guards` to make them anew as this
    release words them. For a step that says so alone, in the step's own transaction."""
    is_sqlite = connection.dialect.name == "sqlite"
    found: Collection[str] = (
        _sqlite_triggers(connection) if is_sqlite else _postgres_triggers(connection)
    )
    guards = _sqlite_guards(tables) if is_sqlite else _postgres_guards(tables)
    for name in sorted(set(guards) & set(found)):
        on = "" if is_sqlite else f" ON {name.split('_no_')[0]}"
        connection.exec_driver_sql(f"DROP TRIGGER {name}{on}")


def _sqlite_guards(tables: Collection[str] | None) -> dict[str, str]:
    guards = {}
    for table, condition in _rules("IS NOT", tables).items():
        for act in ("UPDATE", "DELETE"):
            when = f"WHEN {condition} " if condition and act == "UPDATE" else ""
            name = f"{table}_no_{act.lower()}"
            guards[name] = (
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} {when}"
                f"BEGIN SELECT RAISE(ABORT, 'append-only: {table} may not be changed'); END"
            )
    return guards


def _postgres_guards(tables: Collection[str] | None) -> dict[str, str]:
    guards = {}
    for table, condition in _rules("IS DISTINCT FROM", tables).items():
        for act in ("UPDATE", "DELETE", "TRUNCATE"):
            when = f"WHEN ({condition}) " if condition and act == "UPDATE" else ""
            each = "STATEMENT" if act == "TRUNCATE" else "ROW"
            name = f"{table}_no_{act.lower()}"
            guards[name] = (
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH {each} {when}"
                f"EXECUTE FUNCTION {_FUNCTION}()"
            )
    return guards


def _rules(differs: str, tables: Collection[str] | None) -> dict[str, str]:
    """Table -> when an update is refused; empty means always."""
    rules = dict.fromkeys(APPEND_ONLY, "")
    for table, kept in BLANK_ONLY.items():
        changed = [f"NEW.{column} {differs} OLD.{column}" for column in kept]
        rules[table] = " OR ".join([*changed, "NEW.value IS NOT NULL", "OLD.value IS NULL"])
    for words in WORDS_ERASED_ONLY:
        stay = [column.name for column in words.c if column.name not in ("a", "b", "reason")]
        changed = [f"NEW.{column} {differs} OLD.{column}" for column in stay]
        for column in ("a", "b"):
            is_whole = f"replace(NEW.{column}, ':erased-', '') = NEW.{column}"
            changed.append(f"(NEW.{column} {differs} OLD.{column} AND {is_whole})")
        rules[words.name] = " OR ".join([*changed, "NEW.reason <> ''"])
    return {name: rule for name, rule in rules.items() if tables is None or name in tables}


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
